package io.github.lanewise.app.shake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.app.report.Chart;
import io.github.lanewise.app.report.Series;
import io.github.lanewise.model.RobotModel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.ejml.data.DMatrixRMaj;
import org.junit.jupiter.api.Test;

/** Points of the figure against kinematics by hand. */
final class StickFigureTest {
  private static final int SAMPLES = 9;
  private static final double[] GOAL = {0.3, 0.1, 0.9};

  private static double angle(int joint, int sample, double swing) {
    return swing * (joint == 0 ? Math.sin(0.7 * sample) : 0.3 - 0.2 * sample);
  }

  private static DMatrixRMaj swinging(double swing) {
    DMatrixRMaj states = new DMatrixRMaj(4 * SAMPLES, 1);
    for (int t = 0; t < SAMPLES; t++) {
      states.data[4 * t] = angle(0, t, swing);
      states.data[4 * t + 1] = angle(1, t, swing);
      states.data[4 * t + 2] = 100 + t; // velocities, which move nothing
      states.data[4 * t + 3] = -100 - t;
    }
    return states;
  }

  /** Rods of 0.5 and 0.4 m that hang from (0, 0, 1.2 m) and turn about y: what is down goes to -x first. */
  private static double[] byHand(int point, int sample, double swing) {
    double first = angle(0, sample, swing);
    double both = first + angle(1, sample, swing);
    double upper = point > 0 ? 0.5 : 0;
    double lower = point > 1 ? 0.4 : 0;
    return new double[] {-upper * Math.sin(first) - lower * Math.sin(both),
        1.2 - upper * Math.cos(first) - lower * Math.cos(both)};
  }

  @Test
  void theDoublePendulumIsWhereItsAnglesSay() {
    SequencedMap<String, DMatrixRMaj> motions = new LinkedHashMap<>();
    motions.put("before", swinging(1));
    motions.put("after", swinging(0.5));
    StickFigure figure = new StickFigure(RobotModel.builtIn("double_pendulum"), motions, 0.25, GOAL);
    Chart chart = figure.chart();
    assertThat(chart.series()).extracting(Series::name).containsExactly("robot, before", "robot, after",
        "path of its tip, before", "path of its tip, after", "goal of its tip");
    assertThat(List.of(chart.xLabel(), chart.yLabel(), chart.title()))
        .containsExactly("x [m]", "z [m]", "double_pendulum, seen along y");
    for (int motion = 0; motion < 2; motion++) {
      double swing = motion == 0 ? 1 : 0.5;
      Series robot = chart.series().get(motion);
      assertThat(robot.x()).as("five moments of three points, and the gaps between them").hasSize(5 * 3 + 4);
      for (int k = 0; k < robot.x().length; k++) {
        if (k % 4 == 3) {
          assertThat(robot.y()[k]).isNaN();
        } else {
          assertPoint(robot, k, byHand(k % 4, 2 * (k / 4), swing));
        }
      }
      Series path = chart.series().get(2 + motion);
      assertThat(path.x()).hasSize(SAMPLES);
      for (int t = 0; t < SAMPLES; t++) {
        assertPoint(path, t, byHand(2, t, swing));
      }
    }
    assertPoint(chart.series().get(4), 0, new double[] {0.3, 0.9});
    assertThat(figure.caption()).contains("after 0.25, 0.75, 1.25, 1.75, 2.25 s", "along y of the world");
  }

  private static void assertPoint(Series series, int k, double[] expected) {
    assertThat(series.x()[k]).as("%s, x of point %d", series.name(), k).isCloseTo(expected[0], within(1e-12));
    assertThat(series.y()[k]).as("%s, z of point %d", series.name(), k).isCloseTo(expected[1], within(1e-12));
  }

  /** A body that parts: the pen comes back to where it does, so that no line joins what no body does. */
  @Test
  void linesOfABranchedRobotJoinJointsAndTheirParentsOnly() {
    RobotModel arm = RobotModel.parse("""
        <mujoco><worldbody><body name='trunk'><joint name='a' axis='0 1 0'/><inertial pos='0 0 1' mass='1'
        diaginertia='1 1 1'/><body name='left' pos='-1 0 1'><joint name='b' axis='0 1 0'/><inertial pos='0 0 1' mass='1'
        diaginertia='1 1 1'/><site name='hand' pos='0 0 1'/></body><body name='right' pos='1 0 1'><joint name='c'
        axis='0 1 0'/><inertial pos='0 0 1' mass='1' diaginertia='1 1 1'/></body></body></worldbody></mujoco>""");
    SequencedMap<String, DMatrixRMaj> motions = new LinkedHashMap<>();
    motions.put("still", new DMatrixRMaj(6, 1));
    Series robot = new StickFigure(arm, motions, 1, null).chart().series().getFirst();
    assertThat(robot.x()).containsExactly(0, -1, -1, -1, 0, 1, 1);
    assertThat(robot.y()).containsExactly(0, 1, 2, 1, 0, 1, 1);
  }
}
