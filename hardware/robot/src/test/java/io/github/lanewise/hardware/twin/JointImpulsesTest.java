package io.github.lanewise.hardware.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.ElementType;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The impulses satisfy the laws that define them, whatever the mass matrix. */
final class JointImpulsesTest {
  private static final double H = 1e-3;
  private static final double FRICTION = 2;
  private static final double TOLERANCE = 1e-6;

  @Test
  void theSumOfDriveFrictionAndStopsChangesTheMomentumAndEachObeysItsLaw() {
    Random random = new Random(5);
    int sticking = 0;
    int stopped = 0;
    for (int round = 0; round < 300; round++) {
      int n = 1 + random.nextInt(5);
      double[][] m = mass(n, random);
      JointImpulses impulses = new JointImpulses(n, H, FRICTION);
      double[] free = random.doubles(n, -0.02, 0.02).toArray();
      double[] v = free.clone();
      double[] slowest = new double[n];
      double[] fastest = new double[n];
      for (int i = 0; i < n; i++) {
        impulses.constant[i] = 20 * random.nextGaussian();
        impulses.damping[i] = random.nextInt(2) * Math.exp(3 * random.nextGaussian());
        impulses.high[i] = random.nextInt(2) * 10;
        impulses.low[i] = -random.nextInt(2) * 10;
        slowest[i] = random.nextBoolean() ? Double.NEGATIVE_INFINITY : -0.01;
        fastest[i] = random.nextBoolean() ? Double.POSITIVE_INFINITY : 0.01;
      }
      Batch lower = new Batch(ElementType.DOUBLE, n * (n + 1) / 2, 1);
      for (int i = 0, row = 0; i < n; i++) {
        for (int j = 0; j <= i; j++, row++) {
          lower.set(row, 0, m[i][j]);
        }
      }
      for (int again = 0; again < 40; again++) { // later rounds start from the impulses found before
        System.arraycopy(free, 0, v, 0, n);
        impulses.solve(lower, v, slowest, fastest);
      }
      for (int i = 0; i < n; i++) {
        double total = 0;
        for (int j = 0; j < n; j++) {
          total += m[i][j] * (v[j] - free[j]) / H;
        }
        double drive = Math.clamp(impulses.constant[i] - impulses.damping[i] * v[i], impulses.low[i], impulses.high[i]);
        assertThat(impulses.torque(i)).isCloseTo(drive, within(1e-4));
        assertThat(v[i]).isBetween(slowest[i] - TOLERANCE, fastest[i] + TOLERANCE);
        double rest = total - impulses.torque(i);
        boolean atStop = v[i] < slowest[i] + TOLERANCE || v[i] > fastest[i] - TOLERANCE;
        if (atStop) {
          stopped++;
          // Friction is -FRICTION sign v, and what the stop adds pushes off it.
          double push = rest + Math.copySign(FRICTION, v[i]);
          assertThat(push * Math.signum(v[i])).isLessThan(1e-4);
        } else if (Math.abs(v[i]) > TOLERANCE) {
          assertThat(rest).isCloseTo(-Math.copySign(FRICTION, v[i]), within(1e-4));
        } else {
          sticking++;
          assertThat(Math.abs(rest)).isLessThan(FRICTION + 1e-4);
        }
      }
    }
    assertThat(sticking).isGreaterThan(50);
    assertThat(stopped).isGreaterThan(50);
  }

  private static double[][] mass(int n, Random random) {
    double[][] a = new double[n][];
    for (int i = 0; i < n; i++) {
      a[i] = random.doubles(n, -1, 1).toArray();
    }
    double[][] m = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        for (int k = 0; k < n; k++) {
          m[i][j] += a[i][k] * a[j][k];
        }
      }
      m[i][i] += 0.5;
    }
    return m;
  }

  @Test
  void aStiffDriveOfALightJointIsStable() {
    JointImpulses impulses = new JointImpulses(1, H, 0);
    Batch mass = new Batch(ElementType.DOUBLE, 1, 1);
    mass.set(0, 0, 1e-6);
    double[] v = {0};
    double[] none = {Double.NEGATIVE_INFINITY};
    double[] end = {Double.POSITIVE_INFINITY};
    double q = 1;
    Arrays.fill(impulses.low, -1e9);
    Arrays.fill(impulses.high, 1e9);
    for (int step = 0; step < 2000; step++) {
      impulses.constant[0] = -1000 * q;
      impulses.damping[0] = 1 + H * 1000;
      impulses.solve(mass, v, none, end);
      q += H * v[0];
    }
    assertThat(q).isCloseTo(0, within(1e-6));
  }
}
