package io.github.lanewise.hardware.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.lanewise.hardware.controller.Hold;
import io.github.lanewise.hardware.linux.SystemCall;
import io.github.lanewise.hardware.loop.ControlLoop;
import io.github.lanewise.hardware.loop.LoopResult;
import io.github.lanewise.hardware.loop.Safety;
import io.github.lanewise.hardware.loop.Stop;
import io.github.lanewise.hardware.loop.TickListener;
import io.github.lanewise.hardware.port.Clock;
import io.github.lanewise.hardware.port.Line;
import io.github.lanewise.hardware.port.PseudoTerminal;
import io.github.lanewise.hardware.port.SerialLine;
import io.github.lanewise.hardware.servo.BusError;
import io.github.lanewise.hardware.servo.ServoBus;
import io.github.lanewise.hardware.servo.ServoProtocol;
import io.github.lanewise.model.RobotModel;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A robot behind a real port and the serial library that reads nothing any more, or is unplugged, during a loop. */
@Timeout(60)
final class LostPeerTest {
  private static final RobotModel FINGER = RobotModel.builtIn("finger");
  private static final int LAST = 200;

  private PseudoTerminal terminal;
  private Twin twin;
  private SerialLine line;
  private volatile boolean deaf;
  private long lastNanos;

  @BeforeEach
  void fall() throws IOException {
    assumeTrue(SystemCall.AVAILABLE, "no pseudo-terminals of our own on this system");
    terminal = PseudoTerminal.open();
    twin = Twin.on(new Line() {
      @Override
      public int read(byte[] into) {
        return deaf ? 0 : terminal.read(into);
      }

      @Override
      public int write(byte[] from, int count) {
        return terminal.write(from, count);
      }

      @Override
      public void close() {
        terminal.close();
      }
    }, Clock.system(), FINGER, Twin.servos(FINGER, ServoProtocol.DYNAMIXEL), Imperfections.typical());
    twin.start();
    line = SerialLine.open(terminal.path(), 1_000_000);
    Clock.system().sleepUntil(System.nanoTime() + TimeUnit.SECONDS.toNanos(3));
  }

  @AfterEach
  void close() {
    if (twin != null) {
      twin.close();
    }
  }

  /**
   * Runs with limits that a busy machine keeps; something is done to the robot at each tick from tick {@value #LAST}
   * on, of which a busy machine may miss some.
   */
  private LoopResult run(Runnable fault) {
    Safety safety = Safety.of(FINGER).lateTicks(1_000).staleTicks(2_000).controllerTicks(500).busErrors(300).build();
    TickListener listener = (tick, time, state, command, error, late) -> {
      lastNanos = System.nanoTime();
      if (tick >= LAST) {
        fault.run();
      }
    };
    try (ServoBus bus = ServoProtocol.DYNAMIXEL.bus(line, Clock.system(), twin.servos())) {
      return new ControlLoop(bus, new Hold(safety), safety).rehearsal(0).ticks(5_000).watchdog(2_000_000_000)
          .listener(listener).run();
    }
  }

  @Test
  void aPeerThatReadsNothingDoesNotHangTheLoop() {
    LoopResult result = run(() -> {
      deaf = true;
      byte[] junk = new byte[256];
      while (line.write(junk, junk.length) == junk.length) {
        // Until nothing more fits in between. The kernel moves bytes on from there, so there is room again at later
        // ticks, until all of its buffers are full.
      }
    });
    long over = System.nanoTime();
    assertThat(result.stop().reason()).as(result.stop().sentence()).isEqualTo(Stop.Reason.BUS_ERRORS);
    assertThat(result.busErrors()).containsKey(BusError.SHORT_WRITE);
    assertThat(result.ending()).isEqualTo(BusError.SHORT_WRITE);
    assertThat(over - lastNanos).as("from the last tick to the end").isLessThan(TimeUnit.SECONDS.toNanos(1));
  }

  @Test
  void anUnpluggedPortIsNoticedWithinTenMilliseconds() {
    long[] unplugged = new long[1];
    LoopResult result = run(() -> {
      if (unplugged[0] == 0) {
        terminal.close();
        unplugged[0] = System.nanoTime();
      }
    });
    assertThat(result.stop().reason()).as(result.stop().sentence()).isEqualTo(Stop.Reason.LINE_GONE);
    assertThat(result.ending()).isEqualTo(BusError.GONE);
    long latest = TimeUnit.MILLISECONDS.toNanos(10) + Math.round(result.lateness().max() * 1e3);
    assertThat(lastNanos - unplugged[0]).isLessThan(latest);
  }
}
