package io.github.lanewise.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.dynamics.Algorithms;
import io.github.lanewise.dynamics.ControlLaw;
import io.github.lanewise.dynamics.Evaluation;
import io.github.lanewise.dynamics.Integrator;
import io.github.lanewise.lanes.DivergenceException;
import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.lanes.Lanes;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.sensitivity.Rollouts;
import io.github.lanewise.simulation.Simulation;
import io.github.lanewise.task.Posture;
import io.github.lanewise.task.TrajectoryReturn;
import io.github.lanewise.trace.Scalar;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Closed loops against an open-loop simulation that is given the recorded actions, and against each other. */
class PolicySimulationTest {
  private static final RobotModel FINGER = RobotModel.builtIn("finger");
  private static final int N = 6;
  private static final int M = 3;

  /** {@code u = w}: a policy of a user's own. */
  private record Constant(List<PolicyParameter> parameters) implements Policy {
    Constant(int count) {
      this(IntStream.range(0, count).mapToObj(i -> new PolicyParameter("u_" + i, "N m", 0, 0.01)).toList());
    }

    @Override
    public Scalar[] act(Scalar[] q, Scalar[] v, Scalar time, Scalar[] w) {
      return w;
    }
  }

  private static DMatrixRMaj scaled(Policy policy, int count) {
    double[] w = policy.nominal();
    DMatrixRMaj parameters = new DMatrixRMaj(count, w.length);
    for (int k = 0; k < count; k++) {
      for (int j = 0; j < w.length; j++) {
        parameters.set(k, j, w[j] * (1 + 0.01 * k));
      }
    }
    return parameters;
  }

  /** Actions are held over a control period, and each sample is what the simulation gives from the one before. */
  @ParameterizedTest
  @CsvSource({"pd, 1", "pd, 4", "network, 3", "sine, 2"})
  void recordedActionsMoveTheRobotAsRecorded(String name, int substeps) {
    Policy policy = Policies.get(FINGER, name);
    double[] initial = {0.1, 0.4, 0.2, 0.5, -1, 0};
    try (PolicySimulation closed =
            PolicySimulation.of(FINGER, policy).steps(60).substeps(substeps).timeStep(5e-4).initial(initial).build();
        Simulation open = Simulation.of(FINGER).robots(40).timeStep(5e-4).build()) {
      Rollouts rollouts = closed.run(policy.nominal(), scaled(policy, 40));
      assertThat(rollouts.timeStep()).isEqualTo(5e-4 * substeps);
      for (int k = 0; k < 40; k++) {
        open.state().setRobot(k, initial);
      }
      for (int t = 0; t < 60; t++) {
        for (int k = 0; k < 40; k++) {
          for (int i = 0; i < M; i++) {
            open.action().set(i, k, rollouts.actions().get(t * M + i, k));
          }
        }
        open.step(substeps);
        for (int k = 0; k < 40; k++) {
          for (int i = 0; i < N; i++) {
            assertThat(rollouts.states().get(t * N + i, k)).isEqualTo(open.state().get(i, k));
          }
        }
      }
    }
  }

  /** The recorded action is the formula at the sample before, at the time of the sample before. */
  @Test
  void actionsAreThePolicysAtTheStartOfTheirPeriod() {
    Policy policy = PdPolicy.of(FINGER, 0.1, 0.2, 0.3);
    Policy sine = new Sinusoid(FINGER);
    double[] w = policy.nominal();
    double[] s = sine.nominal();
    try (PolicySimulation feedback = PolicySimulation.of(FINGER, policy).steps(30).substeps(2).build();
        PolicySimulation openLoop = PolicySimulation.of(FINGER, sine).steps(30).substeps(2).build()) {
      Rollouts rollout = feedback.run(w);
      Rollouts open = openLoop.run(s);
      double[] target = {0.1, 0.2, 0.3};
      double[] x = feedback.initial();
      for (int t = 0; t < 30; t++) {
        for (int i = 0; i < M; i++) {
          assertThat(rollout.actions().get(t * M + i, 0))
              .isCloseTo(w[i] * (target[i] - x[i]) - w[M + i] * x[M + i], within(1e-14));
          assertThat(open.actions().get(t * M + i, 0))
              .isCloseTo(s[i] * Math.sin(s[M + i] * t * 0.002 + s[2 * M + i]), within(1e-14));
        }
        for (int i = 0; i < N; i++) {
          x[i] = rollout.states().get(t * N + i, 0);
        }
      }
    }
  }

  @Test
  void commandsOfOpenLoopPoliciesAreKnownWithoutTheRobot() {
    for (Policy policy : new Policy[] {new Sinusoid(FINGER), new LinearInTime(FINGER), new Constant(3)}) {
      try (PolicySimulation simulation = PolicySimulation.of(FINGER, policy).steps(30).substeps(2).build()) {
        double[] w = policy.nominal();
        DMatrixRMaj parameters = new DMatrixRMaj(11, w.length);
        Arrays.setAll(parameters.data, e -> w[e % w.length] * (1 + 0.01 * (e / w.length)));
        assertThat(simulation.commands(parameters).orElseThrow().data)
            .containsExactly(simulation.run(w, parameters).actions().data);
      }
    }
  }

