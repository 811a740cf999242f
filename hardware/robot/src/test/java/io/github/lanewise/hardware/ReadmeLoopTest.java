package io.github.lanewise.hardware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.lanewise.hardware.linux.SystemCall;
import io.github.lanewise.hardware.loop.ControlLoop;
import io.github.lanewise.hardware.loop.Controller;
import io.github.lanewise.hardware.loop.LoopResult;
import io.github.lanewise.hardware.loop.Recorder;
import io.github.lanewise.hardware.loop.Safety;
import io.github.lanewise.hardware.port.Clock;
import io.github.lanewise.hardware.port.SerialLine;
import io.github.lanewise.hardware.recording.Recording;
import io.github.lanewise.hardware.recording.RecordingHeader;
import io.github.lanewise.hardware.servo.DynamixelBus;
import io.github.lanewise.hardware.servo.Servo;
import io.github.lanewise.hardware.servo.ServoBus;
import io.github.lanewise.hardware.servo.ServoCommand;
import io.github.lanewise.hardware.servo.ServoProtocol;
import io.github.lanewise.hardware.servo.ServoState;
import io.github.lanewise.hardware.twin.Imperfections;
import io.github.lanewise.hardware.twin.Twin;
import io.github.lanewise.model.RobotModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The README shows the lines between the markers here, which move a simulated robot as they say. */
@Timeout(120)
final class ReadmeLoopTest {
  private static final Path README = Path.of("../../README.md");
  private static final Path SOURCE = Path.of("src/test/java/io/github/lanewise/hardware/ReadmeLoopTest.java");

  @TempDir
  private Path folder;

  /** A machine that other programs keep busy may not have a single tick in time; then the controller alone is asked. */
  @Test
  void everyTickCommandsTheDamper() throws Exception {
    assumeTrue(SystemCall.AVAILABLE, "no pseudo-terminals of our own on this system");
    Path file = folder.resolve("damped.npz");
    RobotModel model = RobotModel.builtIn("finger");
    try (Twin twin = Twin.onPseudoTerminal(model, Twin.servos(model, ServoProtocol.DYNAMIXEL), Imperfections.ideal())) {
      String port = twin.path();
      // begin loop
      RobotModel finger = RobotModel.builtIn("finger");
      Safety safety = Safety.of(finger).temperature(60).build();
      Controller controller = Controller.of(ServoCommand.Mode.TORQUE, (observation, command, time) -> {
        for (int i = 0; i < 3; i++) {
          command.target[i] = -0.02 * observation.velocity[i]; // N m
        }
      });
      List<Servo> servos = Twin.servos(finger, ServoProtocol.DYNAMIXEL); // ids 1, 2, 3
      try (ServoBus bus = new DynamixelBus(SerialLine.open(port, 1_000_000), Clock.system(), servos);
          Recorder recorder = Recorder.open(file, 3, 1e-3, Clock.system())) {
        LoopResult result = new ControlLoop(bus, controller, safety).rate(1000).ticks(5_000).listener(recorder).run();
        System.out.println(result.stop() + "; " + result.lateness());
      }
      // end loop
      ServoState observation = new ServoState(3);
      ServoCommand command = new ServoCommand(3);
      System.arraycopy(new double[] {1, -2, 3}, 0, observation.velocity, 0, 3);
      controller.control(observation, command, 0);
      assertThat(command.target).containsExactly(new double[] {-0.02, 0.04, -0.06}, within(1e-15));
    }
    Recording recording = Recording.read(file);
    int velocity = recording.header().place(RecordingHeader.VELOCITY);
    int target = recording.header().place(RecordingHeader.TARGET);
    for (double[] row : recording.rows()) {
      for (int i = 0; i < 3; i++) {
        assertThat(row[target + i]).isCloseTo(-0.02 * row[velocity + i], within(1e-12));
      }
    }
  }

  @Test
  void theReadmeShowsThisSource() throws IOException {
    String source = Files.readString(SOURCE);
    int begin = source.indexOf('\n', source.indexOf("// begin loop\n")) + 1;
    int end = source.lastIndexOf('\n', source.indexOf("// end loop\n"));
    assertThat(Files.readString(README)).contains(source.substring(begin, end).stripIndent());
  }
}
