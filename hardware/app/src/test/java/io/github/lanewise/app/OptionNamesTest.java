package io.github.lanewise.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** One name for one concept, in all commands; a name that was another before is answered by the one it has now. */
final class OptionNamesTest {
  /** Of which each command takes what it can use. */
  private static final Set<String> SEVERAL_FORMS = Set.of("--checkpoint", "--start", "--id");

  @Test
  void anOptionTakesTheSameKindOfValueInEveryCommand() {
    Map<String, Set<String>> labels = new TreeMap<>();
    collect(Lanewise.commandLine(), labels);
    labels.keySet().removeAll(SEVERAL_FORMS);
    labels.values().removeIf(kinds -> kinds.size() == 1);
    assertThat(labels).isEmpty();
  }

  private static void collect(CommandLine command, Map<String, Set<String>> labels) {
    for (OptionSpec option : command.getCommandSpec().options()) {
      labels.computeIfAbsent(option.longestName(), unused -> new TreeSet<>()).add(kind(option.paramLabel()));
    }
    command.getSubcommands().values().forEach(one -> collect(one, labels));
  }

  /** Without what one joint or one port of several has before or behind it; words to choose from are of one kind. */
  private static String kind(String label) {
    String one = label.replaceAll("\\[[^\\]]*]|,\\.\\.\\.|\\.npz$|^([a-z]+\\|)+(?=FILE)", "");
    return one.matches("[a-z0-9|-]+") ? "words" : one;
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "shake --robot finger --time-step 0.002 | --time-step is now --rate, control steps a second: 500 is a step of",
    "shake --robot finger --noise 0.001 | --noise is now --position-noise, and of velocities --velocity-noise",
    "shake --robot finger --delay=5 | --delay is now --log-delay.",
    "train --task tip --method shac --delay 1 | --delay is now --action-delay.",
    "study --robot finger --control-period 2 | --control-period is now --rate, control steps a second: 500 is a period",
    "model --robot hopper --control-step 0.01 | --control-step is now --rate, control steps a second",
    "model --robot hopper --save m.npz | --save is now --out.",
    "servo read --port /dev/null --ids 1 | --ids is now --id.",
    "watch --robot finger --record r.npz --out c.html | --record is now --data.",
    "watch --robot finger --states r.npz --lane 1 --out c.html | --lane is now --lanes.",
    "task --task hopper --rule implicit | --rule is now --integrator.",
    "simulate --robot arm7 --keyframe home | --keyframe is now --start.",
    "dump --robot arm7 --algorithm aba --derivative vjp | --derivative is now --derivatives.",
    "shake --robot finger --design sobol | --design is now --sampling.",
    "train --task ant --method mbmix --gradient model | --gradient is now --backward.",
    "robot poses --arm a.json --save rest | --save is now --keep.",
    "loop --twin --robot finger --goal 1,2,3 | --goal is now --pose."})
  void aFormerNameIsAnsweredByTheOneThatTakesItsPlace(String line, String sentence) {
    Run run = Run.of((Object[]) line.split(" "));
    assertThat(run.exitCode()).isEqualTo(CommandLine.ExitCode.USAGE);
    assertThat(run.err()).startsWith(sentence).contains("--help'.");
    assertThat(run.out()).isEmpty();
  }
}
