package io.github.lanewise.app.console;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lanewise help servo read}: the help of a command, which its own {@code --help} shows, too. */
@Command(name = "help", helpCommand = true, description = "Show the help of a command.")
public final class Help implements Runnable {
  @Spec
  private CommandSpec spec;

  @Parameters(arity = "0..*", paramLabel = "COMMAND", description = "Which one, and which one of its own (lanewise).")
  private List<String> path = List.of();

  @Override
  public void run() {
    CommandLine command = spec.parent().commandLine();
    for (String word : path) {
      CommandLine next = command.getSubcommands().get(word);
      if (next == null) {
        throw new ParameterException(spec.commandLine(), "'" + command.getCommandSpec().qualifiedName()
            + "' has no command '" + word + "'; it has "
            + (command.getSubcommands().isEmpty() ? "none" : String.join(", ", command.getSubcommands().keySet())));
      }
      command = next;
    }
    command.usage(spec.commandLine().getOut());
  }
}
