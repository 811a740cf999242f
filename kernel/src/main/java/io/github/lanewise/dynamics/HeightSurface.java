package io.github.lanewise.dynamics;

import io.github.lanewise.model.Shape;
import io.github.lanewise.spatial.Transform;
import io.github.lanewise.spatial.Vec3;
import io.github.lanewise.trace.Scalar;
import java.util.List;

/**
 * {@code z = sum_ij H_ij w(x - i) w(y - j)}: a grid of heights, made smooth by cubic convolution (Keys, Cubic
 * convolution interpolation for digital image processing, 1981), x and y counted in cells.
 *
 * <p>The surface passes through all heights and has a continuous slope everywhere: at an inner node that of the line
 * between its neighbours, at a side 0 across it, as the heights are mirrored there; beyond the sides it goes on level.
 * Beside a step of the heights it swings over by up to 2/27 of it. What grows no faster than a square is exact in all
 * cells but the outer ones.
 *
 * <p>A body touches the plane that is tangent below the centre of its ball: exact where the ground is a plane, else to
 * first order in the radius over the ground's radius of curvature; hollows narrower than the ball are felt as if it
 * could reach into them.
 *
 * <p>Lanes cannot look up different numbers, so all heights take part in every step: 2 fused multiply-adds for each and
 * about 25 operations for each row and column, for each point that may touch. More than {@value #MOST} heights are
 * refused.
 */
final class HeightSurface implements Surface {
  /** Most heights. */
  private static final int MOST = 1024;

  private final Transform toWorld;
  private final Transform toField;
  private final Shape.HeightField field;
  private final List<List<Double>> grid;

  /**
   * A field in a pose.
   *
   * @throws IllegalArgumentException if its heights are not known or too many
   */
  HeightSurface(Shape.HeightField field, Transform pose) {
    this.field = field;
    grid = field.grid();
    if (!(field.halfX() > 0 && field.halfY() > 0)) {
      throw new IllegalArgumentException("height field '" + field.name() + "' has a side without length");
    }
    if (grid.isEmpty() || grid.size() * grid.getFirst().size() > MOST) {
      throw new IllegalArgumentException("height field '" + field.name() + "' has " + (grid.isEmpty()
          ? "its heights in a file, which is not read; write them into elevation"
          : grid.size() + " x " + grid.getFirst().size() + " heights; a step takes " + MOST + " at most"));
    }
    toWorld = pose;
    toField = pose.inverse();
  }

  /** The weights of the nodes of one axis, and their derivatives by the place [1/m]. */
  private record Weights(Scalar[] values, Scalar[] slopes) {
    /** At a place from -half to half, and at the ends beyond. */
    static Weights at(Scalar place, double half, int nodes) {
      double perMetre = (nodes - 1) / (2 * half);
      Scalar cell = place.max(-half).min(half).plus(half).times(perMetre);
      Scalar inside = place.abs().minus(half).ifLess(0, Scalar.of(perMetre), Scalar.ZERO);
      Scalar[] values = Scalar.zeros(nodes);
      Scalar[] slopes = Scalar.zeros(nodes);
      for (int node = -1; node <= nodes; node++) {
        int mirrored = node < 0 ? -node : node >= nodes ? 2 * (nodes - 1) - node : node;
        Scalar from = cell.minus(node);
        Scalar near = Scalar.ONE.minus(from.abs()).max(0);
        Scalar far = Scalar.of(2).minus(from.abs()).max(0);
        values[mirrored] = values[mirrored].plus(kernel(near, far));
        Scalar slope = slope(near, far).times(inside);
        slopes[mirrored] = slopes[mirrored].plus(from.ifLess(0, slope, slope.negate()));
      }
      return new Weights(values, slopes);
    }

    /** {@code s^2 (1 - 2 s) + t^2 (t - 1) / 2} with s = max(0, 1 - |x|) and t = max(0, 2 - |x|). */
    private static Scalar kernel(Scalar s, Scalar t) {
      return s.squared().times(Scalar.ONE.minus(s.times(2))).plus(t.squared().times(t.minus(1)).times(0.5));
    }

    /** Its derivative by -|x|. */
    private static Scalar slope(Scalar s, Scalar t) {
      return s.times(Scalar.ONE.minus(s.times(3))).times(2).plus(t.times(t.times(1.5).minus(1)));
    }
  }

  @Override
  public Tangent below(Transform pose, Vec3 centre) {
    Vec3 place = toField.times(pose.times(centre));
    Weights x = Weights.at(place.x(), field.halfX(), grid.getFirst().size());
    Weights y = Weights.at(place.y(), field.halfY(), grid.size());
    Scalar height = Scalar.ZERO;
    Scalar alongX = Scalar.ZERO;
    Scalar alongY = Scalar.ZERO;
    for (int i = 0; i < grid.size(); i++) {
      Scalar row = Scalar.ZERO;
      Scalar rowSlope = Scalar.ZERO;
      for (int j = 0; j < grid.getFirst().size(); j++) {
        double node = grid.get(i).get(j) * field.height();
        row = row.plus(x.values[j].times(node));
        rowSlope = rowSlope.plus(x.slopes[j].times(node));
      }
      height = height.plus(row.times(y.values[i]));
      alongX = alongX.plus(rowSlope.times(y.values[i]));
      alongY = alongY.plus(row.times(y.slopes[i]));
    }
    Scalar length = alongX.squared().plus(alongY.squared()).plus(1).sqrt();
    Vec3 normal = toWorld.rotation().times(
        new Vec3(alongX.negate(), alongY.negate(), Scalar.ONE).times(length.reciprocal()));
    Vec3 on = toWorld.times(new Vec3(place.x(), place.y(), height));
    return new Tangent(normal, on.dot(normal));
  }
}
