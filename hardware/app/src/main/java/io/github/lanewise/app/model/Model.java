package io.github.lanewise.app.model;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.lanewise.app.options.ArgumentChecks;
import io.github.lanewise.app.options.JsonOption;
import io.github.lanewise.app.options.NamedRobot;
import io.github.lanewise.app.options.RobotOption;
import io.github.lanewise.app.report.ArrayFile;
import io.github.lanewise.app.report.Provenance;
import io.github.lanewise.app.report.ReportFolder;
import io.github.lanewise.data.ModelFile;
import io.github.lanewise.data.WholeFile;
import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.network.Activation;
import io.github.lanewise.sobolev.DynamicsModel;
import io.github.lanewise.sobolev.fitting.Fit;
import io.github.lanewise.sobolev.fitting.FitSettings;
import io.github.lanewise.sobolev.fitting.LossKind;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lanewise model}: learns a model of a robot's dynamics from values and Jacobians. */
@Command(
    name = "model",
    description = {
      "Learn a network s' = M(s, a) of what a robot does in a control step, whose derivatives are right too.",
      "",
      "States s = (q, v) and actions a are drawn at random; next states and exact Jacobians come from the simulator."
          + " The network is trained on values and Jacobians (--loss sobolev, or projected, which costs a fraction),"
          + " and for comparison on values alone: with as many samples and epochs, and for as long a time. All are"
          + " tested on samples that they have not seen, and by rolling them out beside the simulator.",
      ""
    },
    footer = {
      "",
      "Losses: mean over samples of |M - s'|^2 + alpha |dM/d(s, a) - ds'/d(s, a)|^2, alpha-s for the columns of"
          + " states, alpha-a for those of actions, all in units of standard deviations; networks give the change"
          + " s' - s. projected takes r random directions v of v'dM/d(s, a), whose mean is the same.",
      "Ranges: positions within the joints' ranges (a whole turn, or 1 m either way, if they have none); velocities"
          + " up to the joints' limits (5 rad/s or m/s); actions: actuators' controls, or without any joint forces"
          + " that give a joint at rest half its largest velocity in a control step, up to its effort limit. --json"
          + " lists them.",
      "Data files (--data): .npz with x (samples x inputs), y (samples x outputs) and, if known, J (samples x outputs x"
          + " inputs). y are later values of the first inputs, or with --no-residual anything. The last fifth is held"
          + " out.",
      "A training whose loss grows without bound stops at once, says at which step, saves the last good model where"
          + " --out says, and ends with exit code 1.",
      "A --checkpoint is of one training: options and samples must be the same again. Comparisons begin anew.",
      "--report writes report.html, plots.csv and plots.npz. --out writes arrays that numpy.load reads; README.md has"
          + " their names.",
      "",
      "Examples: lanewise model --robot hopper --report learned --out hopper.npz; lanewise model --robot arm7"
          + " --samples 4096 --loss projected --precision float; lanewise model --load hopper.npz --robot hopper"
    })
public final class Model implements Callable<Integer> {
  private static final List<String> OF_TRAINING = List.of("--loss", "--alpha-s", "--alpha-a", "--projections",
      "--hidden", "--activation", "--layer-norm", "--gaussian", "--ensemble", "--epochs", "--batch", "--learning-rate",
      "--precision", "--out", "--checkpoint");
  private static final List<String> OF_ROBOT = List.of("--samples", "--rate", "--substeps", "--rollout-steps");
  private static final List<String> OF_TEST = List.of("--report", "--held-out", "--drop-bad", "--threads", "--seed");
  private static final String OF_LOADED = " is for training; the model that --load names knows its own.";

  @Spec
  private CommandSpec spec;

  @Option(names = "--robot", paramLabel = "FILE|NAME", description =
      "A URDF or MJCF file, or a robot that comes with the library: double_pendulum, finger, arm7, hopper,"
          + " quadruped.")
  private String robot;

  @Option(names = "--data", paramLabel = "FILE", description = "Samples of your own, .npz, instead of a robot's.")
  private Path data;

  @Option(names = "--residual", negatable = true, defaultValue = "true", fallbackValue = "true", description =
      "With --data: y are later values of the first inputs, so that changes are learned, or they are not (they are).")
  private boolean residual;

  @Option(names = "--drop-bad", description = "Leave out samples with numbers that are not finite, and count them;"
      + " without it they are refused.")
  private boolean dropBad;

  @Option(names = "--samples", paramLabel = "N", description = "Samples to train with (1024; with --study 16384).")
  private Integer samples;

  @Option(names = "--held-out", paramLabel = "N",
      description = "Samples to be tested on (1000; with --data the last fifth).")
  private Integer heldOut;

  @Option(names = "--loss", paramLabel = "value|sobolev|projected", defaultValue = "sobolev",
      description = "What is learned: values, and whole Jacobians, or projections of them (${DEFAULT-VALUE}).")
  private LossKind loss;

  @Option(names = "--alpha-s", paramLabel = "A", defaultValue = "1",
      description = "Weight of derivatives by states (${DEFAULT-VALUE}).")
  private double alphaStates;

