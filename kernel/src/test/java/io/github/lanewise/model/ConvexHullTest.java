package io.github.lanewise.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.spatial.Mat3;
import io.github.lanewise.spatial.Vec3;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Hulls against what a hull is: closed, around all points; and against solids of which the volume is known. */
class ConvexHullTest {
  /** Every point on or below every face; every edge once in each direction, so that the surface is closed. */
  private static double volumeOfChecked(double[] points, double tolerance) {
    int[] corners = ConvexHull.of(points);
    Set<Long> edges = new HashSet<>();
    double volume = 0;
    for (int t = 0; t < corners.length; t += 3) {
      double[] a = point(points, corners[t]);
      double[] b = point(points, corners[t + 1]);
      double[] c = point(points, corners[t + 2]);
      double[] normal = cross(minus(b, a), minus(c, a));
      double length = Math.sqrt(dot(normal, normal));
      assertThat(length).as("area").isPositive();
      for (int i = 0; i < points.length / 3; i++) {
        assertThat(dot(minus(point(points, i), a), normal) / length).as("height of %s", i).isLessThan(tolerance);
      }
      for (int k = 0; k < 3; k++) {
        assertThat(edges.add((long) corners[t + k] << 32 | corners[t + (k + 1) % 3])).as("one face a side").isTrue();
      }
      volume += dot(a, cross(b, c)) / 6;
    }
    for (long edge : edges) {
      assertThat(edges).contains(edge << 32 | edge >>> 32);
    }
    return volume;
  }

  private static double[] point(double[] points, int i) {
    return Arrays.copyOfRange(points, 3 * i, 3 * i + 3);
  }

  private static double[] minus(double[] a, double[] b) {
    return new double[] {a[0] - b[0], a[1] - b[1], a[2] - b[2]};
  }

  private static double[] cross(double[] a, double[] b) {
    return new double[] {a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]};
  }

  private static double dot(double[] a, double[] b) {
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
  }

  @ParameterizedTest
  @CsvSource({"4, 1", "5, 2", "8, 3", "30, 4", "200, 5", "1000, 6"})
  void holdsRandomPoints(int count, long seed) {
    Random random = new Random(seed);
    for (int trial = 0; trial < 2000 / count; trial++) {
      double[] points = random.doubles(3L * count, -1, 1).map(x -> x + 7).toArray();
      assertThat(volumeOfChecked(points, 1e-12)).isBetween(1e-6, 8.0);
    }
  }

  /** Random points never beat the hull of all of them: a tetrahedron of any four is inside. */
  @Test
  void holdsEveryTetrahedronOfItsPoints() {
    Random random = new Random(9);
    double[] points = random.doubles(24, -1, 1).toArray();
    double volume = volumeOfChecked(points, 1e-12);
    for (int trial = 0; trial < 500; trial++) {
      double[] four = random.ints(4, 0, 8).mapToObj(i -> point(points, i)).flatMapToDouble(Arrays::stream).toArray();
      double[] a = minus(point(four, 1), point(four, 0));
      double[] b = minus(point(four, 2), point(four, 0));
      double[] c = minus(point(four, 3), point(four, 0));
      assertThat(Math.abs(dot(a, cross(b, c)) / 6)).isLessThan(volume);
    }
  }

  /** Many points of one plane, on one line, and twice: on the sides, on the edges and inside of a box. */
  @ParameterizedTest
  @ValueSource(ints = {2, 3, 5, 9})
  void aGridIsItsBox(int n) {
    double[] points = new double[6 * n * n * n];
    for (int i = 0; i < 2 * n * n * n; i++) {
      points[3 * i] = 0.1 * (i % n);
      points[3 * i + 1] = 0.3 * (i / n % n);
      points[3 * i + 2] = 0.7 * (i / n / n % n) - 0.2;
    }
    double expected = 0.1 * 0.3 * 0.7 * Math.pow(n - 1, 3);
    assertThat(volumeOfChecked(points, 1e-14 * n)).isCloseTo(expected, within(1e-13 * expected));
    Random random = new Random(n);
    double[] q = Orientation.unit(random.nextGaussian(), random.nextGaussian(), random.nextGaussian(), 1);
    Mat3 turn = Orientation.quaternion(q[0], q[1], q[2], q[3]);
    double[] turned = new double[points.length];
    for (int i = 0; i < points.length; i += 3) {
      double[] p = Doubles.of(turn.times(
          Vec3.of(points[i], points[i + 1], points[i + 2])));
      System.arraycopy(p, 0, turned, i, 3);
    }
    assertThat(volumeOfChecked(turned, 1e-13)).as("turned, so that planes are so but for rounding")
        .isCloseTo(expected, within(1e-12 * expected));
  }

  @Test
  void pointsOnASphereAreAllCornersAndFillIt() {
    int n = 2000;
    double[] points = new double[3 * n];
    for (int i = 0; i < n; i++) {
      double z = 1 - (2.0 * i + 1) / n;
      double angle = i * Math.PI * (3 - Math.sqrt(5));
      points[3 * i] = Math.sqrt(1 - z * z) * Math.cos(angle);
      points[3 * i + 1] = Math.sqrt(1 - z * z) * Math.sin(angle);
      points[3 * i + 2] = z;
    }
    assertThat(Arrays.stream(ConvexHull.of(points)).distinct().count()).isEqualTo(n);
    assertThat(volumeOfChecked(points, 1e-13)).isCloseTo(4 * Math.PI / 3, within(0.02));
  }

  @Test
  void whatStandsOutByALittleIsACorner() {
    double[] points = new double[27];
    for (int i = 0; i < 8; i++) {
      points[3 * i] = i & 1;
      points[3 * i + 1] = i >> 1 & 1;
      points[3 * i + 2] = i >> 2;
    }
    points[24] = 0.5;
    points[25] = 0.25;
    points[26] = 1 + 1e-9;
    assertThat(ConvexHull.of(points)).contains(8);
    points[26] = 1 - 1e-9;
    assertThat(ConvexHull.of(points)).doesNotContain(8);
  }

  @Test
  void whatHasNoVolumeIsRefusedByName() {
    assertThatThrownBy(() -> ConvexHull.of(new double[9])).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("3 points; a hull takes 4 or more");
    double[] points = new double[15];
    Arrays.fill(points, 0.3);
    assertThatThrownBy(() -> ConvexHull.of(points)).hasMessageContaining("5 points that are all in one place");
    for (int i = 0; i < 5; i++) {
      points[3 * i] = 0.1 * i;
      points[3 * i + 1] = 0.3 * i;
    }
    assertThatThrownBy(() -> ConvexHull.of(points)).hasMessageContaining("all on one line");
    points[7] += 1;
    assertThatThrownBy(() -> ConvexHull.of(points)).hasMessageContaining("all in one plane");
    points[14] += 1;
    assertThat(volumeOfChecked(points, 1e-14)).isPositive();
  }
}
