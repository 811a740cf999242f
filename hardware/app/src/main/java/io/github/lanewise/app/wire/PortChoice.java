package io.github.lanewise.app.wire;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** The options that name one port with servos: an argument group of which one is given. */
public final class PortChoice {
  @ArgGroup(exclusive = false, multiplicity = "1")
  private PortOptions port;

  @Option(names = "--arm", required = true, paramLabel = "FILE[#PORT]", description = "The port of an arm's file, as"
      + " 'loop' takes it; of several the one with this name.")
  private String file;

  private Arm arm;

  private Arm arm() throws IOException {
    if (arm == null) {
      int mark = file.lastIndexOf('#');
      arm = ArmFile.read(Path.of(mark < 0 ? file : file.substring(0, mark)));
    }
    return arm;
  }

  private String name() {
    int mark = file.lastIndexOf('#');
    return mark < 0 ? null : file.substring(mark + 1);
  }

  /** The port. */
  public PortOptions port() throws IOException {
    return port != null ? port : arm().port(name());
  }

  /** The ids that were given, or else those of the arm; empty if there are none. */
  public List<Integer> ids(List<Integer> given) throws IOException {
    return given != null ? given : port != null ? List.of() : arm().ids(name());
  }
}
