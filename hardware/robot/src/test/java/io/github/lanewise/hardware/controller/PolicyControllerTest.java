package io.github.lanewise.hardware.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.hardware.AllocatedBytes;
import io.github.lanewise.hardware.servo.ServoCommand;
import io.github.lanewise.hardware.servo.ServoState;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.policy.NeuralPolicy;
import io.github.lanewise.policy.PdPolicy;
import io.github.lanewise.policy.Policy;
import io.github.lanewise.policy.PolicyParameter;
import io.github.lanewise.policy.PolicySimulation;
import io.github.lanewise.policy.ReachPolicy;
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

  @Test
  void allocatesNothing() {
    PolicyController controller = new PolicyController(FINGER, new ReachPolicy(FINGER, 0.3));
    ServoState state = new ServoState(3);
    ServoCommand command = new ServoCommand(3);
    double[] w = new ReachPolicy(FINGER, 0.3).nominal();
    assertThat(AllocatedBytes.of(() -> {
      controller.parameters(w);
      controller.control(state, command, 0.1);
    }, 1000)).isZero();
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
        .hasMessageContaining("gives 1 torques for robot 'finger', which has 3 joints");
  }
}
