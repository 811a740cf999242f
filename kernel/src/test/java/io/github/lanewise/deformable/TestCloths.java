package io.github.lanewise.deformable;

import io.github.lanewise.lanes.RandomStream;

/** Crumpled cloths of any grid, and how their states lie in arrays. */
final class TestCloths {
  private TestCloths() {}

  /**
   * A state in which something of everything happens: points below the floor and in the air, fast and slow, some held
   * by the gripper, links stretched and pressed, all at some distance from any switch.
   */
  static double[] crumpled(Cloth cloth, GridLayout layout, long seed) {
    RandomStream random = RandomStream.of(seed);
    double[] s = new double[length(layout)];
    int at = layout.pad;
    int held = cloth.pointCount() / 2;
    for (int p = 0; p < cloth.pointCount(); p++) {
      int i = p % cloth.columns();
      int j = p / cloth.columns();
      boolean lies = random.nextDouble() < 0.5 && p != held;
      s[at + p] = 0.3 + cloth.spacing() * (i + 0.2 * random.nextGaussian());
      s[at + layout.pitch + p] = lies ? -0.001 : 0.001 + 0.5 * cloth.spacing() * random.nextDouble();
      s[at + 2 * layout.pitch + p] = 0.6 - cloth.spacing() * (j + 0.2 * random.nextGaussian());
      double speed = random.nextDouble() < 0.5 ? 0.3 : 0.01;
      for (int c = 3; c < 6; c++) {
        s[at + c * layout.pitch + p] = speed * (random.nextDouble() + 0.5) * (random.nextBoolean() ? 1 : -1);
      }
    }
    for (int c = 0; c < 3; c++) {
      s[at + 6 * layout.pitch + c] = s[at + c * layout.pitch + held] + 0.001;
    }
    return s;
  }

  /** Room for a state and what lies around it. */
  static int length(GridLayout layout) {
    return layout.length(6) + layout.line;
  }

  /** Random numbers where a state has numbers, zeros elsewhere. */
  static double[] direction(GridLayout layout, long seed) {
    RandomStream random = RandomStream.of(seed);
    double[] s = new double[length(layout)];
    for (int c = 0; c < 6; c++) {
      for (int p = 0; p < layout.pointCount(); p++) {
        s[layout.pad + c * layout.pitch + p] = random.nextGaussian();
      }
    }
    for (int c = 0; c < 3; c++) {
      s[layout.pad + 6 * layout.pitch + c] = random.nextGaussian();
    }
    return s;
  }

  static SlowCloth slow(Cloth cloth, GridLayout layout, double[] parameters, double[] s) {
    double[][] x = new double[cloth.pointCount()][3];
    double[][] v = new double[cloth.pointCount()][3];
    double[] gripper = new double[3];
    for (int c = 0; c < 3; c++) {
      for (int p = 0; p < cloth.pointCount(); p++) {
        x[p][c] = s[layout.pad + c * layout.pitch + p];
        v[p][c] = s[layout.pad + (3 + c) * layout.pitch + p];
      }
      gripper[c] = s[layout.pad + 6 * layout.pitch + c];
    }
    return new SlowCloth(cloth, parameters, x, v, gripper);
  }

  static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int e = 0; e < a.length; e++) {
      sum += a[e] * b[e];
    }
    return sum;
  }

  static float[] floats(double[] a) {
    float[] b = new float[a.length];
    for (int e = 0; e < a.length; e++) {
      b[e] = (float) a[e];
    }
    return b;
  }
}
