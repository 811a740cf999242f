package io.github.lanewise.app.study;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.app.report.Table;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.policy.PdPolicy;
import io.github.lanewise.policy.PolicySimulation;
import io.github.lanewise.task.Posture;
import org.junit.jupiter.api.Test;

/** Points of the shaken box are reached far closer than by doing nothing, and closer the less curved the box is. */
final class ReachStudyTest {
  @Test
  void plansComeCloseAtTheFirstAttempt() {
    RobotModel finger = RobotModel.builtIn("finger");
    PdPolicy policy = PdPolicy.withTargets(finger, Posture.bent(finger));
    try (PolicySimulation simulation = PolicySimulation.of(finger, policy).steps(100).substeps(2).build()) {
      Table table = ReachStudy.measure(new Experiment(simulation), done -> { });
      double[] small = table.rows().getFirst().measures();
      double[] large = table.rows().getLast().measures();
      assertThat(small[0]).isPositive().isLessThan(0.1 * small[2]);
      assertThat(large[0]).isLessThan(0.2 * large[2]);
      assertThat(small[0] / small[2]).isLessThan(large[0] / large[2]);
    }
  }
}
