package io.github.lanewise.app.servo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.lanewise.app.Lanewise;
import io.github.lanewise.app.Run;
import io.github.lanewise.hardware.linux.SystemCall;
import io.github.lanewise.hardware.servo.RegisterTable;
import io.github.lanewise.hardware.servo.ServoProtocol;
import io.github.lanewise.hardware.twin.Imperfections;
import io.github.lanewise.hardware.twin.Twin;
import io.github.lanewise.model.RobotModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Good calls of {@code lanewise servo} to a simulated robot that dry friction holds where it was put. */
final class ServoToolTest {
  private static final double[] ANGLES = {0.4, 0.2, 0.7};
  private static final double COUNT = Math.PI / 2048;

  @TempDir private Path folder;
  private Twin twin;
  private ServoProtocol protocol;

  @BeforeAll
  static void onLinux() {
    assumeTrue(SystemCall.AVAILABLE, "no pseudo-terminals of our own on this system");
  }

  private void plugIn(ServoProtocol spoken) throws Exception {
    RobotModel finger = RobotModel.builtIn("finger");
    protocol = spoken;
    twin = Twin.onPseudoTerminal(finger, Twin.servos(finger, spoken), Imperfections.ideal().withFriction(0.2));
    twin.place(ANGLES);
  }

  @AfterEach
  void unplug() {
    if (twin != null) {
      twin.close();
    }
  }

  private Run servo(String command, Object... arguments) {
    return Run.of(Stream.concat(Stream.of("servo", command, "--port", twin.path(), "--protocol",
        protocol.name().toLowerCase(Locale.ROOT)), Arrays.stream(arguments)).toArray());
  }

  private Run done(String command, Object... arguments) {
    Run run = servo(command, arguments);
    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    return run;
  }

  private JsonNode json(String command, Object... arguments) throws Exception {
    Path file = folder.resolve("out.json");
    done(command, Stream.concat(Arrays.stream(arguments), Stream.of("--json", file)).toArray());
    return new ObjectMapper().readTree(file.toFile());
  }

  @ParameterizedTest
  @EnumSource(value = ServoProtocol.class, names = "MOTEUS", mode = Mode.EXCLUDE)
  void scanListsWhoAnswers(ServoProtocol spoken) throws Exception {
    plugIn(spoken);
    boolean dynamixel = spoken == ServoProtocol.DYNAMIXEL;
    String row = dynamixel ? "%d  XM430-W350        1020  48" : "%d  STS3215            777  3.10";
    assertThat(done("scan", "--id", "0-5", "--timeout", 200).out())
        .contains(twin.path() + " at 1,000,000 baud (" + spoken.text() + ")")
        .contains(row.formatted(1), row.formatted(2), row.formatted(3)).doesNotContain(row.formatted(4));
    JsonNode scans = json("scan", "--id", "2-4", "--bauds", "57600,2000000", "--timeout", 200).get("scans");
    assertThat(scans.findValuesAsText("baud_bits_per_second")).containsExactly("57600", "2000000");
    assertThat(scans.get(1).findValuesAsText("id")).containsExactly("2", "3");
    assertThat(scans.get(1).findValuesAsText("model_number")).containsOnly(dynamixel ? "1020" : "777");
  }

  @ParameterizedTest
  @EnumSource(value = ServoProtocol.class, names = "MOTEUS", mode = Mode.EXCLUDE)
  void pingTellsWhatItIsAndHowSoonItAnswers(ServoProtocol spoken) throws Exception {
    plugIn(spoken);
    assertThat(done("ping", "--id", 3).out()).matches("servo 3: .* \\(\\d+\\), firmware .*, round trip .* ms\\R");
    JsonNode servos = json("ping", "--id", "3,1").get("servos");
    assertThat(servos.findValuesAsText("id")).containsExactly("3", "1");
    assertThat(servos.get(0).get("round_trip_s").asDouble()).isBetween(1e-6, 0.1);
  }

