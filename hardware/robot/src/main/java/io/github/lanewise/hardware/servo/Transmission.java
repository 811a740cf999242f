package io.github.lanewise.hardware.servo;

import io.github.lanewise.dense.DoubleCholesky;
import io.github.lanewise.dense.DoubleGemm;
import org.ejml.data.DMatrixRMaj;

/**
 * {@code s = A q, q = P s + c} and, so that power stays, {@code tau_q = A^T tau_s} and {@code tau_s = P^T tau_q}:
 * between the angles s of servos, each as {@link Servo#position} has it, and the positions q of joints.
 *
 * <p>{@code P = C A^+}: the joints that servos move are found from all of these in the sense of least squares, so that
 * of two servos on one joint the mean counts and each bears half; C and c have the joints that follow others. What
 * nothing moves is at c. Immutable.
 */
public final class Transmission {
  /** Part of a joint's own square that the servos must leave of it, beside those of other joints. */
  private static final double INDEPENDENT = 1e-10;

  private final DMatrixRMaj servoOfJoint;
  private final DMatrixRMaj jointOfServo;
  private final double[] rest;

  /**
   * Between m servos and n joints.
   *
   * @param servoOfJoint A, m x n; a column of zeros is a joint that no servo moves
   * @param follows C, n x n: what each joint does while another moves by 1; the identity if none follows
   * @param rest c, n numbers [rad or m]
   * @throws IllegalArgumentException if sizes differ, or the servos do not tell where the joints are that they move
   */
  public Transmission(DMatrixRMaj servoOfJoint, DMatrixRMaj follows, double[] rest) {
    int joints = servoOfJoint.numCols;
    if (follows.numRows != joints || follows.numCols != joints || rest.length != joints) {
      throw new IllegalArgumentException("servos of " + joints + " joints, of which " + follows.numRows + " x "
          + follows.numCols + " follow and " + rest.length + " rest");
    }
    this.servoOfJoint = servoOfJoint.copy();
    this.rest = rest.clone();
    DMatrixRMaj inverse = leastSquares(servoOfJoint);
    jointOfServo = new DMatrixRMaj(joints, servoOfJoint.numRows);
    DoubleGemm.addTimes(joints, servoOfJoint.numRows, joints, follows.data, 0, joints, inverse.data, 0,
        servoOfJoint.numRows, jointOfServo.data, 0, servoOfJoint.numRows);
  }

  /** {@code A^+ = (A^T A + U)^-1 A^T}, U having 1 at the joints that no servo moves: their rows of it are 0. */
  private static DMatrixRMaj leastSquares(DMatrixRMaj a) {
    int n = a.numCols;
    double[] normal = new double[n * n];
    DoubleGemm.addTransposedTimes(n, n, a.numRows, a.data, 0, n, a.data, 0, n, normal, 0, n);
    double[] squares = new double[n];
    for (int j = 0; j < n; j++) {
      normal[j * n + j] = normal[j * n + j] == 0 ? 1 : normal[j * n + j];
      squares[j] = normal[j * n + j];
    }
    boolean told = DoubleCholesky.factor(n, normal, 0, n) == n;
    for (int j = 0; j < n && told; j++) {
      told = normal[j * n + j] * normal[j * n + j] > INDEPENDENT * squares[j];
    }
    if (!told) {
      throw new IllegalArgumentException(a.numRows + " servos do not tell where all the joints are that they move:"
          + " their couplings depend on each other");
    }
    DMatrixRMaj inverse = new DMatrixRMaj(n, a.numRows);
    for (int i = 0; i < a.numRows; i++) {
      for (int j = 0; j < n; j++) {
        inverse.set(j, i, a.get(i, j));
      }
    }
    DoubleCholesky.solve(n, a.numRows, normal, 0, n, inverse.data, 0, a.numRows);
    return inverse;
  }

  /** {@return the number of servos} */
  public int servos() {
    return servoOfJoint.numRows;
  }

  /** {@return the number of joints} */
  public int joints() {
    return servoOfJoint.numCols;
  }

  /**
   * {@return what a servo turns while a joint moves by 1, A_ij; 0 if it does not move the joint}
   *
   * @param servo i
   * @param joint j
   */
  public double ofJoint(int servo, int joint) {
    return servoOfJoint.get(servo, joint);
  }

  /**
   * {@code q = P s + c}.
   *
   * @param s one for each servo
   * @param q one for each joint (modified)
   */
  public void positions(double[] s, double[] q) {
    for (int j = 0; j < q.length; j++) {
      q[j] = rest[j] + ofServos(j, s);
    }
  }

  /** {@code v = P s'}. */
  void velocities(double[] s, double[] v) {
    for (int j = 0; j < v.length; j++) {
      v[j] = ofServos(j, s);
    }
  }

  private double ofServos(int joint, double[] s) {
    double sum = 0;
    for (int i = 0; i < s.length; i++) {
      sum += jointOfServo.get(joint, i) * s[i];
    }
    return sum;
  }

  /** {@code tau_q = A^T tau_s}. */
  void torques(double[] ofServos, double[] ofJoints) {
    for (int j = 0; j < ofJoints.length; j++) {
      double sum = 0;
      for (int i = 0; i < ofServos.length; i++) {
        sum += servoOfJoint.get(i, j) * ofServos[i];
      }
      ofJoints[j] = sum;
    }
  }

  /** {@code s = A q}, or {@code tau_s = P^T tau_q}. */
  void command(ServoCommand joints, double[] servos) {
    boolean torque = joints.mode == ServoCommand.Mode.TORQUE;
    for (int i = 0; i < servos.length; i++) {
      double sum = 0;
      for (int j = 0; j < joints(); j++) {
        sum += (torque ? jointOfServo.get(j, i) : servoOfJoint.get(i, j)) * joints.target[j];
      }
      servos[i] = sum;
    }
  }
}
