package io.github.lanewise.simulation;

import static io.github.lanewise.dynamics.Numbers.error;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.dynamics.ControlLaw;
import io.github.lanewise.dynamics.Evaluation;
import io.github.lanewise.dynamics.Integrator;
import io.github.lanewise.dynamics.Parameters;
import io.github.lanewise.dynamics.StepFunction;
import io.github.lanewise.dynamics.TestRobots;
import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.lanes.Lanes;
import io.github.lanewise.model.BodyInertia;
import io.github.lanewise.model.JointSpec;
import io.github.lanewise.model.RobotBuilder;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.spatial.Mat3;
import io.github.lanewise.spatial.Vec3;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.ejml.data.DMatrixRMaj;
import org.ejml.data.FMatrixRMaj;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What a simulation computes, against the interpreted step and against itself. */
class SimulationTest {
  private static final ElementType DOUBLE = ElementType.DOUBLE;
  private static final int ROBOTS = 37;

  private static SimulationBuilder of(RobotModel model) {
    return Simulation.of(model).lanes(Lanes.scalar(DOUBLE)).robots(ROBOTS).timeStep(0.01);
  }

  private static StepFunction function(RobotModel model, Integrator integrator, boolean laneParameters) {
    return new StepFunction(model, integrator, 0.01, ControlLaw.torque(model), laneParameters);
  }

  @ParameterizedTest
  @CsvSource({"tree0, EULER", "tree1, RK4", "humanoid, EULER"})
  void stepsAndDerivativesAreTheInterpretedOnes(String name, Integrator integrator) {
    RobotModel model = TestRobots.get(name);
    int nx = 2 * model.nv();
    StepFunction function = function(model, integrator, false);
    try (Simulation simulation = of(model).integrator(integrator).build()) {
      Batches.randomStates(model, simulation.state());
      Batches.randomise(simulation.action(), 1);
      StepPullback pullback = simulation.pullback();
      StepPushforward pushforward = simulation.pushforward();
      Batch bar = pullback.nextBar();
      Batch seed = pullback.seed();
      Batch xBar = pullback.stateBar();
      Batch uBar = pullback.actionBar();
      Batch next = pullback.next();
      Batch uDot = pushforward.actionDot();
      Batch nextDot = pushforward.nextDot();
      Batches.randomise(bar, 2);
      Batches.randomise(seed, 3);
      Batches.randomise(uDot, 4);
      pushforward.stateDot().copyFrom(bar);
      pullback.run();
      pushforward.run();
      simulation.step();
      Evaluation vjp = new Evaluation(function.vjp());
      Evaluation jvp = new Evaluation(function.jvp());
      for (int robot : new int[] {0, ROBOTS - 1}) {
        double[] x = Batches.state(model, robot);
        double[] u = simulation.action().robot(robot);
        double[][] in = {x, u, bar.robot(robot), seed.robot(robot), new double[u.length]};
        assertThat(error(simulation.state().robot(robot), vjp.get("x_next", in))).isLessThan(1e-9);
        assertThat(next.robot(robot)).as("the step inside the pullback").satisfies(
            n -> assertThat(error(n, simulation.state().robot(robot))).isLessThan(1e-9));
        assertThat(error(xBar.robot(robot), vjp.get("x_bar", in))).isLessThan(1e-9);
        assertThat(error(uBar.robot(robot), vjp.get("u_bar", in))).isLessThan(1e-9);
        assertThat(error(nextDot.robot(robot), jvp.of(x, u, bar.robot(robot), uDot.robot(robot)))).isLessThan(1e-9);
      }
    }
  }

  @Test
  void jacobiansAreTheInterpretedOnes() {
    RobotModel model = TestRobots.get("finger+free");
    Evaluation jacobian = new Evaluation(function(model, Integrator.RK4, false).jacobian());
    try (Simulation simulation = of(model).integrator(Integrator.RK4).build()) {
      Batches.randomStates(model, simulation.state());
      Batches.randomise(simulation.action(), 1);
      StepJacobian jacobians = simulation.jacobian();
      jacobians.run();
      Batch next = jacobians.next();
      Batch a = jacobians.byState();
      Batch b = jacobians.byAction();
      int robot = 34;
      double[][] in = {Batches.state(model, robot), simulation.action().robot(robot)};
      assertThat(error(next.robot(robot), jacobian.get("x_next", in))).isLessThan(1e-10);
      assertThat(error(a.robot(robot), jacobian.get("A", in))).isLessThan(1e-9);
      assertThat(error(b.robot(robot), jacobian.get("B", in))).isLessThan(1e-9);
    }
  }