  @Option(names = "--alpha-a", paramLabel = "A", defaultValue = "1",
      description = "Weight of derivatives by actions (${DEFAULT-VALUE}).")
  private double alphaActions;

  @Option(names = "--projections", paramLabel = "R", defaultValue = "1",
      description = "Random directions for each sample of the projected loss (${DEFAULT-VALUE}).")
  private int projections;

  @Option(names = "--hidden", split = ",", paramLabel = "N[,N...]", hideParamSyntax = true, defaultValue = "128,128",
      description = "Widths of the hidden layers (${DEFAULT-VALUE}).")
  private int[] hidden;

  @Option(names = "--activation", paramLabel = "tanh|silu|elu|gelu|softplus", defaultValue = "silu",
      description = "What hidden units do (${DEFAULT-VALUE}).")
  private Activation activation;

  @Option(names = "--layer-norm", description = "Normalise hidden layers.")
  private boolean layerNorm;

  @Option(names = "--gaussian", description = "Learn variances too.")
  private boolean gaussian;

  @Option(names = "--ensemble", paramLabel = "K", defaultValue = "1",
      description = "Networks that are trained from different beginnings and count by their mean (${DEFAULT-VALUE}).")
  private int members;

  @Option(names = "--epochs", paramLabel = "N",
      description = "Times that all samples are seen (200; with --study 25, fewer samples more often).")
  private Integer epochs;

  @Option(names = "--batch", paramLabel = "N", defaultValue = "64",
      description = "Samples of a step (${DEFAULT-VALUE}).")
  private int batch;

  @Option(names = "--learning-rate", paramLabel = "R", defaultValue = "0.01",
      description = "Of Adam's first step; falls along a cosine to a hundredth of it (${DEFAULT-VALUE}).")
  private double learningRate;

  @Option(names = "--precision", paramLabel = "float|double", defaultValue = "double",
      description = "Numbers that training computes with (${DEFAULT-VALUE}).")
  private ElementType precision;

  @Option(names = "--rate", paramLabel = "HZ", defaultValue = "60",
      description = "Control steps a second (${DEFAULT-VALUE}).")
  private double rate;

  @Option(names = "--substeps", paramLabel = "N", defaultValue = "16",
      description = "Steps of the simulator in it (${DEFAULT-VALUE}).")
  private int substeps;

  @Option(names = "--rollout-steps", paramLabel = "N", defaultValue = "10",
      description = "Control steps that models are rolled out for (${DEFAULT-VALUE}).")
  private int rolloutSteps;

  @Option(names = "--threads", paramLabel = "N", description = "Threads that share the samples (all cores).")
  private Integer threads;

  @Option(names = "--seed", paramLabel = "N", defaultValue = "1",
      description = "Seed of everything random (${DEFAULT-VALUE}).")
  private long seed;

  @Option(names = "--out", paramLabel = "FILE", description = "Write the model to this .npz file.")
  private Path target;

  @Option(names = "--checkpoint", paramLabel = "FILE", description =
      "Write the state of training to this .npz file every few seconds, and go on from it, to the same bits, if it is"
          + " there.")
  private Path checkpoint;

  @Option(names = "--load", paramLabel = "FILE", description =
      "Show a model that was saved; with --robot or --data, test it instead of training one.")
  private Path load;

  @Option(names = "--study", description = "Train with every loss and all, a quarter, a 16th and a 64th of the samples,"
      + " and print what Jacobians are worth in samples as tables in Markdown. Takes minutes.")
  private boolean study;

  @Option(names = "--report", paramLabel = "DIR", description =
      "Write a page with curves, and the numbers behind them, to this folder.")
  private Path report;

  @Mixin
  private JsonOption json;

  @Override
  public Integer call() throws IOException {
    ModelSettings settings = settings();
    requireWritable();
    PrintWriter out = spec.commandLine().getOut();
    ModelFile file = load == null ? null : ModelFile.read(load);
    if (file != null && robot == null && data == null) {
      show(file, out);
      return ExitCode.OK;
    }
    if (file != null) {
      new ArgumentChecks(spec).refuse(file.substeps() > 0, List.of("--rate", "--substeps"), OF_LOADED);
      settings = settings.of(file);
    }
    return work(settings, file == null ? null : file.models(), out);
  }

  private int work(ModelSettings settings, List<DynamicsModel> saved, PrintWriter out) throws IOException {
    if (study) {
      study(settings, out);
      return ExitCode.OK;
    }
    ModelResult result = new ModelRun(settings, saved).run();
    if (target != null) {
      boolean simulated = settings.model() != null;
      new ModelFile(result.asked().models(), simulated ? settings.controlSteps().period() : 0,
          simulated ? settings.controlSteps().substepCount() : 0)
          .write(target);
    }
    print(out, result);
    Fit fit = result.asked().fit();
    if (fit != null && fit.failure() != null) {
      spec.commandLine().getErr().println("lanewise: " + fit.failure().getMessage()
          + (target == null ? "" : "; the last good model is in " + target));
      return ExitCode.SOFTWARE;
    }
    return ExitCode.OK;
  }

