package io.github.lanewise.app.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.lanewise.app.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Good and bad calls of {@code lanewise simulate}: numbers that hang together, exit codes, and one sentence for each
 * mistake.
 */
final class SimulateTest {
  @TempDir
  private Path folder;

  @ParameterizedTest
  @CsvSource({
    "double_pendulum,double,euler,none", "double_pendulum,float,rk4,vjp", "double_pendulum.urdf,double,rk4,jacobian"})
  void fileAndPageSayTheSame(String robot, String precision, String integrator, String derivatives) throws IOException {
    Path json = folder.resolve("report.json");
    Run run = Run.of("simulate", "--robot", robot, "--batch", 100, "--steps", 300, "--threads", 1,
        "--precision", precision, "--integrator", integrator, "--derivatives", derivatives, "--json", json);
    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    assertThat(folder.toFile().list()).containsExactly("report.json");
    JsonNode report = new ObjectMapper().readTree(json.toFile());
    double speed = report.get("robot_steps_per_second").asDouble();
    assertThat(run.out()).contains(String.format(Locale.ROOT, "%,.0f", speed)).contains("100 robots, 300 ");
    assertThat(report.get("settings").get("steps").asInt()).isEqualTo(300);
    assertThat(report.get("settings").get("precision").asText()).isEqualTo(precision);
    double flops = speed * report.get("flops_per_robot_step").asDouble();
    double share = flops / report.get("fma_peak_flops_per_second").asDouble();
    assertThat(report.get("fma_peak_share").asDouble()).isEqualTo(share).isBetween(1e-9, 1.0);
    assertThat(report.get("energy_drift_relative").asDouble()).isBetween(1e-12, 0.1);
    assertThat(report.get("energy_drift_steps").asInt()).isEqualTo(300);
    assertThat(report.get("non_finite_robots").asInt()).isZero();
    assertThat(report.get("warm_up_s").isNull()).isEqualTo(!report.get("warmed_up").asBoolean());
    assertThat(run.out().contains("still warming up")).isEqualTo(!report.get("warmed_up").asBoolean()
        || report.path("derivatives_warmed_up").isBoolean() && !report.get("derivatives_warmed_up").asBoolean());
    assertThat(report.has("robot_derivatives_per_second")).isEqualTo(!derivatives.equals("none"));
    assertThat(report.get("machine").get("vector_bits").asInt()).isIn(128, 256, 512);
    assertThat(report.get("version").asText()).matches("\\d+\\.\\d+\\.\\d+.*");
  }

