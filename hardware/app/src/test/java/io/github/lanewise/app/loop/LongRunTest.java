package io.github.lanewise.app.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.lanewise.app.Lanewise;
import io.github.lanewise.hardware.loop.CProgram;
import io.github.lanewise.hardware.loop.RealTime;
import io.github.lanewise.hardware.loop.WakeUps;
import io.github.lanewise.hardware.servo.ServoProtocol;
import io.github.lanewise.hardware.twin.Imperfections;
import io.github.lanewise.hardware.twin.Twin;
import io.github.lanewise.model.RobotModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole loop at 1 kHz on three simulated servos, beside a loop in C that does nothing: decoding, gravity
 * compensation, limits, encoding and recording on the last processor, the robot in a process of its own; then the C
 * loop on the same processor for as long. So many seconds each as {@code -Dlanewise.longrun.seconds} says, and not at
 * all if it does not.
 */
final class LongRunTest {
  private static final int SECONDS = Integer.getInteger("lanewise.longrun.seconds", 0);
  private static final long LINK_SECONDS = 60;
  private static final int PRIORITY = 50;

  @TempDir
  private Path folder;

  @Test
  void isAsPunctualAsALoopInC() throws Exception {
    assumeTrue(SECONDS > 0, "-Dlanewise.longrun.seconds=600 runs it for ten minutes, and C for ten more");
    Path wakeUp = CProgram.wakeUp(folder);
    int processor = Runtime.getRuntime().availableProcessors() - 1;
    Path link = folder.resolve("robot");
    Path json = folder.resolve("loop.json");
    Process twin = java(Robot.class, link.toString()).start();
    try {
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LINK_SECONDS);
      while (!Files.exists(link) && System.nanoTime() < deadline) {
        Thread.sleep(50);
      }
      Thread.sleep(TimeUnit.SECONDS.toMillis(4)); // It falls.
      Process loop = java(Lanewise.class, "loop", "--port", link.toString(), "--baud", "4000000", "--robot", "finger",
          "--controller", "pd", "--stiffness", "2,2,1", "--damping", "0.05,0.05,0.02", "--pose", "0.2,0.7,1.0",
          "--seconds", "" + SECONDS, "--bus-errors", "1000", "--late-ticks", "1000", "--controller-ticks", "500",
          "--fifo", "" + PRIORITY, "--pin", "" + processor, "--lock-memory", "--record",
          folder.resolve("loop.mcap").toString(), "--json", json.toString())
          .redirectOutput(folder.resolve("loop.txt").toFile()).start();
      int exitCode = loop.waitFor();
      String said = Files.readString(folder.resolve("loop.txt"));
      System.out.println(said);
      assertThat(exitCode).as("the loop ended as asked: %s", said).isZero();
    } finally {
      twin.destroy();
      twin.waitFor();
    }
    JsonNode report = new ObjectMapper().readTree(json.toFile());
    String printed = CProgram.run(List.of(wakeUp.toString()),
        List.of("1000", "1", "" + SECONDS, "" + processor, "" + PRIORITY));
    WakeUps c = WakeUps.parse(printed);
    JsonNode late = report.path("lateness");
    double p99 = late.path("p99_microseconds").asDouble();
    long missed = report.path("missed").asLong();
    System.out.printf(Locale.ROOT,
        "loop: p50 %.2f us, p99 %.2f us, p99.9 %.2f us, max %.2f us, %d of %d ticks missed%n",
        late.path("p50_microseconds").asDouble(), p99, late.path("p999_microseconds").asDouble(),
        late.path("max_microseconds").asDouble(), missed, missed + report.path("ticks").asLong());
    System.out.println("C:    " + c);
    assertThat(report.path("allocated_bytes").asLong()).isZero();
    assertThat(p99).isLessThanOrEqualTo(1.5 * c.p99());
    assertThat((double) missed).isLessThanOrEqualTo(c.missed() + 1e-4 * c.ticks());
  }

  /** The robot, scheduled as if it had a processor of its own, as a real one has. */
  static final class Robot {
    private Robot() {}

    /** Where to put a link to its port. */
    public static void main(String[] link) throws Exception {
      RobotModel finger = RobotModel.builtIn("finger");
      Twin twin = Twin.onPseudoTerminal(finger, Twin.servos(finger, ServoProtocol.DYNAMIXEL),
          Imperfections.typical(), () -> {
            RealTime.pin(0);
            RealTime.fifo(PRIORITY);
          });
      twin.link(Path.of(link[0]));
      Thread.sleep(Long.MAX_VALUE);
    }
  }

  private static ProcessBuilder java(Class<?> main, String... arguments) {
    List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "--enable-native-access=ALL-UNNAMED", "--add-modules", "jdk.incubator.vector", "-XX:CICompilerCount=3", "-cp",
        System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
  }
}
