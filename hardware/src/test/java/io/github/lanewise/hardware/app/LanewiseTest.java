package io.github.lanewise.hardware.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The contract of the bare command line: what goes to which stream, and with which exit code. */
final class LanewiseTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void helpIsAnAnswerAndGoesToStandardOutput() {
    assertThat(execute("--help")).isEqualTo(CommandLine.ExitCode.OK);
    assertThat(out.toString()).startsWith("Usage: lanewise");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void theVersionIsTheOneTheBuildFilledIn() {
    assertThat(execute("--version")).isEqualTo(CommandLine.ExitCode.OK);
    assertThat(out.toString()).containsPattern("^lanewise \\d+\\.\\d+\\.\\d+").contains(Runtime.version().toString());
  }

  @Test
  void withoutACommandTheUsageIsAnErrorMessage() {
    assertThat(execute()).isEqualTo(CommandLine.ExitCode.USAGE);
    assertThat(err.toString()).startsWith("Name a command.").contains("Usage: lanewise");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void whatIsNotUnderstoodIsNamed() {
    assertThat(execute("--frobnicate")).isEqualTo(CommandLine.ExitCode.USAGE);
    assertThat(err.toString()).contains("--frobnicate");
    assertThat(out.toString()).isEmpty();
  }

  private int execute(String... arguments) {
    return Lanewise.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true))
        .execute(arguments);
  }
}
