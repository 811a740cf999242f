package io.github.lanewise.app.loop;

import io.github.lanewise.app.wire.ConnectedRobot;
import io.github.lanewise.app.wire.PortOptions;
import io.github.lanewise.app.wire.RobotServos;
import io.github.lanewise.hardware.loop.ControlLoop;
import io.github.lanewise.hardware.loop.Controller;
import io.github.lanewise.hardware.loop.LoopResult;
import io.github.lanewise.hardware.loop.Recorder;
import io.github.lanewise.hardware.loop.Safety;
import io.github.lanewise.hardware.loop.TickListener;
import io.github.lanewise.hardware.port.Clock;
import io.github.lanewise.hardware.servo.ServoBus;
import io.github.lanewise.hardware.twin.SteppedTwin;
import io.github.lanewise.hardware.twin.Twin;
import io.github.lanewise.lanes.DivergenceException;
import java.io.IOException;
import java.io.PrintWriter;

/** The run behind {@code lanewise loop}: the robot, the port, the recording, the loop, and all of them closed. */
final class LoopSession {
  private final LoopSettings asked;
  private final long leaderNanos;
  /** At the rate that the wire carries. */
  private LoopSettings settings;
  private final LoopSettings.Scheduling scheduling;
  private final RobotServos servos;
  private final PrintWriter out;
  private final PrintWriter err;

  /**
   * To be run once.
   *
   * @param leaderNanos what reading another arm takes of each tick [ns]
   */
  LoopSession(LoopSettings asked, long leaderNanos, RobotServos servos, PrintWriter out, PrintWriter err) {
    this.asked = asked;
    this.leaderNanos = leaderNanos;
    scheduling = asked.scheduling();
    this.servos = servos;
    this.out = out;
    this.err = err;
  }

  LoopReport run() throws IOException {
    if (asked.twin() == null) {
      return onPort(asked.port());
    }
    if (asked.stepped()) {
      try (SteppedTwin twin = asked.twin().steppedAtRest(); ConnectedRobot robot = servos.connect(
          asked.twin().port("memory"), twin.line(), twin, asked.robot().model())) {
        return run(robot, twin);
      }
    }
    try (Twin twin = asked.twin().atRest(scheduling.fifo())) {
      LoopReport report = onPort(asked.twin().port(twin.path()));
      return report.of(new LoopReport.Simulated(twin.skippedNanos() * 1e-9, problem(twin)));
    }
  }

  /** Why the robot is gone from its line. */
  private static String problem(Twin twin) {
    try {
      twin.requireFinite();
      return null;
    } catch (DivergenceException e) {
      return e.getMessage();
    }
  }

  /** On a port, or on those of the arm if null. */
  private LoopReport onPort(PortOptions port) throws IOException {
    try (ConnectedRobot robot = servos.connect(port, Clock.system(), asked.robot().model())) {
      return run(robot, Clock.system());
    }
  }

  private LoopReport run(ConnectedRobot robot, Clock clock) throws IOException {
    settings = asked.carriedBy(robot.wireNanos() + leaderNanos);
    robot.requireRate(settings.timing().rate());
    ServoBus bus = robot.bus();
    LoopReport.Wire wire = new LoopReport.Wire(robot, bus.servos().size());
    out.print(LoopReport.heading(settings, wire));
    out.flush();
    Safety safety = settings.control().safety();
    safety = settings.twin() != null ? safety : safety.within(bus);
    Controller controller = settings.control().within(safety);
    if (settings.record() == null) {
      return new LoopReport(settings, wire, run(bus, clock, controller, safety, null), null, null);
    }
    Long seed = settings.twin() == null ? null : (Long) settings.twin().imperfections().seed();
    Recorder recorder = Recorder.open(settings.record(), bus.joints(), controller.signals(),
        robot.origin(settings.robot(), settings.control().name(), seed), 1 / settings.timing().rate(),
        clock);
    if (settings.stepped()) {
      recorder.waiting();
    }
    String problem = null;
    LoopResult result = null;
    try {
      result = run(bus, clock, controller, safety, recorder);
    } finally {
      try {
        recorder.close();
      } catch (IOException e) {
        problem = e.getMessage();
      }
    }
    return new LoopReport(settings, wire, result,
        new LoopReport.Recorded(recorder.recorded(), recorder.dropped(), problem), null);
  }

  private LoopResult run(ServoBus bus, Clock clock, Controller controller, Safety safety, Recorder recorder) {
    LoopSettings.Timing timing = settings.timing();
    TickListener next = recorder == null ? (tick, time, state, command, error, lateness) -> { } : recorder;
    try (LoopStatus status = new LoopStatus(bus.joints(), next)) {
      ControlLoop loop = new ControlLoop(bus, controller, safety).clock(clock).rate(timing.rate()).listener(status);
      if (settings.stepped()) {
        loop.rehearsal(0); // Time waits for the compiler.
      }
      if (timing.tickCount() != null) {
        loop.ticks(timing.tickCount());
      }
      if (timing.watchdogNanos() != null) {
        loop.watchdog(timing.watchdogNanos());
      }
      if (settings.control().lettingGo()) {
        loop.lettingGo();
      }
      if (scheduling.fifo() != null) {
        loop.fifo(scheduling.fifo());
      }
      if (scheduling.pin() != null) {
        loop.pin(scheduling.pin());
      }
      if (scheduling.lockMemory()) {
        loop.lockMemory();
      }
      status.show(loop, err);
      return loop.run();
    }
  }
}
