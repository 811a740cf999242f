package io.github.lanewise.task;

import io.github.lanewise.dynamics.Algorithms;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.sensitivity.planning.Output;
import io.github.lanewise.spatial.Vec3;
import io.github.lanewise.trace.Forward;
import io.github.lanewise.trace.Graph;
import io.github.lanewise.trace.Interpreter;
import io.github.lanewise.trace.Scalar;
import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;

/**
 * {@code y = h(q)}: where the origin of a frame, such as a finger's tip, is in the world, with its Jacobian by the
 * state. One caller at a time.
 */
public final class FramePosition implements Output {
  private final RobotModel model;
  private final String frame;
  private final Interpreter position;
  private final Interpreter jacobian;

  /**
   * Traces the forward kinematics.
   *
   * @param model of the robot
   * @param frame name of the frame
   * @throws IllegalArgumentException if the robot has no such frame, naming those it has
   */
  public FramePosition(RobotModel model, String frame) {
    this.model = model;
    this.frame = frame;
    Graph h = new Graph("position of " + frame);
    h.output("y", at(h.input("q", model.nq())).toArray());
    position = new Interpreter(h);
    Graph j = new Graph("Jacobian of the position of " + frame);
    Scalar[] q = j.input("q", model.nq());
    Scalar[] y = at(q).toArray();
    for (int i = 0; i < model.nq(); i++) {
      Scalar[] direction = Scalar.zeros(model.nq());
      direction[i] = Scalar.ONE;
      j.output("dy_dq" + i, Forward.jvp(y, q, direction));
    }
    jacobian = new Interpreter(j);
  }

  /**
   * The last named place on the last body: of a chain, its tip.
   *
   * @param model of the robot
   * @return that place
   * @throws IllegalArgumentException if nothing there has a name
   */
  public static FramePosition tip(RobotModel model) {
    int last = model.joints().size() - 1;
    return new FramePosition(model, model.frames().stream().filter(f -> f.joint() == last).reduce((a, b) -> b)
        .orElseThrow(() -> new IllegalArgumentException(
            "nothing on the last body of robot '" + model.name() + "' has a name")).name());
  }

  /** {@return name of the frame} */
  public String frame() {
    return frame;
  }

  /**
   * y as expressions, for rewards.
   *
   * @param q configuration, nq expressions
   * @return y
   */
  public Vec3 at(Scalar[] q) {
    return Algorithms.framePosition(model, frame, q);
  }

  /**
   * y in a state.
   *
   * @param state (q, v)
   * @return 3 coordinates [m]
   */
  @Override
  public double[] value(double[] state) {
    return position.evaluate(configuration(state))[0].clone();
  }

  /**
   * dy/dx by the nq + nv rows of the state, 3 x n; zero for velocities.
   *
   * @param state (q, v)
   */
  @Override
  public DMatrixRMaj jacobian(double[] state) {
    double[][] columns = jacobian.evaluate(configuration(state));
    DMatrixRMaj result = new DMatrixRMaj(3, state.length);
    for (int i = 0; i < columns.length; i++) {
      for (int row = 0; row < 3; row++) {
        result.set(row, i, columns[i][row]);
      }
    }
    return result;
  }

  private double[] configuration(double[] state) {
    if (state.length != model.nq() + model.nv()) {
      throw new IllegalArgumentException("a state of " + state.length + " numbers for robot '" + model.name()
          + "': it has " + model.nq() + " configuration rows and " + model.nv() + " velocity rows");
    }
    return Arrays.copyOf(state, model.nq());
  }
}
