package io.github.lanewise.hardware.app;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.lanewise.hardware.app.ShakeSettings.Controller;
import io.github.lanewise.hardware.data.WholeFile;
import io.github.lanewise.hardware.study.Studies;
import io.github.lanewise.policy.PolicySimulation;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code lanewise study}: how well what {@code shake} does works, on a simulated robot whose exact sensitivity is known. */
@Command(
    name = "study",
    description = {
      "Measure how well a trajectory's sensitivity is learned by shaking, as tables in Markdown.",
      "",
      "Errors of all estimators against the exact sensitivity over roll-outs, sigma, noise and delay; coverage of"
          + " 95 %% intervals; what alignment recovers; voxels against averaging; improvement beside CMA-ES and the true"
          + " gradient; zero-shot reach. Takes minutes.",
      ""
    },
    footer = {
      "",
      "Noise is on logged positions, ten times that per second on velocities. Sigma is in scales of each parameter.",
      "",
      "Example: lanewise study --robot finger --controller sine --json study.json"
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    usageHelpWidth = 100)
final class Study implements Callable<Integer> {
  @Spec
  private CommandSpec spec;

  @Mixin
  private RobotOption robot;

  @Option(names = "--controller", paramLabel = "pd|linear|sine|network", defaultValue = "pd",
      description = "The policy (${DEFAULT-VALUE}).")
  private Controller controller;

  @Option(names = "--steps", paramLabel = "T", defaultValue = "300",
      description = "Control steps of a roll-out (${DEFAULT-VALUE}).")
  private int steps;

  @Option(names = "--control-period", paramLabel = "MS", defaultValue = "2",
      description = "Length of a control step in milliseconds, each a step of the simulator (${DEFAULT-VALUE}).")
  private int period;

  @Option(names = "--threads", paramLabel = "N", description = "Threads that share the roll-outs (all cores).")
  private Integer threads;

  @Option(names = "--json", paramLabel = "FILE", description = "Write the same numbers to this file.")
  private Path json;

  @Override
  public Integer call() throws IOException {
    int workers = threads == null ? Runtime.getRuntime().availableProcessors() : threads;
    requireAtLeastOne("--steps", steps);
    requireAtLeastOne("--control-period", period);
    requireAtLeastOne("--threads", workers);
    if (json != null) {
      WholeFile.requireWritable(json);
    }
    PrintWriter out = spec.commandLine().getOut();
    Studies studies = new Studies();
    try (PolicySimulation simulation = PolicySimulation.of(robot.load(), controller.policy(robot.load(), 1))
            .steps(steps).substeps(period).threads(workers).build();
        Progress progress = Progress.start("study", Studies.work())) {
      studies.run(simulation, table -> {
        out.println(table);
        out.flush();
      }, progress);
    }
    if (json != null) {
      JsonFile.write(json, summary(studies));
    }
    return ExitCode.OK;
  }

  private ObjectNode summary(Studies studies) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    ObjectNode settings = node.putObject("settings");
    settings.put("robot", robot.name());
    settings.put("controller", controller.name().toLowerCase(Locale.ROOT));
    settings.put("steps", steps);
    settings.put("control_period_seconds", period * 1e-3);
    node.setAll(studies.toJson());
    return node;
  }

  private void requireAtLeastOne(String option, int value) {
    if (value < 1) {
      throw new ParameterException(spec.commandLine(), option + " must be at least 1, but is " + value + ".");
    }
  }
}
