package io.github.lanewise.spatial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.trace.Scalar;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Spatial algebra on constants, against its own identities, plain matrix products and point masses. */
class SpatialAlgebraTest {
  private static final double TOLERANCE = 1e-12;

  private final Random random = new Random(4);

  private double number() {
    return random.nextGaussian();
  }

  private Vec3 vector() {
    return Vec3.of(number(), number(), number());
  }

  private Mat3 matrix() {
    return Mat3.columns(vector(), vector(), vector());
  }

  private Mat3 symmetric() {
    Mat3 m = matrix();
    return m.plus(m.transpose()).symmetrised();
  }

  private Motion motion() {
    return new Motion(vector(), vector());
  }

  private Force force() {
    return new Force(vector(), vector());
  }

  private Transform pose() {
    Scalar[] q = Scalar.of(number(), number(), number(), number());
    double norm = Math.sqrt(Stream.of(q).mapToDouble(s -> s.value() * s.value()).sum());
    return new Transform(Transform.rotation(
        q[0].over(norm), q[1].over(norm), q[2].over(norm), q[3].over(norm)), vector());
  }

  private Inertia inertia() {
    Mat3 m = matrix();
    return new Inertia(Scalar.of(1 + random.nextDouble()), vector(), m.conjugateSymmetric(Mat3.IDENTITY));
  }

  private static double[] numbers(Scalar... scalars) {
    return Stream.of(scalars).mapToDouble(Scalar::value).toArray();
  }

  private static double[] numbers(Mat3 m) {
    return numbers(Stream.of(m.toArrays()).flatMap(Stream::of).toArray(Scalar[]::new));
  }

  private static void same(double[] actual, double[] expected) {
    assertThat(actual).usingComparatorWithPrecision(TOLERANCE).containsExactly(expected);
  }

  private static void same(Vec3 actual, Vec3 expected) {
    same(numbers(actual.toArray()), numbers(expected.toArray()));
  }

  private static void same(Mat3 actual, Mat3 expected) {
    same(numbers(actual), numbers(expected));
  }

  private static void same(Motion actual, Motion expected) {
    same(numbers(actual.toArray()), numbers(expected.toArray()));
  }

  private static void same(Force actual, Force expected) {
    same(numbers(actual.toArray()), numbers(expected.toArray()));
  }

  private static void same(Inertia actual, Inertia expected) {
    same(numbers(actual.mass()), numbers(expected.mass()));
    same(actual.h(), expected.h());
    same(actual.second(), expected.second());
  }

  private static void same(ArticulatedInertia actual, ArticulatedInertia expected) {
    same(actual.angular(), expected.angular());
    same(actual.coupling(), expected.coupling());
    same(actual.linear(), expected.linear());
  }

  @RepeatedTest(3)
  void matricesActAsTheirEntriesSay() {
    Mat3 a = matrix();
    Mat3 b = matrix();
    Vec3 u = vector();
    same(a.times(b).times(u), a.times(b.times(u)));
    same(a.transposeTimes(b).times(u), a.transpose().times(b.times(u)));
    same(a.transposeTimes(u), a.transpose().times(u));
    same(a.conjugate(b), a.times(b).times(a.transpose()));
    Mat3 s = symmetric();
    same(a.conjugateSymmetric(s), a.times(s).times(a.transpose()));
    same(Mat3.skew(u).times(b.columnX()), u.cross(b.columnX()));
    same(Mat3.outer(u, b.rowY()).times(a.rowZ()), u.times(b.rowY().dot(a.rowZ())));
    assertThat(u.cross(b.rowX()).dot(u).value()).isCloseTo(0, within(TOLERANCE));
  }

  @RepeatedTest(3)
  void powerDoesNotDependOnTheFrame() {
    Transform x = pose();
    Motion v = motion();
    Force f = force();
    double power = v.dot(f).value();
    assertThat(x.toParent(v).dot(x.toParent(f)).value()).isCloseTo(power, within(TOLERANCE));
    assertThat(x.toChild(v).dot(x.toChild(f)).value()).isCloseTo(power, within(TOLERANCE));
  }

  @RepeatedTest(3)
  void posesComposeAndInvert() {
    Transform a = pose();
    Transform b = pose();
    Motion v = motion();
    Force f = force();
    Vec3 point = vector();
    same(a.times(b).times(point), a.times(b.times(point)));
    same(a.times(b).toParent(v), a.toParent(b.toParent(v)));
    same(a.times(b).toChild(v), b.toChild(a.toChild(v)));
    same(a.times(b).toParent(f), a.toParent(b.toParent(f)));
    same(a.toChild(a.toParent(v)), v);
    same(a.toChild(a.toParent(f)), f);
    same(a.inverse().toParent(v), a.toChild(v));
    same(a.inverse().toParent(f), a.toChild(f));
    same(a.times(a.inverse()).rotation(), Mat3.IDENTITY);
    same(a.times(a.inverse()).translation(), Vec3.ZERO);
  }

  @Test
  void aTurningBodyMovesItsPointsAcrossTheAxis() {
    // A wheel on an axle along z through (1, 0, 0), seen at the origin: the point of the wheel there moves along -y.
    Motion atAxle = new Motion(Vec3.of(0, 0, 2), Vec3.ZERO);
    same(new Transform(Mat3.IDENTITY, Vec3.of(1, 0, 0)).toParent(atAxle),
        new Motion(Vec3.of(0, 0, 2), Vec3.of(0, -2, 0)));
    // A force along y at (1, 0, 0) turns about z.
    Force push = new Force(Vec3.ZERO, Vec3.of(0, 3, 0));
    same(new Transform(Mat3.IDENTITY, Vec3.of(1, 0, 0)).toParent(push), new Force(Vec3.of(0, 0, 3), Vec3.of(0, 3, 0)));
  }

