package io.github.lanewise.learning;

import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.RandomStream;
import io.github.lanewise.lanes.Snapshot;
import io.github.lanewise.learning.TrainingSettings.Source;
import io.github.lanewise.simulation.Simulation;
import io.github.lanewise.task.TaskRollout;

/**
 * The model's half of MB-MIX (Zhang and others, AAAI 2025): a model of the robots' control step is learned from their
 * windows, and windows of robots that move as the model says begin in states from the replay.
 *
 * <p>They are run by the roll-out of the robots themselves, whose episodes are put aside meanwhile: rewards, ends,
 * observations and values are computed as ever.
 */
final class ImaginedWindows {
  private final TrainingSettings.Model settings;
  private final TaskRollout robots;
  private final WindowGradient backward;
  private final DynamicsSamples samples;
  private final DynamicsFit fit;
  private final Batch[] starts;
  private long windows;

  /** Of a model that has learned nothing. */
  ImaginedWindows(Simulation simulation, PolicyRollout window, WindowGradient backward, TrainingSettings settings,
      long seed) {
    int rows = simulation.model().nq() + simulation.model().nv();
    if (simulation.state().rowCount() != rows) {
      throw new IllegalArgumentException("a model of the robots' control step takes states of " + rows
          + " rows, q and v, but these have " + simulation.state().rowCount() + ": their control law has a state of its"
          + " own, such as that of actions that come late");
    }
    this.settings = settings.model();
    this.backward = backward;
    robots = window.rollout();
    RandomStream seeds = RandomStream.of(seed);
    samples = new DynamicsSamples(simulation, window, this.settings.samples(), this.settings.capacity(),
        seeds.stream(0).nextLong());
    fit = new DynamicsFit(simulation, samples, this.settings, seeds.stream(1).nextLong());
    starts = samples.batches();
  }

  /** How much they count. */
  double share() {
    return windows < settings.warmUp() ? 0 : settings.share();
  }

  /** Lets the next window of the robots take derivatives from where the settings say. */
  void begin() {
    robots.rollout().setSurrogates(null, windows < settings.warmUp() ? null : source(settings.gradient()));
  }

  private LearnedDynamics source(Source source) {
    return source == Source.MODEL ? fit.dynamics() : null;
  }

  /** Takes samples from the window that the robots have just done, and learns from all there are. */
  void learn() {
    samples.take();
    if (samples.count() > 0) {
      fit.run();
    }
    windows++;
  }

  /**
   * Rolls out in the model and pulls back; the gradient is then the actor's.
   *
   * @param temperature what a unit of entropy is worth
   */
  void run(MixedReturn objective, double temperature) {
    robots.putAside();
    samples.draw(starts);
    robots.rollout().initial().copyFrom(starts[0]);
    robots.last().copyFrom(starts[3]);
    robots.rollout().setSurrogates(fit.dynamics(), source(settings.imagined()));
    backward.run(objective, temperature);
    robots.takeUp();
  }

  /** Moves the robots, or pulls back, by the model instead of their own steps. */
  void use(boolean forwards, boolean backwards) {
    robots.rollout().setSurrogates(forwards ? fit.dynamics() : null, backwards ? fit.dynamics() : null);
  }

  /** Of what the model says and what the robots do, yet without any. */
  ModelErrors errors(PolicyRollout window) {
    return new ModelErrors(window, samples.changes());
  }

  /** The model. */
  LearnedDynamics dynamics() {
    return fit.dynamics();
  }

  /** Steps of Adam that were left out because a gradient was not finite. */
  long skipped() {
    return fit.skipped();
  }

  /** Keeps samples and model. */
  void save(Snapshot snapshot) {
    samples.save(snapshot);
    fit.save(snapshot);
    snapshot.putWhole("model.windows", windows);
  }

  /** Goes on from what was kept. */
  void resume(Snapshot snapshot) {
    samples.resume(snapshot);
    fit.resume(snapshot);
    windows = snapshot.getWhole("model.windows", 1)[0];
  }
}
