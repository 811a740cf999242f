package io.github.lanewise.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.spatial.Vec3;
import java.util.Random;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

/** The few corners that stand for a mesh, against the planes between them. */
class MeshHullTest {
  private static double[] onABall(int n) {
    Random random = new Random(8);
    double[] points = new double[3 * n];
    for (int i = 0; i < n; i++) {
      Vec3 u = Vec3.of(random.nextGaussian(), random.nextGaussian(), random.nextGaussian());
      double length = Math.sqrt(u.squaredNorm().value());
      points[3 * i] = u.x().value() / length;
      points[3 * i + 1] = u.y().value() / length;
      points[3 * i + 2] = u.z().value() / length;
    }
    return points;
  }

  /** No point is further above a face than is said, one is as far, and more corners leave less outside. */
  @Test
  void theErrorIsTheLargestHeightAboveAFace() {
    double[] points = onABall(500);
    double before = Double.POSITIVE_INFINITY;
    for (int most : new int[] {4, 8, 16, 40}) {
      MeshHull hull = MeshHull.of(new MeshFile(points, new int[0]), most);
      assertThat(hull.corners()).hasSizeLessThanOrEqualTo(most);
      double[] own = hull.corners().stream().flatMapToDouble(c ->
          DoubleStream.of(c.x().value(), c.y().value(), c.z().value())).toArray();
      int[] faces = ConvexHull.of(own);
      double highest = 0;
      for (int f = 0; f < faces.length; f += 3) {
        Vec3 a = Vec3.of(own[3 * faces[f]], own[3 * faces[f] + 1], own[3 * faces[f] + 2]);
        Vec3 b = Vec3.of(own[3 * faces[f + 1]], own[3 * faces[f + 1] + 1], own[3 * faces[f + 1] + 2]);
        Vec3 c = Vec3.of(own[3 * faces[f + 2]], own[3 * faces[f + 2] + 1], own[3 * faces[f + 2] + 2]);
        Vec3 normal = b.minus(a).cross(c.minus(a));
        double length = Math.sqrt(normal.squaredNorm().value());
        for (int i = 0; i < points.length; i += 3) {
          Vec3 p = Vec3.of(points[i], points[i + 1], points[i + 2]);
          highest = Math.max(highest, p.minus(a).dot(normal).value() / length);
        }
      }
      assertThat(hull.error()).isCloseTo(highest, within(1e-12)).isLessThan(before);
      before = hull.error();
    }
    assertThat(before).isLessThan(0.25);
  }

  @Test
  void aSheetEnclosesNothing() {
    assertThatIllegalArgumentException().isThrownBy(() -> MeshHull.of(
        new MeshFile(new double[] {0, 0, 0, 1, 0, 0, 0, 1, 0, 1, 1, 0}, new int[0]), 16));
  }
}