  @RepeatedTest(3)
  void crossProductsAreDualAndFollowTheFrame() {
    Motion u = motion();
    Motion v = motion();
    Motion w = motion();
    Force f = force();
    Transform x = pose();
    assertThat(u.cross(v).dot(f).value()).isCloseTo(-v.dot(u.cross(f)).value(), within(TOLERANCE));
    same(x.toParent(u.cross(v)), x.toParent(u).cross(x.toParent(v)));
    same(x.toParent(u.cross(f)), x.toParent(u).cross(x.toParent(f)));
    same(u.cross(v.cross(w)).plus(v.cross(w.cross(u))).plus(w.cross(u.cross(v))), Motion.ZERO);
    same(u.cross(v), v.cross(u).negate());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void turningAboutACoordinateAxisIsTheDenseRotation(int axis) {
    Scalar angle = Scalar.of(0.7);
    Rotation about = new Rotation.AboutAxis(axis, angle.sin(), angle.cos());
    Rotation dense = new Rotation.Dense(Transform.rotation(Vec3.unit(axis), angle));
    Mat3 a = matrix();
    Mat3 s = symmetric();
    Vec3 u = vector();
    same(about.matrix(), dense.matrix());
    same(about.times(u), dense.times(u));
    same(about.transposeTimes(u), dense.transposeTimes(u));
    same(about.conjugate(a), dense.conjugate(a));
    same(about.conjugateSymmetric(s), dense.conjugateSymmetric(s));
  }

  @Test
  void aQuarterTurnAboutZTakesXToY() {
    Scalar half = Scalar.of(Math.sqrt(0.5));
    same(Transform.rotation(Vec3.unit(2), Scalar.of(Math.PI / 2)).times(Vec3.unit(0)), Vec3.unit(1));
    same(Transform.rotation(Scalar.ZERO, Scalar.ZERO, half, half).times(Vec3.unit(0)), Vec3.unit(1));
    same(new Rotation.AboutAxis(2, Scalar.ONE, Scalar.ZERO).times(Vec3.unit(0)), Vec3.unit(1));
  }

  @RepeatedTest(3)
  void aBodyOfPointMassesHasTheirMomentumWhereverItIsSeen() {
    Inertia body = Inertia.ZERO;
    Transform x = pose();
    Motion v = motion();
    Force momentum = Force.ZERO;
    Force inParent = Force.ZERO;
    for (int i = 0; i < 5; i++) {
      Scalar m = Scalar.of(0.1 + random.nextDouble());
      Vec3 r = vector();
      body = body.plus(Inertia.of(m, r, Mat3.ZERO));
      Vec3 p = v.linear().plus(v.angular().cross(r)).times(m);
      momentum = momentum.plus(new Force(r.cross(p), p));
      Vec3 rotated = x.rotation().times(p);
      inParent = inParent.plus(new Force(x.times(r).cross(rotated), rotated));
    }
    same(body.times(v), momentum);
    same(ArticulatedInertia.of(body).times(v), momentum);
    same(body.toParent(x).times(x.toParent(v)), inParent);
    same(x.toParent(body.times(v)), inParent);
    same(body.rotational(), Mat3.diagonal(body.second().trace()).minus(body.second()));
  }

  /** Steiner: about the centre of mass the given matrix, elsewhere the share of a point mass more. */
  @Test
  void anInertiaAtTheCentreOfMassShifts() {
    Mat3 atCom = Mat3.of(2, 0.1, -0.2, 0.1, 2.5, 0.3, -0.2, 0.3, 3);
    Vec3 com = vector();
    Inertia body = Inertia.of(Scalar.of(1.5), com, atCom);
    Mat3 skew = Mat3.skew(com);
    same(body.rotational(), atCom.plus(skew.transposeTimes(skew).times(Scalar.of(1.5))));
    same(body.shifted(com.negate()).rotational(), atCom);
    same(body.minus(Inertia.of(Scalar.of(1.5), com, Mat3.ZERO)).rotational(), atCom);
  }

  @RepeatedTest(3)
  void articulatedInertiasMoveLikeTheForcesTheyGive() {
    ArticulatedInertia any = new ArticulatedInertia(symmetric(), matrix(), symmetric());
    Motion v = motion();
    Transform x = pose();
    ArticulatedInertia moved = any.turned(new Rotation.Dense(x.rotation())).shifted(x.translation());
    same(moved.times(x.toParent(v)), x.toParent(any.times(v)));
    Inertia body = inertia();
    same(ArticulatedInertia.of(body.toParent(x)),
        ArticulatedInertia.of(body).turned(new Rotation.Dense(x.rotation())).shifted(x.translation()));
    same(body.toParent(x).toParent(x.inverse()), body);
    same(any.plus(moved).times(v), any.times(v).plus(moved.times(v)));
  }

  @RepeatedTest(3)
  void takingOutAJointLeavesNoForceAlongIt() {
    ArticulatedInertia body = ArticulatedInertia.of(inertia());
    for (Motion s : new Motion[] {new Motion(Vec3.unit(1), Vec3.ZERO), new Motion(Vec3.ZERO, Vec3.unit(2).negate())}) {
      Force u = body.times(s);
      ArticulatedInertia projected = body.minusOuter(u, u.times(s.dot(u).reciprocal()));
      same(projected.times(s), Force.ZERO);
      same(projected.withoutAxis(s), projected);
      assertThat(numbers(projected.withoutAxis(s).times(s).toArray())).containsOnly(0.0);
      Motion v = motion();
      same(projected.times(v), body.times(v).minus(u.times(v.dot(u).over(s.dot(u)))));
    }
  }
}
