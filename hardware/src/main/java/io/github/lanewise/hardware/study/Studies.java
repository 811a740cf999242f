package io.github.lanewise.hardware.study;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.lanewise.policy.PolicySimulation;
import io.github.lanewise.sensitivity.Estimator;
import io.github.lanewise.sensitivity.GaussianProcess;
import io.github.lanewise.sensitivity.NetworkRegression;
import io.github.lanewise.sensitivity.Quadratic;
import io.github.lanewise.sensitivity.RecursiveLeastSquares;
import io.github.lanewise.sensitivity.Ridge;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/** Everything that is measured of physical derivatives on a simulated robot, whose exact sensitivity is known. */
public final class Studies {
  private static final int COVERAGE_SEEDS = 10;

  private final Map<String, Table> tables = new LinkedHashMap<>();

  /** How many steps {@link #run} reports. */
  public static int work() {
    return ErrorStudy.work() + CoverageStudy.work(COVERAGE_SEEDS) + DelayStudy.work() + RepeatStudy.work()
        + ImprovementStudy.work() + ReachStudy.work();
  }

  /**
   * Measures.
   *
   * @param finished is given each table as text when it is there
   * @param progress is given the steps done so far
   */
  public void run(PolicySimulation simulation, Consumer<String> finished, IntConsumer progress) {
    Experiment experiment = new Experiment(simulation);
    Map<String, Estimator> linear = new LinkedHashMap<>();
    linear.put("ridge", new Ridge());
    linear.put("gp", new GaussianProcess());
    Map<String, Estimator> all = new LinkedHashMap<>(linear);
    all.put("quadratic", new Quadratic());
    all.put("recursive", RecursiveLeastSquares::estimate);
    all.put("network", new NetworkRegression());
    int[] before = {0};
    IntConsumer steps = done -> progress.accept(before[0] + done);
    add("errors", ErrorStudy.measure(experiment, all, steps), finished);
    before[0] += ErrorStudy.work();
    add("coverage", CoverageStudy.measure(experiment, linear, COVERAGE_SEEDS, steps), finished);
    before[0] += CoverageStudy.work(COVERAGE_SEEDS);
    add("delays", DelayStudy.measure(experiment, steps), finished);
    before[0] += DelayStudy.work();
    add("repeats", RepeatStudy.measure(experiment, steps), finished);
    before[0] += RepeatStudy.work();
    add("improvement", ImprovementStudy.measure(experiment, steps), finished);
    before[0] += ImprovementStudy.work();
    add("reach", ReachStudy.measure(experiment, steps), finished);
  }

  private void add(String name, Table table, Consumer<String> finished) {
    tables.put(name, table);
    finished.accept(table.toMarkdown());
  }

  /** All tables, numbers with their units in the key names. */
  public ObjectNode toJson() {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    tables.forEach((name, table) -> node.set(name, table.toJson()));
    return node;
  }
}
