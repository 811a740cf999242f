package io.github.lanewise.hardware.robot;

import io.github.lanewise.hardware.loop.Safety;
import io.github.lanewise.hardware.servo.Servo;
import io.github.lanewise.hardware.servo.ServoBus;
import io.github.lanewise.hardware.servo.ServoState;
import io.github.lanewise.hardware.twin.Imperfections;
import io.github.lanewise.hardware.twin.SteppedTwin;
import io.github.lanewise.hardware.twin.Twin;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.policy.Policy;
import io.github.lanewise.sensitivity.Rollouts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.function.UnaryOperator;
import org.ejml.data.DMatrixRMaj;

/**
 * {@code dE[J]/dw_j ~ mean (J(W + h_j e_j) - J(W - h_j e_j)) / (2 h_j)}: the true gradient of a simulated robot's
 * return, to which a learned one can be compared.
 *
 * <p>All that the robot does is in it: dry friction, backlash, end stops, the delays of commands and sensors, the
 * counts and the noise of the sensors that the policy acts on, the units of the servos' registers, and where exactly
 * each roll-out begins. The exact oracle of the kernel cannot have these, for they are not smooth; on average over the
 * noise their effect is. The states that the return is of are the robot's true ones, not those that the servos report,
 * so that what the sensors add to the logs is not in it; the actions are those commanded. What is left is the noise of
 * the mean, for which there is a standard error, and the curvature of the mean over h, which is of third order.
 *
 * <p>The robot lives in a clock of its own, many times faster than real time, and with other noise than any other.
 * Immutable.
 */
public final class TwinGradient {
  private final RobotModel moved;
  private final List<Servo> servos;
  private final RobotModel model;
  private final Policy policy;
  private final Safety safety;
  private final int steps;
  private final double timeStep;
  private final Imperfections imperfections;

  /**
   * The gradient.
   *
   * @param value one number for each parameter
   * @param standardError of each, from the spread of the repeats
   * @param rollouts that it took
   */
  public record Truth(double[] value, double[] standardError, int rollouts) {}

  /**
   * Of the roll-outs of one robot and policy.
   *
   * @param moved the robot that the twin moves
   * @param servos of the twin, joint after joint
   * @param model the same as who controls it knows it, whose masses may be others
   * @param policy u = pi(q, v, t; W)
   * @param safety what the loop tolerates
   * @param steps T, control steps of a roll-out
   * @param timeStep length of a control step [s]
   * @param imperfections of the twin
   */
  public TwinGradient(RobotModel moved, List<Servo> servos, RobotModel model, Policy policy, Safety safety, int steps,
      double timeStep, Imperfections imperfections) {
    this.moved = moved;
    this.servos = List.copyOf(servos);
    this.model = model;
    this.policy = policy;
    this.safety = safety;
    this.steps = steps;
    this.timeStep = timeStep;
    this.imperfections = imperfections;
  }

  /**
   * By 2 p repeats roll-outs.
   *
   * @param nominal W, p numbers
   * @param change h_j, p numbers other than 0
   * @param repeats at least 2
   * @param returns J of each roll-out
   * @param progress is told how many roll-outs are done
   * @return the gradient, and how well it is known
   * @throws IllegalArgumentException if there are too few repeats, or W or h are not the policy's
   * @throws RobotStoppedException if a roll-out leaves the limits
   */
  public Truth at(double[] nominal, double[] change, int repeats, Function<Rollouts, double[]> returns,
      IntConsumer progress) {
    if (repeats < 2) {
      throw new IllegalArgumentException(repeats + " repeats have no spread: at least 2");
    }
    if (change.length != nominal.length) {
      throw new IllegalArgumentException(change.length + " changes of " + nominal.length + " parameters");
    }
    int p = nominal.length;
    DMatrixRMaj parameters = new DMatrixRMaj(2 * p * repeats, p);
    for (int k = 0; k < parameters.numRows; k++) {
      System.arraycopy(nominal, 0, parameters.data, k * p, p);
      int j = k / 2 % p;
      parameters.data[k * p + j] += k % 2 == 0 ? change[j] : -change[j];
    }
    double[] values = returns.apply(run(nominal, parameters, progress));
    double[] mean = new double[p];
    double[] error = new double[p];
    for (int j = 0; j < p; j++) {
      double sum = 0;
      double squares = 0;
      for (int r = 0; r < repeats; r++) {
        int k = 2 * (r * p + j);
        double slope = (values[k] - values[k + 1]) / (2 * change[j]);
        sum += slope;
        squares += slope * slope;
      }
      mean[j] = sum / repeats;
      error[j] = Math.sqrt(Math.max(0, squares / repeats - mean[j] * mean[j]) / (repeats - 1));
    }
    return new Truth(mean, error, parameters.numRows);
  }

  private Rollouts run(double[] nominal, DMatrixRMaj parameters, IntConsumer progress) {
    try (SteppedTwin twin = new SteppedTwin(moved, servos, imperfections);
        ServoBus bus = servos.getFirst().model().protocol().bus(twin.line(), twin, servos)) {
      WiredRobot robot = new WiredRobot(bus, twin, model, policy, safety, steps, timeStep)
          .rehearsal(0).seeing(truth(twin.twin()));
      robot.awaitRest();
      return robot.run(nominal, parameters, null, (rollout, states) -> {
        progress.accept(rollout + 1);
        return true;
      }).rollouts();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // There is no file.
    }
  }

  private UnaryOperator<ServoState> truth(Twin twin) {
    ServoState truth = new ServoState(model.nv());
    return reported -> {
      System.arraycopy(twin.position(), 0, truth.position, 0, truth.position.length);
      System.arraycopy(twin.velocity(), 0, truth.velocity, 0, truth.velocity.length);
      return truth;
    };
  }
}
