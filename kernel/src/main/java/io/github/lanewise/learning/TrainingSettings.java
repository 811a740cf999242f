package io.github.lanewise.learning;

import io.github.lanewise.network.Activation;
import io.github.lanewise.network.Adam;
import io.github.lanewise.network.LearningRate;
import io.github.lanewise.network.Mlp;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * How a policy is trained window by window. Immutable.
 *
 * @param robots that are simulated at once
 * @param window N, control steps of a window
 * @param windows after which the learning rates have fallen to {@value #LAST_RATE}
 * @param objective of the policy
 * @param actor of the policy's network
 * @param critic of the network that values states; null for none, where the rewards of a window alone count
 * @param seed of beginnings, starts and noise
 */
public record TrainingSettings(int robots, int window, long windows, MixedReturn objective, Actor actor, Values critic,
    long seed) {
  /** Learning rates in the end. */
  public static final double LAST_RATE = 1e-5;

  /**
   * The network of the policy: ELU and layer normalisation after each hidden layer.
   *
   * @param hidden widths
   * @param rate at the beginning
   * @param logDeviation s at the beginning
   */
  public record Actor(int[] hidden, double rate, double logDeviation) {}

  /**
   * The network of the values: ELU and layer normalisation after each hidden layer.
   *
   * @param hidden widths
   * @param rate at the beginning
   * @param lambda of its goals {@code G_t = r_t + gamma ((1 - lambda) V' + lambda G_{t+1})}
   * @param passes over each window
   * @param parts of a window, a step each
   * @param keep share of the target's weights that stays after each window
   */
  public record Values(int[] hidden, double rate, double lambda, int passes, int parts, double keep) {
    /**
     * Refuses what cannot be.
     *
     * @throws IllegalArgumentException with the number
     */
    public Values {
      require(passes >= 1 && parts >= 1, passes + " passes over " + parts + " parts of a window: at least 1 of each");
      require(lambda >= 0 && lambda <= 1, "a lambda of values of " + lambda + ": in [0, 1]");
      require(keep >= 0 && keep < 1, "a target that keeps " + keep + " of its weights: in [0, 1)");
    }
  }

  /**
   * Refuses what cannot be.
   *
   * @throws IllegalArgumentException with the number
   */
  public TrainingSettings {
    require(robots >= 1, robots + " robots: at least 1");
    require(window >= 1, "a window of " + window + " steps: at least 1");
    require(windows >= 1, windows + " windows: at least 1");
    if (critic != null) {
      require(critic.parts <= window,
          critic.parts + " parts of a window of " + window + " steps: at most as many");
    }
  }

  private static void require(boolean good, String message) {
    if (!good) {
      throw new IllegalArgumentException(message);
    }
  }

  /**
   * {@return the settings with which returns of a task were published for SHAC (Xu and others, ICLR 2022); those of the
   * ant for a task of another name}
   *
   * @param task name
   */
  public static TrainingSettings published(String task) {
    return switch (task) {
      case "cartpole" -> of(64, 500, actor(1e-2, 64, 64), values(1e-3, 0.2, 64, 64));
      case "hopper" -> of(256, 2000, actor(2e-3, 128, 64, 32), values(2e-4, 0.2, 64, 64));
      case "humanoid" -> of(64, 2000, actor(2e-3, 256, 128), values(5e-4, 0.995, 128, 128));
      default -> of(64, 2000, actor(2e-3, 128, 64, 32), values(2e-3, 0.2, 64, 64));
    };
  }

  private static TrainingSettings of(int robots, long windows, Actor actor, Values critic) {
    return new TrainingSettings(robots, 32, windows, MixedReturn.longest(0.99), actor, critic, 0);
  }

  private static Actor actor(double rate, int... hidden) {
    return new Actor(hidden, rate, -1);
  }

  private static Values values(double rate, double keep, int... hidden) {
    return new Values(hidden, rate, 0.95, 16, 4, keep);
  }

  /**
   * {@return the same with another objective}
   *
   * @param value J
   */
  public TrainingSettings withObjective(MixedReturn value) {
    return new TrainingSettings(robots, window, windows, value, actor, critic, seed);
  }

  /**
   * {@return the same for another number of robots}
   *
   * @param value at least 1
   */
  public TrainingSettings withRobots(int value) {
    return new TrainingSettings(value, window, windows, objective, actor, critic, seed);
  }

  /**
   * {@return the same with windows of another length}
   *
   * @param value N
   */
  public TrainingSettings withWindow(int value) {
    return new TrainingSettings(robots, value, windows, objective, actor, critic, seed);
  }

  /**
   * {@return the same for another number of windows}
   *
   * @param value at least 1
   */
  public TrainingSettings withWindows(long value) {
    return new TrainingSettings(robots, window, value, objective, actor, critic, seed);
  }

  /**
   * {@return the same from another seed}
   *
   * @param value any number
   */
  public TrainingSettings withSeed(long value) {
    return new TrainingSettings(robots, window, windows, objective, actor, critic, value);
  }

  /** {@return the same without values: back-propagation through time, cut off at the end of a window} */
  public TrainingSettings withoutCritic() {
    return new TrainingSettings(robots, window, windows, objective, actor, null, seed);
  }

  /**
   * {@return the same with another learning rate of the policy at the beginning}
   *
   * @param value above 0
   */
  public TrainingSettings withLearningRate(double value) {
    return new TrainingSettings(robots, window, windows, objective,
        new Actor(actor.hidden, value, actor.logDeviation), critic, seed);
  }

  /** {@return all of them in words, by name: trainings with the same go the same way} */
  public Map<String, String> named() {
    Map<String, String> named = new LinkedHashMap<>();
    named.put("robots", Integer.toString(robots));
    named.put("window", Integer.toString(window));
    named.put("windows", Long.toString(windows));
    named.put("discount", Double.toString(objective.discount()));
    named.put("lambda", Double.toString(objective.lambda()));
    named.put("blend", Double.toString(objective.blend()));
    named.put("longer windows", objective.reading().name().toLowerCase(Locale.ROOT));
    named.put("layers of the policy", Arrays.toString(actor.hidden));
    named.put("learning rate of the policy", Double.toString(actor.rate));
    named.put("log-deviation at the beginning", Double.toString(actor.logDeviation));
    named.put("layers of the values", critic == null ? "none" : Arrays.toString(critic.hidden));
    if (critic != null) {
      named.put("learning rate of the values", Double.toString(critic.rate));
      named.put("lambda of the values", Double.toString(critic.lambda));
      named.put("passes", Integer.toString(critic.passes));
      named.put("parts", Integer.toString(critic.parts));
      named.put("kept share of the target", Double.toString(critic.keep));
    }
    named.put("seed", Long.toString(seed));
    return named;
  }

  Mlp actorNetwork(int observations, int actions) {
    return Mlp.of(observations, actions, Activation.ELU, actor.hidden).withLayerNorm();
  }

  Adam actorAdam() {
    return adam(LearningRate.linear(actor.rate, LAST_RATE, windows));
  }

  Critic.Settings criticSettings(int observations) {
    LearningRate rate = LearningRate.linear(critic.rate, LAST_RATE, windows);
    int stepsOfWindow = critic.passes * critic.parts;
    return new Critic.Settings(Mlp.of(observations, 1, Activation.ELU, critic.hidden).withLayerNorm(),
        adam(step -> rate.at(step / stepsOfWindow)), critic);
  }

  private static Adam adam(LearningRate rate) {
    return new Adam(rate, 0.7, 0.95, 1e-8, 0, 1);
  }
}
