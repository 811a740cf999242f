package io.github.lanewise.simulation;

import static io.github.lanewise.dynamics.Numbers.dot;
import static io.github.lanewise.dynamics.Numbers.error;
import static io.github.lanewise.dynamics.Numbers.join;
import static io.github.lanewise.dynamics.Numbers.largest;
import static io.github.lanewise.dynamics.Numbers.moveState;
import static io.github.lanewise.dynamics.Numbers.plus;
import static io.github.lanewise.dynamics.Numbers.stateDifference;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.dynamics.ControlLaw;
import io.github.lanewise.dynamics.Evaluation;
import io.github.lanewise.dynamics.Integrator;
import io.github.lanewise.dynamics.StepFunction;
import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.lanes.LaneRows;
import io.github.lanewise.lanes.Lanes;
import io.github.lanewise.lanes.RandomStream;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.model.RowNames;
import io.github.lanewise.trace.Scalar;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Simulations whose control law has a state of its own, of a robot with a free and a spherical joint: that state is
 * carried along by steps, roll-outs, policies and all derivatives.
 */
class ActivationRolloutTest {
  private static final int ROBOTS = 11;
  private static final int STEPS = 8;
  private static final RobotModel MODEL = RobotModel.parse("""
      <mujoco><compiler angle="radian"/><worldbody><body><freejoint name="base"/><geom size=".2"/>
        <body pos=".3 0 0"><joint name="a" axis="0 1 0" damping=".1" frictionloss=".05"/><geom size=".1" pos=".2 0 0"/>
          <body pos=".3 0 0"><joint name="ball" type="ball"/><geom type="box" size=".1 .05 .2" pos=".1 0 .1"/>
            <body><joint name="b" type="slide" axis="1 0 0"/><geom size=".1" pos=".2 .1 0"/></body></body></body>
      </body></worldbody>
      <actuator><motor joint="a" gear="3"/><intvelocity joint="a" kp="20" kv="1" actrange="-.1 .3"/>
        <position name="slow" joint="b" kp="30" timeconst=".05"/>
        <general name="turn" joint="ball" gear="0 2 0" dyntype="filter" dynprm=".1" actearly="true"/>
        <general name="push" joint="b" dyntype="integrator" gainprm="4"/></actuator>
      <keyframe><key name="set" qpos="1 2 3 1 0 0 0 .4 1 0 0 0 .1" qvel="1 2 3 4 5 6 7 8 9 10 11" act=".1 .2 .3 .4"/>
      </keyframe></mujoco>""");
  private static final int NX = MODEL.nq() + MODEL.nv() + 4;
  private static final int NT = 2 * MODEL.nv() + 4;

  private static SimulationBuilder builder(Integrator integrator, int substeps) {
    return Simulation.of(MODEL).robots(ROBOTS).timeStep(0.01).substeps(substeps).integrator(integrator)
        .control(ControlLaw.of(MODEL));
  }

  private static double[] state(int robot) {
    return join(Batches.state(MODEL, robot), plus(new double[4], 0.3, Batches.numbers(21, robot, 4)));
  }

  /** Initial states, with those of the actuators. */
  private static void randomise(Rollout rollout) {
    for (int robot = 0; robot < ROBOTS; robot++) {
      rollout.initial().setRobot(robot, state(robot));
    }
  }

  @ParameterizedTest
  @EnumSource(Integrator.class)
  void aCompiledStepIsThatOfTheFunction(Integrator integrator) {
    StepFunction function = new StepFunction(MODEL, integrator, 0.01, ControlLaw.of(MODEL), true);
    Evaluation expected = new Evaluation(function.step());
    try (Simulation simulation = builder(integrator, 1).laneParameters().threads(2).build()) {
      assertThat(simulation.state().rowCount()).isEqualTo(NX);
      assertThat(simulation.pullback().seed().rowCount()).isEqualTo(NT);
      for (int robot = 0; robot < ROBOTS; robot++) {
        simulation.state().setRobot(robot, state(robot));
      }
      Batches.randomise(simulation.action(), 4);
      double[] x = simulation.state().robot(7);
      simulation.step(2);
      double[] u = simulation.action().robot(7);
      double[] p = simulation.parameters().robot(7);
      assertThat(error(simulation.state().robot(7), expected.of(expected.of(x, u, p), u, p))).isLessThan(1e-12);
    }
  }

