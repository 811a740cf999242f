package io.github.lanewise.hardware.robot;

import io.github.lanewise.hardware.controller.PolicyController;
import io.github.lanewise.hardware.loop.ControlLoop;
import io.github.lanewise.hardware.loop.LoopResult;
import io.github.lanewise.hardware.loop.Recorder;
import io.github.lanewise.hardware.loop.Safety;
import io.github.lanewise.hardware.loop.Stop;
import io.github.lanewise.hardware.port.Clock;
import io.github.lanewise.hardware.recording.RecordingOrigin;
import io.github.lanewise.hardware.servo.BusError;
import io.github.lanewise.hardware.servo.ServoBus;
import io.github.lanewise.hardware.servo.ServoState;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.policy.Policy;
import io.github.lanewise.sensitivity.Rollouts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import org.ejml.data.DMatrixRMaj;

/**
 * {@code u_t = pi(x_t, t; W_k)} on servos: roll-outs of a policy on a robot behind a line, from the neutral
 * configuration at rest, one after the other under one armed control loop.
 *
 * <p>The loop ticks once a control step, so that the time step is what the wire affords. Before each roll-out the robot
 * is brought to the start and must come to rest there; after the last it is brought back to where it was found, and
 * torque goes off. States are those that the servos report: late and noisy. One caller at a time; the bus is its own
 * until it is closed by whoever made it.
 */
public final class WiredRobot {
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
  private static final double REST_SECONDS = 0.5;
  private static final double LONGEST_FALL_SECONDS = 20;
  private static final long READ_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private final ServoBus bus;
  private final Clock clock;
  private final RobotModel model;
  private final Safety safety;
  private final PolicyController policy;
  private final int parameterCount;
  private final Approach approach;
  private final int steps;
  private final double timeStep;
  private int rehearsal = 20_000;
  private Integer fifo;
  private int resumptions;
  private RecordingOrigin origin = RecordingOrigin.NONE;
  private UnaryOperator<ServoState> seen = state -> state;

  /** Is told of roll-outs as they are done, in the thread that called {@link WiredRobot#run}. */
  @FunctionalInterface
  public interface Arrival {
    /**
     * A roll-out is done.
     *
     * @param rollout its number, from 0 on
     * @param states T n numbers, state i at sample t at t n + i; null if samples are missing
     * @return whether to go on with the next
     */
    boolean next(int rollout, double[] states);
  }

  /**
   * What a run gave.
   *
   * @param rollouts samples that were missed have weight 0
   * @param remarks what was left out, and what did not go as it should, a sentence each
   * @param loop how the loop went
   */
  public record Result(Rollouts rollouts, List<String> remarks, LoopResult loop) {}

  /**
   * A robot whose joints are the servos of the bus, in their order.
   *
   * @param bus the servos
   * @param clock of the bus's deadlines
   * @param model the robot
   * @param policy u = pi(q, v, t; W)
   * @param safety what the loops tolerate
   * @param steps T, control steps of a roll-out
   * @param timeStep length of a control step [s]
   * @throws IllegalArgumentException if a joint has more than one axis, the policy has not one action for each, the
   *     servos do not take them, or there is no step
   */
  public WiredRobot(ServoBus bus, Clock clock, RobotModel model, Policy policy, Safety safety, int steps,
      double timeStep) {
    this.bus = bus;
    this.clock = clock;
    this.model = model;
    this.safety = safety;
    this.steps = steps;
    this.timeStep = timeStep;
    if (steps < 1) {
      throw new IllegalArgumentException("roll-outs of " + steps + " steps: must be at least 1");
    }
    this.policy = new PolicyController(model, policy).within(safety);
    parameterCount = policy.parameters().size();
    if (!bus.supports(this.policy.mode())) {
      throw new IllegalArgumentException("the policy commands torques, which not all of these servos take, and not"
          + " positions: "
          + bus.servos().stream().map(servo -> "servo " + servo.id() + " is a " + servo.model().name()).toList());
    }
    approach = new Approach(model, this.policy.mode());
  }

  /**
   * Ticks of rehearsal before the first run's torque, as {@link ControlLoop#rehearsal}.
   *
   * @param ticks how many at most
   * @return this
   */
  public WiredRobot rehearsal(int ticks) {
    rehearsal = ticks;
    return this;
  }

  /**
   * Asks for real-time scheduling of every loop, as {@link ControlLoop#fifo}.
   *
   * @param priority 1 to 99
   * @return this
   */
  public WiredRobot fifo(int priority) {
    fifo = priority;
    return this;
  }

  /**
   * How many times a run goes on, with a new loop, after one that servos' silence or missed ticks have ended, or a
   * limit soon after these; 0 unless given. For robots that nothing can happen to, such as simulated ones.
   *
   * @param times how many
   * @return this
   */
  public WiredRobot resuming(int times) {
    resumptions = times;
    return this;
  }

  /**
   * What recordings say of where they come from; nothing unless given.
   *
   * @param whose ticks they are
   * @return this
   */
  public WiredRobot recordedAs(RecordingOrigin whose) {
    origin = whose;
    return this;
  }

  /** What the roll-outs have in place of the state that the servos report; recordings have that. */
  WiredRobot seeing(UnaryOperator<ServoState> instead) {
    seen = instead;
    return this;
  }

