package io.github.lanewise.app.servo;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code lanewise servo}: finds servos on a port, and reads and writes their registers. */
@Command(
    name = "servo",
    description = "Set up new servos, find those on a serial port, read and write their registers, watch them, and"
        + " restart them.",
    footer = {
      "",
      "Example: lanewise servo scan --port /dev/ttyUSB0 --bauds 57600,1000000"
    },
    subcommands = {ServoSetup.class, ServoScan.class, ServoPing.class, ServoRead.class, ServoWrite.class,
        ServoMonitor.class, ServoReboot.class},
    synopsisSubcommandLabel = "COMMAND")
public final class ServoTool implements Runnable {
  @Spec
  private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Name a command: "
        + String.join(", ", spec.subcommands().keySet()) + ".");
  }
}