  /** Of a random sum over the last state, along a random direction of initial states, actions and parameters. */
  @ParameterizedTest
  @CsvSource({"EULER, 1, 0", "EULER, 2, 0", "RK4, 1, 0", "EXPLICIT_EULER, 4, 0", "SPATIAL_EULER, 4, 2"})
  void pullbackAndPushforwardAreDifferenceQuotients(Integrator integrator, int substeps, int massPeriod) {
    SimulationBuilder builder = builder(integrator, substeps).laneParameters();
    try (Simulation simulation = (massPeriod == 0 ? builder : builder.massMatrixEvery(massPeriod)).build()) {
      int robot = 3;
      Rollout rollout = new Rollout(simulation, STEPS);
      randomise(rollout);
      Batches.randomise(rollout.actions(), 5);
      double[] seeds = new double[STEPS * NT];
      double[] endBar = Batches.numbers(8, 1, NT);
      System.arraycopy(endBar, 0, seeds, (STEPS - 1) * NT, NT);
      rollout.pullback().seeds().setRobot(robot, seeds);
      rollout.pullback().run();

      RolloutPushforward forward = rollout.pushforward();
      double[] xDot = Batches.numbers(9, 1, NT);
      double[] uDot = Batches.numbers(10, 1, rollout.actions().rowCount());
      double[] p = simulation.parameters().robot(robot);
      double[] pDot = Batches.numbers(11, 1, p.length);
      for (int row = 0; row < p.length; row++) {
        pDot[row] *= 0.1 * p[row];
      }
      forward.initialDot().setRobot(robot, xDot);
      forward.actionDots().setRobot(robot, uDot);
      forward.parameterDot().setRobot(robot, pDot);
      forward.run();
      double[] endDot = forward.endDot().robot(robot);
      double[] initialBar = rollout.pullback().initialBar().robot(robot);
      double paired = dot(initialBar, xDot) + dot(rollout.pullback().actionBars().robot(robot), uDot)
          + dot(rollout.pullback().parameterBar().robot(robot), pDot);
      assertThat(paired).isCloseTo(dot(endBar, endDot), within(1e-9 * (1 + largest(endDot))));
      assertThat(Arrays.copyOfRange(initialBar, NT - 3, NT)).as("of filters and a free integral").doesNotContain(0);

      double h = 1e-6;
      double[] x = rollout.initial().robot(robot);
      double[] u = rollout.actions().robot(robot);
      double[] here = rollout.end().robot(robot);
      double[][] ends = new double[2][];
      for (int side = 0; side < 2; side++) {
        double d = side == 0 ? h : -h;
        rollout.initial().setRobot(robot, moveState(MODEL, x, plus(new double[NT], d, xDot)));
        rollout.actions().setRobot(robot, plus(u, d, uDot));
        simulation.parameters().setRobot(robot, plus(p, d, pDot));
        rollout.run();
        ends[side] = stateDifference(MODEL, here, rollout.end().robot(robot));
      }
      double[] quotient = plus(new double[NT], 1 / (2 * h), plus(ends[0], -1, ends[1]));
      assertThat(error(endDot, quotient)).isLessThan(5e-6);
    }
  }

