package io.github.lanewise.hardware.robot;

import io.github.lanewise.hardware.servo.BusError;
import io.github.lanewise.hardware.servo.ServoCommand;
import io.github.lanewise.hardware.servo.ServoState;
import io.github.lanewise.sensitivity.Rollouts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;

/**
 * What the ticks of roll-outs say, in arrays that were there before: of the ticks 0 to T of a roll-out, tick t + 1 has
 * the state of sample t, positions, then velocities, and tick t the action that led there, just as recordings are read.
 *
 * <p>The loop's thread writes; others read the roll-outs that are done.
 */
final class RolloutLog {
  private static final byte MISSED = 0;
  private static final byte FAULTY = 1;
  private static final byte GOOD = 2;

  private final DMatrixRMaj parameters;
  private final int steps;
  private final int servos;
  private final double timeStep;
  /** Roll-out k, tick t: at {@code (k (T + 1) + t) 2 n}. */
  private final double[] states;
  private final double[] actions;
  private final byte[] ticks;
  private volatile int done;
  private long held;

  RolloutLog(DMatrixRMaj parameters, int steps, int servos, double timeStep) {
    this.parameters = parameters;
    this.steps = steps;
    this.servos = servos;
    this.timeStep = timeStep;
    int count = Math.multiplyExact(parameters.numRows, steps + 1);
    states = new double[Math.multiplyExact(count, 2 * servos)];
    actions = new double[Math.multiplyExact(count, servos)];
    ticks = new byte[count];
  }

  /** Takes in a tick of a roll-out. */
  void tick(int rollout, int tick, ServoState state, ServoCommand command, BusError error) {
    int at = rollout * (steps + 1) + tick;
    System.arraycopy(state.position, 0, states, at * 2 * servos, servos);
    System.arraycopy(state.velocity, 0, states, at * 2 * servos + servos, servos);
    System.arraycopy(command.target, 0, actions, at * servos, servos);
    ticks[at] = error == BusError.NONE ? GOOD : FAULTY;
  }

  /** So many targets of a tick were held at the ends of ranges. */
  void hold(int count) {
    held += count;
  }

  /** How many targets were, of roll-outs. */
  long held() {
    return held;
  }

  /** The roll-out that was under way, if any, begins anew. */
  void forget() {
    if (done < parameters.numRows) {
      Arrays.fill(ticks, done * (steps + 1), (done + 1) * (steps + 1), MISSED);
    }
  }

  /** The roll-out that was under way is over. */
  void end() {
    done = done + 1;
  }

  /** How many roll-outs are over. */
  int done() {
    return done;
  }

  /** T n numbers of a roll-out that is over, state i at sample t at t n + i. */
  double[] states(int rollout) {
    int n = 2 * servos;
    int first = (rollout * (steps + 1) + 1) * n;
    return Arrays.copyOfRange(states, first, first + steps * n);
  }

  /** Whether no sample is missing. */
  boolean isComplete(int rollout) {
    return IntStream.range(0, steps).allMatch(t -> has(rollout, t));
  }

  private boolean has(int rollout, int sample) {
    int at = rollout * (steps + 1) + sample;
    return ticks[at] == GOOD && ticks[at + 1] == GOOD;
  }

  /** Whether it has its last tick, without which it counts as cut off. */
  private boolean ends(int rollout) {
    return ticks[(rollout + 1) * (steps + 1) - 1] != MISSED;
  }

  /** One sentence for each roll-out that cannot be used. */
  List<String> complaints() {
    List<String> complaints = new ArrayList<>();
    for (int k = 0; k < done; k++) {
      if (!ends(k)) {
        complaints.add("roll-out " + k + ": its last tick was missed");
      }
    }
    return complaints;
  }

  /**
   * The roll-outs that are over; samples that were missed, or had an error of the bus, have weight 0.
   *
   * @throws NoWholeRolloutException if there is none
   */
  Rollouts rollouts(double[] nominal) {
    int[] usable = IntStream.range(0, done).filter(this::ends).toArray();
    if (usable.length == 0) {
      throw new NoWholeRolloutException("none of " + done + " roll-outs was recorded to its end");
    }
    int n = 2 * servos;
    int count = usable.length;
    DMatrixRMaj w = new DMatrixRMaj(count, parameters.numCols);
    DMatrixRMaj x = new DMatrixRMaj(steps * n, count);
    DMatrixRMaj u = new DMatrixRMaj(steps * servos, count);
    DMatrixRMaj weights = new DMatrixRMaj(steps, count);
    boolean complete = true;
    for (int c = 0; c < count; c++) {
      int k = usable[c];
      System.arraycopy(parameters.data, k * w.numCols, w.data, c * w.numCols, w.numCols);
      for (int t = 0; t < steps; t++) {
        int at = k * (steps + 1) + t;
        for (int i = 0; i < n; i++) {
          x.set(t * n + i, c, states[(at + 1) * n + i]);
        }
        for (int i = 0; i < servos; i++) {
          u.set(t * servos + i, c, actions[at * servos + i]);
        }
        weights.set(t, c, has(k, t) ? 1 : 0);
        complete &= has(k, t);
      }
    }
    return new Rollouts(nominal, w, x, u, complete ? null : weights, steps, timeStep);
  }
}
