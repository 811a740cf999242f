package io.github.lanewise.dynamics;

import static io.github.lanewise.dynamics.Numbers.dot;
import static io.github.lanewise.dynamics.Numbers.error;
import static io.github.lanewise.dynamics.Numbers.move;
import static io.github.lanewise.dynamics.Numbers.plus;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.model.BodyInertia;
import io.github.lanewise.model.JointSpec;
import io.github.lanewise.model.RobotBuilder;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.spatial.Vec3;
import io.github.lanewise.trace.Forward;
import io.github.lanewise.trace.Graph;
import io.github.lanewise.trace.Scalar;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Springs of spherical and free joints against the energy that they store: half the square of the way to neutral. */
class SpringTest {
  private static final double[] NEUTRAL = {0.3, -0.2, 0.5, 0.48, 0.6, 0, 0.64};
  private static final RobotModel ROBOT = RobotBuilder.named("springs").link("world")
      .link("ball", BodyInertia.of(1, Vec3.ZERO, 0.1, 0.2, 0.3)).link("stone", BodyInertia.of(1, Vec3.ZERO, 1, 2, 3))
      .joint(JointSpec.spherical("socket", "world", "ball").spring(3, 0)
          .neutral(NEUTRAL[3], NEUTRAL[4], NEUTRAL[5], NEUTRAL[6]))
      .joint(JointSpec.free("flight", "world", "stone").spring(5, 0).neutral(NEUTRAL)).build();
  private static final double H = 1e-6;

  private static double energy(double[] q) {
    double way = Math.pow(q[4] - NEUTRAL[0], 2) + Math.pow(q[5] - NEUTRAL[1], 2) + Math.pow(q[6] - NEUTRAL[2], 2);
    return 1.5 * Math.pow(angle(q, 0), 2) + 2.5 * (way + Math.pow(angle(q, 7), 2));
  }

  /** Of the turn from neutral: by the chord of unit quaternions, which is accurate near 0 where the cosine is not. */
  private static double angle(double[] q, int i) {
    double near = 0;
    double far = 0;
    for (int k = 0; k < 4; k++) {
      near += Math.pow(q[i + k] - NEUTRAL[3 + k], 2);
      far += Math.pow(q[i + k] + NEUTRAL[3 + k], 2);
    }
    return 4 * Math.asin(Math.sqrt(Math.min(near, far)) / 2);
  }

  /** A state that is turned from neutral by the angle about a random axis, its quaternions with either sign. */
  private static double[] turned(double angle, Random random, double sign) {
    double[] q = new double[ROBOT.nq()];
    System.arraycopy(ROBOT.neutral(), 0, q, 0, q.length);
    double[] d = TestRobots.normal(random, ROBOT.nv());
    for (int i : new int[] {0, 6}) {
      double norm = Math.sqrt(d[i] * d[i] + d[i + 1] * d[i + 1] + d[i + 2] * d[i + 2]);
      for (int k = i; k < i + 3; k++) {
        d[k] *= angle / norm;
      }
    }
    double[] moved = move(ROBOT, q, d);
    for (int i = 0; i < moved.length; i++) {
      moved[i] *= i > 3 && i < 7 ? 1 : sign;
    }
    return moved;
  }

  private static Scalar[] tau(Graph g, Scalar[] q) {
    Mechanism robot = Mechanism.of(ROBOT);
    Forces forces = new Forces(robot, 0);
    new PassiveForces(Parameters.constants(ROBOT)).addTo(forces, new Kinematics(robot, q));
    return forces.drive(Scalar.zeros(ROBOT.nv())).tau();
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-9, 0.01, 0.28, 0.29, 1, 2.5, 3.1})
  void pullTowardsNeutralAndStoreTheirEnergy(double angle) {
    Graph g = new Graph("springs");
    Scalar[] q = g.input("q", ROBOT.nq());
    Scalar[] tau = tau(g, q);
    Scalar[] d = g.input("d", ROBOT.nv());
    g.output("tau", tau);
    g.output("dot", Forward.jvp(tau, q, Configuration.toRates(ROBOT, q, d)));
    Evaluation springs = new Evaluation(g);
    Random random = new Random(11);
    for (double sign : new double[] {1, -1}) {
      double[] at = turned(angle, random, sign);
      double[] direction = TestRobots.normal(random, ROBOT.nv());
      double[] after = move(ROBOT, at, plus(new double[direction.length], H, direction));
      double[] before = move(ROBOT, at, plus(new double[direction.length], -H, direction));
      double[] force = springs.get("tau", at, direction);
      double power = (energy(after) - energy(before)) / (2 * H);
      assertThat(dot(force, direction)).as("angle %s, sign %s", angle, sign).isCloseTo(-power, within(1e-6));
      double[] quotient = plus(new double[force.length], 1 / (2 * H), plus(
          springs.get("tau", after, direction), -1, springs.get("tau", before, direction)));
      assertThat(error(springs.get("dot", at, direction), quotient)).isLessThan(2e-6);
      double turn = Math.sqrt(dot(Arrays.copyOf(force, 3), Arrays.copyOf(force, 3))) / 3;
      assertThat(turn).as("the angle itself").isCloseTo(angle, within(1e-14));
    }
  }
}
