package io.github.lanewise.app.console;

import io.github.lanewise.hardware.port.PortException;
import io.github.lanewise.hardware.robot.RobotStoppedException;
import io.github.lanewise.hardware.servo.BusException;
import io.github.lanewise.lanes.DivergenceException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.MaxValuesExceededException;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.MutuallyExclusiveArgsException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** What went wrong, as one sentence on standard error. Faults of the program itself keep their stack trace. */
public final class Failures {
  private Failures() {}

  /** Runs the command that was asked for; where memory ends, that is a failure of the work. */
  public static int whileRunning(ParseResult arguments) {
    try {
      return new CommandLine.RunLast().execute(arguments);
    } catch (OutOfMemoryError | StackOverflowError e) {
      return ofMemory(e, arguments.asCommandLineList().getLast());
    }
  }

  /**
   * What ended a thread for whose result nobody waits: where memory ended the program ends, too, with the sentence,
   * because the rest of it would wait for ever; else a stack trace.
   */
  public static void ofThread(Thread thread, Throwable failure, CommandLine command) {
    if (failure instanceof OutOfMemoryError || failure instanceof StackOverflowError) {
      System.exit(ofMemory((Error) failure, command));
    }
    command.getErr().println("Exception in thread \"" + thread.getName() + "\"");
    failure.printStackTrace(command.getErr());
  }

  /** Standard output that takes no more, such as a full disk or a pipe whose reader has gone. */
  public static int ofOutput(int exitCode, CommandLine command) {
    command.getErr().println("lanewise: not all of the output could be written: standard output takes no more");
    return exitCode == CommandLine.ExitCode.OK ? CommandLine.ExitCode.SOFTWARE : exitCode;
  }

  private static int ofMemory(Error failure, CommandLine command) {
    command.getErr().println("lanewise: " + Memory.sentence(failure, command.getCommandSpec()));
    return CommandLine.ExitCode.SOFTWARE;
  }

  /** The files or the work: exit code 1. */
  public static int ofWork(Exception failure, CommandLine command, ParseResult arguments) throws Exception {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) { // Wrapped if of another thread.
      if (cause instanceof OutOfMemoryError || cause instanceof StackOverflowError) {
        return ofMemory((Error) cause, command);
      }
    }
    if (failure instanceof UncheckedIOException wrapped) {
      return ofWork(wrapped.getCause(), command, arguments);
    }
    String message = switch (failure) {
      case NoSuchFileException e -> "there is no file " + e.getFile();
      case AccessDeniedException e -> "no right to read or write " + e.getFile();
      case FileNotFoundException e -> e.getMessage();
      case FileSystemException e -> "cannot read or write " + e.getFile()
          + (e.getReason() == null ? "" : ": " + e.getReason());
      case PortException e -> e.getMessage();
      case BusException e -> e.getMessage();
      case IOException e -> "reading or writing failed: " + e.getMessage();
      case RobotStoppedException e -> e.getMessage();
      case DivergenceException e -> e.getMessage();
      case IllegalArgumentException e -> e.getMessage();
      default -> throw failure;
    };
    command.getErr().println("lanewise: " + message);
    return CommandLine.ExitCode.SOFTWARE;
  }

  /** The arguments: exit code 2. */
  public static int ofArguments(ParameterException failure, String[] arguments) {
    CommandLine command = failure.getCommandLine();
    Optional<String> renamed = FormerNames.sentence(command.getCommandSpec(), arguments);
    command.getErr().println(renamed.orElseGet(() -> sentence(failure, arguments)));
    if (renamed.isEmpty()) {
      UnmatchedArgumentException.printSuggestions(failure, command.getErr());
    }
    if (command.getParent() == null) {
      command.usage(command.getErr());
    } else {
      command.getErr().println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
    }
    return CommandLine.ExitCode.USAGE;
  }

  /** Of alternatives that were all given, the names in place of the syntax of the whole group. */
  private static String sentence(ParameterException failure, String[] arguments) {
    boolean ofGroup =
        failure instanceof MutuallyExclusiveArgsException || failure instanceof MaxValuesExceededException;
    List<String> given = failure.getCommandLine().getCommandSpec().argGroups().stream().filter(ArgGroupSpec::exclusive)
        .flatMap(group -> group.allOptionsNested().stream()).filter(OptionSpec::required).map(OptionSpec::longestName)
        .filter(name -> Arrays.stream(arguments).anyMatch(word -> word.equals(name) || word.startsWith(name + "=")))
        .toList();
    return ofGroup && given.size() > 1 ? String.join(" and ", given) + " exclude each other: give one of them."
        : failure.getMessage();
  }
}
