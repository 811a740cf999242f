package io.github.lanewise.hardware.app;

import io.github.lanewise.hardware.port.PortException;
import io.github.lanewise.hardware.rollout.RobotStoppedException;
import io.github.lanewise.hardware.servo.BusException;
import io.github.lanewise.policy.DivergenceException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.MaxValuesExceededException;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.MutuallyExclusiveArgsException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** What went wrong, as one sentence on standard error. Faults of the program itself keep their stack trace. */
final class Failures {
  private Failures() {}

  /** The files or the work: exit code 1. */
  static int ofWork(Exception failure, CommandLine command, ParseResult arguments) throws Exception {
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
  static int ofArguments(ParameterException failure, String[] arguments) {
    CommandLine command = failure.getCommandLine();
    command.getErr().println(sentence(failure, arguments));
    UnmatchedArgumentException.printSuggestions(failure, command.getErr());
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
