package io.github.lanewise.app.study;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.lanewise.app.console.Progress;
import io.github.lanewise.app.options.ArgumentChecks;
import io.github.lanewise.app.options.Choice;
import io.github.lanewise.app.options.JsonOption;
import io.github.lanewise.app.options.PolicyChoice;
import io.github.lanewise.app.options.RobotOption;
import io.github.lanewise.app.study.Studies.Part;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.policy.Policy;
import io.github.lanewise.policy.PolicySimulation;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code lanewise study}: how well what {@code shake} does works, on a simulated robot with a known exact sensitivity.
 */
@Command(
    name = "study",
    description = {
      "Measure how well a trajectory's sensitivity is learned by shaking, as tables in Markdown.",
      "",
      "Errors of all estimators against the exact sensitivity over roll-outs, sigma, noise and delay; coverage of"
          + " 95 %% intervals; what alignment recovers; voxels against averaging; improvement beside CMA-ES and the"
          + " true gradient; zero-shot reach. All of it takes minutes; --only takes one or several.",
      ""
    },
    footer = {
      "",
      "Noise is on logged positions, ten times that per second on velocities. Sigma is in scales of each parameter.",
      "",
      "Example: lanewise study --robot finger --controller sine --only errors,reach --json study.json"
    })
public final class Study implements Callable<Integer> {
  /** Of the simulator [s]. */
  private static final double TIME_STEP = 1e-3;
  private static final long POLICY_SEED = 1;

  @Spec
  private CommandSpec spec;

  @Mixin
  private RobotOption robot;

  @Option(names = "--controller", paramLabel = "pd|linear|sine|network", defaultValue = "pd",
      description = "The policy (${DEFAULT-VALUE}).")
  private PolicyChoice controller;

  @Option(names = "--steps", paramLabel = "N", defaultValue = "300",
      description = "Control steps of a roll-out (${DEFAULT-VALUE}).")
  private int steps;

  @Option(names = "--rate", paramLabel = "HZ", defaultValue = "500",
      description = "Control steps a second, each of whole time steps of 1 ms (${DEFAULT-VALUE}).")
  private double rate;

  @Option(names = "--threads", paramLabel = "N", description = "Threads that share the roll-outs (all cores).")
  private Integer threads;

  @Option(names = "--only", split = ",", paramLabel = "TABLE[,TABLE...]", hideParamSyntax = true,
      description = "Measure only these: errors, coverage, delays, repeats, improvement, reach (all).")
  private Set<Part> only = EnumSet.allOf(Part.class);

  @Mixin
  private JsonOption json;

  @Override
  public Integer call() throws IOException {
    ArgumentChecks checks = new ArgumentChecks(spec);
    checks.requireAtLeastOne("--steps", steps);
    checks.requirePositive("--rate", rate);
    int substeps = (int) Math.round(1 / (rate * TIME_STEP));
    checks.require(substeps >= 1 && Math.abs(substeps * rate * TIME_STEP - 1) < 1e-9, "--rate " + rate
        + " has control steps of " + 1 / rate + " s, which are no whole number of time steps of 0.001 s: take 1000,"
        + " 500, 250, 200 or another of those.");
    int workers = checks.threadCount(threads);
    json.requireWritable();
    PrintWriter out = spec.commandLine().getOut();
    Studies studies = new Studies(only);
    RobotModel model = robot.load();
    Policy policy = controller.policy(model, steps / rate, POLICY_SEED);
    try (PolicySimulation simulation = PolicySimulation.of(model, policy)
            .steps(steps).substeps(substeps).threads(workers).build();
        Progress progress = Progress.start("study", studies.work())) {
      studies.run(simulation, table -> {
        out.println(table);
        out.flush();
      }, progress);
    }
    json.write(() -> summary(studies, workers));
    return ExitCode.OK;
  }

  private ObjectNode summary(Studies studies, int workers) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.putObject("settings")
        .put("robot", robot.name())
        .put("free_base", robot.freeBase())
        .put("controller", Choice.text(controller))
        .put("steps", steps)
        .put("rate_hz", rate)
        .put("threads", workers)
        .put("seed", POLICY_SEED);
    node.setAll(studies.toJson());
    return node;
  }
}
