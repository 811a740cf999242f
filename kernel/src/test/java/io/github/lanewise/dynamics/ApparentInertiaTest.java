package io.github.lanewise.dynamics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.model.BodyInertia;
import io.github.lanewise.model.JointSpec;
import io.github.lanewise.model.RobotBuilder;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.spatial.Vec3;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The inertia that joints feel, and robots of which some joint feels none. */
class ApparentInertiaTest {
  private static final BodyInertia BODY = BodyInertia.of(2, Vec3.of(0.3, 0, 0), 0.01, 0.02, 0.03);

  static Stream<String> robots() {
    return Stream.concat(TestRobots.all(), TestRobots.files());
  }

  /** Two hinges on one axis, and what is between them. */
  private static RobotBuilder coaxial(BodyInertia between) {
    return RobotBuilder.named("coaxial").link("base").link("ring", between).link("arm", BODY)
        .joint(JointSpec.continuous("inner", "ring", "arm").axis(0, 0, 1).at(0, 0, 0.4).rpy(0, 0, 0.7));
  }

  private static JointSpec outer() {
    return JointSpec.continuous("outer", "base", "ring").axis(0, 0, 1).at(0.1, -0.2, 0.3).rpy(0.3, 0.4, 0.5);
  }

  @Test
  void twoHingesOnOneAxisWithNothingBetweenThemAreRefused() {
    RobotModel model = coaxial(BodyInertia.NONE).joint(outer()).build();
    assertThatThrownBy(() -> ApparentInertia.requirePositive(model)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("'coaxial' has no accelerations", "joint 'outer' feels no inertia", "armature");
    assertThatThrownBy(() -> ApparentInertia.of(model)).hasMessageContaining("'outer'");
    assertThatThrownBy(() -> new StepFunction(
        model, Integrator.RK4, 1e-3, ControlLaw.torque(model), false)).hasMessageContaining("'outer'");
  }

  @Test
  void anArmatureOrTheSmallestInertiaBetweenThemWillDo() {
    assertThatCode(() -> ApparentInertia.requirePositive(coaxial(BodyInertia.NONE).joint(outer().armature(1e-9))
        .build())).doesNotThrowAnyException();
    assertThatCode(() -> ApparentInertia.requirePositive(coaxial(BodyInertia.of(1e-9, Vec3.ZERO, 1e-9, 1e-9, 1e-9))
        .joint(outer()).build())).doesNotThrowAnyException();
  }

  /** Three axes through a point: of the middle one at a right angle, the other two are one. */
  @ParameterizedTest
  @ValueSource(doubles = {0, Math.PI / 2})
  void gimbalLockInSomeConfigurationsIsNoFault(double middle) {
    RobotModel wrist = RobotBuilder.named("wrist").link("base").link("a", BodyInertia.NONE).link("b", BodyInertia.NONE)
        .link("hand", BODY)
        .joint(JointSpec.continuous("yaw", "base", "a").axis(0, 0, 1))
        .joint(JointSpec.continuous("pitch", "a", "b").axis(0, 1, 0).rpy(0, middle, 0))
        .joint(JointSpec.continuous("roll", "b", "hand").axis(1, 0, 0)).build();
    assertThatCode(() -> ApparentInertia.requirePositive(wrist)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @MethodSource("robots")
  void isWhatInverseDynamicsOfTheAccelerationThatOneForceGivesSays(String name) {
    RobotModel model = TestRobots.get(name);
    int nv = model.nv();
    double[] inertia = ApparentInertia.of(model);
    Evaluation times = new Evaluation(Algorithms.massMatrixTimes(model));
    Evaluation solve = new Evaluation(Algorithms.inverseMassTimes(model));
    for (int row = 0; row < nv; row++) {
      double[] unit = new double[nv];
      unit[row] = 1;
      double[] a = solve.of(model.neutral(), unit);
      assertThat(inertia[row] * a[row]).isCloseTo(1, within(1e-9));
      assertThat(Numbers.error(times.of(model.neutral(), a), unit)).isLessThan(1e-9);
    }
  }
}
