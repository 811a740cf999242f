package io.github.lanewise.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.spatial.Mat3;
import io.github.lanewise.spatial.Vec3;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Rotations written in different ways against each other and against what they must do to vectors. */
class OrientationTest {
  private static final double TOLERANCE = 1e-14;
  private static final long SEED = 7001;

  private final Random random = new Random(SEED);

  @Test
  void quaternionIsTheSandwichProduct() {
    for (int trial = 0; trial < 100; trial++) {
      double[] q = numbers(4);
      double[] v = numbers(3);
      double n2 = q[0] * q[0] + q[1] * q[1] + q[2] * q[2] + q[3] * q[3];
      double[] conjugate = {q[0] / n2, -q[1] / n2, -q[2] / n2, -q[3] / n2};
      double[] turned = multiply(multiply(q, new double[] {0, v[0], v[1], v[2]}), conjugate);
      Vec3 u = Orientation.quaternion(q[0], q[1], q[2], q[3]).times(Vec3.of(v[0], v[1], v[2]));
      assertThat(Doubles.distance(Doubles.of(u), new double[] {turned[1], turned[2], turned[3]}))
          .as("seed %d", SEED).isLessThan(TOLERANCE);
    }
  }

  @Test
  void axisAngleIsTheQuaternionOfHalfTheAngle() {
    for (int trial = 0; trial < 100; trial++) {
      double[] u = numbers(3);
      double angle = 4 * random.nextGaussian();
      double n = Math.sqrt(u[0] * u[0] + u[1] * u[1] + u[2] * u[2]);
      double s = Math.sin(angle / 2) / n;
      same(Orientation.axisAngle(Vec3.of(u[0], u[1], u[2]), angle),
          Orientation.quaternion(Math.cos(angle / 2), s * u[0], s * u[1], s * u[2]));
    }
  }

  @Test
  void rpyTurnsAboutFixedAxesInTurn() {
    for (int trial = 0; trial < 100; trial++) {
      double[] a = numbers(3);
      Mat3 byHand = about('z', a[2]).times(about('y', a[1])).times(about('x', a[0]));
      same(Orientation.rpy(a[0], a[1], a[2]), byHand);
      same(Orientation.euler("XYZ", a), byHand);
    }
  }

  @Test
  void smallLettersTurnAboutCarriedAxesAndCapitalsAboutFixedOnes() {
    for (String sequence : new String[] {"xyz", "zyx", "xzx", "XYZ", "ZXZ", "xYz", "Zyx"}) {
      double[] a = numbers(3);
      Mat3 byHand = Mat3.IDENTITY;
      for (int i = 0; i < 3; i++) {
        char letter = sequence.charAt(i);
        Mat3 turn = about(Character.toLowerCase(letter), a[i]);
        byHand = Character.isLowerCase(letter) ? byHand.times(turn) : turn.times(byHand);
      }
      same(Orientation.euler(sequence, a), byHand);
    }
  }

  @Test
  void zAxisGoesWhereItShouldByTheShortestTurn() {
    for (int trial = 0; trial < 100; trial++) {
      double[] z = numbers(3);
      Mat3 r = Orientation.zAxis(Vec3.of(z[0], z[1], z[2]));
      double[] unit = Doubles.of(Orientation.unit(Vec3.of(z[0], z[1], z[2])));
      assertThat(Doubles.distance(Doubles.of(r.columnZ()), unit)).as("seed %d", SEED).isLessThan(TOLERANCE);
      assertThat(Math.abs(r.xy().value() - r.yx().value())).as("no turn about z").isLessThan(TOLERANCE);
    }
    same(Orientation.zAxis(Vec3.of(0, 0, -3)), Mat3.of(1, 0, 0, 0, -1, 0, 0, 0, -1));
    same(Orientation.zAxis(Vec3.of(0, 0, 2)), Mat3.IDENTITY);
  }

  @Test
  void xyAxesKeepXAndMakeYOrthogonal() {
    Mat3 r = Orientation.xyAxes(Vec3.of(0, 2, 0), Vec3.of(-3, 5, 0));
    same(r, Mat3.of(0, -1, 0, 1, 0, 0, 0, 0, 1));
  }

  @Test
  void quaternionOfAMatrixGivesTheMatrixBack() {
    for (int trial = 0; trial < 400; trial++) {
      double[] q = numbers(4);
      q[trial % 4] *= 100; // each of the four branches: the component that is largest is the one divided by
      Mat3 r = Orientation.quaternion(q[0], q[1], q[2], q[3]);
      double[] back = Orientation.quaternion(r);
      assertThat(back[3]).isGreaterThanOrEqualTo(0);
      same(Orientation.quaternion(back[3], back[0], back[1], back[2]), r);
    }
  }

  @Test
  void quarterTurnsHaveExactZerosAndOnes() {
    double quarter = Math.PI / 2;
    assertThat(Doubles.of(Orientation.rpy(quarter, 0, Math.PI))).containsExactly(-1, 0, 0, 0, 0, 1, 0, 1, 0);
    assertThat(Doubles.of(Orientation.quaternion(Math.sqrt(0.5), 0, Math.sqrt(0.5), 0)))
        .containsExactly(0, 0, 1, 0, 1, 0, -1, 0, 0);
    assertThat(Orientation.rpy(1e-14, 0, 0).zy().value()).as("what is small but real stays").isEqualTo(1e-14);
  }

  @Test
  void lengthsMayBeHugeOrTiny() {
    assertThat(Doubles.of(Orientation.unit(Vec3.of(3e200, 0, 4e200)))).containsExactly(0.6, 0, 0.8);
    assertThat(Doubles.of(Orientation.unit(Vec3.of(0, 3e-200, -4e-200)))).containsExactly(0, 0.6, -0.8);
  }

  private static Mat3 about(char axis, double angle) {
    double c = Math.cos(angle);
    double s = Math.sin(angle);
    return switch (axis) {
      case 'x' -> Mat3.of(1, 0, 0, 0, c, -s, 0, s, c);
      case 'y' -> Mat3.of(c, 0, s, 0, 1, 0, -s, 0, c);
      default -> Mat3.of(c, -s, 0, s, c, 0, 0, 0, 1);
    };
  }

  private static double[] multiply(double[] a, double[] b) {
    return new double[] {
      a[0] * b[0] - a[1] * b[1] - a[2] * b[2] - a[3] * b[3], a[0] * b[1] + a[1] * b[0] + a[2] * b[3] - a[3] * b[2],
      a[0] * b[2] - a[1] * b[3] + a[2] * b[0] + a[3] * b[1], a[0] * b[3] + a[1] * b[2] - a[2] * b[1] + a[3] * b[0],
    };
  }

  private double[] numbers(int n) {
    return random.doubles(n, -1, 1).toArray();
  }

  private static void same(Mat3 actual, Mat3 expected) {
    assertThat(Doubles.distance(Doubles.of(actual), Doubles.of(expected))).as("seed %d", SEED).isLessThan(TOLERANCE);
  }
}
