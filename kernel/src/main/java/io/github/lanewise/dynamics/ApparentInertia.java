package io.github.lanewise.dynamics;

import io.github.lanewise.lanes.RandomStream;
import io.github.lanewise.model.Joint;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.trace.Interpreter;

/**
 * {@code I_j = 1 / (M^-1)_jj}: the inertia that velocity row j feels at rest in the neutral configuration while all
 * others give way.
 */
public final class ApparentInertia {
  /**
   * Of the inertia that a row moves with all joints behind it held, the part that it must feel while they give way:
   * less is rounding, and accelerations would have no right digit. Robots that work are above 1e-6.
   */
  private static final double LEAST_PART = 1e-13;
  /** Of configurations [rad or m]. */
  private static final double RANGE = 1;
  private static final int POSTURES = 256;

  private ApparentInertia() {}

  /**
   * {@return one number per velocity row [kg m^2 or kg], by the accelerations that a unit force in each adds to those
   * of the robot at rest}
   *
   * @param model the robot
   * @throws IllegalArgumentException as {@link #requirePositive}
   */
  public static double[] of(RobotModel model) {
    requirePositive(model);
    return at(model.neutral(), new Interpreter(Algorithms.articulatedBody(model)), model.nv());
  }

  /**
   * {@return the least that each row feels in {@value #POSTURES} configurations that are drawn from the ranges of the
   * joints, always the same}
   *
   * @param model the robot, with joints of one axis
   * @throws IllegalArgumentException as {@link #requirePositive}, or if a joint has more axes
   */
  public static double[] least(RobotModel model) {
    model.requireOneAxisJoints("configurations are drawn from the ranges of their angles");
    double[] least = of(model);
    Interpreter accelerations = new Interpreter(Algorithms.articulatedBody(model));
    RandomStream random = RandomStream.of(1);
    for (int k = 0; k < POSTURES; k++) {
      double[] q = model.neutral();
      for (Joint joint : model.joints()) {
        int i = joint.idxQ();
        double low = Double.isFinite(joint.lower()) ? joint.lower() : q[i] - RANGE;
        double high = Double.isFinite(joint.upper()) ? joint.upper() : q[i] + RANGE;
        q[i] = low + (high - low) * random.nextDouble();
      }
      double[] inertia = at(q, accelerations, model.nv());
      for (int row = 0; row < least.length; row++) {
        least[row] = Math.min(least[row], inertia[row]);
      }
    }
    return least;
  }

  private static double[] at(double[] q, Interpreter accelerations, int rows) {
    double[] rest = new double[rows];
    double[] falling = accelerations.evaluate(q, rest, rest)[0];
    double[] inertia = new double[rows];
    for (int row = 0; row < inertia.length; row++) {
      double[] unit = new double[rows];
      unit[row] = 1;
      inertia[row] = 1 / (accelerations.evaluate(q, rest, unit)[0][row] - falling[row]);
    }
    return inertia;
  }

  /**
   * Refuses a robot whose mass matrix is singular wherever it stands, such as one with two hinges on one axis and
   * nothing that has inertia between them: forces on it have no accelerations. Ill-conditioned robots pass, and those
   * that are singular in some configurations only, such as with three axes that meet in gimbal lock.
   *
   * @param model the robot
   * @throws IllegalArgumentException if there is such a joint, with its name, or a link without inertia
   */
  public static void requirePositive(RobotModel model) {
    model.requireInertia();
    Interpreter times = new Interpreter(Algorithms.massMatrixTimes(model));
    int row = singularRow(model, times, model.neutral());
    if (row >= 0 && singularRow(model, times, anywhere(model)) >= 0) {
      Joint joint = model.joints().stream().filter(j -> row < j.idxV() + j.kind().nv()).findFirst().orElseThrow();
      throw new IllegalArgumentException("robot '" + model.name() + "' has no accelerations: joint '" + joint.name()
          + "' feels no inertia while the joints behind it give way, because the body on it and they can move without"
          + " moving any mass; give the body an inertia or the joint an armature, or leave one of the joints out");
    }
  }

  /**
   * The row with the least pivot of {@code M = L' D L}, D eliminated from the last row up, over the diagonal of M, if
   * that is no more than rounding; else -1. The pivot is the inertia that a row feels while those behind it give way.
   */
  private static int singularRow(RobotModel model, Interpreter times, double[] q) {
    int n = model.nv();
    double[][] m = new double[n][];
    double[] held = new double[n];
    for (int j = 0; j < n; j++) {
      double[] unit = new double[n];
      unit[j] = 1;
      m[j] = times.evaluate(q, unit)[0];
      held[j] = m[j][j];
    }
    for (int k = n - 1; k >= 0; k--) {
      if (!(m[k][k] > LEAST_PART * held[k])) {
        return k;
      }
      for (int i = 0; i < k; i++) {
        double scaled = m[k][i] / m[k][k];
        for (int j = 0; scaled != 0 && j <= i; j++) {
          m[i][j] -= scaled * m[k][j];
        }
      }
    }
    return -1;
  }

  /** A configuration without any relation to the neutral one, always the same. */
  private static double[] anywhere(RobotModel model) {
    RandomStream random = RandomStream.of(1);
    double[] q = model.neutral();
    for (Joint joint : model.joints()) {
      if (joint.kind().nv() == 1) { // Where a free or spherical joint stands, what it carries feels no difference.
        q[joint.idxQ()] += random.nextDouble(-RANGE, RANGE);
      }
    }
    return q;
  }
}