  /**
   * Waits until the robot is at rest, without torque, such as after its fall.
   *
   * @throws RobotStoppedException if it still moves after {@value #LONGEST_FALL_SECONDS} s, or does not answer
   */
  public void awaitRest() {
    ServoState state = new ServoState(bus.joints());
    double[] still = new double[state.position.length];
    long begin = clock.nanoTime();
    long since = begin;
    BusError error = BusError.NONE;
    while (clock.nanoTime() - since < REST_SECONDS * 1e9) {
      if (clock.nanoTime() - begin > LONGEST_FALL_SECONDS * 1e9) {
        throw new RobotStoppedException(error == BusError.NONE
            ? "the robot still moves without torque after " + LONGEST_FALL_SECONDS + " s: hold it still"
            : bus.explain(error), false, error == BusError.NONE);
      }
      error = bus.read(state, clock.nanoTime() + READ_NANOS);
      boolean moves = error != BusError.NONE;
      for (int i = 0; i < still.length; i++) {
        moves |= Math.abs(state.velocity[i]) > Approach.SLOW || Math.abs(state.position[i] - still[i]) > Approach.NEAR;
      }
      if (moves) {
        since = clock.nanoTime();
        System.arraycopy(state.position, 0, still, 0, still.length);
      }
      clock.sleepUntil(clock.nanoTime() + READ_NANOS / 2);
    }
  }

  /**
   * Runs roll-outs; returns when torque is off again.
   *
   * @param nominal W, around which the parameters lie
   * @param parameters W_k, K x p
   * @param record a file for all ticks, see {@link Recorder}; null for none
   * @param arrival is told of every roll-out when it is over
   * @return the roll-outs, and how the loops went
   * @throws IllegalArgumentException before anything moves, if the parameters are not the policy's or there is no
   *     roll-out, or by the loop, if limits, rate and servos do not fit
   * @throws NoWholeRolloutException if all of them lack their last tick
   * @throws RobotStoppedException if the loop stopped for another reason than that all is done
   * @throws IOException if the recording could not be written
   */
  public Result run(double[] nominal, DMatrixRMaj parameters, Path record, Arrival arrival) throws IOException {
    if (nominal.length != parameterCount || parameters.numCols != parameterCount || parameters.numRows == 0) {
      throw new IllegalArgumentException(parameters.numRows + " roll-outs of " + parameters.numCols
          + " parameters around " + nominal.length + ", and the policy has " + parameterCount);
    }
    try (Recorder recorder = record == null ? null
        : Recorder.open(record, bus.joints(), policy.signals(), origin, timeStep, clock, nominal)) {
      return run(nominal, parameters, recorder, arrival);
    }
  }

  private Result run(double[] nominal, DMatrixRMaj parameters, Recorder recorder, Arrival arrival) {
    RolloutLog log = new RolloutLog(parameters, steps, bus.joints(), timeStep);
    Audience audience = new Audience(log, arrival);
    List<String> remarks = new ArrayList<>();
    LoopResult result = null;
    for (int loops = 0; result == null; loops++) {
      RolloutController controller = new RolloutController(model, safety, policy, approach, parameters,
          model.neutral().clone(), steps, timeStep, log, recorder, seen);
      LoopResult end = loop(controller, audience);
      rehearsal = 0; // The same code has run before.
      if (end.stop().reason() == Stop.Reason.REQUESTED && controller.parked()) {
        result = end;
      } else if (loops < resumptions && isDisturbance(end, controller)) {
        controller.abandon();
        remarks.add("roll-out " + log.done() + ", begun anew, because the robot was stopped: " + end.stop());
        awaitRest();
      } else {
        throw RobotStoppedException.of(end);
      }
    }
    remarks.addAll(log.complaints());
    if (log.held() > 0) {
      remarks.add("what was asked of " + log.held() + " targets beyond joints' ranges, whose ends were sent");
    }
    remarks.addAll(safety.remarks());
    if (recorder != null && recorder.dropped() > 0) {
      remarks.add(recorder.dropped() + " ticks of the recording, because the disk was too slow");
    }
    return new Result(log.rollouts(nominal), remarks, result);
  }

  /** Whether the machine or the line was too slow, not the robot outside its limits by itself. */
  private static boolean isDisturbance(LoopResult end, RolloutController controller) {
    return end.armed() && controller.disturbed() && switch (end.stop().reason()) {
      case LATE, STALE, BUS_ERRORS, CONTROLLER_SLOW, POSITION, VELOCITY, TORQUE, COMMANDED_TORQUE -> true;
      default -> false;
    };
  }

  /**
   * One loop, from no torque to no torque, in a thread of its own, so that the audience, which is told of roll-outs
   * meanwhile, does not delay it.
   */
  private LoopResult loop(RolloutController controller, Audience audience) {
    ControlLoop loop = new ControlLoop(bus, controller, safety).clock(clock).rate(1 / timeStep).rehearsal(rehearsal)
        .listener(controller);
    if (fifo != null) {
      loop.fifo(fifo);
    }
    controller.whenParked(loop::stop);
    CompletableFuture<LoopResult> end = CompletableFuture.supplyAsync(loop::run,
        run -> Thread.ofPlatform().name("control loop").start(run));
    try {
      while (!end.isDone()) {
        if (!audience.tell()) {
          controller.enough();
        }
        LockSupport.parkNanos(POLL_NANOS);
      }
      audience.tell();
    } finally {
      loop.stop();
      end.handle((result, failure) -> result).join(); // Until the robot is safe, whatever interrupts.
    }
    try {
      return end.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw (RuntimeException) e.getCause();
    }
  }

  /** Tells of roll-outs that are done, each once. */
  private static final class Audience {
    private final RolloutLog log;
    private final Arrival arrival;
    private int told;
    private boolean goesOn = true;

    Audience(RolloutLog log, Arrival arrival) {
      this.log = log;
      this.arrival = arrival;
    }

    /** Whether to go on. */
    boolean tell() {
      for (int done = log.done(); told < done; told++) {
        goesOn &= arrival.next(told, log.isComplete(told) ? log.states(told) : null);
      }
      return goesOn;
    }
  }
}
