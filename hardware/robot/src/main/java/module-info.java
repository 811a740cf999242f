/** Robots on a wire: ports, servos, control loops, recordings, and a simulated twin. */
@SuppressWarnings("requires-automatic") // HdrHistogram has no module descriptor
module lanewise.hardware {
  requires transitive lanewise.kernel;
  requires com.fasterxml.jackson.databind;
  requires com.fazecast.jSerialComm;
  requires HdrHistogram;
  requires java.management;
  requires jdk.management;
  requires org.jctools.core;

  exports io.github.lanewise.hardware.controller;
  exports io.github.lanewise.hardware.loop;
  exports io.github.lanewise.hardware.port;
  exports io.github.lanewise.hardware.recording;
  exports io.github.lanewise.hardware.robot;
  exports io.github.lanewise.hardware.servo;
  exports io.github.lanewise.hardware.twin;
}
