package io.github.lanewise.app.console;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** Options that had another name, and what takes their place. */
final class FormerNames {
  /** Of each former name the new ones, of which the first that the command has is meant, and how a number changes. */
  private static final Map<String, List<Now>> NOW = Map.ofEntries(
      Map.entry("--ids", List.of(new Now("--id", ""))),
      Map.entry("--control-step", List.of(new Now("--rate", ", control steps a second: 60 is a step of 1/60 s"))),
      Map.entry("--control-period", List.of(new Now("--rate", ", control steps a second: 500 is a period of 2 ms"))),
      Map.entry("--time-step", List.of(new Now("--rate", ", control steps a second: 500 is a step of 0.002 s"))),
      Map.entry("--noise", List.of(new Now("--position-noise", ", and of velocities --velocity-noise, of torques"
          + " --torque-noise"))),
      Map.entry("--delay", List.of(new Now("--log-delay", ""), new Now("--action-delay", ""))),
      Map.entry("--goal", List.of(new Now("--pose", ""))),
      Map.entry("--keyframe", List.of(new Now("--start", ""))),
      Map.entry("--rule", List.of(new Now("--integrator", ""))),
      Map.entry("--lane", List.of(new Now("--lanes", ""))),
      Map.entry("--record", List.of(new Now("--data", ""))),
      Map.entry("--save", List.of(new Now("--out", ""), new Now("--keep", ""))),
      Map.entry("--design", List.of(new Now("--sampling", ""))),
      Map.entry("--gradient", List.of(new Now("--backward", ""))),
      Map.entry("--derivative", List.of(new Now("--derivatives", ""))));

  private FormerNames() {}

  private record Now(String option, String how) {}

  /** The sentence about the first argument that is an option's former name in this command; empty if none is. */
  static Optional<String> sentence(CommandSpec command, String[] arguments) {
    return Arrays.stream(arguments).map(word -> word.replaceFirst("=.*", ""))
        .filter(word -> NOW.containsKey(word) && !command.optionsMap().containsKey(word))
        .flatMap(word -> NOW.get(word).stream().filter(now -> command.optionsMap().containsKey(now.option))
            .limit(1).map(now -> word + " is now " + now.option + now.how + "."))
        .findFirst();
  }
}
