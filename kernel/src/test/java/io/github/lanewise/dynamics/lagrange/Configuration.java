package io.github.lanewise.dynamics.lagrange;

import static io.github.lanewise.dynamics.lagrange.Matrices.dot;
import static io.github.lanewise.dynamics.lagrange.Matrices.minus;
import static io.github.lanewise.dynamics.lagrange.Matrices.times;

import java.util.Arrays;

/** How the rows of q place a joint, and how they move along a tangent. */
final class Configuration {
  private Configuration() {}

  /** Pose of the joint frame relative to its placement: an exponential, a quaternion's turn, a place and a turn. */
  static Real[][] motion(Robot.Joint joint, Real[] q) {
    int i = joint.q();
    return switch (joint.nv()) {
      case 1 -> Matrices.exponential(times(joint.directions()[0], q[i]));
      case 3 -> Rigid.rotation(Arrays.copyOfRange(q, i, i + 4));
      default -> times(Rigid.translation(Arrays.copyOfRange(q, i, i + 3)),
          Rigid.rotation(Arrays.copyOfRange(q, i + 3, i + 7)));
    };
  }

  /** {@code motion(q) exp(d)} as rows of q, quaternions at length 1. */
  static Real[] move(Robot robot, Real[] q, Real[] d) {
    Real[] next = q.clone();
    for (Robot.Joint joint : robot.joints) {
      int i = joint.q();
      int j = joint.v();
      switch (joint.nv()) {
        case 1 -> next[i] = q[i].plus(d[j]);
        case 3 -> turn(next, i, d, j);
        default -> {
          Real[][] twist = Matrices.zero(4, 4);
          for (int k = 0; k < 6; k++) {
            twist = Matrices.plus(twist, times(joint.directions()[k], d[j + k]));
          }
          Real[][] pose = times(motion(joint, q), Matrices.exponential(twist));
          for (int k = 0; k < 3; k++) {
            next[i + k] = pose[k][3];
          }
          turn(next, i + 3, d, j + 3);
        }
      }
    }
    return next;
  }

  /** {@code q exp(w / 2)}: a quaternion's rate is q w / 2, linear in q, so the power series of that matrix moves it. */
  private static void turn(Real[] q, int i, Real[] d, int j) {
    Real[] half = {d[j].half(1), d[j + 1].half(1), d[j + 2].half(1), Real.ZERO};
    Real[] turned = times(Matrices.exponential(Rigid.rightProduct(half)), Arrays.copyOfRange(q, i, i + 4));
    System.arraycopy(Matrices.direction(turned), 0, q, i, 4);
  }

  /**
   * The tangent at x along which a curve of states (q, v) moves.
   *
   * @param before where it is a little before x
   * @param after where it is as much after x
   * @param d how far these are apart in its parameter
   */
  static Real[] stateTangent(Robot robot, Real[] x, Real[] before, Real[] after, Real d) {
    int nq = robot.nq();
    Real scale = Real.ONE.over(d);
    Real[] tangent = Matrices.zeros(2 * robot.nv());
    for (Robot.Joint joint : robot.joints) {
      Real[][] rate = times(minus(motion(joint, after), motion(joint, before)), scale);
      Real[][] twist = times(inverse(motion(joint, x)), rate);
      for (int k = 0; k < joint.nv(); k++) {
        Real[][] direction = joint.directions()[k];
        tangent[joint.v() + k] = dot(direction, twist).over(dot(direction, direction));
      }
    }
    for (int i = 0; i < robot.nv(); i++) {
      tangent[robot.nv() + i] = after[nq + i].minus(before[nq + i]).times(scale);
    }
    return tangent;
  }

  private static Real[][] inverse(Real[][] pose) {
    Real[][] turn = Matrices.identity(4);
    Real[] back = new Real[3];
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        turn[j][i] = pose[i][j];
      }
      back[i] = pose[i][3].negate();
    }
    return times(turn, Rigid.translation(back));
  }
}
