package io.github.lanewise.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.dynamics.GroundContact;
import io.github.lanewise.dynamics.Integrator;
import io.github.lanewise.dynamics.PenaltyContact;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.model.Shape;
import io.github.lanewise.spatial.Transform;
import io.github.lanewise.spatial.Vec3;
import io.github.lanewise.trace.Interpreter;
import io.github.lanewise.trace.Scalar;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleBinaryOperator;
import org.junit.jupiter.api.Test;

/** Ground of a grid of heights: against planes, its own nodes and finite differences. */
class HeightFieldTest {
  private static final PenaltyContact LAW = new PenaltyContact(2e4, 2e3, 2e3, 0.6);
  private static final RobotModel DOT = ball(1e-6);
  private static final int ROWS = 5;
  private static final int COLUMNS = 7;

  private static RobotModel ball(double radius) {
    return RobotModel.parse("<mujoco><worldbody><body><freejoint/><geom size='" + radius
        + "' mass='2'/></body></worldbody></mujoco>");
  }

  /** From -3 to 3 along x and -1 to 1 along y, in cells of 1 m by 0.5 m. */
  private static Shape.HeightField field(DoubleBinaryOperator height) {
    List<List<Double>> grid = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      List<Double> row = new ArrayList<>();
      for (int j = 0; j < COLUMNS; j++) {
        row.add(height.applyAsDouble(j - 3, (i - 2) / 2.0) / 2);
      }
      grid.add(row);
    }
    return new Shape.HeightField("f", 3, 1, 2, 0, grid);
  }

  private static Shape.HeightField rough() {
    Random random = new Random(2);
    return field((x, y) -> 0.3 * random.nextGaussian());
  }

  private static double[] next(RobotModel model, GroundContact ground, double[] x) {
    try (Simulation simulation =
        Simulation.of(model).timeStep(1e-3).integrator(Integrator.EULER).contact(ground).build()) {
      simulation.state().setRobot(0, x);
      simulation.step(3);
      return simulation.state().robot(0);
    }
  }

  /** A ball that rolls and slides on a slope of heights does so on the slope as a plane, in inner cells. */
  @Test
  void aSlopeIsAPlane() {
    RobotModel model = ball(0.1);
    GroundContact flat = GroundContact.of(model, LAW);
    Vec3 normal = Vec3.of(-0.2, 0.3, 1);
    double length = Math.sqrt(1.13);
    double[] x = {0.3, 0.2, 0.2 * 0.3 - 0.3 * 0.2 + 0.1 + 0.1 * length - 2e-4, 0, 0, 0, 1, 0.7, -0.4, -0.1, 3, 2, 1};
    assertThat(next(model, flat.onField(field((a, b) -> 0.2 * a - 0.3 * b + 0.1), Transform.IDENTITY), x))
        .containsExactly(next(model, flat.onPlane(normal, 0.1 / length), x), within(1e-12));
  }

  /** The surface goes through its heights, and MJCF's, whose first row is the far one, is the same in its pose. */
  @Test
  void itPassesThroughItsHeights() {
    GroundContact ground = GroundContact.of(DOT, LAW).onField(rough(), Transform.IDENTITY);
    Shape.HeightField field = rough();
    for (int i = 0; i < ROWS; i++) {
      for (int j = 0; j < COLUMNS; j++) {
        double z = 2 * field.grid().get(i).get(j);
        assertThat(ground.lowest(DOT, j - 3, (i - 2) / 2.0, z, 0, 0, 0, 1)).isCloseTo(-1e-6, within(1e-12));
      }
    }
    RobotModel read = RobotModel.parse("""
        <mujoco><asset><hfield name="h" nrow="2" ncol="3" size="1 2 .5 1" elevation="6 7 8  2 3 4"/></asset><worldbody>
        <geom type="hfield" hfield="h" pos="0 0 10"/><body><freejoint/><geom size="1e-6" mass="2"/></body></worldbody>
        </mujoco>""");
    assertThat(GroundContact.of(read, LAW).lowest(read, 1, 2, 10.5, 0, 0, 0, 1)).isCloseTo(0, within(1e-5));
    assertThat(GroundContact.of(read, LAW).lowest(read, -1, -2, 10, 0, 0, 0, 1)).isCloseTo(0, within(1e-5));
    assertThat(GroundContact.of(read, LAW).lowest(read, 1, -2, 10 + 0.5 / 3, 0, 0, 0, 1)).isCloseTo(0, within(1e-5));
  }

  private static double[] normal(GroundContact ground, double x, double y, double z) {
    double[] f = new Interpreter(ground.forces(DOT)).evaluate(new double[] {x, y, z - 1e-3, 0, 0, 0, 1},
        new double[6])[1];
    double length = Math.sqrt(f[0] * f[0] + f[1] * f[1] + f[2] * f[2]);
    return new double[] {f[0] / length, f[1] / length, f[2] / length};
  }

  private static double height(GroundContact ground, double x, double y) {
    double z = 0;
    for (int k = 0; k < 300; k++) {
      z -= ground.lowest(DOT, x, y, z, 0, 0, 0, 1) + 1e-6;
    }
    return z;
  }

  /** Forces point along the gradient of the height, which has no jump at nodes, sides and beyond. */
  @Test
  void normalsAreGradientsAndContinuous() {
    GroundContact ground = GroundContact.of(DOT, LAW).onField(rough(), Transform.IDENTITY);
    Random random = new Random(6);
    double h = 1e-5;
    for (int k = 0; k < 20; k++) {
      double x = random.nextDouble(-3.4, 3.4);
      double y = random.nextDouble(-1.2, 1.2);
      double z = height(ground, x, y);
      double slopeX = (height(ground, x + h, y) - height(ground, x - h, y)) / (2 * h);
      double slopeY = (height(ground, x, y + h) - height(ground, x, y - h)) / (2 * h);
      double length = Math.sqrt(1 + slopeX * slopeX + slopeY * slopeY);
      assertThat(normal(ground, x, y, z)).containsExactly(
          new double[] {-slopeX / length, -slopeY / length, 1 / length}, within(1e-6));
    }
    for (double[] edge : new double[][] {{1, 0.2}, {0.4, 0.5}, {3, 0.3}, {-3, -0.1}, {0.7, 1}, {-3, 1}}) {
      double e = 1e-9;
      double z = height(ground, edge[0], edge[1]);
      assertThat(normal(ground, edge[0] + e, edge[1] + e, z))
          .containsExactly(normal(ground, edge[0] - e, edge[1] - e, z), within(1e-6));
    }
  }

  /** In a bowl of heights a ball comes to rest at the bottom; pullbacks on its way are differences of fourth order. */
  @Test
  void aBallRollsIntoTheHollowWithExactDerivatives() {
    RobotModel model = ball(0.1);
    GroundContact bowl = GroundContact.of(model, new PenaltyContact(2e4, 2e3, 50, 0.6))
        .onField(field((x, y) -> 0.1 * x * x + 0.2 * y * y), Transform.IDENTITY);
    try (Simulation simulation = Simulation.of(model).timeStep(2e-3).contact(bowl).robots(5).build()) {
      double[] x = {0.5, -0.3, 0.15, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0};
      for (int lane = 0; lane < 5; lane++) {
        simulation.state().setRobot(lane, x);
      }
      simulation.step(200);
      double[] moving = simulation.state().robot(0);
      double h = 1e-5;
      for (int row = 7; row < 10; row++) {
        for (int lane = 0; lane < 5; lane++) {
          double[] moved = moving.clone();
          moved[row - 7] += (lane - 2) * h;
          moved[row] += (lane - 2) * h;
          simulation.state().setRobot(lane, moved);
        }
        StepPullback pullback = simulation.pullback();
        for (int k = 0; k < 6; k++) {
          pullback.nextBar().fill(6 + k, 1 + k);
        }
        pullback.run();
        StepPushforward forward = simulation.pushforward();
        forward.run();
        double difference = 0;
        for (int k = 0; k < 6; k++) {
          difference += (1 + k) * (8 * (forward.next().get(7 + k, 3) - forward.next().get(7 + k, 1))
              - (forward.next().get(7 + k, 4) - forward.next().get(7 + k, 0))) / (12 * h);
        }
        // Positions in the world, as the ball has hardly turned: tangents of q are on its own axes.
        double[] q = moving.clone();
        double exact = pullback.stateBar().get(6 + row - 7, 2) + turned(pullback, q, row - 7);
        assertThat(exact).as("row %d", row).isCloseTo(difference, within(1e-6 * (1 + Math.abs(difference))));
      }
    }
  }

  /** The cotangent of the place, from the ball's axes to the world's. */
  private static double turned(StepPullback pullback, double[] q, int axis) {
    Scalar[] s = Scalar.of(q);
    Vec3 own = Vec3.of(pullback.stateBar().get(0, 2), pullback.stateBar().get(1, 2), pullback.stateBar().get(2, 2));
    return Transform.rotation(s[3], s[4], s[5], s[6]).times(own).toArray()[axis].value();
  }

  @Test
  void tooManyHeightsAndHeightsInFilesAreRefused() {
    GroundContact flat = GroundContact.of(DOT, LAW);
    List<List<Double>> wide = Collections.nCopies(33, Collections.nCopies(32, 0.0));
    assertThatIllegalArgumentException().isThrownBy(() -> flat.onField(
        new Shape.HeightField("wide", 1, 1, 1, 0, wide), Transform.IDENTITY))
        .withMessageContaining("height field 'wide' has 33 x 32 heights; a step takes 1024 at most");
    assertThatIllegalArgumentException().isThrownBy(() -> flat.onField(
        new Shape.HeightField("far", 1, 1, 1, 0, List.of()), Transform.IDENTITY))
        .withMessageContaining("has its heights in a file, which is not read");
  }
}