  @Test
  void robotsThatFlyApartAreAFailureOnceTheReportIsWritten() throws IOException {
    Path json = folder.resolve("report.json");
    Run run = Run.of("simulate", "--robot", "double_pendulum", "--batch", 5, "--steps", 500, "--threads", 1,
        "--damping", 1e9, "--json", json);
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).containsPattern("non-finite robots +5 +of 5");
    assertThat(new ObjectMapper().readTree(json.toFile()).get("non_finite_robots").asInt()).isEqualTo(5);
    assertThat(run.err()).hasLineCount(1).contains("5 of 5 robots left the finite numbers, robot 0 in step ",
        "the damping of joint 'elbow'", "smaller --time-step or --integrator rk4");
  }

  @Test
  void aStiffJointIsNamedAndItsFirstStepIsTheOneCounted() {
    Run run = Run.of("simulate", "--robot", "finger", "--batch", 3, "--steps", 2000, "--threads", 2,
        "--stiffness", 1e5, "--damping", 0, "--integrator", "rk4", "--precision", "float");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("3 of 3 robots", "the stiffness of joint '", "take a smaller --time-step")
        .doesNotContain("--integrator");
    Matcher step = Pattern.compile("in step ([0-9,]+)").matcher(run.err());
    assertThat(step.find()).isTrue();
    int first = Integer.parseInt(step.group(1).replace(",", ""));
    Run shorter = Run.of("simulate", "--robot", "finger", "--batch", 1, "--steps", first - 1, "--threads", 1,
        "--stiffness", 1e5, "--damping", 0, "--integrator", "rk4", "--precision", "float");
    assertThat(shorter.exitCode()).as(shorter.err()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "--batch,-5,--batch must be at least 1; but is -5.",
    "--batch,0,--batch must be at least 1; but is 0.",
    "--batch,many,is not an int",
    "--steps,0,--steps must be at least 1; but is 0.",
    "--threads,0,--threads must be from 1 to 1024; but is 0.",
    "--time-step,-1,--time-step must be positive and finite; but is -1.0.",
    "--time-step,NaN,--time-step must be positive and finite; but is NaN.",
    "--stiffness,-1,--stiffness must be finite and not negative; but is -1.0.",
    "--precision,half,DOUBLE",
    "--integrator,leapfrog,RK4",
    "--robots,arm7,--robots"})
  void wrongArgumentsAreNamed(String option, String value, String message) {
    Run run = Run.of("simulate", "--robot", "arm7", option, value);
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains(message.replace(';', ',')).doesNotContain("Usage:")
        .endsWith("Try 'lanewise simulate --help'." + System.lineSeparator());
    assertThat(run.out()).isEmpty();
  }

  @Test
  void anUnknownRobotGetsTheListOfThoseThereAre() {
    Run run = Run.of("simulate", "--robot", "arm9");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("'arm9'", "double_pendulum, finger, arm7, hopper, quadruped, humanoid");
  }

  @Test
  void aMissingFileIsNamed() {
    Path missing = folder.resolve("missing.urdf");
    assertFailure(Run.of("simulate", "--robot", missing), missing.toString());
  }

  @Test
  void brokenXmlIsShownByFileAndLine() throws IOException {
    Path broken = Files.writeString(folder.resolve("broken.urdf"), "<robot name='r'>\n  <link name='a'>\n</robot>\n");
    assertFailure(Run.of("simulate", "--robot", broken), "broken.urdf:3: malformed XML");
  }

  @ParameterizedTest
  @ValueSource(strings = {"simulate", "shake", "evaluate", "model", "twin"})
  void aJointThatMovesNoMassIsNamed(String command) throws IOException {
    String link = "<link name='%s'/>";
    String joint = "<joint name='%s' type='continuous'><parent link='%s'/><child link='%s'/><axis xyz='0 0 1'/>"
        + "</joint>";
    Path robot = Files.writeString(folder.resolve("coaxial.urdf"), "<robot name='coaxial'>" + link.formatted("base")
        + link.formatted("ring") + "<link name='arm'><inertial><origin xyz='0.2 0 0'/><mass value='1'/>"
        + "<inertia ixx='0.1' iyy='0.1' izz='0.1' ixy='0' ixz='0' iyz='0'/></inertial></link>"
        + joint.formatted("outer", "base", "ring") + joint.formatted("inner", "ring", "arm") + "</robot>");
    Path states = Files.writeString(folder.resolve("states.json"),
        "{\"states\": [{\"q\": [0, 0], \"v\": [0, 0], \"a\": [0, 0], \"tau\": [0, 0]}]}");
    List<Object> arguments = new ArrayList<>(List.of(command, "--robot", robot));
    if (command.equals("evaluate")) {
      arguments.addAll(List.of("--states", states, "--json", folder.resolve("out.json")));
    }
    assertFailure(Run.of(arguments.toArray()), "joint 'outer' feels no inertia");
  }

  @Test
  void aRobotWithoutJointsIsToldHowToMove() throws IOException {
    Path rock = Files.writeString(folder.resolve("rock.urdf"), "<robot name='rock'><link name='rock'><inertial>"
        + "<mass value='1'/><inertia ixx='1' iyy='1' izz='1' ixy='0' ixz='0' iyz='0'/></inertial></link></robot>");
    Run run = Run.of("simulate", "--robot", rock, "--batch", 2, "--steps", 2);
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("'rock' has no joints", "--free-base");
    Run free = Run.of("simulate", "--robot", rock, "--batch", 2, "--steps", 2, "--free-base", "--threads", 1);
    assertThat(free.exitCode()).as(free.err()).isZero();
    assertThat(free.out()).contains("rock: 1 joints, nq 7, nv 6");
  }

  @Test
  void anUnwritableFileIsRefusedBeforeTheRun() {
    Path json = folder.resolve("none/report.json");
    assertFailure(Run.of("simulate", "--robot", "arm7", "--steps", Integer.MAX_VALUE, "--json", json), json.toString());
  }

  @Test
  void aBatchThatDoesNotFitIsRefusedWithItsSize() {
    // 2 (nq + nv) + 7 actions = 35 rows of 8 bytes
    assertFailure(Run.of("simulate", "--robot", "arm7", "--batch", 2_000_000_000), String.format(
        "out of memory: %,d robots 'arm7' in double take %,d MiB", 2_000_000_000, (2_000_000_000L * 35 * 8 >> 20) + 1));
  }

  private static void assertFailure(Run run, String message) {
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).startsWith("lanewise: ").contains(message).hasLineCount(1);
    assertThat(run.out()).isEmpty();
  }
}
