package io.github.lanewise.app.shake;

import io.github.lanewise.app.options.Choice;
import io.github.lanewise.app.options.LearnedFile;
import io.github.lanewise.app.report.Provenance;
import io.github.lanewise.data.PolicyFile;
import io.github.lanewise.learning.LearnedPolicy;
import io.github.lanewise.sensitivity.planning.Improvement;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A policy that was learned in simulation, to be shaken.
 *
 * @param file it was read from
 * @param part of its numbers that is shaken
 * @param policy with these parameters
 */
record LearnedSubject(LearnedFile file, LearnedPolicy.Part part, LearnedPolicy policy) {
  /** Refuses a policy that does not fit the robot. */
  static LearnedSubject of(LearnedFile file, LearnedPolicy.Part part) {
    return new LearnedSubject(file, part, file.policy(part));
  }

  /** As people type it. */
  static String text(LearnedPolicy.Part part) {
    return Choice.text(part).replace('_', '-');
  }

  /** What moves the robot, and which of its numbers are shaken. */
  String toText() {
    return "the policy of " + file.file() + ", its " + text(part);
  }

  /**
   * Writes the policy with the best parameters that were tried, and where they come from.
   *
   * @param visits at least the start
   */
  void write(Path out, List<Improvement.Visit> visits, Provenance provenance) throws IOException {
    Improvement.Visit best = visits.stream().filter(Improvement.Visit::accepted).reduce((a, b) -> b).orElseThrow();
    Map<String, String> origin = new LinkedHashMap<>(file.content().origin());
    origin.put("improved by", provenance.command());
    origin.put("improved with version", provenance.version());
    origin.put("improved on", provenance.date().toString());
    origin.put("return before, after [m^2]", visits.getFirst().value() + ", " + best.value());
    new PolicyFile(policy.with(best.parameters()), origin).write(out);
  }
}
