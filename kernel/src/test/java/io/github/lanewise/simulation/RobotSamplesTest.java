package io.github.lanewise.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.lanes.RandomStream;
import io.github.lanewise.model.RobotModel;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Jacobians of whole control steps against central differences of the same steps. */
final class RobotSamplesTest {
  private static final double PERIOD = 1.0 / 60;
  /** More than a chunk, so that the last one is partly filled. */
  private static final int COUNT = 259;
  private static final double H = 1e-6;
  private static final RobotModel SERVOS = RobotModel.parse("""
      <mujoco><compiler angle="radian"/><worldbody><body><joint name="a" range="-1 2"/><geom size=".1" pos=".3 0 0"/>
        <body><joint name="b"/><geom size=".1" pos=".3 0 0"/></body></body></worldbody>
      <tendon><fixed name="t"><joint joint="a" coef="2"/><joint joint="b" coef="-1"/></fixed></tendon>
      <actuator><position joint="a" kp="7"/><position name="geared" joint="a" kp="7" gear="-2"/>
        <general name="shifted" joint="a" gainprm="2" biastype="affine" biasprm="3 -4 0"/><velocity joint="b" kv="3"/>
        <position tendon="t" ctrlrange="-8 9"/><position name="whole" tendon="t"/></actuator></mujoco>""");

  @ParameterizedTest
  @ValueSource(strings = {"hopper", "finger", "servos"})
  void jacobiansAreThoseOfTheWholeStep(String name) {
    RobotModel model = name.equals("servos") ? SERVOS : RobotModel.builtIn(name);
    SampleRanges ranges = SampleRanges.of(model, PERIOD);
    try (RobotSamples step = new RobotSamples(model, PERIOD, 5, 1)) {
      int n = step.stateCount() + step.actionCount();
      int m = step.stateCount();
      double[] x = ranges.draw(COUNT, RandomStream.of(3));
      double[] y = new double[COUNT * m];
      double[] jacobians = new double[COUNT * m * n];
      step.run(COUNT, x, y, jacobians);
      double[] plain = new double[COUNT * m];
      step.run(COUNT, x, plain, null);
      assertThat(plain).usingComparatorWithPrecision(1e-12).containsExactly(y);

      for (int j = 0; j < n; j++) {
        double[] above = moved(step, x, j, H);
        double[] below = moved(step, x, j, -H);
        for (int e = 0; e < y.length; e++) {
          double scale = 1 + Math.abs(jacobians[e * n + j]);
          assertThat((above[e] - below[e]) / (2 * H)).as("sample %d, output %d, input %d", e / m, e % m, j)
              .isCloseTo(jacobians[e * n + j], within(1e-6 * scale));
        }
      }
    }
  }

  private static double[] moved(RobotSamples step, double[] x, int j, double by) {
    double[] moved = x.clone();
    int n = step.stateCount() + step.actionCount();
    for (int k = 0; k < COUNT; k++) {
      moved[k * n + j] += by;
    }
    double[] y = new double[COUNT * step.stateCount()];
    step.run(COUNT, moved, y, null);
    return y;
  }

  /** The base is pushed by nothing but the hinges: its momentum along x stays, that along z falls with gravity. */
  @Test
  void motorsOfTheHopperPushNothingButItself() {
    RobotModel model = RobotModel.builtIn("hopper");
    SampleRanges ranges = SampleRanges.of(model, PERIOD);
    assertThat(ranges.stateCount()).isEqualTo(12);
    assertThat(ranges.actionCount()).isEqualTo(3);
    assertThat(ranges.names().subList(12, 15)).containsExactly("hip control", "knee control", "ankle control");
    try (RobotSamples step = new RobotSamples(model, PERIOD, 16, 1)) {
      double[] x = ranges.draw(50, RandomStream.of(4));
      double[] y = new double[50 * 12];
      double[] jacobians = new double[50 * 12 * 15];
      step.run(50, x, y, jacobians);
      for (int k = 0; k < 50; k++) {
        double[] slopes = Arrays.copyOfRange(jacobians, k * 180, (k + 1) * 180);
        // No force depends on where the base is: the next x moves with x, and nothing else does.
        for (int i = 0; i < 12; i++) {
          assertThat(slopes[i * 15]).isCloseTo(i == 0 ? 1 : 0, within(1e-12));
          assertThat(slopes[i * 15 + 1]).isCloseTo(i == 1 ? 1 : 0, within(1e-12));
        }
        // A torque in the hip turns thigh and torso against each other.
        assertThat(slopes[9 * 15 + 12]).isPositive();
        assertThat(slopes[8 * 15 + 12]).isNegative();
      }
    }
  }

  /** A servo is asked for where its joint may be or how fast, by what it takes it to rest there. */
  @Test
  void servosWithoutLimitsAreAskedForWhatTheirJointsCanDo() {
    SampleRanges ranges = SampleRanges.of(SERVOS, PERIOD);
    assertThat(ranges.actionCount()).isEqualTo(6);
    double v = SampleRanges.VELOCITY;
    assertThat(Arrays.copyOfRange(ranges.low(), 4, 10)).usingComparatorWithPrecision(1e-15)
        .containsExactly(-1, -4, (-3 + 4 * -1) / 2.0, -v, -8, -2 - Math.PI);
    assertThat(Arrays.copyOfRange(ranges.high(), 4, 10)).usingComparatorWithPrecision(1e-15)
        .containsExactly(2, 2, (-3 + 4 * 2) / 2.0, v, 9, 4 + Math.PI);
  }
}
