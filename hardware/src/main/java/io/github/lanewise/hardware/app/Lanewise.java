package io.github.lanewise.hardware.app;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code lanewise <command> [options]}: the command line.
 *
 * <p>Exit codes: 0 done, 1 the work failed, 2 the arguments were wrong, 130 after Ctrl-C. A command that has numbers to
 * report also takes {@code --json FILE} and writes the same numbers there.
 */
@Command(
    name = "lanewise",
    description = "Batched SIMD rigid-body dynamics with exact derivatives.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    subcommands = {Simulate.class, Evaluate.class, Shake.class, Study.class, ServoTool.class, TwinTool.class,
        Loop.class, Model.class},
    synopsisSubcommandLabel = "COMMAND",
    usageHelpWidth = 100)
public final class Lanewise implements Runnable {
  @Spec
  private CommandSpec spec;

  /** Runs the command that the arguments name, and ends the JVM with its exit code. */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  /** The whole command line, ready to be executed or asked for its help. */
  static CommandLine commandLine() {
    return new CommandLine(new Lanewise())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(Failures::ofWork)
        .setParameterExceptionHandler(Failures::ofArguments);
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Name a command.");
  }
}
