package io.github.lanewise.app.study;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.lanewise.app.options.Choice;
import io.github.lanewise.app.report.Table;
import io.github.lanewise.policy.PolicySimulation;
import io.github.lanewise.sensitivity.Estimator;
import io.github.lanewise.sensitivity.GaussianProcess;
import io.github.lanewise.sensitivity.NetworkRegression;
import io.github.lanewise.sensitivity.Quadratic;
import io.github.lanewise.sensitivity.RecursiveLeastSquares;
import io.github.lanewise.sensitivity.Ridge;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/** Everything that is measured of physical derivatives on a simulated robot, whose exact sensitivity is known. */
final class Studies {
  private static final int COVERAGE_SEEDS = 10;

  /** One table each. */
  enum Part {
    /** Of every estimator against the oracle. */
    ERRORS(ErrorStudy.work()),
    /** Of the estimators' intervals. */
    COVERAGE(CoverageStudy.work(COVERAGE_SEEDS)),
    /** What alignment recovers. */
    DELAYS(DelayStudy.work()),
    /** Averages and voxels. */
    REPEATS(RepeatStudy.work()),
    /** Return against roll-outs. */
    IMPROVEMENT(ImprovementStudy.work()),
    /** Misses of zero-shot plans. */
    REACH(ReachStudy.work());

    private final int work;

    Part(int work) {
      this.work = work;
    }
  }

  private final Set<Part> parts;
  private final Map<Part, Table> tables = new EnumMap<>(Part.class);

  /** Takes which tables to make. */
  Studies(Set<Part> parts) {
    this.parts = Set.copyOf(parts);
  }

  /** How many steps {@link #run} reports. */
  int work() {
    return parts.stream().mapToInt(part -> part.work).sum();
  }

  /**
   * Measures, part after part.
   *
   * @param finished is given each table as text when it is there
   * @param progress is given the steps done so far
   */
  void run(PolicySimulation simulation, Consumer<String> finished, IntConsumer progress) {
    Experiment experiment = new Experiment(simulation);
    int before = 0;
    for (Part part : Part.values()) {
      if (parts.contains(part)) {
        int start = before;
        Table table = measure(part, experiment, done -> progress.accept(start + done));
        tables.put(part, table);
        finished.accept(table.toMarkdown());
        before += part.work;
      }
    }
  }

  private static Table measure(Part part, Experiment experiment, IntConsumer done) {
    Map<String, Estimator> linear = new LinkedHashMap<>();
    linear.put("ridge", new Ridge());
    linear.put("gp", new GaussianProcess());
    Map<String, Estimator> all = new LinkedHashMap<>(linear);
    all.put("quadratic", new Quadratic());
    all.put("recursive", RecursiveLeastSquares::estimate);
    all.put("network", new NetworkRegression());
    return switch (part) {
      case ERRORS -> ErrorStudy.measure(experiment, all, done);
      case COVERAGE -> CoverageStudy.measure(experiment, linear, COVERAGE_SEEDS, done);
      case DELAYS -> DelayStudy.measure(experiment, done);
      case REPEATS -> RepeatStudy.measure(experiment, done);
      case IMPROVEMENT -> ImprovementStudy.measure(experiment, done);
      case REACH -> ReachStudy.measure(experiment, done);
    };
  }

  /** All tables, numbers with their units in the key names. */
  ObjectNode toJson() {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    tables.forEach((part, table) -> node.set(Choice.text(part), table.toJson()));
    return node;
  }
}
