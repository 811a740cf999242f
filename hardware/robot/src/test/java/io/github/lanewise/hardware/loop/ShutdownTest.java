package io.github.lanewise.hardware.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.lanewise.hardware.port.Clock;
import io.github.lanewise.hardware.servo.BusError;
import io.github.lanewise.hardware.servo.ServoCommand;
import io.github.lanewise.hardware.servo.ServoState;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A JVM that is told to end in the middle of a loop switches the torque off first. */
@Timeout(120)
final class ShutdownTest {
  @BeforeAll
  static void withSignals() {
    assumeTrue(Path.of("/bin/kill").toFile().canExecute(), "no /bin/kill to send signals with");
  }

  @ParameterizedTest
  @CsvSource({"2,waits", "15,waits", "1,waits", "0,exits", "0,exitsInController", "2,hangs"})
  void torqueIsOffBeforeTheProcessIsGone(int signal, String behaviour) throws Exception {
    Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "--add-modules", "jdk.incubator.vector", "-cp", System.getProperty("java.class.path"),
        Child.class.getName(), behaviour).redirectErrorStream(true).start();
    List<String> lines;
    try (BufferedReader out = process.inputReader()) {
      String line = out.readLine();
      while (line != null && !line.equals("armed")) {
        line = out.readLine();
      }
      assertThat(line).isEqualTo("armed");
      if (signal > 0) {
        assumeFalse(ignores(process.pid(), signal), "whoever started these tests ignores signal " + signal
            + ", and what they start does so, too");
        assertThat(new ProcessBuilder("/bin/kill", "-" + signal, Long.toString(process.pid())).start().waitFor())
            .isZero();
      }
      lines = out.lines().toList();
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.waitFor()).as("%s", lines).isNotZero();
    assertThat(lines).first().asString().startsWith("torque off after ");
    int ticks = Integer.parseInt(lines.getFirst().replaceAll("\\D", ""));
    assertThat(ticks).isLessThanOrEqualTo(1);
    assertThat(lines).contains("watchdog disarmed");
  }

  private static boolean ignores(long process, int signal) throws IOException {
    Path status = Path.of("/proc", Long.toString(process), "status");
    return Files.exists(status) && Files.readAllLines(status).stream().filter(line -> line.startsWith("SigIgn:"))
        .anyMatch(line -> (Long.parseUnsignedLong(line.substring(7).strip(), 16) >> signal - 1 & 1) == 1);
  }

  /** Runs a loop of half a minute, and says what its servos are told. */
  static final class Child {
    private Child() {}

    /** What happens when torque is on. */
    public static void main(String[] behaviour) {
      ControlLoop[] loop = new ControlLoop[1];
      FakeBus bus = new FakeBus(Clock.system(), 1) {
        private int readsAfterRequest;

        @Override
        public BusError read(ServoState state, long deadlineNanos) {
          readsAfterRequest += loop[0].request == null ? 0 : 1;
          return super.read(state, deadlineNanos);
        }

        @Override
        public BusError torque(boolean on, long deadlineNanos) {
          if (torqueOn) {
            System.out.println("torque off after " + readsAfterRequest + " more reads");
          }
          return super.torque(on, deadlineNanos);
        }

        @Override
        public BusError watchdog(long timeoutNanos, long deadlineNanos) {
          if (timeoutNanos == 0) {
            System.out.println("watchdog disarmed");
          }
          return super.watchdog(timeoutNanos, deadlineNanos);
        }
      };
      Safety safety = Safety.of("a").range(0, -1, 1).velocity(0, 1).torque(0, 1).lateTicks(1_000)
          .controllerTicks(1_000).build();
      Controller controller = Controller.of(ServoCommand.Mode.POSITION, (observation, command, time) -> {
        if (time >= 0.1) {
          act(behaviour[0]);
        }
      });
      boolean[] said = {false};
      loop[0] = new ControlLoop(bus, controller, safety).rate(100).rehearsal(0).ticks(3_000).listener(
          (tick, time, state, command, error, late) -> {
            if (tick >= 0 && !said[0]) {
              said[0] = true;
              System.out.println("armed");
            }
          });
      loop[0].run();
    }

    private static void act(String behaviour) {
      switch (behaviour) {
        case "exits" -> Thread.ofPlatform().start(() -> System.exit(3));
        case "exitsInController" -> System.exit(3);
        case "hangs" -> {
          while (true) {
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
          }
        }
        default -> { }
      }
    }
  }
}
