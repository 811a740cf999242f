package io.github.lanewise.app.servo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.lanewise.app.Person;
import io.github.lanewise.app.Run;
import io.github.lanewise.app.wire.Arm;
import io.github.lanewise.app.wire.ArmFile;
import io.github.lanewise.app.wire.ArmServo;
import io.github.lanewise.hardware.linux.SystemCall;
import io.github.lanewise.hardware.servo.BaudRates;
import io.github.lanewise.hardware.servo.ServoProtocol;
import io.github.lanewise.hardware.twin.Twin;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** New servos on a port, plugged in one after the other, each hearing its own rate alone. */
@Timeout(240)
final class ServoSetupTest {
  @TempDir
  private Path folder;
  private Path file;

  @BeforeEach
  void onLinux() {
    assumeTrue(SystemCall.AVAILABLE, "no pseudo-terminals of our own on this system");
    file = folder.resolve("arm.json");
  }

  private Run setup(Socket socket, ServoProtocol protocol, Object... more) {
    return Run.of(Stream.concat(Stream.of("servo", "setup", "--port", socket.path(), "--protocol",
        protocol.name().toLowerCase(Locale.ROOT), "--robot", "finger", "--out", file), Arrays.stream(more)).toArray());
  }

  private static Supplier<String> plugs(Socket socket, Twin servo) {
    return () -> {
      socket.plug(servo);
      return "";
    };
  }

  /** A servo that someone has used before. */
  private static Twin used(Socket socket, ServoProtocol protocol, int id, int baud) {
    Twin servo = socket.servo(id);
    socket.plug(servo);
    int now = BaudRates.of(protocol).get(servo.register(0, "baud_rate"));
    Run run = Run.of("servo", "write", "--port", socket.path(), "--baud", now, "--protocol",
        protocol.name().toLowerCase(Locale.ROOT), "--id", id, "baud_rate=" + BaudRates.code(protocol, baud));
    assertThat(run.exitCode()).as(run.err()).isZero();
    return servo;
  }

  @ParameterizedTest
  @CsvSource({"FEETECH, 1000000, 500000", "DYNAMIXEL, 3000000, 57600"})
  void fromServosOfAnyIdAndRateToAnArm(ServoProtocol protocol, int wanted, int other) throws Exception {
    try (Socket socket = new Socket(protocol)) {
      Twin first = socket.servo(1);
      Twin second = used(socket, protocol, 7, other);
      Twin third = socket.servo(1);
      socket.plug(null);
      Path json = folder.resolve("setup.json");
      Run run;
      try (Person _ = Person.who(List.of(plugs(socket, first), () -> "y", plugs(socket, second), () -> "y",
          plugs(socket, third), () -> "yes"))) {
        // What is written is the same whether the first asks or, as a Feetech servo with both already, does not.
        Object[] options = protocol == ServoProtocol.FEETECH
            ? new Object[] {"--id", "4,2,3", "--json", json} : new Object[] {"--baud", wanted, "--id", "4,2,3",
                "--json", json};
        run = setup(socket, protocol, options);
      }
      assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
      assertThat(run.out()).contains("Plug in the servo of joint 'spread' alone",
          String.format(Locale.ROOT, "servo 7 (%s) at %,d baud becomes servo 2 at %,d baud, of joint 'bend'",
              protocol == ServoProtocol.FEETECH ? "STS3215" : "XM430-W350", other, wanted),
          "Next: lanewise robot calibrate --arm " + file);
      List<Twin> servos = List.of(first, second, third);
      for (int i = 0; i < 3; i++) {
        assertThat(servos.get(i).register(0, "id")).isEqualTo(List.of(4, 2, 3).get(i));
        assertThat(servos.get(i).register(0, "baud_rate")).isEqualTo(BaudRates.code(protocol, wanted));
        if (protocol == ServoProtocol.FEETECH) {
          assertThat(servos.get(i).register(0, "lock")).as("kept without power").isOne();
        }
      }
      Arm arm = ArmFile.read(file);
      assertThat(arm.servos().stream().map(servo -> servo.joints().keySet().iterator().next()))
          .containsExactly("spread", "bend", "curl");
      assertThat(arm.servos().stream().map(ArmServo::id)).containsExactly(4, 2, 3);
      assertThat(arm.ports().get("arm").baud()).isEqualTo(wanted);
      JsonNode bend = new ObjectMapper().readTree(json.toFile()).at("/servos/1");
      assertThat(bend.get("found_id").asInt()).isEqualTo(7);
      assertThat(bend.get("found_baud_bits_per_second").asInt()).isEqualTo(other);
      assertThat(bend.get("written").asBoolean()).isTrue();
    }
  }