  @ParameterizedTest
  @EnumSource(Integrator.class)
  void manyStepsAreSingleStepsToTheBit(Integrator integrator) {
    RobotModel model = TestRobots.get("finger");
    try (Simulation once = of(model).integrator(integrator).build();
        Simulation one = of(model).integrator(integrator).build()) {
      for (Simulation simulation : List.of(once, one)) {
        Batches.randomStates(model, simulation.state());
        Batches.randomise(simulation.action(), 7);
      }
      for (int count : new int[] {0, 1, 4, 7}) {
        once.step(count);
        for (int k = 0; k < count; k++) {
          one.step();
        }
        for (int robot = 0; robot < ROBOTS; robot++) {
          assertThat(once.state().robot(robot)).isEqualTo(one.state().robot(robot));
        }
      }
      assertThat(once.state().robot(0)).isNotEqualTo(Batches.state(model, 0));
      assertThatThrownBy(() -> once.step(-1)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("-1");
    }
  }

  /** Two joints with everything that is a parameter, all of it times {@code scale}. */
  private static RobotModel arm(double scale) {
    return RobotBuilder.named("arm").link("base")
        .link("upper", new BodyInertia(2 * scale, Vec3.of(0.1 * scale, 0, 0.2),
            Mat3.of(3, 0.1, 0, 0.1, 2, 0, 0, 0, 2.5)).scaled(scale))
        .link("lower", BodyInertia.of(scale, Vec3.of(0, 0.3 * scale, 0), 0.1 * scale, 0.2, 0.15 * scale))
        .joint(JointSpec.revolute("shoulder", "base", "upper").axis(1, 2, 0).armature(0.2 * scale).damping(0.3 * scale)
            .friction(0.5 * scale).spring(2 * scale, 0.1).range(-2, 2))
        .joint(JointSpec.prismatic("elbow", "upper", "lower").at(0.5, 0, 0).armature(0.1 * scale).damping(scale))
        .build();
  }

  @Test
  void everyLaneHasItsOwnParameters() {
    RobotModel model = arm(1);
    double[] x = Batches.state(model, 0);
    double[] u = {0.3, -0.2};
    try (Simulation simulation = of(model).laneParameters().build()) {
      assertThat(simulation.parameters().robot(0)).isEqualTo(Parameters.values(model));
      for (int robot = 0; robot < ROBOTS; robot++) {
        simulation.state().setRobot(robot, x);
        simulation.action().setRobot(robot, u);
        simulation.parameters().setRobot(robot, Parameters.values(arm(1 + 0.02 * robot)));
      }
      simulation.step();
      for (int robot = 0; robot < ROBOTS; robot++) {
        RobotModel other = arm(1 + 0.02 * robot);
        double[] expected = new Evaluation(function(other, Integrator.EULER, false).step()).of(x, u);
        assertThat(error(simulation.state().robot(robot), expected)).as("robot %d", robot).isLessThan(1e-12);
      }
      assertThat(error(simulation.state().robot(0), simulation.state().robot(1))).isGreaterThan(1e-6);
    }
  }

  @Test
  void parametersOfLanesAreAskedFor() {
    try (Simulation plain = of(TestRobots.get("double_pendulum")).build()) {
      assertThatThrownBy(plain::parameters).isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("laneParameters()");
    }
  }

  @Test
  void resetReturnsToNeutral() {
    RobotModel model = TestRobots.get("quadruped+free");
    try (Simulation simulation = of(model).laneParameters().build()) {
      Batches.randomise(simulation.state(), 1);
      Batches.randomise(simulation.action(), 1);
      Batches.randomise(simulation.parameters(), 1);
      simulation.reset();
      assertThat(simulation.state().robot(36)).isEqualTo(Arrays.copyOf(model.neutral(), model.nq() + model.nv()));
      assertThat(simulation.action().robot(36)).containsOnly(0);
      assertThat(simulation.parameters().robot(36)).isEqualTo(Parameters.values(model));
    }
  }

  @ParameterizedTest
  @CsvSource({"arm7, 1e-4", "quadruped+free, 1e-4"})
  void floatsFollowDoubles(String name, double tolerance) {
    RobotModel model = TestRobots.get(name);
    try (Simulation doubles = of(model).timeStep(1e-3).build();
        Simulation floats = of(model).timeStep(1e-3).lanes(Lanes.scalar(ElementType.FLOAT)).build()) {
      Batches.randomStates(model, doubles.state());
      floats.state().copyFrom(doubles.state());
      doubles.step(50);
      floats.step(50);
      double largest = 0;
      for (int robot = 0; robot < ROBOTS; robot++) {
        largest = Math.max(largest, error(floats.state().robot(robot), doubles.state().robot(robot)));
      }
      assertThat(largest).isLessThan(tolerance).isGreaterThan(0);
    }
  }

  @Test
  void matricesOfEjmlGoInAndOut() {
    RobotModel model = TestRobots.get("double_pendulum");
    DMatrixRMaj in = new DMatrixRMaj(ROBOTS, 4);
    FMatrixRMaj floatIn = new FMatrixRMaj(ROBOTS, 4);
    for (int robot = 0; robot < ROBOTS; robot++) {
      for (int row = 0; row < 4; row++) {
        in.set(robot, row, Batches.state(model, robot)[row]);
        floatIn.set(robot, row, (float) in.get(robot, row));
      }
    }
    Evaluation step = new Evaluation(function(model, Integrator.EULER, false).step());
    try (Simulation simulation = of(model).build();
        Simulation floats = of(model).lanes(Lanes.scalar(ElementType.FLOAT)).build()) {
      simulation.state().copyFrom(in);
      floats.state().copyFrom(floatIn);
      simulation.step();
      floats.step();
      DMatrixRMaj out = new DMatrixRMaj(ROBOTS, 4);
      FMatrixRMaj floatOut = new FMatrixRMaj(ROBOTS, 4);
      simulation.state().copyTo(out);
      floats.state().copyTo(floatOut);
      for (int robot = 0; robot < ROBOTS; robot++) {
        double[] expected = step.of(Batches.state(model, robot), new double[2]);
        for (int row = 0; row < 4; row++) {
          assertThat(out.get(robot, row)).isCloseTo(expected[row], within(1e-12));
          assertThat(floatOut.get(robot, row)).isCloseTo((float) expected[row], within(1e-5f));
        }
      }
    }
  }

  @Test
  void shapesThatDoNotFitAreRefusedWithBothSizes() {
    RobotModel model = TestRobots.get("double_pendulum");
    try (Simulation simulation = of(model).build()) {
      Batch five = new Batch(DOUBLE, 5, ROBOTS);
      Batch fewer = new Batch(DOUBLE, 4, ROBOTS - 1);
      assertThatThrownBy(() -> simulation.state().copyFrom(new DMatrixRMaj(ROBOTS, 3)))
          .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("37 x 3").hasMessageContaining("x 4");
      assertThatThrownBy(() -> simulation.pullback().nextBar().copyFrom(five))
          .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("37 x 5").hasMessageContaining("4 rows");
      assertThatThrownBy(() -> simulation.pushforward().stateDot().copyFrom(fewer))
          .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("36").hasMessageContaining("37");
    }
  }

  @Test
  void nonsenseIsRefusedByTheBuilder() {
    RobotModel model = TestRobots.get("double_pendulum");
    for (double h : new double[] {0, -1e-3, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> of(model).timeStep(h).build())
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("a time step of " + h + " s: must be positive and finite");
    }
    assertThatThrownBy(() -> of(model).robots(0).build()).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0");
    assertThatThrownBy(() -> of(model).threads(0).build()).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0");
  }

  @Test
  void aDerivativeIsThatOfTheStateOfTheMoment() {
    RobotModel model = TestRobots.get("double_pendulum");
    try (Simulation simulation = of(model).build()) {
      StepPushforward jvp = simulation.pushforward();
      Batch dot = jvp.stateDot();
      Batch nextDot = jvp.nextDot();
      Batches.randomise(dot, 1);
      Evaluation expected = new Evaluation(function(model, Integrator.EULER, false).jvp());
      Batches.randomStates(model, simulation.state());
      for (int count = 0; count < 3; count++) {
        simulation.step(count);
        double[] x = simulation.state().robot(5);
        jvp.run();
        assertThat(error(nextDot.robot(5), expected.of(x, new double[2], dot.robot(5), new double[2])))
            .isLessThan(1e-12);
        assertThat(simulation.state().robot(5)).isEqualTo(x);
      }
    }
  }

  @Test
  @Timeout(60)
  void oneThatCannotBeBuiltLeavesNoThreads() throws InterruptedException {
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    ControlLaw ofAnother = new ControlLaw(1, List.of(), (q, v, action, gains) -> action);
    assertThatThrownBy(() -> of(TestRobots.get("finger")).threads(3).control(ofAnother).build())
        .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("1 joint forces");
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (!before.contains(thread) && thread.getName().startsWith("lanewise-")) {
        thread.join();
      }
    }
  }
}
