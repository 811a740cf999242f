package io.github.lanewise.hardware.controller;

import io.github.lanewise.hardware.loop.Controller;
import io.github.lanewise.hardware.loop.Safety;
import io.github.lanewise.hardware.port.Clock;
import io.github.lanewise.hardware.servo.BusError;
import io.github.lanewise.hardware.servo.ServoBus;
import io.github.lanewise.hardware.servo.ServoCommand;
import io.github.lanewise.hardware.servo.ServoState;

/**
 * {@code u_i = clamp(q_leader(i), lower, upper)}: goes where another robot is, the leader, which a hand moves. The
 * leader is read at every tick and told nothing. Where it does not answer, what it said last counts; at as many such
 * ticks in a row as there may be bus errors, the loop stops.
 */
public final class Follow implements Controller {
  private final ServoBus leader;
  private final Clock clock;
  private final long waitNanos;
  private final int[] joints;
  private final Safety limits;
  private final ServoState state;
  private int silent;

  /** The leader did not answer for too long. */
  public static final class LeaderSilentException extends RuntimeException {
    private static final long serialVersionUID = 1;

    LeaderSilentException(String message) {
      super(message);
    }
  }

  /**
   * Of two robots.
   *
   * @param leader on a bus of its own, which is this controller's
   * @param clock of that bus
   * @param waitNanos how long its answer is waited for [ns]
   * @param joints of the leader, one for each of the follower's
   * @param limits of the follower
   * @throws IllegalArgumentException if there is another number of joints, or the leader has none such
   */
  public Follow(ServoBus leader, Clock clock, long waitNanos, int[] joints, Safety limits) {
    if (joints.length != limits.joints().size()) {
      throw new IllegalArgumentException(joints.length + " joints of a leader for " + limits.joints().size());
    }
    for (int joint : joints) {
      if (joint < 0 || joint >= leader.joints()) {
        throw new IllegalArgumentException("joint " + joint + " of a leader that has " + leader.joints());
      }
    }
    this.leader = leader;
    this.clock = clock;
    this.waitNanos = waitNanos;
    this.joints = joints.clone();
    this.limits = limits;
    state = new ServoState(leader.joints());
  }

  @Override
  public ServoCommand.Mode mode() {
    return ServoCommand.Mode.POSITION;
  }

  @Override
  public void control(ServoState observation, ServoCommand command, double time) {
    BusError error = leader.read(state, clock.nanoTime() + waitNanos);
    silent = error == BusError.NONE ? 0 : silent + 1;
    if (silent >= limits.busErrors() || silent > 0 && state.timeNanos == Long.MIN_VALUE) {
      throw new LeaderSilentException("the leader: " + leader.explain(error));
    }
    for (int i = 0; i < joints.length; i++) {
      command.target[i] = limits.nearest(i, state.position[joints[i]]);
    }
  }
}
