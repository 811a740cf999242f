package io.github.lanewise.hardware.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The loop in C that the clock is measured beside, and programs run to their end. */
public final class CProgram {
  /** From the folder of either module that measures. */
  private static final Path SOURCE = Path.of("..", "robot", "src", "test", "c", "wake_up.c");

  private CProgram() {}

  /** {@code wake_up.c} compiled into a folder; what asked is skipped where there is no compiler. */
  public static Path wakeUp(Path folder) throws IOException, InterruptedException {
    String path = System.getenv().getOrDefault("PATH", "");
    assumeTrue(Arrays.stream(path.split(File.pathSeparator)).anyMatch(f -> Files.isExecutable(Path.of(f, "gcc"))),
        "no gcc on the PATH to compile " + SOURCE);
    assumeTrue(System.getProperty("os.name").equals("Linux"), "clock_nanosleep and SCHED_FIFO of Linux are measured");
    Path program = folder.resolve("wake_up");
    run(List.of("gcc", "-O2", "-Wall", "-Wextra", "-Werror"), List.of("-o", program.toString(), SOURCE.toString()));
    return program;
  }

  /** What a program printed that ended well. */
  public static String run(List<String> program, List<String> arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(program);
    command.addAll(arguments);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as("%s: %s", String.join(" ", command), printed).isZero();
    return printed;
  }
}
