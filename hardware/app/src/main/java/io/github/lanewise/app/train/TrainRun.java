package io.github.lanewise.app.train;

import io.github.lanewise.app.console.Progress;
import io.github.lanewise.app.console.StopSignal;
import io.github.lanewise.app.report.TextPage;
import io.github.lanewise.learning.Trainer;
import io.github.lanewise.simulation.LaneSimulation;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/** Trainings one after the other, with kernels that are compiled once. */
final class TrainRun {
  /** Of a progress bar. */
  private static final int PARTS = 1000;

  private final TrainSettings settings;
  private final IntFunction<TrainingFolder> folders;
  private final boolean resume;
  private final Consumer<String> notes;

  /**
   * Not run yet.
   *
   * @param folders of each training, or null where nothing is kept
   * @param resume whether to go on with what is kept there
   * @param notes takes what is to be said on the way
   */
  TrainRun(TrainSettings settings, IntFunction<TrainingFolder> folders, boolean resume, Consumer<String> notes) {
    this.settings = settings;
    this.folders = folders;
    this.resume = resume;
    this.notes = notes;
  }

  /** Trains until all are done, or the signal comes; then what was done is kept. */
  TrainResult run(StopSignal signal) throws IOException {
    List<Trained> all = new ArrayList<>();
    try (LaneSimulation simulation = Progress.during("compiling " + settings.task().name(), () ->
        Trainer.simulation(settings.task(), settings.training(), settings.computing().precision(),
            settings.computing().threads()))) {
      for (int number = 0; number < settings.seeds() && (number == 0 || !signal.asked()); number++) {
        LaneSimulation own = number == 0 ? simulation : simulation.withRobots(settings.training().robots());
        Trainer trainer = settings.method().trainer(settings.task(), own, settings.training(number));
        Learning learning = new Learning(settings, number, trainer, number == 0 ? secondsOfJvm() : 0);
        all.add(train(learning, folders == null ? null : folders.apply(number), number, signal));
      }
    }
    return new TrainResult(settings, all, signal.asked());
  }

  /** Since the process began [s]. */
  private static double secondsOfJvm() {
    return 1e-3 * ManagementFactory.getRuntimeMXBean().getUptime();
  }

  private Trained train(Learning learning, TrainingFolder folder, int number, StopSignal signal) throws IOException {
    if (resume && folder.exists()) {
      notes.accept("going on from " + folder.resume(learning) + ", after "
          + TextPage.format("%,d", learning.trainer().stepCount()) + " environment steps");
    }
    String title = settings.seeds() == 1 ? "training"
        : "training " + (number + 1) + " of " + settings.seeds() + ", seed " + learning.seed();
    try (Progress progress = Progress.start(title, PARTS)) {
      while (!learning.isOver() && !signal.asked() && learning.window()) {
        progress.accept((int) (PARTS * learning.share()));
        progress.note(note(learning));
        if (folder != null && folder.isDue() && !learning.isOver()) {
          folder.write(learning);
        }
      }
    }
    if (folder != null) {
      folder.write(learning);
    }
    return Trained.of(learning);
  }

  private String note(Learning learning) {
    double left = (1 / learning.share() - 1) * learning.seconds();
    return TextPage.format(" return %.4g, %,.0f steps/s, %s left", learning.trainer().episodes().meanReturn(),
        learning.speed(), left < 90 ? TextPage.format("%.0f s", left) : TextPage.format("%.0f min", left / 60));
  }
}