  /** The return of a policy that sees q and v, with a reward of the actuators' states, by everything at once. */
  @Test
  void aPolicyAndARewardHaveDerivativesThroughTheStates() {
    int robot = 5;
    double h = 1e-6;
    Reward reward = (x, u, time) -> {
      Scalar sum = Scalar.ZERO;
      for (int i = 0; i < x.length; i++) {
        sum = sum.plus(x[i].times(Math.sin(i + 1.0))).plus(x[i].squared().times(0.3));
      }
      return sum.minus(u[2].squared().times(time));
    };
    try (Simulation simulation = builder(Integrator.EULER, 2).build()) {
      Feedback feedback = new Feedback(simulation, 2, (q, v, time, w) -> {
        assertThat(v).hasSize(MODEL.nv());
        Scalar[] u = new Scalar[5];
        for (int i = 0; i < 5; i++) {
          u[i] = w[i % 2].times(q[7].plus(v[i])).plus(time);
        }
        return u;
      });
      Rollout rollout = new Rollout(simulation, STEPS, feedback, 3);
      randomise(rollout);
      Batches.randomise(rollout.policyParameters(), 3);
      RolloutPullback pullback = rollout.pullback(reward);
      pullback.run();
      double[] x = rollout.initial().robot(robot);
      double[] w = rollout.policyParameters().robot(robot);
      double[] xDot = Batches.numbers(5, robot, NT);
      double[] wDot = Batches.numbers(6, robot, 2);
      double exact = dot(pullback.initialBar().robot(robot), xDot)
          + dot(pullback.policyParameterBar().robot(robot), wDot);
      RolloutPushforward pushforward = rollout.pushforward();
      pushforward.initialDot().setRobot(robot, xDot);
      pushforward.policyParameterDot().setRobot(robot, wDot);
      double[] rowDot = new double[NX];
      pushforward.run((t, block, workspace) -> {
        if (t == STEPS - 1 && block == 0) {
          System.arraycopy(pushforward.rowDot().robot(robot), 0, rowDot, 0, NX);
        }
      });
      double[] sums = new double[2];
      double[][] ends = new double[2][];
      for (int side = 0; side < 2; side++) {
        double d = side == 0 ? h : -h;
        rollout.initial().setRobot(robot, moveState(MODEL, x, plus(new double[NT], d, xDot)));
        rollout.policyParameters().setRobot(robot, plus(w, d, wDot));
        int now = side;
        rollout.run((t, block, workspace) -> {
          int first = LaneRows.first(rollout.state(), block);
          if (robot >= first && robot < first + LaneRows.count(rollout.state(), block)) {
            sums[now] += reward.at(Scalar.of(rollout.state().robot(robot)), Scalar.of(rollout.action().robot(robot)),
                Scalar.of((t + 1) * simulation.controlPeriod())).value();
          }
        });
        ends[side] = rollout.end().robot(robot);
      }
      double[] quotient = plus(new double[NX], 1 / (2 * h), plus(ends[0], -1, ends[1]));
      assertThat(error(rowDot, quotient)).isLessThan(5e-6);
      assertThat((sums[0] - sums[1]) / (2 * h)).isCloseTo(exact, within(1e-6 * (1 + Math.abs(exact)))).isNotZero();
    }
  }

  @Test
  void jacobiansHaveTheRowsOfTheStates() {
    try (Simulation simulation = builder(Integrator.EULER, 2).build()) {
      for (int robot = 0; robot < ROBOTS; robot++) {
        simulation.state().setRobot(robot, state(robot));
      }
      Batches.randomise(simulation.action(), 4);
      StepJacobian jacobian = simulation.jacobian();
      jacobian.run();
      StepPushforward pushforward = simulation.pushforward();
      double[] xDot = Batches.numbers(7, 2, NT);
      pushforward.stateDot().setRobot(2, xDot);
      pushforward.run();
      double[] a = jacobian.byState().robot(2);
      double[] product = new double[NT];
      for (int i = 0; i < NT; i++) {
        product[i] = dot(Arrays.copyOfRange(a, i * NT, (i + 1) * NT), xDot);
      }
      assertThat(error(product, pushforward.nextDot().robot(2))).isLessThan(1e-12);
    }
  }

