package io.github.lanewise.app.servo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.lanewise.app.Run;
import io.github.lanewise.hardware.Unprivileged;
import io.github.lanewise.hardware.linux.SystemCall;
import io.github.lanewise.hardware.port.PseudoTerminal;
import io.github.lanewise.hardware.port.SerialLine;
import io.github.lanewise.hardware.servo.Servo;
import io.github.lanewise.hardware.servo.ServoModel;
import io.github.lanewise.hardware.servo.ServoProtocol;
import io.github.lanewise.hardware.twin.Imperfections;
import io.github.lanewise.hardware.twin.Twin;
import io.github.lanewise.model.RobotModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes wrong with ports and servos: one sentence, and the exit code. */
final class ServoProblemsTest {
  private static final RobotModel FINGER = RobotModel.builtIn("finger");
  private static final ServoModel XM430 = ServoModel.named(ServoProtocol.DYNAMIXEL, "XM430-W350");

  @BeforeAll
  static void onLinux() {
    assumeTrue(SystemCall.AVAILABLE, "no pseudo-terminals of our own on this system");
  }

  private static Run servo(String command, String path) {
    return switch (command) {
      case "scan" -> Run.of("servo", "scan", "--port", path, "--id", "1-3", "--timeout", 200);
      case "ping" -> Run.of("servo", "ping", "--port", path, "--id", 2);
      case "read" -> Run.of("servo", "read", "--port", path, "--id", 2);
      case "write" -> Run.of("servo", "write", "--port", path, "--id", 2, "led=1");
      default -> Run.of("servo", "monitor", "--port", path, "--id", 2, "--seconds", 0.1);
    };
  }