  @Test
  void goesOnWhereItStopped() throws Exception {
    try (Socket socket = new Socket(ServoProtocol.FEETECH)) {
      Twin first = socket.servo(1);
      Twin second = socket.servo(1);
      Twin third = socket.servo(1);
      try (Person _ = Person.who(() -> socket.plug(first))) {
        Run run = setup(socket, ServoProtocol.FEETECH, "--yes");
        assertThat(run.exitCode()).isOne();
        assertThat(run.out()).contains("servo 1 (STS3215) at 1,000,000 baud is that of joint 'spread' already");
      }
      assertThat(ArmFile.read(file).servos()).hasSize(1);
      try (Person _ = Person.who(() -> { })) {
        Run run = setup(socket, ServoProtocol.FEETECH, "--yes");
        assertThat(run.exitCode()).isOne();
        assertThat(run.err()).contains("servo 1, which is set up, was never unplugged").hasLineCount(1);
        assertThat(first.register(0, "id")).isOne();
      }
      try (Person _ = Person.who(() -> socket.plug(second), () -> socket.plug(third))) {
        Run run = setup(socket, ServoProtocol.FEETECH, "--yes");
        assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
        assertThat(run.out()).contains("joint 'spread': servo 1 is set up already").doesNotContain("[y/n]");
      }
      assertThat(List.of(first, second, third)).extracting(servo -> servo.register(0, "id")).containsExactly(1, 2, 3);
      String written = Files.readString(file);
      Run again = setup(socket, ServoProtocol.FEETECH);
      assertThat(again.exitCode()).as(again.err()).isZero();
      assertThat(Files.readString(file)).isEqualTo(written);
    }
  }

  @Test
  void whatIsWrongIsOneSentenceAndNothingIsWritten() throws Exception {
    try (Socket socket = new Socket(ServoProtocol.FEETECH)) {
      assertProblem(socket, null, "no servo answers on " + socket.path() + " (Feetech) at any rate, 1000000, 500000,");
      assertProblem(socket, socket.servo(1, 1), "2 servos answer on " + socket.path()
          + ", ids 1 at 1,000,000 baud and 1 at 1,000,000 baud: leave the one alone plugged in");
      assertProblem(socket, socket.servo(5, 1), "2 servos answer on ");
      Twin one = socket.servo(9);
      try (Person _ = Person.who(List.of(plugs(socket, one), () -> "n"))) {
        Run run = setup(socket, ServoProtocol.FEETECH);
        assertThat(run.exitCode()).isOne();
        assertThat(run.err()).contains("nothing was written to servo 9 (STS3215) at 1,000,000 baud").hasLineCount(1);
        assertThat(one.register(0, "id")).isEqualTo(9);
      }
      assertThat(file).doesNotExist();
    }
  }

  private void assertProblem(Socket socket, Twin plugged, String sentence) {
    try (Person _ = Person.who(() -> socket.plug(plugged))) {
      Run run = setup(socket, ServoProtocol.FEETECH, "--yes");
      assertThat(run.exitCode()).isOne();
      assertThat(run.err()).startsWith("lanewise: " + sentence).hasLineCount(1);
    }
  }

  @Test
  void whatCannotBeIsRefusedBeforeAnythingIsAsked() throws Exception {
    try (Socket socket = new Socket(ServoProtocol.FEETECH)) {
      Files.writeString(file, "{\"robot\": \"finger\", \"ports\": {\"arm\": {\"path\": \"" + socket.path()
          + "\", \"protocol\": \"feetech\"}}, \"servos\": [{\"joint\": \"curl\", \"id\": 2}]}");
      assertRefused(socket, 1, "id 2 is that of joint 'curl' already: give joint 'bend' another by --id");
      assertRefused(socket, 1, ": its port 'arm' is " + socket.path() + " at 1,000,000 baud (Feetech), but "
          + socket.path() + " at 500,000 baud (Feetech) was named", "--baud", 500_000);
      assertRefused(socket, 2, "Feetech servos cannot speak at 9600 baud, only at 1000000, 500000", "--baud", 9600);
      assertRefused(socket, 2, "--id has 2 ids, but there are 3 servos to set up, of the joints spread, bend, curl",
          "--id", "1,2");
      assertRefused(socket, 2, "--id gives one id to two servos: [1, 2, 1]", "--id", "1,2,1");
      assertRefused(socket, 2, "--id has 254, but a Feetech id is 0 to 253", "--id", "1,2,254");
      assertRefused(socket, 2, "--joints names 'elbow', but the robot's are spread, bend, curl", "--joints", "elbow");
      assertRefused(socket, 2, "moteus controllers get their ids from their vendor's tool", "--protocol", "moteus");
    }
  }

  private void assertRefused(Socket socket, int exitCode, String sentence, Object... more) {
    Object[] arguments = Stream.concat(Stream.of("servo", "setup", "--port", socket.path(), "--robot", "finger",
        "--out", file), Stream.concat(Arrays.asList(more).contains("moteus") ? Stream.of()
            : Stream.of("--protocol", "feetech"), Arrays.stream(more))).toArray();
    Run run = Run.of(arguments);
    assertThat(run.exitCode()).as(run.err()).isEqualTo(exitCode);
    assertThat(run.err()).contains(sentence);
  }
}
