package io.github.lanewise.dynamics;

import io.github.lanewise.spatial.Force;
import io.github.lanewise.spatial.Inertia;
import io.github.lanewise.trace.Scalar;

/** {@code M(q)}: the composite-rigid-body algorithm, RBDA table 6.2. */
final class Crba {
  private Crba() {}

  /** The mass matrix, {@code M[row][column]}, nv x nv, symmetric: both triangles hold the same scalars. Entries between branches are 0. */
  static Scalar[][] massMatrix(Mechanism robot, Scalar[] q) {
    int n = robot.size();
    Inertia[] composite = new Inertia[n];
    for (int i = 0; i < n; i++) {
      composite[i] = robot.inertia(i);
    }
    Scalar[][] m = new Scalar[robot.nv()][robot.nv()];
    for (Scalar[] row : m) {
      java.util.Arrays.fill(row, Scalar.ZERO);
    }
    for (int i = n - 1; i >= 0; i--) {
      JointMotion joint = robot.joint(i);
      int p = robot.parent(i);
      if (p >= 0) {
        composite[p] = composite[p].plus(joint.toParent(q, composite[i]));
      }
      for (int c = 0; c < joint.nv(); c++) {
        int column = joint.idxV() + c;
        Force f = composite[i].times(joint.subspace(c));
        for (int r = 0; r <= c; r++) {
          set(m, joint.idxV() + r, column, joint.subspace(r).dot(f));
        }
        m[column][column] = m[column][column].plus(robot.armature(i));
        for (int j = i; robot.parent(j) >= 0; ) {
          f = robot.joint(j).toParent(q, f);
          j = robot.parent(j);
          JointMotion ancestor = robot.joint(j);
          for (int r = 0; r < ancestor.nv(); r++) {
            set(m, ancestor.idxV() + r, column, ancestor.subspace(r).dot(f));
          }
        }
      }
    }
    return m;
  }

  private static void set(Scalar[][] m, int i, int j, Scalar value) {
    m[i][j] = value;
    m[j][i] = value;
  }
}
