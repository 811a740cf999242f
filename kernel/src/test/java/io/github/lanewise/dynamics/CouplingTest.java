package io.github.lanewise.dynamics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.model.RobotModel;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Joints that follow others, against the equations of motion in the coordinate that is left. */
class CouplingTest {
  private static final RobotModel MIMIC = RobotModel.parse("""
      <robot name="mimic"><link name="base"/>
        <link name="a"><inertial><origin xyz="0 0 .2"/><mass value="1"/>
          <inertia ixx=".01" iyy=".01" izz=".01" ixy="0" ixz="0" iyz="0"/></inertial></link>
        <link name="b"><inertial><origin xyz="0 0 .2"/><mass value="1"/>
          <inertia ixx=".01" iyy=".01" izz=".01" ixy="0" ixz="0" iyz="0"/></inertial></link>
        <joint name="j" type="continuous"><parent link="base"/><child link="a"/><axis xyz="0 1 0"/></joint>
        <joint name="k" type="continuous"><origin xyz="0 0 .4"/><parent link="a"/><child link="b"/><axis xyz="0 1 0"/>
          <mimic joint="j" multiplier="-1" offset=".1"/></joint></robot>""");

  private static final String CURVED = """
      <mujoco><compiler angle="radian"/><worldbody>
        <body><joint name="p" axis="0 1 0" ref="0.2"/><geom size="0.1" pos="0.3 0 0"/>
        <body pos="0.5 0 0"><joint name="q" axis="0 1 0" ref="-0.1"/><geom size="0.1" pos="0.2 0 0.1"/></body>
        </body></worldbody>
        <equality><joint joint1="q" joint2="p" polycoef="0.1 -0.8 0.5 0.3 -0.2"/>%s</equality></mujoco>""";

  private static Evaluation step(RobotModel model, Integrator integrator, double h) {
    return new Evaluation(new StepFunction(model, integrator, h, ControlLaw.torque(model), false).step());
  }

  /** With v = N w, N' M N w' = N' (tau - h - M N' w). */
  private static double reduced(RobotModel model, double[] q, double[] w, double[] tau, double slope, double bend) {
    double[] v = {w[0], slope * w[0]};
    double[] m = Numbers.symmetric(new Evaluation(Algorithms.massMatrix(model)).of(q), 2);
    double[] h = new Evaluation(Algorithms.biasForces(model)).of(q, v);
    double[] n = {1, slope};
    double[] curve = {0, bend * w[0] * w[0]};
    double mass = Numbers.dot(n, Numbers.times(m, n));
    double[] right = Numbers.plus(Numbers.plus(tau, -1, h), -1, Numbers.times(m, curve));
    return Numbers.dot(n, right) / mass;
  }

  @ParameterizedTest
  @EnumSource(value = Integrator.class, mode = Mode.EXCLUDE, names = {"RK4", "PLAIN_RK4"})
  void aMimickingJointMovesLikeAReducedRobot(Integrator integrator) {
    Random random = new Random(1);
    double h = 1e-6;
    for (int k = 0; k < 5; k++) {
      double j = random.nextGaussian();
      double w = random.nextGaussian();
      double[] q = {j, 0.1 - j};
      double[] v = {w, -w};
      double[] tau = {random.nextGaussian(), random.nextGaussian()};
      double[] next = step(MIMIC, integrator, h).of(Numbers.join(q, v), tau);
      double expected = reduced(MIMIC, q, new double[] {w}, tau, -1, 0);
      assertThat((next[2] - w) / h).isCloseTo(expected, within(1e-7 * (1 + Math.abs(expected))));
      assertThat(next[3]).isCloseTo(-next[2], within(1e-14));
    }
  }

  @ParameterizedTest
  @EnumSource(Integrator.class)
  void theyStayCoupled(Integrator integrator) {
    Evaluation evaluation = step(MIMIC, integrator, 1e-3);
    double[] x = {0.7, -0.6, 2, -2};
    for (int k = 0; k < 2000; k++) {
      x = evaluation.of(x, new double[] {0.3, -0.1}).clone();
    }
    assertThat(x[1]).isCloseTo(0.1 - x[0], within(1e-12));
    assertThat(x[3]).isCloseTo(-x[2], within(1e-12));
  }

  @Test
  void aCurvedCouplingBends() {
    RobotModel model = RobotModel.parse(String.format(CURVED, ""));
    double p = 0.4;
    double value = 0.1 - 0.8 * p + 0.5 * p * p + 0.3 * p * p * p - 0.2 * Math.pow(p, 4);
    double slope = -0.8 + p + 0.9 * p * p - 0.8 * p * p * p;
    double bend = 1 + 1.8 * p - 2.4 * p * p;
    double[] q = {0.2 + p, -0.1 + value};
    double[] followed = {0.2 + p, 7};
    model.follow(followed);
    assertThat(followed).containsExactly(q, within(1e-15));
    double w = 1.3;
    double h = 1e-6;
    double[] tau = {0.2, -0.4};
    double[] next = step(model, Integrator.EULER, h).of(Numbers.join(q, new double[] {w, slope * w}), tau);
    double expected = reduced(model, q, new double[] {w}, tau, slope, bend);
    assertThat((next[2] - w) / h).isCloseTo(expected, within(1e-5 * (1 + Math.abs(expected))));
    assertThat((next[3] - slope * w) / h)
        .isCloseTo(slope * expected + bend * w * w, within(1e-5 * (1 + Math.abs(expected))));
  }

  @Test
  void couplingsThatContradictAreRefused() {
    RobotModel twice = RobotModel.parse(String.format(CURVED, "<joint joint1='q' joint2='p'/>"));
    assertThatThrownBy(() -> step(twice, Integrator.EULER, 1e-3)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("joint 'q' is coupled twice");
    RobotModel round = RobotModel.parse(String.format(CURVED, "<joint joint1='p' joint2='q'/>"));
    assertThatThrownBy(() -> step(round, Integrator.EULER, 1e-3)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("follows itself by way of others");
    RobotModel off = RobotModel.parse(String.format(CURVED, "<joint joint1='q' joint2='p' active='false'/>"));
    assertThat(step(off, Integrator.EULER, 1e-3).of(new double[4], new double[2])).doesNotContain(Double.NaN);
  }
}
