package io.github.lanewise.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

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

  /** Its formats say what they cannot make sense of to System.err, a lone per cent sign for one. */
  @Test
  void theHelpOfEachCommandIsWellFormed() {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream before = System.err;
    System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
    int commands;
    try {
      commands = help(Lanewise.commandLine());
    } finally {
      System.setErr(before);
    }
    assertThat(said.toString(StandardCharsets.UTF_8)).isEmpty();
    assertThat(commands).isGreaterThan(10);
  }

  private static int help(CommandLine command) {
    assertThat(command.getUsageMessage()).contains("Usage: ").doesNotContain("%n");
    return 1 + command.getSubcommands().values().stream().mapToInt(LanewiseTest::help).sum();
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

  @Test
  void helpOfACommandIsWhatItsOwnOptionShows() {
    assertThat(execute("servo", "read", "--help")).isZero();
    String own = out.toString();
    out.getBuffer().setLength(0);
    assertThat(execute("help", "servo", "read")).isZero();
    assertThat(out.toString()).isEqualTo(own).startsWith("Usage: lanewise servo read");
  }

  @Test
  void helpOfWhatThereIsNotNamesWhatThereIs() {
    assertThat(execute("help", "servo", "juggle")).isEqualTo(CommandLine.ExitCode.USAGE);
    assertThat(err.toString()).startsWith("'lanewise servo' has no command 'juggle'; it has ").contains("read", "scan");
  }

  /** Asked what may follow, after the words that are typed already. */
  @ParameterizedTest
  @CsvSource({"lanewise si, simulate", "lanewise servo re, read", "lanewise simulate --batc, --batch"})
  void bashCompletesByTheScriptOfCompletion(String typed, String completed) throws Exception {
    Path bash = Path.of("/bin/bash");
    assumeTrue(Files.isExecutable(bash), "no /bin/bash on this system");
    assertThat(execute("--completion", "bash")).isZero();
    String[] words = typed.split(" ");
    String ask = out + "\nCOMP_WORDS=(" + typed + "); COMP_CWORD=" + (words.length - 1)
        + "\n_complete_lanewise lanewise " + words[words.length - 1] + " " + words[words.length - 2]
        + "\nprintf '%s\\n' \"${COMPREPLY[@]}\"\n";
    Process shell = new ProcessBuilder(bash.toString(), "-c", ask).redirectErrorStream(true).start();
    String said = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(said.lines().map(String::strip)).contains(completed);
    assertThat(shell.waitFor()).isZero();
  }

  /** A command that comes to an end of the memory in one of the ways there are. */
  @Command(name = "greedy")
  private static final class Greedy implements Callable<Integer> {
    private final Throwable end;

    @Option(names = "--batch")
    private int batch;

    Greedy(Throwable end) {
      this.end = end;
    }

    @Override
    public Integer call() throws Exception {
      if (end instanceof Error error) {
        throw error;
      }
      throw (Exception) end;
    }
  }

  static Stream<Arguments> endsOfMemory() {
    OutOfMemoryError heap = new OutOfMemoryError("Java heap space");
    return Stream.of(
        arguments(heap, "out of memory: this JVM may use", "take less of --batch or a smaller robot", "-Xmx"),
        arguments(new IllegalStateException("a worker failed", heap), "out of memory", "--batch", "-Xmx"),
        arguments(new OutOfMemoryError("unable to create native thread"), "no more threads", "fewer --threads", ""),
        arguments(new StackOverflowError(), "the stack of this JVM is too small", "-Xss", ""));
  }

  @ParameterizedTest
  @MethodSource("endsOfMemory")
  void anEndOfMemoryIsASentenceThatSaysWhatHelps(Throwable end, String what, String advice, String more) {
    CommandLine commands = Lanewise.commandLine().addSubcommand(new Greedy(end))
        .setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    assertThat(commands.execute("greedy", "--batch", "7")).isEqualTo(CommandLine.ExitCode.SOFTWARE);
    assertThat(err.toString()).startsWith("lanewise: ").contains(what, advice, more).hasLineCount(1);
    assertThat(out.toString()).isEmpty();
  }

  private int execute(String... arguments) {
    return Lanewise.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true))
        .execute(arguments);
  }
}
