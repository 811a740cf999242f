package io.github.lanewise.hardware.controller;

import io.github.lanewise.hardware.loop.Controller;
import io.github.lanewise.hardware.recording.Recording;
import io.github.lanewise.hardware.recording.RecordingHeader;
import io.github.lanewise.hardware.servo.ServoCommand;
import io.github.lanewise.hardware.servo.ServoState;
import io.github.lanewise.sensitivity.Rollouts;
import java.util.List;

/**
 * {@code u(t)} as recorded: every action is held until the next is due. After the last, a position stays and a torque
 * is 0. The loop brings the robot to the first position.
 */
public final class Replay implements Controller {
  private final ServoCommand.Mode mode;
  private final int servos;
  private final int steps;
  private final double timeStep;
  /** Action t begins at t servos; one more than there are steps, for what comes after. */
  private final double[] actions;

  /**
   * The actions of one roll-out.
   *
   * @param rollouts with actions
   * @param rollout which of them, from 0
   * @param mode what the actions are
   * @throws IllegalArgumentException if the file has no actions, no such roll-out, or one with a sample that is missing
   *     or not finite
   */
  public Replay(Rollouts rollouts, int rollout, ServoCommand.Mode mode) {
    if (rollouts.actions() == null) {
      throw new IllegalArgumentException("the roll-outs were recorded without actions, so there is nothing to replay");
    }
    if (rollout < 0 || rollout >= rollouts.count()) {
      throw new IllegalArgumentException("no roll-out " + rollout + ": there are 0 to " + (rollouts.count() - 1));
    }
    this(mode, rollouts.actionCount(), rollouts.stepCount(), rollouts.timeStep());
    for (int t = 0; t < steps; t++) {
      for (int i = 0; i < servos; i++) {
        double action = rollouts.actions().get(t * servos + i, rollout);
        if (!(rollouts.weight(t, rollout) > 0) || !Double.isFinite(action)) {
          throw new IllegalArgumentException("action " + i + " at sample " + t + " of roll-out " + rollout
              + " is missing or not finite: replay another");
        }
        actions[t * servos + i] = action;
      }
    }
    stayAtTheEnd();
  }

  private Replay(ServoCommand.Mode mode, int servos, int steps, double timeStep) {
    this.mode = mode;
    this.servos = servos;
    this.steps = steps;
    this.timeStep = timeStep;
    actions = new double[(steps + 1) * servos];
  }

  /**
   * The commands of a whole recording, from its first tick to its last, in its mode. Those of ticks that are missing
   * are the ones before, which is what the servos went on with.
   *
   * @param recording with at least one tick
   * @return a controller that lasts as long as the recording
   * @throws IllegalArgumentException if it has no ticks, a command that is not finite, or commands of both modes
   */
  public static Replay of(Recording recording) {
    List<double[]> rows = recording.rows();
    if (rows.isEmpty()) {
      throw new IllegalArgumentException("the recording has no ticks, so there is nothing to replay");
    }
    RecordingHeader header = recording.header();
    int target = header.place(RecordingHeader.TARGET);
    int servos = header.width(RecordingHeader.TARGET);
    int mode = (int) recording.number(0, RecordingHeader.MODE);
    double first = rows.getFirst()[0];
    int steps = Math.toIntExact(Math.round(rows.getLast()[0] - first) + 1);
    Replay replay = new Replay(ServoCommand.Mode.values()[mode], servos, steps, header.timeStep());
    int next = 0;
    for (int t = 0; t < steps; t++) {
      next += rows.get(next)[0] - first <= t ? 1 : 0;
      double[] row = rows.get(next - 1);
      if (row[header.place(RecordingHeader.MODE)] != mode) {
        throw new IllegalArgumentException("tick " + Math.round(row[0])
            + " was commanded in another mode than the first");
      }
      for (int i = 0; i < servos; i++) {
        if (!Double.isFinite(row[target + i])) {
          throw new IllegalArgumentException("command " + i + " at tick " + Math.round(row[0]) + " is not finite");
        }
      }
      System.arraycopy(row, target, replay.actions, t * servos, servos);
    }
    replay.stayAtTheEnd();
    return replay;
  }

  /**
   * Positions that were shown at times of their own, in straight lines from one to the next.
   *
   * @param times at least one, ascending [s]
   * @param positions one for each servo at each time
   * @param timeStep of the commands [s]
   * @return a controller that lasts from the first time to the last
   * @throws IllegalArgumentException if there is no time, or they do not ascend
   */
  public static Replay through(List<Double> times, List<double[]> positions, double timeStep) {
    if (times.isEmpty()) {
      throw new IllegalArgumentException("there are no positions, so there is nothing to replay");
    }
    double start = times.getFirst();
    int steps = Math.toIntExact(Math.max(1, Math.round((times.getLast() - start) / timeStep)));
    Replay replay = new Replay(ServoCommand.Mode.POSITION, positions.getFirst().length, steps, timeStep);
    int next = 1;
    for (int t = 0; t <= steps; t++) {
      double time = start + t * timeStep;
      while (next < times.size() - 1 && times.get(next) < time) {
        next++;
      }
      int last = Math.min(next, times.size() - 1);
      double[] from = positions.get(Math.max(0, last - 1));
      double[] to = positions.get(last);
      double span = last == 0 ? 1 : times.get(last) - times.get(last - 1);
      if (!(span > 0)) {
        throw new IllegalArgumentException("the times do not ascend: " + times.get(last) + " s follows "
            + times.get(last - 1) + " s");
      }
      double part = last == 0 ? 1 : Math.clamp((time - times.get(last - 1)) / span, 0, 1);
      for (int i = 0; i < replay.servos; i++) {
        replay.actions[t * replay.servos + i] = from[i] + part * (to[i] - from[i]);
      }
    }
    return replay;
  }

  private void stayAtTheEnd() {
    if (mode == ServoCommand.Mode.POSITION) {
      System.arraycopy(actions, (steps - 1) * servos, actions, steps * servos, servos);
    }
  }

  /** {@return the number of servos it commands} */
  public int servos() {
    return servos;
  }

  /** {@return how long it lasts [s]} */
  public double seconds() {
    return steps * timeStep;
  }

  @Override
  public ServoCommand.Mode mode() {
    return mode;
  }

  /** A thousandth of a step is added, lest a time that is a whole number of steps is rounded to the one before. */
  @Override
  public void control(ServoState observation, ServoCommand command, double time) {
    int step = (int) Math.min(time / timeStep + 1e-3, steps);
    System.arraycopy(actions, step * servos, command.target, 0, servos);
  }
}
