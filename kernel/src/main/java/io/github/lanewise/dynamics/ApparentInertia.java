package io.github.lanewise.dynamics;

import io.github.lanewise.model.RobotModel;
import io.github.lanewise.trace.Interpreter;

/**
 * {@code I_j = 1 / (M^-1)_jj}: the inertia that velocity row j feels at rest in the neutral configuration while all
 * others give way.
 */
public final class ApparentInertia {
  private ApparentInertia() {}

  /**
   * One number per velocity row [kg m^2 or kg], by the accelerations that a unit force in each adds to those of the
   * robot at rest.
   */
  public static double[] of(RobotModel model) {
    Interpreter accelerations = new Interpreter(Algorithms.articulatedBody(model));
    double[] rest = new double[model.nv()];
    double[] falling = accelerations.evaluate(model.neutral(), rest, rest)[0];
    double[] inertia = new double[model.nv()];
    for (int row = 0; row < inertia.length; row++) {
      double[] unit = new double[model.nv()];
      unit[row] = 1;
      inertia[row] = 1 / (accelerations.evaluate(model.neutral(), rest, unit)[0][row] - falling[row]);
    }
    return inertia;
  }
}
