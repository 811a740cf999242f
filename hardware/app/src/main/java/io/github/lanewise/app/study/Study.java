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
  private static final long POLICY_SEED = 1;

  @Spec
  private CommandSpec spec;

  @Mixin
  private RobotOption robot;

  @Option(names = "--controller", paramLabel = "pd|linear|sine|network", defaultValue = "pd",
      description = "The policy (${DEFAULT-VALUE}).")
  private PolicyChoice controller;

  @Option(names = "--steps", paramLabel = "T", defaultValue = "300",
      description = "Control steps of a roll-out (${DEFAULT-VALUE}).")
  private int steps;

  @Option(names = "--control-period", paramLabel = "MS", defaultValue = "2",
      description = "Length of a control step in milliseconds, each a step of the simulator (${DEFAULT-VALUE}).")
  private int period;

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
    checks.requireAtLeastOne("--control-period", period);
    int workers = checks.threadCount(threads);
    json.requireWritable();
    PrintWriter out = spec.commandLine().getOut();
    Studies studies = new Studies(only);
    RobotModel model = robot.load();
    Policy policy = controller.policy(model, steps * period * 1e-3, POLICY_SEED);
    try (PolicySimulation simulation = PolicySimulation.of(model, policy)
            .steps(steps).substeps(period).threads(workers).build();
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
        .put("control_period_seconds", period * 1e-3)
        .put("threads", workers)
        .put("seed", POLICY_SEED);
    node.setAll(studies.toJson());
    return node;
  }
}
