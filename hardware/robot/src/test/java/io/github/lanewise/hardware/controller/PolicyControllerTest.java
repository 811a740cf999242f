package io.github.lanewise.hardware.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.hardware.AllocatedBytes;
import io.github.lanewise.hardware.recording.RecordedField;
import io.github.lanewise.hardware.servo.ServoCommand;
import io.github.lanewise.hardware.servo.ServoState;
import io.github.lanewise.learning.GaussianPolicy;
import io.github.lanewise.learning.LearnedPolicy;
import io.github.lanewise.model.Actuator;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.network.Activation;
import io.github.lanewise.network.Mlp;
import io.github.lanewise.network.Normalizer;
import io.github.lanewise.policy.NeuralPolicy;
import io.github.lanewise.policy.PdPolicy;
import io.github.lanewise.policy.Policy;
import io.github.lanewise.policy.PolicyParameter;
import io.github.lanewise.policy.PolicySimulation;
import io.github.lanewise.policy.ReachPolicy;
import io.github.lanewise.task.TipTask;
import io.github.lanewise.trace.Scalar;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Policies on servos act as they do in the simulator, and allocate nothing. */
final class PolicyControllerTest {
  private static final RobotModel FINGER = RobotModel.builtIn("finger");

  @Test
  void actsAsInTheSimulator() {
    SplittableRandom random = new SplittableRandom(3);
    for (Policy policy : new Policy[] {new NeuralPolicy(FINGER, 3, 1), new ReachPolicy(FINGER, 0.3)}) {
      PolicyController controller = new PolicyController(FINGER, policy);
      double[] w = Arrays.stream(policy.nominal()).map(x -> x * (1 + 0.1 * random.nextGaussian())).toArray();
      controller.parameters(w);
      double[] x = random.doubles(6, -1, 1).toArray();
      ServoState state = new ServoState(3);
      System.arraycopy(x, 0, state.position, 0, 3);
      System.arraycopy(x, 3, state.velocity, 0, 3);
      ServoCommand command = new ServoCommand(3);
      double[] expected;
      try (PolicySimulation simulation = PolicySimulation.of(FINGER, policy).steps(40).timeStep(0.002).initial(x)
          .build()) {
        var rollout = simulation.run(w);
        for (int t : new int[] {0, 39}) {
          expected = Arrays.copyOfRange(rollout.actions().data, 3 * t, 3 * t + 3);
          for (int i = 0; t > 0 && i < 3; i++) {
            state.position[i] = rollout.states().data[6 * (t - 1) + i];
            state.velocity[i] = rollout.states().data[6 * (t - 1) + 3 + i];
          }
          controller.control(state, command, t * 0.002);
          assertThat(command.target).containsExactly(expected, within(1e-12));
        }
      }
    }
  }

  private static GaussianPolicy gaussian(TipTask task) {
    List<Actuator> actuators = task.robot().actuators();
    Mlp mlp = Mlp.of(9, 3, Activation.ELU, 32, 16).withLayerNorm();
    return new GaussianPolicy(TipTask.NAME, task.observationNames(), actuators.stream().map(Actuator::name).toList(),
        actuators.stream().mapToDouble(Actuator::lower).toArray(),
        actuators.stream().mapToDouble(Actuator::upper).toArray(), mlp, mlp.uniform(1), new double[3],
        Normalizer.of(new double[] {0, 0.7, 0.9, 0, 0, 0, 0, 0, 0}, new double[] {0.3, 0.5, 0.5, 2, 2, 2, .1, .1, .1}));
  }

  /** What is recorded is what a network of its own makes of what is recorded, and torques are those of its offsets. */
  @Test
  void recordsWhatALearnedPolicyObservesAndDoes() {
    TipTask task = new TipTask(FINGER, null, 0.001);
    GaussianPolicy gaussian = gaussian(task);
    PolicyController controller =
        new PolicyController(FINGER, new LearnedPolicy(task, gaussian, LearnedPolicy.Part.LAST_BIASES));
    assertThat(controller.signals().fields()).extracting(RecordedField::name).containsExactly("observation", "action");
    assertThat(controller.signals().fields()).extracting(RecordedField::size).containsExactly(9, 3);
    assertThat(controller.signals().fields().getLast().description()).isEqualTo("spread, bend, curl");
    ServoState state = new ServoState(3);
    state.position[1] = 0.4;
    state.velocity[2] = -0.5;
    ServoCommand command = new ServoCommand(3);
    controller.control(state, command, 0);
    double[] row = new double[14];
    controller.signals().copy(row, 1);
    double[] tip = task.worth().output().value(new double[] {0, 0.4, 0, 0, 0, -0.5});
    double[] goal = task.worth().goal();
    assertThat(Arrays.copyOfRange(row, 1, 10)).containsExactly(new double[] {0, 0.4, 0, 0, 0, -0.5, goal[0] - tip[0],
        goal[1] - tip[1], goal[2] - tip[2]}, within(1e-15));
    double[] action = new double[3];
    gaussian.actor().act(Arrays.copyOfRange(row, 1, 10), action);
    assertThat(Arrays.copyOfRange(row, 10, 13)).containsExactly(action, within(1e-14));
    double[] torque = new double[3];
    new Gravity(FINGER).addTo(torque, state.position);
    for (int i = 0; i < 3; i++) {
      torque[i] += task.servos().stiffness(i) * action[i] - task.servos().damping(i) * state.velocity[i];
    }
    assertThat(command.target).containsExactly(torque, within(1e-14));
  }

  @Test
  void allocatesNothing() {
    TipTask task = new TipTask(FINGER, null, 0.001);
    for (Policy policy : new Policy[] {new ReachPolicy(FINGER, 0.3),
      new LearnedPolicy(task, gaussian(task), LearnedPolicy.Part.LAST_LAYER)}) {
      PolicyController controller = new PolicyController(FINGER, policy);
      ServoState state = new ServoState(3);
      ServoCommand command = new ServoCommand(3);
      double[] w = policy.nominal();
      double[] row = new double[12];
      assertThat(AllocatedBytes.of(() -> {
        controller.parameters(w);
        controller.control(state, command, 0.1);
        controller.signals().copy(row, 0);
      }, 1000)).isZero();
    }
  }

  @Test
  void namesWhatDoesNotFit() {
    PolicyController controller = new PolicyController(FINGER, PdPolicy.of(FINGER, 0, 0, 0));
    assertThatThrownBy(() -> controller.parameters(1, 2)).hasMessageContaining("2 parameters for a policy that has 6");
    assertThatThrownBy(() -> new PolicyController(RobotModel.builtIn("humanoid"), PdPolicy.of(FINGER, 0, 0, 0)))
        .hasMessageContaining("free or a spherical joint");
    Policy one = new Policy() {
      @Override
      public List<PolicyParameter> parameters() {
        return List.of(new PolicyParameter("k", "N m/rad", 1, 1));
      }

      @Override
      public Scalar[] act(Scalar[] q, Scalar[] v, Scalar time, Scalar[] w) {
        return new Scalar[] {w[0].times(q[0])};
      }
    };
    assertThatThrownBy(() -> new PolicyController(FINGER, one))
        .hasMessageContaining("gives 1 actions for robot 'finger', which has 3 joints");
  }
}
