package io.github.lanewise.hardware.robot;

import io.github.lanewise.hardware.controller.PolicyController;
import io.github.lanewise.hardware.loop.Controller;
import io.github.lanewise.hardware.loop.Recorder;
import io.github.lanewise.hardware.loop.Safety;
import io.github.lanewise.hardware.loop.Stop;
import io.github.lanewise.hardware.loop.TickListener;
import io.github.lanewise.hardware.servo.BusError;
import io.github.lanewise.hardware.servo.ServoCommand;
import io.github.lanewise.hardware.servo.ServoState;
import io.github.lanewise.model.RobotModel;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.ejml.data.DMatrixRMaj;

/**
 * Roll-outs one after the other under one loop: to the start, rest, roll-out, to the start again; after the last, back
 * to where the robot was found, so that it does not fall when torque goes off.
 *
 * <p>Parameters change between roll-outs only. Policy and approach are both evaluated at every tick, whichever is used,
 * so that the rehearsal warms up both and every tick costs the same.
 */
final class RolloutController implements Controller, TickListener {
  /** How long the robot must have been at the start [s]. */
  private static final double REST = 0.1;
  /** How long it may take to get there after the way has ended [s]. */
  private static final double PATIENCE = 3;

  /** The robot did not come to where a roll-out begins. */
  static final class NotThereException extends RuntimeException {
    private static final long serialVersionUID = 1;

    NotThereException(String message) {
      super(message);
    }
  }

  private enum Phase { HOMING, ROLLOUT, PARKING, PARKED }

  private final RobotModel model;
  private final Safety safety;
  private final PolicyController policy;
  private final Approach approach;
  private final DMatrixRMaj parameters;
  private final double[] startPose;
  private final double[] found;
  private final int steps;
  private final double period;
  private final RolloutLog log;
  private final Recorder recorder;
  private final Recorder.Rollout[] declared;
  private final UnaryOperator<ServoState> seen;
  private final double[] approaching;
  /** The positions that were commanded last, or where the robot was found. */
  private final double[] last;
  private final double[] values;
  private Phase phase = Phase.HOMING;
  private double since;
  private double restSince;
  private int next;
  private int running = -1;
  private long firstTick;
  private long lastTick = -1;
  private long disturbed = Long.MIN_VALUE / 2;
  private Runnable parking = () -> { };
  private volatile boolean enough;
  private volatile boolean parked;

  /**
   * The roll-outs of a run that are not in the log yet.
   *
   * @param safety with the ranges
   * @param parameters a row for each roll-out
   * @param log takes them in
   * @param recorder writes every tick as well, and tells roll-outs apart; null if nothing is to be written
   * @param seen what the log takes for the state that the servos report
   */
  RolloutController(RobotModel model, Safety safety, PolicyController policy, Approach approach,
      DMatrixRMaj parameters,
      double[] startPose, int steps, double period, RolloutLog log, Recorder recorder,
      UnaryOperator<ServoState> seen) {
    this.model = model;
    this.safety = safety;
    this.policy = policy;
    this.approach = approach;
    this.parameters = parameters;
    this.startPose = startPose;
    this.steps = steps;
    this.period = period;
    this.log = log;
    this.recorder = recorder;
    this.seen = seen;
    int n = model.nv();
    found = new double[n];
    approaching = new double[n];
    last = new double[n];
    values = new double[parameters.numCols];
    next = log.done();
    declared = new Recorder.Rollout[recorder == null ? 0 : parameters.numRows];
    for (int k = next; k < declared.length; k++) {
      System.arraycopy(parameters.data, k * values.length, values, 0, values.length);
      declared[k] = recorder.rollout(values);
    }
  }

  /** No more roll-outs than the one under way; from any thread. */
  void enough() {
    enough = true;
  }

  /** Whether servos were silent, or ticks missed, in the last half second. When the loop is over. */
  boolean disturbed() {
    return (lastTick - disturbed) * period < 0.5;
  }

  /** No roll-out is under way any more. When the loop is over. */
  void abandon() {
    if (running >= 0 && recorder != null) {
      recorder.end();
    }
    running = -1;
    log.forget();
  }

