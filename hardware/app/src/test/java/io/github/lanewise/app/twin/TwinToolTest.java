package io.github.lanewise.app.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.lanewise.app.Interrupts;
import io.github.lanewise.app.Lanewise;
import io.github.lanewise.app.Run;
import io.github.lanewise.hardware.linux.SystemCall;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code lanewise twin}: a robot that is there for other programs, and goes when it is told to. */
@Timeout(120)
final class TwinToolTest {
  @TempDir private Path folder;

  @BeforeAll
  static void onLinux() {
    assumeTrue(SystemCall.AVAILABLE, "no pseudo-terminals of our own on this system");
  }

  private Path link() {
    return folder.resolve("robot");
  }

  /** Begins a robot in a process of its own, and waits until it has introduced itself. */
  private Process begin(List<String> said, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(), "--enable-native-access=ALL-UNNAMED",
        "--add-modules", "jdk.incubator.vector", "-cp", System.getProperty("java.class.path"),
        Lanewise.class.getName(), "twin", "--robot", "finger", "--link", link().toString()));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).start();
    BufferedReader out = process.inputReader();
    while (said.isEmpty() || !said.getLast().startsWith("Ends ")) {
      String line = out.readLine();
      assertThat(line).as("introduced itself after %s", said).isNotNull();
      said.add(line);
    }
    return process;
  }

  @ParameterizedTest
  @CsvSource({"DYNAMIXEL, INT, 130, XM430-W350", "FEETECH, TERM, 143, STS3215"})
  void livesUntilTheSignalAndTakesItsLinkWithIt(String protocol, String signal, int exitCode, String model)
      throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/bin/kill")), "no /bin/kill to send signals with");
    if (signal.equals("INT")) {
      Interrupts.assumeHeeded();
    }
    List<String> said = new ArrayList<>();
    Path json = folder.resolve("twin.json");
    Process process = begin(said, "--protocol", protocol.toLowerCase(Locale.ROOT), "--json", json.toString());
    try {
      assertThat(said.getFirst()).startsWith("finger with ").endsWith(", linked from " + link());
      assertThat(String.join("\n", said)).contains("  servo   2  " + model).contains("Ends with Ctrl-C.");
      // What it says to try is a command that works.
      String example = said.stream().filter(line -> line.startsWith("Try: lanewise ")).findFirst().orElseThrow();
      Run run = Run.of(Stream.concat(Arrays.stream(example.substring(14).split(" ")), Stream.of("--seconds", "0.5"))
          .toArray());
      assertThat(run.err()).isEmpty();
      assertThat(run.exitCode()).isZero();
      assertThat(run.out()).contains("position_3_rad").hasLineCount(6);

      assertThat(new ProcessBuilder("/bin/kill", "-" + signal, Long.toString(process.pid())).start().waitFor())
          .isZero();
      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(exitCode);
      assertThat(folder.toFile().list()).containsExactly("twin.json");
      JsonNode report = new ObjectMapper().readTree(json.toFile());
      // 3 pings with model number and firmware each, the return delay, and 5 states, in DYNAMIXEL with a temperature.
      int least = 3 * 3 + 1 + 5 * (protocol.equals("DYNAMIXEL") ? 2 : 1);
      assertThat(report.get("instructions").asInt()).isBetween(least, least + 20);
      assertThat(report.get("received_bytes").asInt()).isBetween(8 * least, 20 * (least + 20));
      assertThat(report.get("sent_bytes").asInt()).isPositive();
      assertThat(report.get("lost_bytes").asInt() + report.get("checksum_errors").asInt()).isZero();
      assertThat(process.inputReader().readLine()).contains(" instructions in ", "time skipped");
    } finally {
      process.destroyForcibly();
    }
  }

  /** Dry friction keeps it where it starts, and each servo shows that by its own zero and direction. */
  @Test
  void startsWhereItIsToldWithServosAsTheyAreMounted() throws Exception {
    List<String> said = new ArrayList<>();
    Process process = begin(said, "--ideal", "--friction", "0.3", "--start", "0.2,nan,0.6", "--zero", "0.1,0,0",
        "--reverse", "3", "--model", "XL430-W250,XM430-W350,XM540-W270");
    try {
      assertThat(String.join("\n", said)).contains("servo   1  XL430-W250", "servo   2  XM430-W350",
          "servo   3  XM540-W270");
      double[] shown = {0.3, 0, -0.6};
      for (int i = 0; i < 3; i++) {
        Path json = folder.resolve("read.json");
        assertThat(Run.of("servo", "read", "--port", link(), "--id", i + 1, "present_position", "--json", json)
            .exitCode()).isZero();
        assertThat(new ObjectMapper().readTree(json.toFile()).get("registers").get(0).get("value_rad").asDouble())
            .isCloseTo(shown[i], within(Math.PI / 2048));
      }
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void endsByItselfAfterTheTimeGiven() throws Exception {
    long start = System.nanoTime();
    Run run = Run.of("twin", "--robot", "double_pendulum", "--ideal", "--link", link(), "--seconds", 0.5, "--model",
        "xl430-w250", "--id", "5,6");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("  servo   5  XL430-W250", "  servo   6  XL430-W250", "Ends after 0.5 s")
        .contains(": 0 instructions in 0 bytes, 0 bytes answered");
    assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(500_000_000L);
    assertThat(folder).isEmptyDirectory();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "2|--protocol moteus --id 0,1,2|--id must be from 1 to 127, but has 0.",
    "2|--start rest|--start 'rest' is neither a posture of the robot's, which has none, nor a number for each joint.",
    "2|--start 0,0|--start has 2 numbers, but robot 'finger' has 3 joints.",
    "2|--start 0,9,0|joint 'bend' of robot 'finger' cannot be put to 9.0, its range is -0.3 to 1.7",
    "2|--model STS3215|unknown DYNAMIXEL model STS3215",
    "2|--model XM430-W350,XM430-W350|robot 'finger' has 3 joints, but --model names 2 models.",
    "2|--zero 1|robot 'finger' has 3 joints, but --zero has 1 angles.",
    "2|--reverse 9|--reverse names servo 9, but the robot's are [1, 2, 3].",
    "2|--seconds 0|--seconds must be positive and finite, but is 0.0.",
    "2|--id 1,2|robot 'finger' has 3 joints, but --id names 2 servos.",
    "2|--id 1,2,253|--id must be from 0 to 252, but has 253.",
    "2|--model XM999|unknown DYNAMIXEL model XM999; known are MX-28 (30), ",
    "2|--backlash -1|a backlash of -1.0: must be 0 or more and finite",
    "2|--sensor-delay 2|a delay of sensors of 2.0 s: must be 0 to 1.0 s",
    "1|--link /nonexistent/robot|cannot put a link at /nonexistent/robot: there is no folder /nonexistent",
    "1|--json /nonexistent/twin.json|/nonexistent"})
  void wrongArgumentsAreNamed(int exitCode, String arguments, String message) {
    Run run = Run.of((Object[]) ("twin --robot finger " + arguments).split(" "));
    assertThat(run.exitCode()).isEqualTo(exitCode);
    assertThat(run.err()).contains(message);
    assertThat(run.out()).isEmpty();
  }

  @Test
  void aRobotThatServosCannotMoveIsRefused() {
    Run run = Run.of("twin", "--robot", "humanoid", "--seconds", 1);
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).isEqualTo("lanewise: robot 'humanoid' cannot be moved by servos: it has joints with more than"
        + " one axis" + System.lineSeparator());
  }

  @Test
  void ofAFileWithMotorsTheseJointsHaveServos() {
    Run run = Run.of("twin", "--robot", "hopper", "--seconds", 0.1);
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).containsPattern("servo +1 .* moves hip, within 150 N m").containsPattern(
        "servo +3 .* moves ankle, within 60 N m").contains("swing freely: root_x, root_z, root_pitch")
        .contains("--id 1,2,3").doesNotContain("servo   4");
  }
}