  private void print(PrintWriter out, ModelResult result) throws IOException {
    ModelReport summary = new ModelReport(result);
    out.print(summary.toText());
    if (report != null) {
      ModelPage.write(report, result, summary.toText(), Provenance.of(spec));
      out.printf("%nReport: %s%n", ReportFolder.page(report));
    }
    if (target != null) {
      out.printf("%nModel: %s%n", target);
    }
    out.flush();
    json.write(summary::toJson);
  }

  private void study(ModelSettings settings, PrintWriter out) throws IOException {
    ObjectNode tables = new ModelStudy(settings).run(table -> {
      out.println(table);
      out.flush();
    });
    json.write(() -> tables);
  }

  private void show(ModelFile file, PrintWriter out) throws IOException {
    out.println(load + ": " + ModelReport.describe(file.models(), file.controlStep(), file.substeps()));
    out.flush();
    DynamicsModel model = file.models().getFirst();
    json.write(() -> JsonNodeFactory.instance.objectNode().put("load", load.toString())
        .put("network", model.mlp().toString()).put("parameters", model.mlp().weightCount())
        .put("members", file.models().size()).put("inputs", model.inputCount()).put("outputs", model.outputCount())
        .put("residual", model.givesChanges())
        .put("gaussian", model.isGaussian()).put("control_step_s", file.controlStep())
        .put("substeps", file.substeps()));
  }

  private void requireWritable() throws IOException {
    json.requireWritable();
    if (target != null) {
      ArrayFile.requireReplaceable(target, "activation", "dynamics model");
    }
    if (checkpoint != null) {
      WholeFile.requireWritable(checkpoint);
    }
    if (report != null) {
      ReportFolder.requireWritable(report, Provenance.of(spec), null);
    }
  }

  private ModelSettings settings() throws IOException {
    ArgumentChecks checks = new ArgumentChecks(spec);
    samples = samples != null ? samples : study ? 16_384 : 1024;
    epochs = epochs != null ? epochs : study ? 25 : 200;
    requireTogether(checks);
    requireNumbers(checks);
    FitSettings fit = new FitSettings(new FitSettings.Network(hidden, activation, layerNorm, gaussian, members),
        new FitSettings.Slopes(projections, alphaStates, alphaActions),
        new FitSettings.Optimiser(batch, learningRate), precision, checks.threadCount(threads), seed);
    NamedRobot named = robot == null ? null : new NamedRobot(robot, RobotOption.load(robot, spec));
    return new ModelSettings(new ModelSettings.Subject(named, data, load),
        new ModelSettings.Samples(samples, heldOut != null ? heldOut : robot != null ? 1000 : 0, residual, dropBad),
        new ModelSettings.ControlSteps(1 / rate, substeps, rolloutSteps),
        new ModelSettings.Training(loss, fit, epochs, checkpoint));
  }

  private void requireTogether(ArgumentChecks checks) {
    checks.require(robot != null || data != null || load != null,
        "Name a --robot to learn, a file of samples with --data, or a saved model with --load.");
    checks.require(robot == null || data == null, "--robot and --data are both to be learned: give one of them.");
    checks.refuse(load != null, OF_TRAINING, " is for training; the model that --load names is trained.");
    checks.refuse(data != null, OF_ROBOT, " is for a --robot; --data has the samples that it has.");
    checks.refuse(load != null, List.of("--residual"), OF_LOADED);
    checks.refuse(robot != null, List.of("--residual"), " is for --data; models of robots give changes.");
    checks.require(!study || robot != null, "--study draws samples of a --robot: name one.");
    checks.refuse(study, List.of("--loss", "--out", "--checkpoint", "--load", "--report"),
        " has no meaning with --study.");
    checks.refuse(robot == null && data == null, OF_TEST, " needs a --robot or --data to test the model on.");
    checks.refuse(robot == null && data == null, OF_ROBOT, " needs a --robot to test the model on.");
    checks.refuse(!study && loss != LossKind.PROJECTED, List.of("--projections"), " is for --loss projected.");
    checks.refuse(!study && loss == LossKind.VALUE, List.of("--alpha-s", "--alpha-a"),
        " is for derivatives, which --loss value leaves out.");
  }

  private void requireNumbers(ArgumentChecks checks) {
    checks.requireAtLeastOne("--samples", samples);
    checks.require(!study || samples >= 64, "--study takes a 64th of --samples, which is none of " + samples + ".");
    checks.requireAtLeastOne("--held-out", heldOut);
    checks.requireNotNegative("--alpha-s", alphaStates);
    checks.requireNotNegative("--alpha-a", alphaActions);
    checks.requireAtLeastOne("--projections", projections);
    Arrays.stream(hidden).forEach(width -> checks.requireAtLeastOne("--hidden", width));
    checks.requireAtLeastOne("--ensemble", members);
    checks.requireAtLeastOne("--epochs", epochs);
    checks.requireAtLeastOne("--batch", batch);
    checks.requirePositive("--learning-rate", learningRate);
    checks.requirePositive("--rate", rate);
    checks.requireAtLeastOne("--substeps", substeps);
    checks.requireAtLeastOne("--rollout-steps", rolloutSteps);
  }
}
