package io.github.lanewise.hardware.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.lanewise.hardware.controller.Hold;
import io.github.lanewise.hardware.linux.SystemCall;
import io.github.lanewise.hardware.loop.ControlLoop;
import io.github.lanewise.hardware.loop.LoopResult;
import io.github.lanewise.hardware.loop.Recorder;
import io.github.lanewise.hardware.loop.Safety;
import io.github.lanewise.hardware.loop.TickListener;
import io.github.lanewise.hardware.port.Clock;
import io.github.lanewise.hardware.port.PseudoTerminal;
import io.github.lanewise.hardware.port.SerialLine;
import io.github.lanewise.hardware.recording.Recording;
import io.github.lanewise.hardware.recording.RecordingHeader;
import io.github.lanewise.hardware.servo.Registers;
import io.github.lanewise.hardware.servo.Servo;
import io.github.lanewise.hardware.servo.ServoBus;
import io.github.lanewise.hardware.servo.ServoProtocol;
import io.github.lanewise.hardware.servo.protocol.XSeries;
import io.github.lanewise.model.RobotModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A process that runs a loop on a serial port is told to end, and servos at the other end of the port are told to
 * switch off. The serial library closes its ports when the JVM ends, and must not do so before. A process that is
 * killed leaves them to their watchdog.
 */
@Timeout(120)
final class SignalsTest {
  private static final RobotModel FINGER = RobotModel.builtIn("finger");
  private static final int PERIOD_MILLIS = 10;
  private static final int LATE_TICKS = 20;
  /** Five ticks more than may be late, in units of 20 ms. */
  private static final int WATCHDOG_MILLIS = 260;
  private static final int MARGIN_MILLIS = 60;

  private PseudoTerminal terminal;
  private Wiretap tap;
  private Twin twin;
  private ChildJvm process;
  private long signalled;

  /** Runs the child until torque is on, and signals it. */
  private void runAndSignal(int signal, String... record) throws Exception {
    assumeTrue(SystemCall.AVAILABLE, "no pseudo-terminals of our own on this system");
    ChildJvm.assumeSignal(signal);
    terminal = PseudoTerminal.open();
    tap = new Wiretap(terminal);
    twin = Twin.on(tap, Clock.system(), FINGER, Twin.servos(FINGER, ServoProtocol.DYNAMIXEL),
        Imperfections.typical());
    twin.place(0, 0.5, 0.5);
    twin.start();
    List<String> arguments = new ArrayList<>(List.of(terminal.path()));
    arguments.addAll(List.of(record));
    process = new ChildJvm(Child.class, arguments);
    process.awaitLine("armed");
    signalled = process.end(signal);
  }

  @AfterEach
  void endAll() {
    if (process != null) {
      process.close();
    }
    if (twin != null) {
      twin.close();
    }
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource({"2, SIGINT", "15, SIGTERM", "1, SIGHUP"})
  void torqueIsOffBeforeThePortIsClosed(int signal, String name) throws Exception {
    runAndSignal(signal);
    List<Wiretap.Switch> switches = tap.switches();
    int on = switches.stream().map(Wiretap.Switch::on).toList().indexOf(true);
    assertThat(switches).as("torque is switched off after it was on").hasSizeGreaterThan(on + 1);
    Wiretap.Switch off = switches.get(on + 1);
    assertThat(off.on()).isFalse();
    assertThat(off.timeNanos() - signalled).as("after the signal").isBetween(0L, TimeUnit.SECONDS.toNanos(1));
  }

  /** Nothing can be done any more, but the servos stop by themselves, and what was recorded is there. */
  @ParameterizedTest
  @ValueSource(strings = {"r.mcap", "r.npz", "r.csv"})
  void aKilledProcessLeavesServosThatStopAndARecordingThatIsRead(String name, @TempDir Path folder) throws Exception {
    Path file = folder.resolve(name);
    runAndSignal(9, file.toString());
    assertThat(tap.switches().getLast().on()).as("nobody has switched torque off").isTrue();
    Clock.system().sleepUntil(tap.lastNanos() + TimeUnit.MILLISECONDS.toNanos(WATCHDOG_MILLIS + MARGIN_MILLIS));
    try (Registers registers = ServoProtocol.DYNAMIXEL.registers(SerialLine.open(terminal.path(), 1_000_000),
        Clock.system())) {
      for (Servo servo : twin.servos()) {
        assertThat(registers.read(servo.id(), XSeries.BUS_WATCHDOG, 1, TimeUnit.SECONDS.toNanos(1)))
            .as("the watchdog of servo %d has struck", servo.id()).isEqualTo(255);
      }
    }
    Recording recording = Recording.read(file);
    assertThat(recording.rows()).hasSizeGreaterThan(20);
    int tick = recording.header().place(RecordingHeader.TICK);
    int stop = recording.header().place(RecordingHeader.STOP);
    assertThat(recording.rows()).isSortedAccordingTo(Comparator.comparingDouble(row -> row[tick]))
        .allMatch(row -> row[stop] == 0);
  }

  /** Holds the finger for half a minute at the end of a port. */
  static final class Child {
    private Child() {}

    /** The port, and the file to record to, if any. */
    public static void main(String[] arguments) throws IOException {
      Safety safety = Safety.of(FINGER).range(0, -3, 3).range(1, -3, 3).range(2, -3, 3).velocity(0, 100)
          .velocity(1, 100).velocity(2, 100).torque(0, 100).torque(1, 100).torque(2, 100).lateTicks(LATE_TICKS)
          .staleTicks(100).controllerTicks(50).busErrors(100).build();
      ServoBus bus = ServoProtocol.DYNAMIXEL.bus(SerialLine.open(arguments[0], 1_000_000), Clock.system(),
          Twin.servos(FINGER, ServoProtocol.DYNAMIXEL));
      TickListener next = arguments.length == 1 ? (tick, time, state, command, error, late) -> { }
          : Recorder.open(Path.of(arguments[1]), 3, PERIOD_MILLIS * 1e-3, Clock.system());
      boolean[] said = {false};
      LoopResult result = new ControlLoop(bus, new Hold(safety), safety).rate(1000. / PERIOD_MILLIS).rehearsal(0)
          .ticks(3_000).listener((tick, time, state, command, error, late) -> {
            next.tick(tick, time, state, command, error, late);
            if (tick >= 100 && !said[0]) {
              said[0] = true;
              System.out.println("armed");
            }
          }).run();
      System.out.println(result.stop());
    }
  }
}