  @ParameterizedTest
  @EnumSource(value = ServoProtocol.class, names = "MOTEUS", mode = Mode.EXCLUDE)
  void readByNameAndByAddressIsTheSameNumber(ServoProtocol spoken) throws Exception {
    plugIn(spoken);
    boolean dynamixel = spoken == ServoProtocol.DYNAMIXEL;
    JsonNode registers =
        json("read", "--id", 3, "present-position", dynamixel ? "132:4" : "0x38:2", "present_temperature")
            .get("registers");
    assertThat(registers.get(0).get("value_rad").asDouble()).isCloseTo(ANGLES[2], within(COUNT));
    assertThat(registers.get(1).get("raw").asLong()).isEqualTo(registers.get(0).get("raw").asLong())
        .isEqualTo(Math.round(2048 + ANGLES[2] / COUNT));
    assertThat(registers.get(1).get("value").asLong()).isEqualTo(registers.get(1).get("raw").asLong());
    assertThat(registers.get(2).get("value_degC").asDouble()).isEqualTo(30);
  }

  @ParameterizedTest
  @EnumSource(value = ServoProtocol.class, names = "MOTEUS", mode = Mode.EXCLUDE)
  void readWithoutNamesReadsAll(ServoProtocol spoken) throws Exception {
    plugIn(spoken);
    RegisterTable table = RegisterTable.of(twin.servos().getFirst().model());
    Run run = done("read", "--id", 1);
    assertThat(run.out()).hasLineCount(table.registers().size()).containsPattern("temperature_limit +[78]0 degC");
    table.registers().forEach(register -> assertThat(run.out()).contains(" " + register.name() + " "));
  }

  @ParameterizedTest
  @EnumSource(value = ServoProtocol.class, names = "MOTEUS", mode = Mode.EXCLUDE)
  void writtenIsReadBackAndMovesTheRobot(ServoProtocol spoken) throws Exception {
    plugIn(spoken);
    boolean dynamixel = spoken == ServoProtocol.DYNAMIXEL;
    JsonNode registers = json("write", "--id", 2, "torque_enable=1", "goal_position=0.5",
        dynamixel ? "112:4=50" : "46:2=500").get("registers");
    assertThat(registers.findValuesAsText("name"))
        .containsExactly("torque_enable", "goal_position", dynamixel ? "112:4" : "46:2");
    assertThat(registers.get(1).get("value_rad").asDouble()).isCloseTo(0.5, within(COUNT));
    assertThat(registers.get(2).get("raw").asInt()).isEqualTo(dynamixel ? 50 : 500);
    long end = System.nanoTime() + 5_000_000_000L;
    while (Math.abs(twin.position()[1] - 0.5) > 0.05 && System.nanoTime() < end) {
      Thread.sleep(10);
    }
    assertThat(twin.position()[1]).isCloseTo(0.5, within(0.05));
    assertThat(twin.position()[0]).isCloseTo(ANGLES[0], within(0.01));
  }

  @ParameterizedTest
  @EnumSource(value = ServoProtocol.class, names = "MOTEUS", mode = Mode.EXCLUDE)
  void anIdIsChanged(ServoProtocol spoken) throws Exception {
    plugIn(spoken);
    assertThat(done("write", "--id", 2, "id=17").out()).startsWith("servo 17: id = 17 (17)");
    assertThat(done("scan", "--id", "1-17", "--timeout", 200).out())
        .containsSubsequence("     1  ", "     3  ", "    17  ").doesNotContain("     2  ");
  }

  /** Unlocked, changed and locked, or the servo forgets it: each in its turn, and one of them twice. */
  @Test
  void registersAreWrittenInTheOrderGivenAndAgain() throws Exception {
    plugIn(ServoProtocol.FEETECH);
    assertThat(done("write", "--id", 1, "lock=0", "id=7", "lock=1").out().lines())
        .containsExactly("servo 1: lock = 0 (0)", "servo 7: id = 7 (7)", "servo 7: lock = 1 (1)");
    assertThat(done("write", "--id", 7, "temperature_limit=60").out().strip()).isEqualTo("servo 7: temperature_limit ="
        + " 60 degC (60), until it is powered off, because lock is 1: write lock=0 before, and lock=1 behind");
    JsonNode registers = json("write", "--id", 7, "lock=0", "temperature_limit=61", "lock=1", "temperature_limit=62")
        .get("registers");
    assertThat(registers.findValuesAsText("raw")).containsExactly("0", "61", "1", "62");
    assertThat(registers.findValuesAsText("forgotten_at_power_off")).containsExactly("false", "false", "false", "true");
  }

  /** A command that the register does not keep. */
  @Test
  void aFeetechServoIsCentred() throws Exception {
    plugIn(ServoProtocol.FEETECH);
    assertThat(done("write", "--id", 3, "torque_enable=128").out()).isEqualTo("servo 3: torque_enable = 128 (128)\n");
    JsonNode position = json("read", "--id", 3, "present_position").get("registers").get(0);
    assertThat(position.get("value_rad").asDouble()).isCloseTo(0, within(COUNT));
  }

