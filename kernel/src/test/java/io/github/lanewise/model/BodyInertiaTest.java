package io.github.lanewise.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.spatial.Mat3;
import io.github.lanewise.spatial.Transform;
import io.github.lanewise.spatial.Vec3;
import io.github.lanewise.trace.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Bodies against clouds of points, for which mass, centre and inertia are plain sums. */
class BodyInertiaTest {
  private static final long SEED = 7002;

  private final Random random = new Random(SEED);

  @Test
  void weldedBodiesAreTheUnionOfTheirPoints() {
    for (int trial = 0; trial < 50; trial++) {
      List<double[]> a = cloud(6);
      List<double[]> b = cloud(4);
      List<double[]> both = new ArrayList<>(a);
      both.addAll(b);
      close(BodyInertia.weld(List.of(body(a), BodyInertia.NONE, body(b))), body(both));
    }
  }

  @Test
  void movingABodyMovesItsPoints() {
    for (int trial = 0; trial < 50; trial++) {
      List<double[]> points = cloud(7);
      Transform x = new Transform(
          Orientation.rpy(random.nextGaussian(), random.nextGaussian(), random.nextGaussian()),
          Vec3.of(random.nextGaussian(), random.nextGaussian(), random.nextGaussian()));
      List<double[]> moved = points.stream().map(p -> {
        double[] r = Doubles.of(x.times(Vec3.of(p[1], p[2], p[3])));
        return new double[] {p[0], r[0], r[1], r[2]};
      }).toList();
      close(body(points).toParent(x), body(moved));
    }
  }

  @Test
  void smallInertiasFarFromTheOriginKeepTheirDigits() {
    Vec3 far = Vec3.of(1000, 0, 0);
    BodyInertia speck = BodyInertia.of(1, far, 1e-6, 2e-6, 2.5e-6);
    BodyInertia both = BodyInertia.weld(List.of(speck, speck));
    assertThat(both.atCom().xx().value()).isCloseTo(2e-6, within(1e-18));
    assertThat(both.atCom().zz().value()).isCloseTo(5e-6, within(1e-18));
  }

  @Test
  void principalMomentsAreThoseThatWereTurnedAway() {
    for (int trial = 0; trial < 100; trial++) {
      double[] moments = random.doubles(3, 0, 1).sorted().toArray();
      Mat3 r = Orientation.quaternion(
          random.nextGaussian(), random.nextGaussian(), random.nextGaussian(), random.nextGaussian());
      PrincipalMoments found = PrincipalMoments.of(
          r.conjugateSymmetric(Mat3.of(moments[0], 0, 0, 0, moments[1], 0, 0, 0, moments[2])));
      assertThat(Doubles.distance(new double[] {found.smallest(), found.middle(), found.largest()}, moments))
          .as("seed %d", SEED).isLessThan(1e-14);
    }
  }

  @Test
  void raisedMomentsKeepTheirAxes() {
    Mat3 r = Orientation.quaternion(1, 2, -3, 4);
    Mat3 raised = PrincipalMoments.raised(r.conjugateSymmetric(Mat3.of(1, 0, 0, 0, 5, 0, 0, 0, 3)), 2);
    double[] expected = Doubles.of(r.conjugateSymmetric(Mat3.of(2, 0, 0, 0, 5, 0, 0, 0, 3)));
    assertThat(Doubles.distance(Doubles.of(raised), expected)).isLessThan(1e-14);
    Mat3 enough = r.conjugateSymmetric(Mat3.of(2, 0, 0, 0, 5, 0, 0, 0, 3));
    assertThat(PrincipalMoments.raised(enough, 1.9)).isSameAs(enough);
  }

  @Test
  void rodsArePhysicalButNegativeMomentsAndBrokenTrianglesAreNot() {
    assertThat(PrincipalMoments.of(Mat3.of(1, 0, 0, 0, 1, 0, 0, 0, 0)))
        .satisfies(rod -> assertThat(rod.semidefinite() && rod.physical()).isTrue());
    assertThat(PrincipalMoments.of(Mat3.of(1, 1.1, 0, 1.1, 1, 0, 0, 0, 1)).semidefinite()).isFalse();
    assertThat(PrincipalMoments.of(Mat3.of(1, 0, 0, 0, 1, 0, 0, 0, 2.1)).physical()).isFalse();
    assertThat(PrincipalMoments.of(Mat3.of(-1, 0, 0, 0, -1, 0, 0, 0, -1)).semidefinite()).isFalse();
  }

  /** Points as {mass, x, y, z}. */
  private List<double[]> cloud(int n) {
    List<double[]> points = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      points.add(new double[] {
        random.nextDouble(0.1, 1), random.nextGaussian(), random.nextGaussian(), random.nextGaussian()
      });
    }
    return points;
  }

  private static BodyInertia body(List<double[]> points) {
    double m = 0;
    double[] c = new double[3];
    for (double[] p : points) {
      m += p[0];
      for (int k = 0; k < 3; k++) {
        c[k] += p[0] * p[k + 1];
      }
    }
    double[][] inertia = new double[3][3];
    for (double[] p : points) {
      double[] r = {p[1] - c[0] / m, p[2] - c[1] / m, p[3] - c[2] / m};
      for (int i = 0; i < 3; i++) {
        for (int j = 0; j < 3; j++) {
          double square = i == j ? r[0] * r[0] + r[1] * r[1] + r[2] * r[2] : 0;
          inertia[i][j] += p[0] * (square - r[i] * r[j]);
        }
      }
    }
    Scalar[][] entries = {Scalar.of(inertia[0]), Scalar.of(inertia[1]), Scalar.of(inertia[2])};
    return new BodyInertia(m, Vec3.of(c[0] / m, c[1] / m, c[2] / m), Mat3.columns(
        Vec3.of(entries[0], 0), Vec3.of(entries[1], 0), Vec3.of(entries[2], 0)));
  }

  private static void close(BodyInertia actual, BodyInertia expected) {
    assertThat(actual.mass()).isCloseTo(expected.mass(), within(1e-14));
    assertThat(Doubles.distance(Doubles.of(actual.com()), Doubles.of(expected.com())))
        .as("seed %d", SEED).isLessThan(1e-13);
    assertThat(Doubles.distance(Doubles.of(actual.atCom()), Doubles.of(expected.atCom())))
        .as("seed %d", SEED).isLessThan(1e-12);
  }
}