  private static void assertFailure(Run run, String message) {
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).startsWith("lanewise: " + message).hasLineCount(1);
  }

  private static Twin twin(ServoModel second, int secondId) throws Exception {
    return Twin.onPseudoTerminal(FINGER, List.of(Servo.of(1, XM430), Servo.of(secondId, second), Servo.of(2, XM430)),
        Imperfections.ideal());
  }

  @ParameterizedTest
  @ValueSource(strings = {"scan", "ping", "read", "write", "monitor"})
  void noSuchPort(String command) {
    assertFailure(servo(command, "/dev/ttyUSB99"), "there is no port /dev/ttyUSB99");
  }

  @Test
  void whatIsNoPort() {
    assertFailure(servo("scan", "/dev/null"), "/dev/null is not a serial port");
  }

  @Test
  void noRight() throws Exception {
    try (PseudoTerminal terminal = PseudoTerminal.open()) {
      assertThat(Unprivileged.run(WithoutRight.class, terminal.path())).containsExactly("1",
          "lanewise: no right to open " + terminal.path() + ": its permissions must let you read and write it");
    }
  }

  /** Takes the right to a port from its owner, and prints what a scan of it comes to. */
  static final class WithoutRight {
    private WithoutRight() {}

    /** The path. */
    public static void main(String[] arguments) throws IOException {
      Files.setPosixFilePermissions(Path.of(arguments[0]), PosixFilePermissions.fromString("r--r--r--"));
      Run run = servo("scan", arguments[0]);
      System.out.println(run.exitCode());
      System.out.print(run.err());
    }
  }

  @Test
  void busyPort() throws Exception {
    try (Twin twin = twin(XM430, 3); SerialLine other = SerialLine.open(twin.path(), 1_000_000)) {
      assertFailure(servo("ping", other.path()),
          other.path() + " is in use already; 'fuser " + other.path() + "' tells by whom");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ping", "read", "write", "monitor"})
  void nobodyThere(String command) throws Exception {
    try (PseudoTerminal nobody = PseudoTerminal.open()) {
      assertFailure(servo(command, nobody.path()), "no servo answers on " + nobody.path()
          + " at 1,000,000 baud (DYNAMIXEL), tried id 2: check power and wiring, and let 'lanewise servo scan --port "
          + nobody.path() + "' show which do");
      assertFailure(servo("scan", nobody.path()), "no servo answers on " + nobody.path()
          + ": check power and wiring, and try other rates with --bauds and another --protocol");
    }
  }

  /** Bits at another rate are other bytes. */
  @ParameterizedTest
  @ValueSource(strings = {"ping", "monitor", "scan"})
  void wrongBaud(String command) throws Exception {
    try (PseudoTerminal terminal = PseudoTerminal.open()) {
      Thread garbler = Thread.ofPlatform().daemon().start(() -> {
        SplittableRandom random = new SplittableRandom(1);
        byte[] bytes = new byte[64];
        while (!Thread.currentThread().isInterrupted()) {
          if (terminal.awaitBytes(20_000_000) && terminal.read(bytes) > 0) {
            random.nextBytes(bytes);
            terminal.write(bytes, 9);
          }
        }
      });
      try {
        Run run = servo(command, terminal.path());
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err().lines()).isNotEmpty().first().asString().matches("lanewise: the answer of servo [12] is"
            + " garbled: two servos have this id, or the baud rate is wrong.*");
      } finally {
        garbler.interrupt();
        garbler.join();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"scan", "ping", "read", "write", "monitor"})
  void twoServosWithOneId(String command) throws Exception {
    try (Twin twin = twin(XM430, 2)) {
      assertFailure(servo(command, twin.path()), "two servos have id 2 on " + twin.path()
          + " at 1,000,000 baud (DYNAMIXEL): connect one of them alone and give it another, with 'lanewise servo write"
          + " --port " + twin.path() + " --id 2 id=NEW'");
    }
  }

  @Test
  void unknownModel() throws Exception {
    ServoModel strange = new ServoModel(ServoProtocol.DYNAMIXEL, 4242, "strange", 1e-3, 2048, 1e-3, 1e-3, 1, true, 1,
          1);
    try (Twin twin = twin(strange, 3)) {
      String message = "servo 3: unknown DYNAMIXEL model number 4242; known are ";
      Run scan = servo("scan", twin.path());
      assertFailure(scan, message);
      assertThat(scan.out()).contains("     3  unknown model     4242");
      assertFailure(Run.of("servo", "monitor", "--port", twin.path(), "--id", "1,3"), message);
      assertFailure(Run.of("servo", "read", "--port", twin.path(), "--id", 3), message);
      assertFailure(Run.of("servo", "read", "--port", twin.path(), "--id", 3, "led"),
          "the registers of a servo of unknown model have no names: say where 'led' is, as ADDRESS:BYTES");
      Run raw = Run.of("servo", "read", "--port", twin.path(), "--id", 3, "0:2");
      assertThat(raw.exitCode()).isZero();
      assertThat(raw.out()).containsPattern("0:2 +4242 +4242");
    }
  }

  /** 14 + 1 + 21 bytes read and 14 + 5 written: 550 us at 1 Mbaud, 9.55 ms at 57600. */
  @Test
  void rateBeyondTheWire() throws Exception {
    try (Twin twin = twin(XM430, 3)) {
      assertFailure(Run.of("servo", "monitor", "--port", twin.path(), "--id", 1, "--rate", 2000),
          "2000 ticks/s leave 500 us each, but reading and writing 1 servo takes 550 us at 1000000 baud: at most 18");
      assertFailure(Run.of("servo", "monitor", "--port", twin.path(), "--id", 1, "--rate", 200, "--baud", 57600),
          "200 ticks/s leave 5000 us each, but reading and writing 1 servo takes 9549 us at 57600 baud");
    }
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "scan --id 5-1|ids are FIRST-LAST, such as 1-20, or a single one, not '5-1'",
    "scan --id 0-253|--id must be within 0-252, but is 0-253.",
    "scan --timeout 0|--timeout must be at least 1, but is 0.",
    "scan --bauds 57600,x|a rate is a positive number of bits a second, not 'x'",
    "ping|Name the servos by --id.",
    "write --id 1|REGISTER=VALUE",
    "write --id 1 led|registers are written as REGISTER=VALUE, such as goal_position=0.5, not 'led'",
    "write --id 1 led=on|in 'led=on' is no number",
    "monitor --id 1,1|--id names a servo twice: [1, 1].",
    "monitor --id 1 --rate 0|--rate must be positive and finite, but is 0.0.",
    "monitor --id 1 --seconds -1|--seconds must be positive and finite, but is -1.0."})
  void wrongArguments(String call, String message) throws Exception {
    try (PseudoTerminal nobody = PseudoTerminal.open()) {
      String command = call.split(" ")[0];
      Run run = Run.of(Stream.concat(Stream.of("servo", command, "--port",
          nobody.path()), Arrays.stream(call.split(" ")).skip(1)).toArray());
      assertThat(run.exitCode()).isEqualTo(2);
      assertThat(run.err()).contains(message)
          .endsWith("Try 'lanewise servo " + command + " --help'." + System.lineSeparator());
    }
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "read --id 1 132|an address needs a number of bytes, 1, 2 or 4, as in 132:2",
    "read --id 1 position|XM430-W350 has no register 'position'; it has model_number",
    "read --id 300 led|a DYNAMIXEL id is 0 to 252, not 300",
    "write --id 1 goal_position=1e9|goal_position cannot hold 1.0E9 rad, only"})
  void whatIsNotInTheServo(String call, String message) throws Exception {
    try (Twin twin = twin(XM430, 3)) {
      assertFailure(Run.of((Object[]) ("servo " + call + " --port " + twin.path()).split(" ")), message);
    }
  }

  @Test
  void withoutACommandTheUsageListsThem() {
    Run run = Run.of("servo");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).startsWith("Name a command: setup, scan, ping, read, write, monitor, reboot.");
  }
}
