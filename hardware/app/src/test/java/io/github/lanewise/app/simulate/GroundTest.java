package io.github.lanewise.app.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.lanewise.app.Run;
import io.github.lanewise.dynamics.Integrator;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.simulation.Simulation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Ground and joint limits against weights and lengths by hand, and what the command says of them. */
final class GroundTest {
  private static final String BALL = """
      <mujoco model='ball'>
        <option timestep='0.002' integrator='implicitfast'/>
        <worldbody>
          <geom type='plane' size='1 1 1' pos='0 0 0.5' friction='0.7'/>
          <body name='ball' pos='0 0 2'>
            <freejoint/>
            <geom type='sphere' size='0.1' mass='%s' friction='0.4'/>
          </body>
        </worldbody>
        <keyframe><key name='low' qpos='0 0 0.58 1 0 0 0'/></keyframe>
      </mujoco>
      """;
  private static final String PENDULUM = """
      <mujoco model='pendulum'>
        <compiler angle='radian'/>
        <worldbody>
          <body name='rod' pos='0 0 5'>
            <joint name='hinge' axis='0 1 0' range='-0.5 0.5'/>
            <geom type='capsule' fromto='0 0 0 1 0 0' size='0.02' mass='1'/>
          </body>
        </worldbody>
        <keyframe><key name='fast' qpos='0.4' qvel='5'/></keyframe>
      </mujoco>
      """;

  @TempDir
  private Path folder;

  /** A ball comes to rest 1 mm in the plane of the file, whatever it weighs. */
  @ParameterizedTest
  @ValueSource(doubles = {0.01, 3, 500})
  void theWeightOnOnePointSinksByAMillimetre(double mass) {
    RobotModel ball = RobotModel.parse(BALL.formatted(mass));
    Ground ground = Ground.of(ball, 1e-3, Integrator.EULER, false);
    assertThat(ground.law().friction()).isEqualTo(0.7);
    assertThat(ground.limits()).isNull();
    try (Simulation simulation = Simulation.of(ball).contact(ground.contact()).timeStep(1e-3).build()) {
      simulation.state().set(2, 0, 0.61);
      simulation.step(3000);
      assertThat(simulation.state().get(2, 0)).isCloseTo(0.599, within(1e-5));
    }
  }

  /** Its weight moves a rod beyond its range by m g l / (2 k); faster ones come back. */
  @Test
  void jointsStayInTheirRange() {
    RobotModel rod = RobotModel.parse(PENDULUM);
    Ground ground = Ground.of(rod, 1e-3, Integrator.EULER, false);
    try (Simulation simulation = Simulation.of(rod).limits(ground.limits()).timeStep(1e-3).build()) {
      simulation.reset(rod.keyframe("fast"));
      double highest = 0;
      for (int t = 0; t < 3000; t++) {
        simulation.step();
        highest = Math.max(highest, simulation.state().get(0, 0));
      }
      assertThat(highest).isBetween(0.5, 0.52);
      double beyond = 9.81 / 2 * Math.cos(0.5) / ground.limits().stiffness();
      assertThat(simulation.state().get(0, 0)).isCloseTo(0.5 + beyond, within(1e-2 * beyond));
    }
  }

  @Test
  void aFreeRobotBelowIsLiftedAndAnotherStaysWhereItIs() {
    RobotModel ball = RobotModel.parse(BALL.formatted(1));
    double[] x = {0.3, 0.2, 0.58, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0};
    Ground.of(ball, 1e-3, Integrator.EULER, false).lift(ball, x);
    assertThat(x).startsWith(0.3, 0.2).satisfies(lifted -> assertThat(lifted[2]).isCloseTo(0.6, within(1e-15)));
    x[2] = 3;
    Ground.of(ball, 1e-3, Integrator.EULER, false).lift(ball, x);
    assertThat(x[2]).isEqualTo(3);
    RobotModel none = RobotModel.parse(PENDULUM.replace("mass='1'", "mass='1' contype='0' conaffinity='0'"));
    assertThatIllegalArgumentException().isThrownBy(() -> Ground.of(none, 1e-3, Integrator.EULER, false))
        .withMessageContaining("robot 'pendulum' has no shape that touches the ground");
  }

  @Test
  void theCommandTellsWhatTheFileAsksForAndWhatTheGroundIsLike() throws IOException {
    Path robot = Files.writeString(folder.resolve("ball.xml"), BALL.formatted(2));
    Path json = folder.resolve("out.json");
    Run run = Run.of("simulate", "--robot", robot, "--batch", 9, "--steps", 500, "--threads", 1, "--ground",
        "--start", "low", "--json", json);
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains("500 steps of 0.002 s (the file's), euler integrator (for the file's implicitfast)",
        "start: keyframe 'low' of the file", "ground: 1 points, 19620 N/m", "friction 0.7");
    JsonNode settings = new ObjectMapper().readTree(json.toFile()).get("settings");
    assertThat(settings.get("time_step_s").asDouble()).isEqualTo(0.002);
    assertThat(settings.get("start").asText()).isEqualTo("low");
    assertThat(settings.get("ground").get("stiffness_n_per_m").asDouble()).isCloseTo(19620, within(1e-6));
    assertThat(new ObjectMapper().readTree(json.toFile()).get("non_finite_robots").asInt()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"explicit-euler, explicit-euler integrator", "plain-rk4, plain-rk4 integrator",
      "rk4, rk4 integrator"})
  void whatIsAskedForGoesBeforeTheFile(String rule, String line) throws IOException {
    Path robot = Files.writeString(folder.resolve("ball.xml"), BALL.formatted(2));
    Run run = Run.of("simulate", "--robot", robot, "--batch", 2, "--steps", 10, "--threads", 1,
        "--integrator", rule, "--time-step", 0.001);
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains("10 steps of 0.001 s, " + line + ",");
  }

  @Test
  void anUnknownKeyframeGetsTheListOfThoseThereAre() throws IOException {
    Path robot = Files.writeString(folder.resolve("ball.xml"), BALL.formatted(2));
    Run run = Run.of("simulate", "--robot", robot, "--start", "high");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("robot 'ball' has no keyframe 'high'; it has: low");
  }
}
