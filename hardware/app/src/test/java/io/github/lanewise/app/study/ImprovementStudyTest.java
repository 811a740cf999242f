package io.github.lanewise.app.study;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.app.report.Table;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.policy.PdPolicy;
import io.github.lanewise.policy.PolicySimulation;
import io.github.lanewise.task.Posture;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What learning derivatives is worth: more return from as many roll-outs than without them. */
final class ImprovementStudyTest {
  private static final int LEARNED = 1;
  private static final int TRUE = 2;
  private static final int GAUSS_NEWTON = 3;
  private static final int CMA_ES = 4;

  @Test
  void learnedDerivativesBeatCmaEsAtEqualRollouts() {
    RobotModel finger = RobotModel.builtIn("finger");
    PdPolicy policy = PdPolicy.withTargets(finger, Posture.bent(finger));
    try (PolicySimulation simulation = PolicySimulation.of(finger, policy)
        .steps(300).substeps(2).threads(1).build()) {
      Table table = ImprovementStudy.measure(new Experiment(simulation), 3, done -> { });
      assertThat(table.rows()).hasSize(5).allSatisfy(row -> {
        double[] returns = row.measures();
        assertThat(returns[GAUSS_NEWTON]).isGreaterThan(0.9 * returns[CMA_ES]);
        assertThat(returns[LEARNED]).as("near that of the true gradient").isGreaterThan(1.3 * returns[TRUE]);
      });
      assertThat(table.rows().subList(1, 5)).as("from the second shake on")
          .allMatch(row -> row.measures()[LEARNED] > row.measures()[CMA_ES]);
      double[] some = table.rows().get(2).measures();
      double[] many = table.rows().getLast().measures();
      assertThat(table.rows().get(2).settings()).isEqualTo(List.of(96));
      assertThat(table.rows().getLast().settings()).isEqualTo(List.of(336));
      assertThat(some[GAUSS_NEWTON]).as("with less than a third of the roll-outs").isGreaterThan(many[CMA_ES]);
      assertThat(many[LEARNED]).isGreaterThan(0.7 * many[CMA_ES]);
      assertThat(many[GAUSS_NEWTON]).isGreaterThan(0.5 * many[CMA_ES]);
    }
  }
}
