package io.github.lanewise.hardware.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.lanewise.hardware.linux.SystemCall;
import io.github.lanewise.hardware.loop.ControlLoop;
import io.github.lanewise.hardware.loop.Hold;
import io.github.lanewise.hardware.loop.LoopResult;
import io.github.lanewise.hardware.loop.Safety;
import io.github.lanewise.hardware.port.Clock;
import io.github.lanewise.hardware.port.PseudoTerminal;
import io.github.lanewise.hardware.port.SerialLine;
import io.github.lanewise.hardware.servo.ServoBus;
import io.github.lanewise.hardware.servo.ServoProtocol;
import io.github.lanewise.model.RobotModel;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A process that runs a loop on a serial port is told to end, and servos at the other end of the port are told to switch
 * off. The serial library closes its ports when the JVM ends, and must not do so before.
 */
@Timeout(120)
final class SignalsTest {
  private static final RobotModel FINGER = RobotModel.builtIn("finger");
  private static final int PERIOD_MILLIS = 10;

  @ParameterizedTest(name = "{1}")
  @CsvSource({"2, SIGINT", "15, SIGTERM", "1, SIGHUP"})
  void torqueIsOffBeforeThePortIsClosed(int signal, String name) throws Exception {
    assumeTrue(SystemCall.AVAILABLE, "no pseudo-terminals of our own on this system");
    assumeTrue(Files.isExecutable(Path.of("/bin/kill")), "no /bin/kill to send signals with");
    PseudoTerminal terminal = PseudoTerminal.open();
    Wiretap tap = new Wiretap(terminal);
    try (Twin twin = Twin.on(tap, Clock.system(), FINGER, Twin.servos(FINGER, ServoProtocol.DYNAMIXEL),
        Imperfections.typical())) {
      twin.place(0, 0.5, 0.5);
      twin.start();
      Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
          "--enable-native-access=ALL-UNNAMED", "--add-modules", "jdk.incubator.vector", "-cp",
          System.getProperty("java.class.path"), Child.class.getName(), terminal.path()).redirectErrorStream(true).start();
      long signalled;
      try (BufferedReader out = process.inputReader()) {
        List<String> lines = new ArrayList<>();
        while (!lines.contains("armed")) {
          String line = out.readLine();
          assertThat(line).as("armed after %s", lines).isNotNull();
          lines.add(line);
        }
        assumeFalse(ignored(signal), "whoever started these tests ignores " + name
            + ", and what they start does so, too");
        signalled = System.nanoTime();
        assertThat(new ProcessBuilder("/bin/kill", "-" + signal, Long.toString(process.pid())).start().waitFor())
            .isZero();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).as("it ended: %s", out.ready() ? out.readLine() : "").isTrue();
      } finally {
        process.destroyForcibly();
      }
      assertThat(process.exitValue()).isEqualTo(128 + signal);
      List<Wiretap.Switch> switches = tap.switches();
      int on = 0;
      while (!switches.get(on).on()) {
        on++;
      }
      Wiretap.Switch off = switches.get(on + 1);
      assertThat(off.on()).isFalse();
      assertThat(off.timeNanos() - signalled).as("after the signal").isBetween(0L, TimeUnit.SECONDS.toNanos(1));
      System.out.printf("%s: torque off %.1f ms after it was sent, the last byte after %.1f ms%n", name,
          (off.timeNanos() - signalled) * 1e-6, (tap.lastNanos() - signalled) * 1e-6);
    }
  }

  private static boolean ignored(int signal) throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream().filter(line -> line.startsWith("SigIgn:"))
        .anyMatch(line -> (Long.parseUnsignedLong(line.substring(7).strip(), 16) >> signal - 1 & 1) == 1);
  }

  /** Holds the finger for half a minute at the end of a port. */
  static final class Child {
    private Child() {}

    /** The port. */
    public static void main(String[] path) throws IOException {
      Safety safety = Safety.of(FINGER).range(0, -3, 3).range(1, -3, 3).range(2, -3, 3).velocity(0, 100)
          .velocity(1, 100).velocity(2, 100).torque(0, 100).torque(1, 100).torque(2, 100).lateTicks(100)
          .staleTicks(100).controllerTicks(50).busErrors(100).build();
      ServoBus bus = ServoProtocol.DYNAMIXEL.bus(SerialLine.open(path[0], 1_000_000), Clock.system(),
          Twin.servos(FINGER, ServoProtocol.DYNAMIXEL));
      boolean[] said = {false};
      LoopResult result = new ControlLoop(bus, new Hold(safety), safety).rate(1000. / PERIOD_MILLIS).rehearsal(0).ticks(3_000)
          .listener((tick, time, state, command, error, late) -> {
            if (tick >= 20 && !said[0]) {
              said[0] = true;
              System.out.println("armed");
            }
          }).run();
      System.out.println(result.stop());
    }
  }
}
