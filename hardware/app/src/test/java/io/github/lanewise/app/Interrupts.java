package io.github.lanewise.app;

import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether Ctrl-C can be tested here. */
public final class Interrupts {
  private static final long SIGINT = 2;

  private Interrupts() {}

  /** Skips the test where this process began with SIGINT ignored: its children inherit that, and a JVM leaves it so. */
  public static void assumeHeeded() throws IOException {
    Path status = Path.of("/proc/self/status");
    boolean ignored = Files.isReadable(status) && Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("SigIgn:"))
        .anyMatch(line -> (Long.parseUnsignedLong(line.substring(7).strip(), 16) & 1L << SIGINT - 1) != 0);
    assumeFalse(ignored, "what started the tests ignores SIGINT, as shells do for what runs behind them, and so does"
        + " every child");
  }
}
