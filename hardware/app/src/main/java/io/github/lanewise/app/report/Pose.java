package io.github.lanewise.app.report;

/** Poses as seven numbers: position, then unit quaternion (x, y, z, w) with w at least 0. */
public final class Pose {
  private Pose() {}

  /**
   * The seven numbers of each pose in an array of twelve: the rotation matrix row by row, then the position.
   *
   * <p>Of the four quaternion components the largest is found first, by its square, and divides the others (Shepperd,
   * Quaternion from rotation matrix, 1978), so that none loses digits.
   */
  public static double[] of(double[] matrices) {
    double[] poses = new double[matrices.length / 12 * 7];
    for (int k = 0; k < matrices.length / 12; k++) {
      System.arraycopy(matrices, 12 * k + 9, poses, 7 * k, 3);
      System.arraycopy(quaternion(matrices, 12 * k), 0, poses, 7 * k + 3, 4);
    }
    return poses;
  }

  private static double[] quaternion(double[] m, int at) {
    double[][] r = new double[3][3];
    for (int i = 0; i < 9; i++) {
      r[i / 3][i % 3] = m[at + i];
    }
    double trace = r[0][0] + r[1][1] + r[2][2];
    int largest = 0;
    for (int i = 1; i < 3; i++) {
      largest = r[i][i] > r[largest][largest] ? i : largest;
    }
    double[] q = new double[4];
    if (trace >= r[largest][largest]) {
      q[3] = 1 + trace;
      q[0] = r[2][1] - r[1][2];
      q[1] = r[0][2] - r[2][0];
      q[2] = r[1][0] - r[0][1];
    } else {
      int i = largest;
      int j = (i + 1) % 3;
      int k = (i + 2) % 3;
      q[i] = 1 + r[i][i] - r[j][j] - r[k][k];
      q[j] = r[j][i] + r[i][j];
      q[k] = r[k][i] + r[i][k];
      q[3] = r[k][j] - r[j][k];
    }
    double norm = Math.sqrt(q[0] * q[0] + q[1] * q[1] + q[2] * q[2] + q[3] * q[3]);
    double scale = q[3] < 0 ? -1 / norm : 1 / norm;
    for (int i = 0; i < 4; i++) {
      q[i] = q[i] * scale + 0.0;
    }
    return q;
  }
}
