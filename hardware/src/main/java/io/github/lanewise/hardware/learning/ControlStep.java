package io.github.lanewise.hardware.learning;

import io.github.lanewise.compile.Binding;
import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.simulation.ControlLaw;
import io.github.lanewise.simulation.Simulation;
import java.util.Arrays;

/**
 * {@code s' = f(s, a)}: what becomes of states s = (q, v) of a robot in a control step of several substeps under the
 * same action, with {@code df/d(s, a)}.
 *
 * <p>Substep k has A_k = ds_(k+1)/ds_k and B_k = ds_(k+1)/da; along them {@code F <- A_k F + (0 B_k)} from F = (I 0).
 * Motors of the robot take the actions; without motors they are the joints' forces. One caller at a time.
 */
public final class ControlStep implements AutoCloseable {
  private static final int CHUNK = 256;

  private final double period;
  private final int substeps;
  private final int states;
  private final int actions;
  private final Simulation simulation;
  private final Batch next;
  private final Batch a;
  private final Batch b;
  private Binding jacobian;

  /**
   * Compiles the robot.
   *
   * @param model whose joints have one axis each
   * @param period of a control step [s]
   * @param substeps steps of the simulator in it
   * @param threads that share the samples
   * @throws IllegalArgumentException if a substep is not above 0 and finite
   */
  public ControlStep(RobotModel model, double period, int substeps, int threads) {
    this.period = period;
    this.substeps = substeps;
    ControlLaw law = model.actuators().isEmpty() ? ControlLaw.torque(model) : ControlLaw.motors(model);
    states = 2 * model.nv();
    actions = law.actions();
    simulation = Simulation.of(model).robots(CHUNK).threads(threads).timeStep(period / substeps).control(law).build();
    next = new Batch(ElementType.DOUBLE, states, CHUNK);
    a = new Batch(ElementType.DOUBLE, states * states, CHUNK);
    b = new Batch(ElementType.DOUBLE, states * actions, CHUNK);
  }

  /** 2 nv. */
  public int states() {
    return states;
  }

  /** Rows of a. */
  public int actions() {
    return actions;
  }

  /**
   * Next states, not finite where the simulator does not stay finite.
   *
   * @param count N
   * @param x N x (states + actions), row after row, positions, velocities and actions in the robot's units
   * @param y N x states; overwritten
   * @param jacobians of y by x, N states x (states + actions); overwritten; null if they are not wanted
   */
  public void run(int count, double[] x, double[] y, double[] jacobians) {
    for (int first = 0; first < count; first += CHUNK) {
      int some = Math.min(CHUNK, count - first);
      load(some, x, first);
      if (jacobians == null) {
        simulation.step(substeps);
      } else {
        chain(some, jacobians, first);
      }
      for (int k = 0; k < some; k++) {
        for (int i = 0; i < states; i++) {
          y[(first + k) * states + i] = simulation.state().get(i, k);
        }
      }
    }
  }

  private void load(int some, double[] x, int first) {
    int n = states + actions;
    for (int k = 0; k < some; k++) {
      for (int i = 0; i < states; i++) {
        simulation.state().set(i, k, x[(first + k) * n + i]);
      }
      for (int i = 0; i < actions; i++) {
        simulation.action().set(i, k, x[(first + k) * n + states + i]);
      }
    }
  }

  private void chain(int some, double[] jacobians, int first) {
    if (jacobian == null) {
      jacobian = simulation.jacobian(next, a, b);
    }
    int n = states + actions;
    int size = states * n;
    Arrays.fill(jacobians, first * size, (first + some) * size, 0);
    for (int k = 0; k < some; k++) {
      for (int i = 0; i < states; i++) {
        jacobians[(first + k) * size + i * n + i] = 1;
      }
    }
    double[] product = new double[size];
    for (int substep = 0; substep < substeps; substep++) {
      simulation.run(jacobian);
      simulation.state().copyFrom(next);
      for (int k = 0; k < some; k++) {
        multiply(a.robot(k), b.robot(k), jacobians, (first + k) * size, product);
      }
    }
  }

  /** {@code F <- A F + (0 B)}. */
  private void multiply(double[] stateSlopes, double[] actionSlopes, double[] f, int at, double[] product) {
    int n = states + actions;
    for (int i = 0; i < states; i++) {
      Arrays.fill(product, i * n, i * n + states, 0);
      System.arraycopy(actionSlopes, i * actions, product, i * n + states, actions);
      for (int l = 0; l < states; l++) {
        double slope = stateSlopes[i * states + l];
        for (int j = 0; j < n; j++) {
          product[i * n + j] += slope * f[at + l * n + j];
        }
      }
    }
    System.arraycopy(product, 0, f, at, product.length);
  }

  /** Its length and substeps. */
  @Override
  public String toString() {
    return "a control step of " + period + " s in " + substeps + " substeps";
  }

  /** Ends the threads. */
  @Override
  public void close() {
    simulation.close();
  }
}
