/** Robots on a wire, files of recorded roll-outs, and the command line. */
@SuppressWarnings("requires-automatic") // Hipparchus and HdrHistogram have no module descriptors
module lanewise.hardware {
  requires transitive lanewise.kernel;
  requires info.picocli;
  requires me.tongfei.progressbar;
  requires com.fasterxml.jackson.databind;
  requires com.fazecast.jSerialComm;
  requires HdrHistogram;
  requires hipparchus.core;
  requires hipparchus.optim;
  requires java.management;
  requires jdk.incubator.vector;
  requires jdk.management;
  requires org.jctools.core;

  exports io.github.lanewise.hardware.data;
  exports io.github.lanewise.hardware.data.mcap;
  exports io.github.lanewise.hardware.loop;
  exports io.github.lanewise.hardware.port;
  exports io.github.lanewise.hardware.rollout;
  exports io.github.lanewise.hardware.servo;
  exports io.github.lanewise.hardware.servo.protocol;
  exports io.github.lanewise.hardware.twin;

  opens io.github.lanewise.hardware.app to info.picocli;
}
