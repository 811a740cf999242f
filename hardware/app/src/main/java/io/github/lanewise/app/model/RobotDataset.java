package io.github.lanewise.app.model;

import io.github.lanewise.app.console.Progress;
import io.github.lanewise.simulation.RobotSamples;
import io.github.lanewise.simulation.SampleRanges;
import io.github.lanewise.sobolev.fitting.Dataset;
import io.github.lanewise.sobolev.fitting.FitSettings;
import io.github.lanewise.sobolev.fitting.RolloutErrors;

/** What is drawn and simulated of a robot before anything is trained. */
record RobotDataset(SampleRanges ranges, Dataset dataset, RolloutErrors rolloutErrors) {
  private static final int ROLLOUTS = 100;
  /** Tells the seed of the actions of roll-outs from that of samples. */
  private static final long ROLLOUT_SEED = 0x5eed;

  static RobotDataset draw(ModelSettings settings) {
    ModelSettings.ControlSteps steps = settings.controlSteps();
    FitSettings fit = settings.training().fit();
    SampleRanges ranges = SampleRanges.of(settings.model(), steps.period());
    try (RobotSamples robot = Progress.during("compiling the robot", () -> new RobotSamples(settings.model(),
        steps.period(), steps.substepCount(), fit.threads()))) {
      Dataset dataset = Progress.during("drawing samples", () -> robot.draw(ranges, settings.samples().count(),
          settings.samples().heldOutCount(), fit.seed()));
      RolloutErrors rolloutErrors = robot.rollouts(ranges, dataset.heldOut().x(),
          Math.min(ROLLOUTS, dataset.heldOut().count()), dataset.inputUnits(), steps.rolloutCount(),
          fit.seed() ^ ROLLOUT_SEED);
      return new RobotDataset(ranges, dataset, rolloutErrors);
    }
  }
}
