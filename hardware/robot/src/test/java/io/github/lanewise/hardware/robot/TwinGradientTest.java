package io.github.lanewise.hardware.robot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.hardware.loop.Safety;
import io.github.lanewise.hardware.servo.ServoProtocol;
import io.github.lanewise.hardware.twin.Imperfections;
import io.github.lanewise.hardware.twin.Twin;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.policy.PolicySimulation;
import io.github.lanewise.policy.ReachPolicy;
import io.github.lanewise.task.TipReturn;
import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;
import org.junit.jupiter.api.Test;

final class TwinGradientTest {
  private static final int STEPS = 200;
  private static final double PERIOD = 0.002;

  /**
   * A robot without imperfections is the kernel's simulation with the loop around it, so that its gradient by
   * differences is the exact one of reverse mode, but for the rounding of the servos' registers.
   */
  @Test
  void isTheExactOneWhereThereIsNoImperfection() {
    RobotModel finger = RobotModel.builtIn("finger");
    ReachPolicy policy = new ReachPolicy(finger, 0.3);
    TipReturn task = new TipReturn(finger, null, 0.001);
    double[] scales = policy.scales();
    double[] exact;
    int substeps = (int) Math.round(PERIOD * 1e9 / Twin.STEP_NANOS);
    try (PolicySimulation simulation = PolicySimulation.of(finger, policy).steps(STEPS)
        .timeStep(PERIOD / substeps).substeps(substeps).build()) {
      exact = simulation.gradients(new DMatrixRMaj(1, scales.length, true, policy.nominal()), task.sum()).data;
    }
    TwinGradient.Truth truth = new TwinGradient(finger,
        Twin.servos(finger, ServoProtocol.DYNAMIXEL), finger, policy, Safety.of(finger).build(), STEPS, PERIOD,
        Imperfections.ideal()).at(policy.nominal(), Arrays.stream(scales).map(s -> 0.05 * s).toArray(), 4,
            task::returns, done -> { });
    assertThat(truth.rollouts()).isEqualTo(2 * 9 * 4);
    double size = 0;
    for (int j = 0; j < scales.length; j++) {
      size = Math.hypot(size, exact[j] / STEPS * scales[j]);
    }
    for (int j = 0; j < scales.length; j++) {
      assertThat(truth.value()[j] * scales[j]).as("parameter " + j)
          .isCloseTo(exact[j] / STEPS * scales[j], within(0.05 * size));
    }
  }
}
