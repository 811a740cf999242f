/** The command line, servos on serial lines, and files of recorded roll-outs. */
@SuppressWarnings("requires-automatic") // Hipparchus has no module descriptors
module lanewise.hardware {
  requires transitive lanewise.kernel;
  requires info.picocli;
  requires me.tongfei.progressbar;
  requires com.fasterxml.jackson.databind;
  requires hipparchus.core;
  requires hipparchus.optim;
  requires java.management;
  requires jdk.incubator.vector;
  requires jdk.management;

  exports io.github.lanewise.hardware.data;
  exports io.github.lanewise.hardware.port;
  exports io.github.lanewise.hardware.servo;
  exports io.github.lanewise.hardware.servo.protocol;

  opens io.github.lanewise.hardware.app to info.picocli;
}