  /** Vectors, threads and segments change no bit. */
  @Test
  void resultsAreTheSameToTheBit() {
    double[] expected = null;
    for (int threads = 1; threads <= 3; threads++) {
      SimulationBuilder builder = builder(Integrator.EULER, 2).threads(threads);
      try (Simulation simulation = (threads == 3 ? builder.lanes(Lanes.scalar(ElementType.DOUBLE)) : builder).build()) {
        Rollout rollout = new Rollout(simulation, STEPS, null, 2 * threads);
        randomise(rollout);
        Batches.randomise(rollout.actions(), 5);
        Batches.randomise(rollout.pullback().seeds(), 6);
        rollout.pullback().run();
        double[] result = join(rollout.end().robot(9), rollout.pullback().initialBar().robot(9));
        expected = expected == null ? result : expected;
        assertThat(result).isEqualTo(expected);
      }
    }
  }

  @Test
  void aSimulationBeginsWithoutActivationOrInAKeyframe() {
    try (Simulation simulation = builder(Integrator.EULER, 1).build()) {
      double[] neutral = Arrays.copyOf(MODEL.neutral(), NX);
      Batches.randomise(simulation.state(), 1);
      simulation.reset();
      assertThat(simulation.state().robot(4)).isEqualTo(neutral);
      Batches.randomise(simulation.action(), 2);
      simulation.reset(MODEL.keyframe("set"));
      double[] x = simulation.state().robot(4);
      assertThat(Arrays.copyOfRange(x, NX - 4, NX)).containsExactly(0.1, 0.2, 0.3, 0.4);
      assertThat(Arrays.copyOf(x, MODEL.nq())).isEqualTo(MODEL.keyframe("set").q());
      assertThat(Arrays.copyOfRange(x, MODEL.nq(), NX - 4)).isEqualTo(MODEL.keyframe("set").v());
      assertThat(simulation.action().robot(4)).containsOnly(0);
      RobotModel other = RobotModel.parse("<mujoco><worldbody><body><joint/><geom size='1'/></body></worldbody>"
          + "<keyframe><key name='k'/></keyframe></mujoco>");
      assertThatThrownBy(() -> simulation.reset(other.keyframe("k"))).isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("keyframe 'k' has 1 + 1 + 0 numbers").hasMessageContaining("has 13 + 11 + 4");
    }
    try (Simulation torques = Simulation.of(MODEL).build()) {
      torques.reset(MODEL.keyframe("set"));
      assertThat(torques.state().robot(0)).as("of joint forces").hasSize(NX - 4);
    }
  }

  /** In their ranges. */
  @Test
  void samplesHaveTheStatesOfActuators() {
    SampleRanges ranges = SampleRanges.of(MODEL, 0.02);
    assertThat(ranges.stateCount()).isEqualTo(NX);
    assertThat(ranges.names().subList(NX - 4, NX))
        .isEqualTo(RowNames.activation(MODEL).stream().map(RowNames.Row::toString).toList());
    assertThat(ranges.low()[NX - 4]).isEqualTo(-0.1);
    assertThat(ranges.high()[NX - 4]).isEqualTo(0.3);
    assertThat(ranges.high()[NX + 1]).as("from end to end in a second").isEqualTo(0.3 - -0.1);
    assertThat(ranges.low()[NX + 2]).as("a filter's control").isEqualTo(ranges.low()[NX - 3]).isEqualTo(-1);
    try (RobotSamples samples = new RobotSamples(MODEL, 0.02, 2, 1)) {
      double[] x = ranges.draw(3, RandomStream.of(3));
      double[] y = new double[3 * NX];
      samples.run(3, x, y, new double[3 * NX * (NX + 5)]);
      double[] plain = new double[3 * NX];
      samples.run(3, x, plain, null);
      assertThat(error(plain, y)).isLessThan(1e-12);
    }
  }

  /** Of robots whose actuators have no state, rows are those of q and v as ever. */
  @Test
  void lawsWithoutStateHaveNoRows() {
    RobotModel hopper = RobotModel.builtIn("hopper");
    try (Simulation simulation = Simulation.of(hopper).control(ControlLaw.of(hopper)).build()) {
      Batch state = simulation.state();
      assertThat(state.rowCount()).isEqualTo(hopper.nq() + hopper.nv());
      assertThat(simulation.pushforward().stateDot().rowCount()).isEqualTo(2 * hopper.nv());
      assertThat(hopper.activationCount()).isZero();
    }
  }
}
