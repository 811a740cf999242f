package io.github.lanewise.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lanewise.dynamics.Algorithms;
import io.github.lanewise.dynamics.BatchedAlgorithm;
import io.github.lanewise.dynamics.Integrator;
import io.github.lanewise.lanes.Batch;
import io.github.lanewise.model.RobotModel;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * More rounds come nearer to Coulomb's friction of two joints that stop each other: impulses within h f that leave the
 * least kinetic energy, here found by sweeps over the joints until nothing moves any more.
 */
final class FrictionRoundsTest {
  private static final int ROBOTS = 64;
  private static final double H = 1e-3;
  private static final double[] FRICTION = {0.4, 0.1};
  private static final String ARM = """
      <mujoco><option gravity="0 0 0"/><worldbody><body><joint axis="0 1 0" frictionloss="%s"/><geom type="capsule"
        size="0.03" fromto="0 0 0 0.5 0 0" mass="0.1"/><body pos="0.5 0 0"><joint axis="0 1 0" frictionloss="%s"/>
        <geom type="capsule" size="0.02" fromto="0 0 0 0.5 0 0" mass="0.1"/></body></body></worldbody></mujoco>""";

  private static Batch stepped(double shoulder, double elbow, int rounds, double[][] q, double[][] v) {
    RobotModel model = RobotModel.parse(ARM.formatted(shoulder, elbow));
    try (Simulation arms = Simulation.of(model).integrator(Integrator.EULER).timeStep(H).robots(ROBOTS)
        .frictionRounds(rounds).build()) {
      for (int robot = 0; robot < ROBOTS; robot++) {
        arms.state().setRobot(robot, q[robot][0], q[robot][1], v[robot][0], v[robot][1]);
      }
      arms.step();
      return arms.state();
    }
  }

  /** Velocities after friction has acted on those without it, (2 robots) values. */
  private static double[][] coulomb(Batch free, double[][] q) {
    BatchedAlgorithm mass = BatchedAlgorithm.of(RobotModel.parse(ARM.formatted(0, 0)), Algorithms::massMatrix, ROBOTS);
    for (int robot = 0; robot < ROBOTS; robot++) {
      mass.batch("q").setRobot(robot, q[robot]);
    }
    mass.run();
    double[][] v = new double[ROBOTS][2];
    for (int robot = 0; robot < ROBOTS; robot++) {
      double a = mass.batch("M").get(0, robot);
      double b = mass.batch("M").get(1, robot);
      double c = mass.batch("M").get(2, robot);
      double determinant = a * c - b * b;
      double[][] inverse = {{c / determinant, -b / determinant}, {-b / determinant, a / determinant}};
      double[] impulse = new double[2];
      for (int i = 0; i < 2; i++) {
        v[robot][i] = free.get(2 + i, robot);
      }
      for (int sweep = 0; sweep < 10_000; sweep++) {
        int i = sweep % 2;
        double limit = H * FRICTION[i];
        double next = Math.clamp(impulse[i] - v[robot][i] / inverse[i][i], -limit, limit);
        for (int j = 0; j < 2; j++) {
          v[robot][j] += inverse[j][i] * (next - impulse[i]);
        }
        impulse[i] = next;
      }
    }
    return v;
  }

  private static double worst(Batch state, double[][] v) {
    double worst = 0;
    for (int robot = 0; robot < ROBOTS; robot++) {
      for (int i = 0; i < 2; i++) {
        worst = Math.max(worst, Math.abs(state.get(2 + i, robot) - v[robot][i]));
      }
    }
    return worst;
  }

  @Test
  void moreRoundsComeNearerToCoulombsFriction() {
    Random random = new Random(3);
    double[][] q = new double[ROBOTS][];
    double[][] v = new double[ROBOTS][];
    for (int robot = 0; robot < ROBOTS; robot++) {
      q[robot] = random.doubles(2, -1, 1).toArray();
      v[robot] = random.doubles(2, -0.1, 0.1).toArray();
    }
    double[][] right = coulomb(stepped(0, 0, 2, q, v), q);
    double[] error = new double[3];
    int[] rounds = {2, 8, 64};
    for (int k = 0; k < 3; k++) {
      error[k] = worst(stepped(FRICTION[0], FRICTION[1], rounds[k], q, v), right);
    }
    assertThat(error[1]).isLessThan(error[0] / 5);
    assertThat(error[2]).as("the creep of joints that are held, some by nearly all of it").isLessThan(5e-6);
  }

  @Test
  void oneRoundIsTooFew() {
    assertThatThrownBy(() -> Simulation.of(RobotModel.builtIn("finger")).frictionRounds(1).build())
        .hasMessage("dry friction found in 1 rounds: at least 2");
  }
}
