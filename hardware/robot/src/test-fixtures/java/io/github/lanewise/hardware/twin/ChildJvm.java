package io.github.lanewise.hardware.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A JVM of its own that can be sent signals. */
public final class ChildJvm implements AutoCloseable {
  private final Process process;
  private final BufferedReader out;

  /** Runs a main method; standard error is part of the output. */
  public ChildJvm(Class<?> main, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "--enable-native-access=ALL-UNNAMED", "--add-modules", "jdk.incubator.vector", "-cp",
        System.getProperty("java.class.path"), main.getName()));
    command.addAll(arguments);
    process = new ProcessBuilder(command).redirectErrorStream(true).start();
    out = process.inputReader();
  }

  /** Skips a test of a signal that cannot be sent, or that would be ignored. */
  public static void assumeSignal(int signal) throws IOException {
    assumeTrue(Files.isExecutable(Path.of("/bin/kill")), "no /bin/kill to send signals with");
    boolean ignored = Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("SigIgn:"))
        .anyMatch(line -> (Long.parseUnsignedLong(line.substring(7).strip(), 16) >> signal - 1 & 1) == 1);
    assumeFalse(ignored, "whoever started these tests ignores signal " + signal + ", and what they start does so, too");
  }

  /** Waits until it has said this. */
  void awaitLine(String expected) throws IOException {
    List<String> lines = new ArrayList<>();
    while (!lines.contains(expected)) {
      String line = out.readLine();
      assertThat(line).as("%s after %s", expected, lines).isNotNull();
      lines.add(line);
    }
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Sends a signal, of which the process must end within 20 s; when it was sent [ns]. */
  public long end(int signal) throws Exception {
    long now = System.nanoTime();
    assertThat(new ProcessBuilder("/bin/kill", "-" + signal, Long.toString(process.pid())).start().waitFor()).isZero();
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).as("it ended").isTrue();
    assertThat(process.exitValue()).isEqualTo(128 + signal);
    return now;
  }

  /** What it has said since the last line that was awaited; when it has ended. */
  public List<String> rest() {
    return out.lines().toList();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
