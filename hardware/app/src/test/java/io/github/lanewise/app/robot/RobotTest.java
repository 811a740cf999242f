package io.github.lanewise.app.robot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.lanewise.app.Run;
import io.github.lanewise.model.RobotFormat;
import io.github.lanewise.model.RobotModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code lanewise robot}: what is shown is what the model has, and what the tables of names say. */
final class RobotTest {
  private static final String ROBOT = """
      <mujoco model="pair">
        <option timestep=".002" integrator="RK4" solver="CG"/>
        <worldbody>
          <geom name="floor" type="plane" size="1 2 .1"/>
          <body name="a" pos="0 0 1">
            <joint name="j" range="-90 45" damping=".5"/>
            <geom name="shin" type="capsule" size=".1 .2" mass="3" pos="0 0 .5"/>
            <body name="b"><joint name="k" type="slide" axis="1 0 0"/><geom name="foot" size=".1" mass="2"/></body>
          </body>
        </worldbody>
        <contact><pair geom1="foot" geom2="floor" friction="2"/><exclude body1="a" body2="world"/></contact>
        <equality><joint joint1="j" joint2="k" polycoef="0 -1.5"/></equality>
        <actuator><motor name="m" joint="k" gear="7" ctrlrange="-1 2"/>
          <position name="pull" tendon="t" kp="5" forcerange="-4 3"/>
          <position name="late" joint="j" timeconst=".1" actrange="-2 3"/></actuator>
        <tendon><fixed name="t"><joint joint="k" coef="-2"/></fixed></tendon>
        <keyframe><key name="home" qpos=".25 .5" ctrl="1.5 0 0" act=".75"/></keyframe>
      </mujoco>
      """;

  @TempDir
  private Path folder;

  @Test
  void showsAllThatWasRead() throws IOException {
    Path file = Files.writeString(folder.resolve("pair.xml"), ROBOT);
    Path out = folder.resolve("pair.json");
    Run run = Run.of("robot", "--robot", file, "--json", out);
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out().lines().map(line -> line.strip().replaceAll(" +", " "))).contains(
        "pair: 2 joints, nq 2, nv 2, 5 kg",
        "gravity 0 0 -9.81 m/s^2, time step 0.002 s, integrator RK4",
        "j revolute world -1.5708 0.785398 - - - 0 0.5 0 0 0",
        "floor world world both plane 1 2 - 0 0 0 0 0 0 1",
        "shin j a both capsule 0.1 0.2 - 0 0 0.5 0 0 0 1",
        "m k 0 7 -1 2 1 0 0 0 0 0 - -",
        "t k -2 0 0 0 0 0",
        "pull t 1 - - 5 0 0 0 -5 0 -4 3",
        "late exact_filter no 0.1 -2 3",
        "states of actuators 0.75",
        "foot floor 3 2 0.005 0.0001 0 0",
        "a world",
        "j k yes 0 -1.5 0 0 0",
        "Keyframe home at 0.0 s:",
        "q 0.25 0.5",
        "left aside: solver of <option> (1)");
    JsonNode json = new ObjectMapper().readTree(out.toFile());
    RobotModel model = RobotModel.parse(ROBOT);
    assertThat(json.get("mass_kg").asDouble()).isEqualTo(model.totalMass());
    assertThat(json.get("time_step_s").asDouble()).isEqualTo(0.002);
    assertThat(json.get("joints").get(0).get("upper").asDouble()).isEqualTo(model.joint("j").upper());
    assertThat(json.get("joints").get(1).get("upper").isNull()).as("no limit").isTrue();
    assertThat(json.get("bodies").get(0).get("z_m").asDouble()).isCloseTo(0.5, within(1e-15));
    assertThat(json.get("keyframes").get(0).get("control").get(0).asDouble()).isEqualTo(1.5);
    assertThat(json.get("keyframes").get(0).get("activation").get(0).asDouble()).isEqualTo(0.75);
    assertThat(json.get("activations").get(0).get("highest").asDouble()).isEqualTo(3);
    assertThat(json.get("couplings").get(0).get("c1").asDouble()).isEqualTo(-1.5);
    assertThat(strings(json.get("warnings"))).isEqualTo(model.warnings());
  }

  private static List<String> strings(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText).toList();
  }

  @ParameterizedTest
  @CsvSource({"hopper", "humanoid", "quadruped", "arm7", "finger", "double_pendulum"})
  void showsTheRobotsOfTheLibrary(String robot) {
    Run run = Run.of("robot", "--robot", robot);
    assertThat(run.exitCode()).as(run.err()).isZero();
    RobotModel.builtIn(robot).joints().forEach(joint -> assertThat(run.out()).contains("  " + joint.name() + " "));
  }

  /** Every word of the vocabulary stands in its element, under what becomes of it. */
  @ParameterizedTest
  @EnumSource(RobotFormat.class)
  void showsEveryNameOfAFormat(RobotFormat format) throws IOException {
    Path file = folder.resolve("words.json");
    Run run = Run.of("robot", "--elements", format, "--json", file);
    assertThat(run.exitCode()).as(run.err()).isZero();
    JsonNode words = new ObjectMapper().readTree(file.toFile()).get(format.name().toLowerCase(Locale.ROOT));
    assertThat(words).hasSize(format.words().size());
    format.words().forEach(word -> {
      String section = run.out().split("\n<" + word.element() + ">\n")[1].split("\n<")[0];
      String kind = (word.attribute() ? "attributes " : "elements ")
          + word.use().name().toLowerCase(Locale.ROOT).replace('_', ' ') + " ";
      assertThat(section).contains(kind);
      String names = section.substring(section.indexOf(kind) + kind.length()).split("\n  [ae]")[0];
      assertThat((" " + names.replace('\n', ' ') + " ")).contains(" " + word.name() + " ");
    });
  }

  @Test
  void showsBothFormatsUnlessOneIsNamed() {
    assertThat(Run.of("robot", "--elements").out()).contains("MJCF").contains("URDF").contains("<worldbody>")
        .contains("safety_controller");
    assertThat(Run.of("robot", "--elements", "urdf").out()).doesNotContain("worldbody");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "robot | Name a --robot to show, or the --elements of a format, or a command: calibrate",
    "robot --robot nobody | There is no file 'nobody'",
    "robot --elements sdf | no format 'sdf'; there are mjcf, urdf",
    "robot --robot hopper --elements | exclude each other"})
  void wrongArgumentsAreNamed(String line, String sentence) {
    Run run = Run.of((Object[]) line.split(" "));
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains(sentence);
    assertThat(run.out()).isEmpty();
  }

  @Test
  void aFileThatIsNoRobotSaysWhereAndWhy() throws IOException {
    Path file = Files.writeString(folder.resolve("bad.urdf"), "<robot name='r'>\n<link nmae='a'/></robot>");
    Run run = Run.of("robot", "--robot", file);
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("bad.urdf:2: <link> has the attribute 'nmae', which is unknown; the nearest known");
  }
}
