package io.github.lanewise.hardware.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The clock's loop at 1 kHz beside one in C, each in a process of its own, on the last processor, one after the other:
 * 99 % of its wake-ups are no later than 1.5 times those of C, and it misses no more ticks than C and 0.01 % of all.
 * Because the rest of the machine is not quiet, and not the same twice, one pair of several has to show it. How long
 * each runs is {@code -Dlanewise.wakeups.seconds}, 5 unless said.
 */
final class ClockBesideCTest {
  private static final int SECONDS = Integer.getInteger("lanewise.wakeups.seconds", 5);
  private static final int PERIOD_MICROS = 1_000;
  private static final int WARM_UP_SECONDS = 1;
  private static final int PRIORITY = 50;
  private static final int PAIRS = 3;
  private static final List<String> JAVA = List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
      "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"), WakeUps.class.getName());

  @Test
  void wakesUpNoLaterThanC(@TempDir Path folder) throws Exception {
    Path program = CProgram.wakeUp(folder);
    List<String> arguments = Stream.of(PERIOD_MICROS, WARM_UP_SECONDS, SECONDS,
        Runtime.getRuntime().availableProcessors() - 1, PRIORITY).map(String::valueOf).toList();
    boolean shown = false;
    for (int pair = 0; pair < PAIRS && !shown; pair++) {
      WakeUps c = WakeUps.parse(CProgram.run(List.of(program.toString()), arguments));
      WakeUps java = WakeUps.parse(CProgram.run(JAVA, arguments));
      System.out.println("wake-up lateness, C:    " + c);
      System.out.println("wake-up lateness, Java: " + java);
      assertThat(java.pinned()).isEqualTo(c.pinned());
      assertThat(java.fifo()).isEqualTo(c.fifo());
      shown = java.p99() <= 1.5 * c.p99() && java.missed() <= c.missed() + 1e-4 * java.ticks();
    }
    assertThat(shown).as("one of %d pairs of measurements, printed above", PAIRS).isTrue();
  }
}