  /** What to do, in the loop's thread, when all is done and the robot back where it was found. */
  void whenParked(Runnable action) {
    parking = action;
  }

  /** Whether that was done; from any thread. */
  boolean parked() {
    return parked;
  }

  @Override
  public ServoCommand.Mode mode() {
    return policy.mode();
  }

  @Override
  public void start(ServoState state) {
    for (int i = 0; i < found.length; i++) {
      found[i] = safety.nearest(i, state.position[i]);
    }
    System.arraycopy(found, 0, last, 0, last.length);
    go(Phase.HOMING, state, 0);
  }

  private void go(Phase to, ServoState state, double time) {
    phase = to;
    since = time;
    restSince = time;
    approach.begin(policy.mode() == ServoCommand.Mode.POSITION ? last : state.position,
        to == Phase.HOMING ? startPose : found);
  }

  @Override
  public void control(ServoState observation, ServoCommand command, double time) {
    if (phase == Phase.ROLLOUT ? Math.round((time - since) / period) >= steps : arrived(observation, time)) {
      proceed(observation, time);
    }
    // A whole number of steps, whatever rounding there is in the time of the loop.
    double elapsed = Math.round((time - since) / period) * period;
    policy.control(observation, command, elapsed);
    approach.control(observation, elapsed, approaching);
    if (phase != Phase.ROLLOUT) {
      System.arraycopy(approaching, 0, command.target, 0, approaching.length);
    }
    if (policy.mode() == ServoCommand.Mode.POSITION) {
      System.arraycopy(command.target, 0, last, 0, last.length);
    }
  }

  private boolean arrived(ServoState state, double time) {
    double after = time - since - approach.seconds();
    int away = after < 0 ? 0 : approach.awayFrom(state);
    if (after < 0 || away >= 0) {
      restSince = time;
    }
    if (away >= 0 && after > PATIENCE && phase == Phase.HOMING) {
      throw new NotThereException(String.format(Locale.ROOT,
          "joint '%s' did not come to rest at the start within %.1f s: it is at %.3f rad, %.3f rad/s, and should be at"
              + " %.3f rad (is something in its way, or do its masses differ from those in the robot's file?)",
          model.joints().get(away).name(), approach.seconds() + PATIENCE, state.position[away], state.velocity[away],
          startPose[away]));
    }
    return time - restSince >= REST || phase == Phase.PARKING && after > PATIENCE;
  }

  private void proceed(ServoState state, double time) {
    switch (phase) {
      case HOMING -> {
        if (next < parameters.numRows && !enough) {
          begin(time);
        } else {
          go(Phase.PARKING, state, time);
        }
      }
      case ROLLOUT -> go(Phase.HOMING, state, time);
      case PARKING, PARKED -> {
        phase = Phase.PARKED;
        parked = true;
        parking.run();
      }
    }
  }

  private void begin(double time) {
    System.arraycopy(parameters.data, next * values.length, values, 0, values.length);
    policy.parameters(values);
    phase = Phase.ROLLOUT;
    since = time;
    running = next++;
    firstTick = -1;
    if (recorder != null) {
      recorder.begin(declared[running]);
    }
  }

  @Override
  public void tick(long tick, long timeNanos, ServoState state, ServoCommand command, BusError error,
      long latenessNanos) {
    if (tick >= 0 && (error != BusError.NONE || tick != lastTick + 1)) {
      disturbed = tick;
    }
    lastTick = Math.max(tick, -1);
    if (running >= 0) {
      firstTick = firstTick < 0 ? tick : firstTick;
      if (tick - firstTick > steps) {
        end(); // its last tick was missed
      } else {
        log.tick(running, (int) (tick - firstTick), seen.apply(state), command, error);
        log.hold(policy.held());
      }
    }
    if (recorder != null) {
      recorder.tick(tick, timeNanos, state, command, error, latenessNanos);
    }
    if (running >= 0 && tick - firstTick == steps) {
      end();
    }
  }

  @Override
  public void stopped(Stop why) {
    if (recorder != null) {
      recorder.stopped(why);
    }
  }

  private void end() {
    running = -1;
    log.end();
    if (recorder != null) {
      recorder.end();
    }
  }
}
