package io.github.lanewise.app.train;

import io.github.lanewise.app.options.ArgumentChecks;
import io.github.lanewise.learning.TrainingSettings;
import io.github.lanewise.learning.TrainingSettings.Source;
import java.util.List;
import picocli.CommandLine.Option;

/** The options of the model of {@code --method mbmix}: a mixin. */
final class ModelOptions {
  private static final double SHARE = 0.5;

  @Option(names = "--forward", paramLabel = "env|model", description = "Of mbmix: where windows run (both, half each).")
  private Source forward;

  @Option(names = "--backward", paramLabel = "env|model",
      description = "Of mbmix: where derivatives come from (each window from where it runs).")
  private Source gradient;

  @Option(names = "--model-share", paramLabel = "X",
      description = "Of mbmix: share of the windows in the model, 0 to 1 (0.5).")
  private Double modelShare;

  @Option(names = "--model-updates", paramLabel = "N",
      description = "Of mbmix: steps of the model's optimiser after each window (8).")
  private Integer modelUpdates;

  @Option(names = "--model-jacobians", paramLabel = "W",
      description = "Of mbmix: weight of Jacobians in the model's loss, 0 for values alone (0.1).")
  private Double modelJacobians;

  /** Refuses them for another method, and those that contradict each other. */
  void check(Method method, ArgumentChecks checks) {
    checks.refuse(method != Method.MBMIX, List.of("--forward", "--backward", "--model-share", "--model-updates",
        "--model-jacobians"), " is for --method mbmix.");
    checks.refuse(forward != null, List.of("--model-share"), " is of windows of both kinds, but --forward leaves one.");
    checks.requireAtLeastOne("--model-updates", modelUpdates);
  }

  /** What they ask for. */
  TrainingSettings.Model model() {
    double share = forward == null ? modelShare == null ? SHARE : modelShare : forward == Source.ENV ? 0 : 1;
    TrainingSettings.Model model = TrainingSettings.model(share, gradient == null ? Source.ENV : gradient,
        gradient == null ? Source.MODEL : gradient);
    model = modelUpdates == null ? model : model.withUpdates(modelUpdates);
    return modelJacobians == null ? model : model.withSlopes(modelJacobians);
  }
}
