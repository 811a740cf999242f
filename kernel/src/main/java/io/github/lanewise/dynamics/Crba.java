package io.github.lanewise.dynamics;

import io.github.lanewise.model.Tendon;
import io.github.lanewise.spatial.Force;
import io.github.lanewise.spatial.Inertia;
import io.github.lanewise.trace.Scalar;
import java.util.Arrays;

/** {@code M(q)}: the composite-rigid-body algorithm, RBDA table 6.2. */
final class Crba {
  private Crba() {}

  /**
   * The mass matrix, {@code M[row][column]}, nv x nv, symmetric: both triangles hold the same scalars. Entries between
   * branches are 0, unless a tendon with inertia joins them.
   */
  static Scalar[][] massMatrix(Mechanism robot, Scalar[] q) {
    int n = robot.size();
    Inertia[] composite = composites(robot, q);
    Scalar[][] m = new Scalar[robot.nv()][robot.nv()];
    for (Scalar[] row : m) {
      Arrays.fill(row, Scalar.ZERO);
    }
    for (int i = n - 1; i >= 0; i--) {
      JointMotion joint = robot.joint(i);
      for (int c = 0; c < joint.nv(); c++) {
        int column = joint.idxV() + c;
        Force f = composite[i].times(joint.subspace(c));
        for (int r = 0; r <= c; r++) {
          set(m, joint.idxV() + r, column, joint.subspace(r).dot(f));
        }
        m[column][column] = m[column][column].plus(robot.armature(i));
        projectOntoAncestors(robot, q, i, column, f, m);
      }
    }
    for (Tendon tendon : robot.heavyTendons()) {
      addTendon(robot, tendon, m);
    }
    return m;
  }

  /** {@code armature c c'}, which joins branches of the tree. */
  private static void addTendon(Mechanism robot, Tendon tendon, Scalar[][] m) {
    for (Tendon.Pull a : tendon.pulls()) {
      for (Tendon.Pull b : tendon.pulls()) {
        if (robot.row(b) <= robot.row(a)) {
          double entry = tendon.armature() * a.coefficient() * b.coefficient();
          set(m, robot.row(a), robot.row(b), m[robot.row(a)][robot.row(b)].plus(entry));
        }
      }
    }
  }

  /** For each body the inertia of all that it carries, itself included, in its frame. */
  static Inertia[] composites(Mechanism robot, Scalar[] q) {
    Inertia[] composite = new Inertia[robot.size()];
    for (int i = 0; i < composite.length; i++) {
      composite[i] = robot.inertia(i);
    }
    for (int i = composite.length - 1; i >= 0; i--) {
      int p = robot.parent(i);
      if (p >= 0) {
        composite[p] = composite[p].plus(robot.joint(i).toParent(q, composite[i]));
      }
    }
    return composite;
  }

  /** The rest of a column: f, which moves all that body i carries, as the joints on the way to the base feel it. */
  private static void projectOntoAncestors(Mechanism robot, Scalar[] q, int i, int column, Force f, Scalar[][] m) {
    Force carried = f;
    for (int j = i; robot.parent(j) >= 0; ) {
      carried = robot.joint(j).toParent(q, carried);
      j = robot.parent(j);
      JointMotion ancestor = robot.joint(j);
      for (int r = 0; r < ancestor.nv(); r++) {
        set(m, ancestor.idxV() + r, column, ancestor.subspace(r).dot(carried));
      }
    }
  }

  private static void set(Scalar[][] m, int i, int j, Scalar value) {
    m[i][j] = value;
    m[j][i] = value;
  }
}
