package io.github.lanewise.dynamics.lagrange;

import static io.github.lanewise.dynamics.lagrange.Matrices.dot;
import static io.github.lanewise.dynamics.lagrange.Matrices.minus;
import static io.github.lanewise.dynamics.lagrange.Matrices.plus;
import static io.github.lanewise.dynamics.lagrange.Matrices.times;
import static io.github.lanewise.dynamics.lagrange.Matrices.unit;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The closed formulae against Lagrange's equations as they are written, from poses alone. */
class LagrangianTest {
  private static final Real SMALL = Real.ONE.half(73);
  private static final Real STEP = Real.ONE.half(36);
  private static final Real TOLERANCE = Real.of("1e-18");

  /**
   * L as a function of the coordinates x around q, and of their rates. Rates of poses are differences of poses, so that
   * no velocity is computed in any other way.
   */
  private record Function(Robot robot, Real[] q) {
    Real at(Real[] x, Real[] rate) {
      Poses here = new Poses(robot, Configuration.move(robot, q, x));
      Poses after = new Poses(robot, Configuration.move(robot, q, plus(x, times(rate, SMALL))));
      Poses before = new Poses(robot, Configuration.move(robot, q, minus(x, times(rate, SMALL))));
      Real twice = Real.ZERO;
      for (int b = 0; b < robot.joints.size(); b++) {
        Real[][] velocity = times(minus(after.joint(b), before.joint(b)), Real.HALF.over(SMALL));
        twice = twice.plus(dot(times(velocity, robot.joints.get(b).body()), velocity));
      }
      return twice.half(1).minus(here.potential());
    }

    /** {@code dL/dx_i}, or {@code dL/dx'_i}. */
    Real partial(int i, boolean byRate, Real[] x, Real[] rate) {
      Real[] step = unit(rate.length, i, STEP);
      Real difference = byRate ? at(x, plus(rate, step)).minus(at(x, minus(rate, step)))
          : at(plus(x, step), rate).minus(at(minus(x, step), rate));
      return difference.over(STEP).half(1);
    }
  }

  /** {@code tau = d/dt dL/dx' - dL/dx} on the path x = v t + a t^2 / 2, and armature times acceleration. */
  @ParameterizedTest
  @ValueSource(strings = {"finger+free", "hopper", "crane", "marionette", "acrobat"})
  void inverseDynamicsAreLagrangesEquations(String name) throws IOException {
    Robot robot = Golden.robot(name);
    Map<String, Real[]> state = Golden.state(robot, 3);
    Real[] v = state.get("v");
    Real[] a = state.get("a");
    Real[] tau = new Lagrangian(robot, state.get("q")).inverseDynamics(v, a);
    Function lagrangian = new Function(robot, state.get("q"));
    Real[] still = Matrices.zeros(v.length);
    Real[] shift = times(a, STEP.times(STEP).half(1));
    Real largest = Real.ZERO;
    for (Robot.Joint joint : robot.joints) {
      for (int i = joint.v(); i < joint.v() + joint.nv(); i++) {
        Real later = lagrangian.partial(i, true, plus(shift, times(v, STEP)), plus(v, times(a, STEP)));
        Real sooner = lagrangian.partial(i, true, minus(shift, times(v, STEP)), minus(v, times(a, STEP)));
        Real expected = later.minus(sooner).over(STEP).half(1).minus(lagrangian.partial(i, false, still, v))
            .plus(joint.passive().armature().times(a[i]));
        assertThat(tau[i].minus(expected).abs().isLess(TOLERANCE))
            .as("row %d: %s, not %s", i, tau[i], expected).isTrue();
        largest = largest.isLess(expected.abs()) ? expected.abs() : largest;
      }
    }
    assertThat(largest.isLess(Real.of("0.01"))).isFalse();
  }

  /** Numbers with known digits. */
  @Test
  void numbersAreRight() {
    Real[][] turn = Rigid.rotation(unit(3, 2, Real.ONE), Real.ONE);
    assertThat(turn[0][0]).hasToString("0.5403023058681397174009");
    assertThat(turn[1][0]).hasToString("0.8414709848078965066525");
    assertThat(Real.ONE.exp()).hasToString("2.71828182845904523536");
    assertThat(Real.of("-0.75").tanh()).hasToString("-0.6351489523872873192144");
    assertThat(Real.of(2).sqrt()).hasToString("1.414213562373095048802");
    assertThat(Rigid.rotation(unit(3, 0, Real.ONE), Real.PI)[2][1]).hasToString("0");
    assertThat(Real.of(1).over(Real.of(3))).hasToString("0.3333333333333333333333");
  }
}