  @Test
  void feedbackHasNoCommandsEvenWithGainsOfZero() {
    for (String name : new String[] {"pd", "network"}) {
      Policy policy = Policies.get(FINGER, name);
      try (PolicySimulation simulation = PolicySimulation.of(FINGER, policy).steps(2).build()) {
        assertThat(simulation.commands(new DMatrixRMaj(3, policy.nominal().length))).isEmpty();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Integrator.class)
  void theOracleFollowsTheIntegrator(Integrator integrator) {
    Policy policy = Policies.get(FINGER, "pd");
    double[] w = policy.nominal();
    double h = 1e-5 * w[1];
    try (PolicySimulation simulation = PolicySimulation.of(FINGER, policy).steps(50).integrator(integrator).build()) {
      DMatrixRMaj d = simulation.oracle(w);
      double[] up = w.clone();
      double[] down = w.clone();
      up[1] += h;
      down[1] -= h;
      DMatrixRMaj xUp = simulation.run(up).states();
      DMatrixRMaj xDown = simulation.run(down).states();
      double scale = Arrays.stream(d.data).map(Math::abs).max().orElseThrow();
      for (int row = 0; row < d.numRows; row++) {
        assertThat(d.get(row, 1)).isCloseTo((xUp.get(row, 0) - xDown.get(row, 0)) / (2 * h), within(1e-7 * scale));
      }
    }
  }

  @Test
  void resultsDependNeitherOnPlaceNorThreadsNorEarlierCalls() {
    Policy policy = Policies.get(FINGER, "network");
    DMatrixRMaj parameters = scaled(policy, 70);
    double[] nominal = policy.nominal();
    try (PolicySimulation one = PolicySimulation.of(FINGER, policy).steps(80).build();
        PolicySimulation two = PolicySimulation.of(FINGER, policy).steps(80).threads(2).build()) {
      DMatrixRMaj states = one.run(nominal, parameters).states();
      assertThat(two.run(nominal, parameters).states().data).containsExactly(states.data);
      assertThat(one.run(nominal, parameters).states().data).containsExactly(states.data);
      one.oracle(nominal);
      assertThat(one.run(nominal, parameters).states().data).containsExactly(states.data);
      double[] last = Arrays.copyOfRange(parameters.data, 69 * nominal.length, 70 * nominal.length);
      DMatrixRMaj alone = one.run(last).states();
      for (int row = 0; row < states.numRows; row++) {
        assertThat(alone.get(row, 0)).isEqualTo(states.get(row, 69));
      }
    }
  }

  @Test
  void scalarCodeAgrees() {
    Policy policy = Policies.get(FINGER, "network");
    try (PolicySimulation vectors = PolicySimulation.of(FINGER, policy).steps(100).build();
        PolicySimulation scalars =
            PolicySimulation.of(FINGER, policy).steps(100).lanes(Lanes.scalar(ElementType.DOUBLE)).build()) {
      assertThat(vectors.oracle(policy.nominal()).data)
          .containsExactly(scalars.oracle(policy.nominal()).data, within(1e-9));
    }
  }

  @Test
  void divergedRolloutsAreNamed() {
    Constant policy = new Constant(3);
    DMatrixRMaj parameters = new DMatrixRMaj(50, 3);
    parameters.set(7, 1, 1e200);
    parameters.set(41, 2, Double.NaN);
    try (PolicySimulation simulation = PolicySimulation.of(FINGER, policy).steps(30).build()) {
      assertThatThrownBy(() -> simulation.run(policy.nominal(), parameters, new Disturbance(0, 0, 0, 100, true, 1)))
          .isInstanceOfSatisfying(DivergenceException.class, e -> assertThat(e.rollouts()).containsExactly(7, 41))
          .hasMessage("roll-outs 7, 41 left the finite numbers: take smaller perturbations, or simulation steps"
              + " shorter than 0.001 s");
      assertThatThrownBy(() -> simulation.gradients(parameters, new TrajectoryReturn(N, 0, (x, u, t) -> x[0])))
          .isInstanceOfSatisfying(DivergenceException.class, e -> assertThat(e.rollouts()).containsExactly(7, 41));
      Arrays.fill(parameters.data, 1e200);
      assertThatThrownBy(() -> simulation.run(policy.nominal(), parameters))
          .isInstanceOfSatisfying(DivergenceException.class, e -> assertThat(e.rollouts()).hasSize(50))
          .hasMessageStartingWith("roll-outs 0, 1, 2, 3, 4, 5, 6, 7 and 42 more left the finite numbers");
    }
  }

  @Test
  void aLawWithAStateOfItsOwnIsRefused() {
    RobotModel arm = RobotModel.parse("<mujoco><worldbody><body><joint name='j'/><geom size='1'/></body></worldbody>"
        + "<actuator><intvelocity joint='j'/></actuator></mujoco>");
    PolicySimulation.Builder builder = PolicySimulation.of(arm, new Constant(1));
    assertThatThrownBy(() -> builder.control(ControlLaw.of(arm))).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("(1 rows)").hasMessageContaining("take ControlLaw.torque");
  }

  @Test
  void divergedDerivativesAreRefused() {
    double[] wild = {0, 1e200, 0};
    try (PolicySimulation simulation = PolicySimulation.of(FINGER, new Constant(3)).steps(30).build()) {
      assertThatThrownBy(() -> simulation.oracle(wild)).isInstanceOf(DivergenceException.class)
          .hasMessageStartingWith("the trajectory left the finite numbers");
      assertThatThrownBy(() -> simulation.policyJacobians(wild)).isInstanceOf(DivergenceException.class)
          .hasMessageStartingWith("the trajectory left the finite numbers");
    }
    Policy vertical = new Policy() {
      @Override
      public List<PolicyParameter> parameters() {
        return List.of(new PolicyParameter("w", "N m", 0, 1));
      }

      @Override
      public Scalar[] act(Scalar[] q, Scalar[] v, Scalar time, Scalar[] w) {
        return new Scalar[] {w[0].sqrt(), Scalar.ZERO, Scalar.ZERO};
      }
    };
    try (PolicySimulation simulation = PolicySimulation.of(FINGER, vertical).steps(30).build()) {
      assertThatThrownBy(() -> simulation.oracle(vertical.nominal())).isInstanceOf(DivergenceException.class)
          .hasMessageStartingWith("the trajectory's derivative left the finite numbers");
      assertThatThrownBy(() -> simulation.policyJacobians(vertical.nominal())).isInstanceOf(DivergenceException.class)
          .hasMessageStartingWith("the trajectory's derivative left the finite numbers");
    }
  }

  @Test
  void refusesWhatDoesNotFit() {
    PolicySimulation.Builder builder = PolicySimulation.of(FINGER, new Constant(2));
    assertThatThrownBy(builder::build)
        .hasMessage("the policy gives 2 actions for robot 'finger', which takes 3");
    assertThatThrownBy(() -> builder.initial(1, 2))
        .hasMessage("an initial state of 2 numbers for robot 'finger': it has 3 configuration rows and 3 velocity"
            + " rows");
    assertThatThrownBy(() -> builder.initial(0, 0, 0, 0, Double.NaN, 0))
        .hasMessage("number 4 of the initial state is NaN");
    assertThatThrownBy(() -> builder.steps(0)).hasMessage("a roll-out of 0 steps: at least 1");
    assertThatThrownBy(() -> builder.substeps(0)).hasMessage("0 time steps in a control step: at least 1");
    assertThatThrownBy(() -> builder.timeStep(0).build())
        .hasMessage("a time step of 0.0 s: must be positive and finite");
    try (PolicySimulation simulation = PolicySimulation.of(FINGER, new Constant(3)).steps(2).build()) {
      assertThatThrownBy(() -> simulation.oracle(new double[4])).hasMessage("4 parameters for a policy that has 3");
      assertThatThrownBy(() -> simulation.run(new double[3], new DMatrixRMaj(5, 2)))
          .hasMessage("2 parameters for a policy that has 3");
      assertThatThrownBy(() -> simulation.run(new double[3], new DMatrixRMaj(0, 3)))
          .hasMessage("no roll-outs: the matrix of parameters has no rows");
    }
  }

  /** Its root has no motors: whatever the legs do, and noise in the torques, its centre of mass falls like a stone. */
  @Test
  void whatDrivesNothingOfTheHoppersRootDoesNotMoveItsCentreOfMass() {
    RobotModel hopper = RobotModel.builtIn("hopper");
    PdPolicy policy = PdPolicy.withTargets(hopper, Posture.bent(hopper));
    assertThat(policy.parameters()).hasSize(9).noneMatch(parameter -> parameter.name().contains("root"));
    double h = 1e-4;
    int steps = 1000;
    try (PolicySimulation simulation = PolicySimulation.of(hopper, policy).integrator(Integrator.RK4).timeStep(h)
        .steps(steps).build()) {
      Rollouts logs = simulation.run(policy.nominal(), new DMatrixRMaj(1, 9, true, policy.nominal()),
          new Disturbance(0, 0, 5, 0, false, 1));
      double[] end = new double[12];
      for (int row = 0; row < 12; row++) {
        end[row] = logs.states().get((steps - 1) * 12 + row, 0);
      }
      double[] q = Arrays.copyOf(end, 6);
      double[] v = Arrays.copyOfRange(end, 6, 12);
      assertThat(Math.abs(q[3])).as("the hip has moved").isGreaterThan(0.01);
      Evaluation energy = new Evaluation(Algorithms.energy(hopper));
      double[] before = energy.get("com", hopper.neutral(), new double[6]);
      double[] after = energy.get("com", q, v);
      double fallen = 0.5 * hopper.gravity().z().value() * Math.pow(steps * h, 2);
      assertThat(after[0]).isCloseTo(before[0], within(1e-8));
      assertThat(after[2] - before[2]).isCloseTo(fallen, within(1e-8));
    }
  }
}
