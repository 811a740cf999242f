package io.github.lanewise.app;

import io.github.lanewise.app.console.Failures;
import io.github.lanewise.app.console.Help;
import io.github.lanewise.app.console.Version;
import io.github.lanewise.app.dump.Dump;
import io.github.lanewise.app.evaluate.Evaluate;
import io.github.lanewise.app.identify.Identify;
import io.github.lanewise.app.loop.Loop;
import io.github.lanewise.app.model.Model;
import io.github.lanewise.app.robot.Robot;
import io.github.lanewise.app.servo.ServoTool;
import io.github.lanewise.app.shake.Shake;
import io.github.lanewise.app.simulate.Simulate;
import io.github.lanewise.app.study.Study;
import io.github.lanewise.app.task.TaskTool;
import io.github.lanewise.app.train.TrainTool;
import io.github.lanewise.app.twin.TwinTool;
import io.github.lanewise.app.watch.Watch;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/**
 * {@code lanewise <command> [options]}: the command line.
 *
 * <p>Exit codes: 0 done, 1 the work failed, 2 the arguments were wrong, 130 after Ctrl-C. Every command takes
 * {@code --json FILE} and writes its numbers there.
 */
@Command(
    name = "lanewise",
    description = "Batched SIMD rigid-body dynamics with exact derivatives.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    subcommands = {Simulate.class, Evaluate.class, Shake.class, Study.class, ServoTool.class, TwinTool.class,
        Loop.class, Model.class, TaskTool.class, TrainTool.class, Watch.class, Dump.class, Robot.class, Identify.class,
        Help.class},
    synopsisSubcommandLabel = "COMMAND",
    sortOptions = false,
    usageHelpAutoWidth = true,
    usageHelpWidth = 100,
    scope = ScopeType.INHERIT)
public final class Lanewise implements Runnable {
  /** A shell that completes what is typed. */
  private enum Shell { BASH, ZSH }

  @Spec
  private CommandSpec spec;

  @Option(names = "--completion", paramLabel = "bash|zsh", scope = ScopeType.LOCAL,
      description = "Print what lets this shell complete commands and options by the tab key; to have it now:"
          + " source <(lanewise --completion bash). The same script is for both.")
  private Shell completion;

  /** Runs the command that the arguments name, and ends the JVM with its exit code. */
  public static void main(String[] args) {
    CommandLine commands = commandLine();
    Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> Failures.ofThread(thread, failure, commands));
    int exitCode = commands.execute(args);
    System.exit(System.out.checkError() ? Failures.ofOutput(exitCode, commands) : exitCode);
  }

  /** The whole command line, ready to be executed or asked for its help. */
  static CommandLine commandLine() {
    return new CommandLine(new Lanewise())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionStrategy(Failures::whileRunning)
        .setExecutionExceptionHandler(Failures::ofWork)
        .setParameterExceptionHandler(Failures::ofArguments);
  }

  @Override
  public void run() {
    if (completion != null) {
      spec.commandLine().getOut().println(AutoComplete.bash(spec.name(), spec.commandLine()));
      return;
    }
    throw new ParameterException(spec.commandLine(), "Name a command.");
  }
}
