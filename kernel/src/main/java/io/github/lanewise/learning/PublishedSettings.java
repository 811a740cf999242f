package io.github.lanewise.learning;

import io.github.lanewise.learning.TrainingSettings.Actor;
import io.github.lanewise.learning.TrainingSettings.Values;
import io.github.lanewise.task.TipTask;

/** The settings of {@link TrainingSettings#published} and {@link TrainingSettings#soft}, by the names of tasks. */
final class PublishedSettings {
  private static final int SOFT_WINDOW = 8;

  private PublishedSettings() {}

  /** As returns were published for SHAC; those of the ant for a task of another name. */
  static TrainingSettings of(String task) {
    return switch (task) {
      case "cartpole" -> of(64, 500, actor(1e-2, 64, 64), values(1e-3, 0.2, 64, 64));
      case "hopper" -> of(256, 2000, actor(2e-3, 128, 64, 32), values(2e-4, 0.2, 64, 64));
      case "humanoid" -> of(64, 2000, actor(2e-3, 256, 128), values(5e-4, 0.995, 128, 128));
      case TipTask.NAME -> of(64, 1000, actor(2e-3, 32, 16), values(2e-3, 0.2, 64, 64));
      case "fold" -> ofDeformable(32, 3, 200, -3);
      case "fold-thrice" -> ofDeformable(32, 4, 200, -3);
      case "unfold", "unfold-hard" -> ofDeformable(32, 5, 200, -3);
      case "whip" -> ofDeformable(16, 10, 200, -1);
      case "push" -> ofDeformable(8, 6, 50, -3);
      case "push-hard" -> ofDeformable(8, 5, 50, -3);
      default -> of(64, 2000, actor(2e-3, 128, 64, 32), values(2e-3, 0.2, 64, 64));
    };
  }

  /** For soft actor-critic. */
  static TrainingSettings soft(String task) {
    TrainingSettings published = of(task);
    Actor policy = new Actor(published.actor().hidden(), 1e-3, -0.5, -1, Double.POSITIVE_INFINITY);
    Values twins = new Values(published.critic().hidden(), 2e-3, 0, 4, 0, 1, 0.95, 2);
    return new TrainingSettings(published.robots(), SOFT_WINDOW, published.windows() * published.window() / SOFT_WINDOW,
        published.objective(), policy, twins, null, null, 0);
  }

  /**
   * Of our own: windows as long as short episodes are or a part of long ones, and few cloths or ropes, since a step of
   * one is 2,000 substeps, of a rope that is pushed 3,990 of 582 particles; little noise where an action is a place,
   * since a gripper reaches a centimetre far; and derivatives that are at most 1 long, where some of a cloth are 1e5.
   */
  private static TrainingSettings ofDeformable(int bodies, int window, int windows, double logDeviation) {
    Actor policy = new Actor(new int[] {128, 64, 32}, 2e-3, logDeviation, Double.NaN, 1);
    Values values = new Values(new int[] {64, 64}, 2e-3, 0.95, 16, 0, 1, 0.2, 1);
    return new TrainingSettings(bodies, window, windows, MixedReturn.longest(0.99), policy, values, null, null, 0);
  }

  private static TrainingSettings of(int robots, long windows, Actor actor, Values critic) {
    return new TrainingSettings(robots, 32, windows, MixedReturn.longest(0.99), actor, critic, null, null, 0);
  }

  private static Actor actor(double rate, int... hidden) {
    return new Actor(hidden, rate, -1, Double.NaN, Double.POSITIVE_INFINITY);
  }

  private static Values values(double rate, double keep, int... hidden) {
    return new Values(hidden, rate, 0.95, 16, 0, 4, keep, 1);
  }
}
