package io.github.lanewise.model;

import io.github.lanewise.spatial.Force;
import io.github.lanewise.spatial.Inertia;
import io.github.lanewise.spatial.Motion;
import io.github.lanewise.spatial.Transform;
import io.github.lanewise.spatial.Vec3;
import io.github.lanewise.trace.Scalar;
import java.util.List;

/**
 * {@code M(q0)}: the mass matrix in the neutral configuration, in numbers, by which files give springs and dampers as
 * times and ratios. The composite-rigid-body algorithm, RBDA table 6.2, with the armatures of the joints.
 */
final class NeutralInertia {
  private final List<Joint> joints;
  private final Transform[] poses;
  /** Of each body with all that it carries, in its joint frame. */
  private final Inertia[] composite;

  NeutralInertia(List<Joint> joints, double[] neutral) {
    this.joints = joints;
    int n = joints.size();
    poses = new Transform[n];
    composite = new Inertia[n];
    for (int i = 0; i < n; i++) {
      poses[i] = joints.get(i).placement().times(motion(joints.get(i), neutral));
      composite[i] = joints.get(i).body().spatial();
    }
    for (int i = n - 1; i >= 0; i--) {
      int p = joints.get(i).parent();
      if (p >= 0) {
        composite[p] = composite[p].plus(composite[i].toParent(poses[i]));
      }
    }
  }

  private static Transform motion(Joint joint, double[] q) {
    int i = joint.idxQ();
    return switch (joint.kind()) {
      case REVOLUTE, CONTINUOUS -> new Transform(Orientation.axisAngle(joint.axis(), q[i]), Vec3.ZERO);
      case PRISMATIC -> new Transform(Transform.IDENTITY.rotation(), joint.axis().times(Scalar.of(q[i])));
      case SPHERICAL -> new Transform(Orientation.quaternion(q[i + 3], q[i], q[i + 1], q[i + 2]), Vec3.ZERO);
      case FREE -> new Transform(Orientation.quaternion(q[i + 6], q[i + 3], q[i + 4], q[i + 5]),
          Vec3.of(q[i], q[i + 1], q[i + 2]));
    };
  }

  private static Motion subspace(Joint joint, int row) {
    Vec3 axis = joint.kind().nv() == 1 ? joint.axis()
        : Vec3.of(row % 3 == 0 ? 1 : 0, row % 3 == 1 ? 1 : 0, row % 3 == 2 ? 1 : 0);
    return switch (joint.kind()) {
      case REVOLUTE, CONTINUOUS, SPHERICAL -> new Motion(axis, Vec3.ZERO);
      case PRISMATIC -> new Motion(Vec3.ZERO, axis);
      case FREE -> row < 3 ? new Motion(Vec3.ZERO, axis) : new Motion(axis, Vec3.ZERO);
    };
  }

  /** {@code M_kk} for a velocity row of joint i. */
  double diagonal(int i, int row) {
    Motion s = subspace(joints.get(i), row);
    return s.dot(composite[i].times(s)).value() + joints.get(i).armature();
  }

  /** {@code M}, nv x nv. */
  double[][] matrix() {
    int nv = joints.stream().mapToInt(joint -> joint.kind().nv()).sum();
    double[][] m = new double[nv][nv];
    for (int i = 0; i < joints.size(); i++) {
      for (int row = 0; row < joints.get(i).kind().nv(); row++) {
        int column = joints.get(i).idxV() + row;
        Force f = composite[i].times(subspace(joints.get(i), row));
        for (int j = i; j >= 0; j = joints.get(j).parent()) {
          for (int r = 0; r < joints.get(j).kind().nv(); r++) {
            double entry = subspace(joints.get(j), r).dot(f).value();
            m[joints.get(j).idxV() + r][column] = entry;
            m[column][joints.get(j).idxV() + r] = entry;
          }
          f = poses[j].toParent(f);
        }
        m[column][column] += joints.get(i).armature();
      }
    }
    return m;
  }

  /**
   * The diagonal of the inverse of a symmetric positive definite matrix, which is overwritten; by the inverse of
   * Cholesky's factor, {@code M^-1 = L^-T L^-1}.
   */
  static double[] inverseDiagonal(double[][] m) {
    int n = m.length;
    for (int j = 0; j < n; j++) {
      for (int i = j; i < n; i++) {
        double sum = m[i][j];
        for (int k = 0; k < j; k++) {
          sum -= m[i][k] * m[j][k];
        }
        m[i][j] = i == j ? Math.sqrt(sum) : sum / m[j][j];
      }
    }
    double[] diagonal = new double[n];
    double[] column = new double[n];
    for (int j = 0; j < n; j++) {
      for (int i = j; i < n; i++) {
        double sum = i == j ? 1 : 0;
        for (int k = j; k < i; k++) {
          sum -= m[i][k] * column[k];
        }
        column[i] = sum / m[i][i];
        diagonal[j] += column[i] * column[i];
      }
    }
    return diagonal;
  }
}