  @ParameterizedTest
  @EnumSource(value = ServoProtocol.class, names = "MOTEUS", mode = Mode.EXCLUDE)
  void readOnlyRegistersAreRefusedBeforeAnythingIsWritten(ServoProtocol spoken) throws Exception {
    plugIn(spoken);
    String inside = spoken == ServoProtocol.DYNAMIXEL ? "134:1" : "57:1"; // the second byte and more of the position
    for (String register : List.of("present_position", inside)) {
      Run run = servo("write", "--id", 1, "torque_enable=1", register + "=1");
      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.err()).isEqualTo("lanewise: register " + register
          + " of servo 1 is read-only; nothing was written" + System.lineSeparator());
    }
    assertThat(done("read", "--id", 1, "torque_enable").out()).containsPattern("torque_enable +0 +0");
  }

  @Test
  void aValueThatTheServoRefusesIsSaid() throws Exception {
    plugIn(ServoProtocol.DYNAMIXEL);
    Run run = servo("write", "--id", 1, "goal_position=3");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).isEqualTo("lanewise: servo 1 was sent a value beyond its limits" + System.lineSeparator());
    run = servo("write", "--id", 1, "led=300");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).startsWith("lanewise: led cannot hold 300.0");
  }

  /** Feetech has no error for a value out of range: the register keeps what it had. */
  @Test
  void aValueThatTheServoDropsWithoutAWordIsSaidToo() throws Exception {
    plugIn(ServoProtocol.FEETECH);
    Run run = servo("write", "--id", 1, "torque_limit=1.2");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).startsWith("lanewise: servo 1 was sent torque_limit = 1.2000 (1200), but has 1 (1000)");
  }

  /** Bit 5 is an overload with both vendors. */
  @ParameterizedTest
  @EnumSource(value = ServoProtocol.class, names = "MOTEUS", mode = Mode.EXCLUDE)
  void aHardwareErrorIsNamedByEveryCommand(ServoProtocol spoken) throws Exception {
    plugIn(spoken);
    twin.hardwareError(1, 32);
    String said = "servo 2 reports a hardware error: overload; ";
    for (Run run : List.of(servo("ping", "--id", "1,2"), servo("scan", "--id", "1-3", "--timeout", 200),
        servo("read", "--id", 2, "present_position"), servo("read", "--id", 2))) {
      assertThat(run.exitCode()).as(run.out()).isOne();
      assertThat(run.err()).startsWith("lanewise: " + said).hasLineCount(1);
    }
    Run written = servo("write", "--id", 2, "torque_enable=0");
    assertThat(written.exitCode()).as("it was written").isZero();
    assertThat(written.err()).startsWith("lanewise: " + said);
    Path file = folder.resolve("monitor.json");
    Run monitored = servo("monitor", "--id", "1,2", "--rate", 20, "--seconds", 0.2, "--json", file);
    assertThat(monitored.exitCode()).isOne();
    assertThat(monitored.err()).contains("last error: hardware error of servo 2 (").contains("): overload");
    assertThat(new ObjectMapper().readTree(file.toFile()).path("last_error").asText()).endsWith("overload");
    assertThat(servo("read", "--id", 1, "present_position").exitCode()).as("the others have none").isZero();
  }

  @Test
  void aRebootClearsAHardwareError() throws Exception {
    plugIn(ServoProtocol.DYNAMIXEL);
    done("write", "--id", 2, "torque_enable=1");
    twin.hardwareError(1, 32);
    assertThat(servo("read", "--id", 2, "led").err()).contains("'lanewise servo reboot --port " + twin.path()
        + " --id 2' clears it");
    assertThat(done("reboot", "--id", "2,3").out().lines())
        .containsExactly("servo 2: restarted, its torque is off", "servo 3: restarted, its torque is off");
    assertThat(done("read", "--id", 2, "torque_enable", "hardware_error").out())
        .containsPattern("torque_enable +0 +0").containsPattern("hardware_error +0 +0");
    JsonNode restarted = json("reboot", "--id", 3).get("servos").get(0);
    assertThat(restarted.get("id").asInt()).isEqualTo(3);
    assertThat(restarted.get("hardware_error").asText()).isEmpty();
    twin.temperature(1, 90);
    Run hot = servo("reboot", "--id", 2);
    assertThat(hot.exitCode()).isOne();
    assertThat(hot.out()).isEqualTo("servo 2: restarted, its torque is off; its hardware error is still there:"
        + " temperature" + System.lineSeparator());
  }

  @Test
  void feetechServosHaveNoRestart() throws Exception {
    plugIn(ServoProtocol.FEETECH);
    Run run = servo("reboot", "--id", 2);
    assertThat(run.exitCode()).isOne();
    assertThat(run.err()).startsWith("lanewise: Feetech servos have no restart: ").hasLineCount(1);
  }

  @ParameterizedTest
  @EnumSource(value = ServoProtocol.class, names = "MOTEUS", mode = Mode.EXCLUDE)
  void monitorShowsWhereTheRobotIs(ServoProtocol spoken) throws Exception {
    plugIn(spoken);
    // A busy machine may lose a read, and that is said.
    Run run = servo("monitor", "--id", "3,1", "--rate", 20, "--seconds", 0.5);
    assertThat(run.exitCode()).isZero();
    List<String> lines = run.out().lines().filter(line -> !line.contains("TIMEOUT")).toList();
    assertThat(lines.getFirst()).startsWith("time_s,error,position_3_rad,velocity_3_rad_per_s,torque_3_n_m,"
        + "temperature_3_degc,position_1_rad");
    assertThat(lines).hasSizeBetween(2, 12);
    String[] last = lines.getLast().split(",", -1);
    assertThat(Double.parseDouble(last[2])).isCloseTo(ANGLES[2], within(COUNT));
    assertThat(Double.parseDouble(last[6])).isCloseTo(ANGLES[0], within(COUNT));
    assertThat(last[5]).isEqualTo("30");
    Path file = folder.resolve("monitor.json");
    assertThat(servo("monitor", "--id", "3,1", "--rate", 20, "--seconds", 0.2, "--json", file).exitCode()).isZero();
    JsonNode report = new ObjectMapper().readTree(file.toFile());
    assertThat(report.get("good_reads").asInt()).isBetween(1, report.get("reads").asInt());
    JsonNode servo = report.get("servos").get(1);
    assertThat(servo.get("id").asInt()).isEqualTo(1);
    assertThat(servo.get("least_position_rad").asDouble()).isCloseTo(ANGLES[0], within(COUNT));
    assertThat(servo.get("most_position_rad").asDouble()).isCloseTo(ANGLES[0], within(COUNT));
  }

  @Test
  void monitorEndsWithASummaryWhenItIsTold() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/bin/kill")), "no /bin/kill to send signals with");
    plugIn(ServoProtocol.DYNAMIXEL);
    Path summary = folder.resolve("summary.json");
    Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "--enable-native-access=ALL-UNNAMED", "--add-modules", "jdk.incubator.vector", "-cp",
        System.getProperty("java.class.path"), Lanewise.class.getName(), "servo", "monitor", "--port", twin.path(),
        "--id", "1,2,3", "--json", summary.toString()).start();
    try {
      assertThat(process.inputReader().readLine()).startsWith("time_s,error,");
      assertThat(process.inputReader().readLine()).isNotNull();
      assertThat(new ProcessBuilder("/bin/kill", "-TERM", Long.toString(process.pid())).start().waitFor()).isZero();
      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(128 + 15);
      JsonNode report = new ObjectMapper().readTree(summary.toFile());
      assertThat(report.get("good_reads").asInt()).isEqualTo(report.get("reads").asInt()).isPositive();
    } finally {
      process.destroyForcibly();
    }
  }

  /** As behind {@code | head -2}: the next line finds nobody, the loop ends, and the port is free. */
  @Test
  void monitorEndsWhenNobodyReadsItAnyMore() throws Exception {
    plugIn(ServoProtocol.DYNAMIXEL);
    Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "--enable-native-access=ALL-UNNAMED", "--add-modules", "jdk.incubator.vector", "-cp",
        System.getProperty("java.class.path"), Lanewise.class.getName(), "servo", "monitor", "--port", twin.path(),
        "--id", "1,2,3", "--rate", "20").start();
    try {
      assertThat(process.inputReader().readLine()).startsWith("time_s,error,");
      process.getInputStream().close();
      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(1);
      assertThat(servo("monitor", "--id", 1, "--seconds", 0.1).exitCode()).as("on the same port").isZero();
    } finally {
      process.destroyForcibly();
    }
  }
}
