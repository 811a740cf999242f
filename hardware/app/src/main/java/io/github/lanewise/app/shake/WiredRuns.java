package io.github.lanewise.app.shake;

import io.github.lanewise.app.console.Progress;
import io.github.lanewise.hardware.port.BeforeExit;
import io.github.lanewise.hardware.robot.RobotStoppedException;
import io.github.lanewise.hardware.robot.WiredRobot;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.ejml.data.DMatrixRMaj;

/**
 * The runs of roll-outs on a robot on a wire, each recorded to a file of its own, for one thread.
 *
 * <p>After Ctrl-C, or another signal to end, the control loop switches torque off by itself. This keeps the process up
 * until the recording is finished, too, lets no other run begin, and says in one sentence what is kept.
 */
final class WiredRuns implements AutoCloseable {
  /** The patience of people who have pressed Ctrl-C. */
  private static final long LONGEST_SECONDS = 5;

  private final ShakeWire wire;
  private final PrintWriter err;
  /** Held by the run under way, and in the end, for ever, by the interruption. */
  private final Semaphore turn = new Semaphore(1);
  /** How many roll-outs were done in each recording. */
  private final Map<Path, Integer> recordings = new LinkedHashMap<>();
  private int count;
  /** How the last run ended; null if all was done. */
  private RobotStoppedException stopped;
  private final BeforeExit interruption = BeforeExit.run("interruption of shaking", this::sayWhatIsKept);

  /** Is told of roll-outs as they are done; progress has taken note of them. */
  @FunctionalInterface
  interface Arrival {
    /** Like {@link WiredRobot.Arrival#next}. */
    boolean next(int rollout, double[] states, Progress progress);
  }

  /** Says what it has to say to {@code err}. */
  WiredRuns(ShakeWire wire, PrintWriter err) {
    this.wire = wire;
    this.err = err;
  }

  /** How many runs there were. */
  int count() {
    return count;
  }

  /** Like {@link WiredRobot#run}; {@code what} for is said beside the progress. Never returns after an interruption. */
  WiredRobot.Result run(WiredRobot robot, String what, double[] nominal, DMatrixRMaj parameters, Arrival arrival)
      throws IOException {
    turn.acquireUninterruptibly();
    Path file = wire.record(count++);
    int[] done = {0};
    stopped = null;
    try (Progress progress = Progress.start(what, parameters.numRows)) {
      return robot.run(nominal, parameters, file, (rollout, states) -> {
        done[0] = rollout + 1;
        progress.accept(rollout + 1);
        return arrival.next(rollout, states, progress);
      });
    } catch (RobotStoppedException e) {
      stopped = e;
      throw e;
    } finally {
      if (file != null && Files.exists(file)) {
        recordings.put(file, done[0]);
      }
      turn.release();
    }
  }

  private void sayWhatIsKept() {
    try {
      boolean over = turn.tryAcquire(LONGEST_SECONDS, TimeUnit.SECONDS);
      err.println("lanewise: interrupted" + (over ? state() + "; " + kept()
          : ", but the run did not end within " + LONGEST_SECONDS + " s: switch the robot's torque off by hand"));
      err.flush();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private String state() {
    if (count == 0) {
      return " before the robot was moved";
    }
    return stopped == null || stopped.torqueOff() ? "; torque is off" : "; " + stopped.getMessage();
  }

  private String kept() {
    if (wire.record() == null) {
      return "nothing is kept, for which there is --record";
    }
    if (recordings.isEmpty()) {
      return "nothing was recorded yet";
    }
    String files = recordings.entrySet().stream()
        .map(entry -> entry.getKey() + " with " + entry.getValue()
            + (entry.getValue() == 1 ? " whole roll-out" : " whole roll-outs"))
        .collect(Collectors.joining(", "));
    boolean anyWhole = recordings.values().stream().anyMatch(done -> done > 0);
    return "kept: " + files + (anyWhole ? "; --data reads them with --drop-bad" : "");
  }

  /** Never returns while the process is ending, so that what it was doing is not said to have failed. */
  @Override
  public void close() {
    if (!interruption.cancel()) {
      new Semaphore(0).acquireUninterruptibly();
    }
  }
}
