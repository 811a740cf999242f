package io.github.lanewise.app.loop;

import io.github.lanewise.app.wire.ConnectedRobot;
import io.github.lanewise.app.wire.PortOptions;
import io.github.lanewise.app.wire.RobotServos;
import io.github.lanewise.hardware.loop.ControlLoop;
import io.github.lanewise.hardware.loop.LoopResult;
import io.github.lanewise.hardware.loop.Recorder;
import io.github.lanewise.hardware.loop.Safety;
import io.github.lanewise.hardware.loop.TickListener;
import io.github.lanewise.hardware.port.Clock;
import io.github.lanewise.hardware.servo.ServoBus;
import io.github.lanewise.hardware.twin.Twin;
import java.io.IOException;
import java.io.PrintWriter;

/** The run behind {@code lanewise loop}: the robot, the port, the recording, the loop, and all of them closed. */
final class LoopSession {
  private final LoopSettings settings;
  private final LoopSettings.Timing timing;
  private final LoopSettings.Scheduling scheduling;
  private final RobotServos servos;
  private final PrintWriter out;
  private final PrintWriter err;

  LoopSession(LoopSettings settings, RobotServos servos, PrintWriter out, PrintWriter err) {
    this.settings = settings;
    timing = settings.timing();
    scheduling = settings.scheduling();
    this.servos = servos;
    this.out = out;
    this.err = err;
  }

  LoopReport run() throws IOException {
    if (settings.twin() == null) {
      return run(settings.port());
    }
    try (Twin twin = settings.twin().atRest(scheduling.fifo())) {
      return run(settings.twin().port(twin.path()));
    }
  }

  /** On a port, or on those of the arm if null. */
  private LoopReport run(PortOptions port) throws IOException {
    try (ConnectedRobot robot = servos.connect(port, Clock.system(), settings.robot().model())) {
      robot.requireRate(timing.rate());
      ServoBus bus = robot.bus();
      LoopReport.Wire wire = new LoopReport.Wire(robot, bus.servos().size());
      out.print(LoopReport.heading(settings, wire));
      out.flush();
      if (settings.record() == null) {
        return new LoopReport(settings, wire, run(bus, null), null);
      }
      Recorder recorder = Recorder.open(settings.record(), bus.joints(),
          settings.control().controller().signals(), 1 / timing.rate(), Clock.system());
      String problem = null;
      LoopResult result = null;
      try {
        result = run(bus, recorder);
      } finally {
        try {
          recorder.close();
        } catch (IOException e) {
          problem = e.getMessage();
        }
      }
      return new LoopReport(settings, wire, result,
          new LoopReport.Recorded(recorder.recorded(), recorder.dropped(), problem));
    }
  }

  private LoopResult run(ServoBus bus, Recorder recorder) {
    Safety safety = settings.control().safety();
    TickListener next = recorder == null ? (tick, time, state, command, error, lateness) -> { } : recorder;
    try (LoopStatus status = new LoopStatus(bus.joints(), next)) {
      ControlLoop loop = new ControlLoop(bus, settings.control().controller(),
          settings.twin() != null ? safety : safety.within(bus))
          .rate(timing.rate()).listener(status);
      if (timing.tickCount() != null) {
        loop.ticks(timing.tickCount());
      }
      if (timing.watchdogNanos() != null) {
        loop.watchdog(timing.watchdogNanos());
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
