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
 * @param window N, control steps of a window, of the first one if they change
 * @param windows after which the learning rates have fallen to {@value #LAST_RATE}
 * @param objective of the policy
 * @param actor of the policy's network
 * @param critic of the network that values states; null for none, where the rewards of a window alone count
 * @param adaptive how windows change their length; null for windows of one length
 * @param model of the dynamics that is learned beside the policy; null for none
 * @param seed of beginnings, starts and noise
 */
public record TrainingSettings(int robots, int window, long windows, MixedReturn objective, Actor actor, Values critic,
    Adaptive adaptive, Model model, long seed) {
  /** Learning rates in the end. */
  public static final double LAST_RATE = 1e-5;

  /**
   * The network of the policy: ELU and layer normalisation after each hidden layer.
   *
   * @param hidden widths
   * @param rate at the beginning
   * @param logDeviation s at the beginning
   * @param entropy that is wanted of each action in units of half its range, to which what entropy is worth is tuned,
   *     and then log-deviations depend on the state; not a number where entropy is worth nothing
   * @param longest norm of the derivatives of what a robot's window is worth, N times its mean over steps, by its state
   *     and by its actions at a control step: longer ones are shortened, each by itself, before they are pulled back
   *     further; infinite for none. Robots whose motion is chaotic would be all that the mean over robots consists of
   */
  public record Actor(int[] hidden, double rate, double logDeviation, double entropy, double longest) {
    /**
     * Refuses what cannot be.
     *
     * @throws IllegalArgumentException with the number
     */
    public Actor {
      require(Double.isNaN(entropy) || entropy < Math.log(2) && entropy > Double.NEGATIVE_INFINITY,
          "an entropy of " + entropy + ": finite and below log 2, that of an action as likely as any other");
      require(longest > 0, "derivatives of a robot that are at most " + longest + " long: above 0");
    }

    /** Whether entropy is worth something. */
    boolean entropic() {
      return !Double.isNaN(entropy);
    }
  }

  /**
   * The network of the values: ELU and layer normalisation after each hidden layer.
   *
   * @param hidden widths
   * @param rate at the beginning
   * @param lambda of its goals {@code G_t = r_t + gamma ((1 - lambda) V' + lambda G_{t+1})}
   * @param passes over each window, at most
   * @param stop passes end with one that lowers the sum of squared errors by a smaller share than this; 0 for never
   * @param parts of a window, a step each
   * @param keep share of the target's weights that stays after each window
   * @param networks of other beginnings that learn side by side; the value of a state is the mean of theirs
   */
  public record Values(int[] hidden, double rate, double lambda, int passes, double stop, int parts, double keep,
      int networks) {
    /**
     * Refuses what cannot be.
     *
     * @throws IllegalArgumentException with the number
     */
    public Values {
      require(passes >= 1 && parts >= 1, passes + " passes over " + parts + " parts of a window: at least 1 of each");
      require(lambda >= 0 && lambda <= 1, "a lambda of values of " + lambda + ": in [0, 1]");
      require(stop >= 0 && stop < 1, "passes that end where errors fall by a share of " + stop + ": in [0, 1)");
      require(networks >= 1, networks + " networks of values: at least 1");
      require(keep >= 0 && keep < 1, "a target that keeps " + keep + " of its weights: in [0, 1)");
    }
  }

  /**
   * Windows that adapt to the stiffness of contacts, {@code N <- N + rate sum_t mu_t, mu_t <- mu_t + rate (C - k_t)}
   * (after AHAC, Georgiev and others, Adaptive Horizon Actor-Critic for Policy Learning in Contact-Rich Differentiable
   * Simulation, ICML 2024).
   *
   * @param shortest least N
   * @param longest greatest N
   * @param stiffness C: forces of contact over acceleration that robots may meet [kg, in units of the velocities]
   * @param rate of multipliers and N
   */
  public record Adaptive(int shortest, int longest, double stiffness, double rate) {
    /**
     * Refuses what cannot be.
     *
     * @throws IllegalArgumentException with the number
     */
    public Adaptive {
      require(shortest >= 1 && shortest <= longest, "windows of " + shortest + " to " + longest + " steps");
      require(stiffness > 0, "a stiffness of " + stiffness + " that contacts may have: above 0");
      require(rate > 0, "a rate of windows of " + rate + ": above 0");
    }
  }

  /** What moves the robots of a window, or says how its end depends on its beginning. */
  public enum Source {
    /** The robots' own control steps. */
    ENV,
    /** The model. */
    MODEL
  }

  /**
   * A model of the robots' control step, learned from their steps and derivatives while they act (Sobolev training),
   * and what it is for: the objective is {@code (1 - share) J of windows of the robots + share J of windows in the
   * model}, which begin in states that the robots have been in.
   *
   * @param hidden widths of its networks
   * @param rate of Adam
   * @param networks of other beginnings that learn side by side; their mean counts
   * @param updates steps of Adam after each window
   * @param batch samples of such a step, rounded up to whole numbers of robots
   * @param samples control steps of a window that are kept, of all robots
   * @param capacity samples that are kept
   * @param slopes weight of Jacobians in its loss, 0 for values alone
   * @param warmUp windows from which it learns before anything is asked of it
   * @param share of the windows in the model
   * @param gradient where derivatives of the robots' windows come from
   * @param imagined where derivatives of windows in the model come from
   */
  public record Model(int[] hidden, double rate, int networks, int updates, int batch, int samples, int capacity,
      double slopes, int warmUp, double share, Source gradient, Source imagined) {
    /**
     * Refuses what cannot be.
     *
     * @throws IllegalArgumentException with the number
     */
    public Model {
      require(networks >= 1 && updates >= 1 && batch >= 1, networks + " networks, " + updates + " updates of " + batch
          + " samples: at least 1 of each");
      require(samples >= 1 && capacity >= 1, samples + " steps of a window of " + capacity + " samples: at least 1");
      require(warmUp >= 1, "a model that is used after " + warmUp + " windows: at least 1");
      require(slopes >= 0, "a weight of Jacobians of " + slopes + ": at least 0");
      require(share >= 0 && share <= 1, "a share of " + share + " of windows in the model: in [0, 1]");
    }

    /**
     * {@return the same with another number of steps of Adam after each window}
     *
     * @param value at least 1
     */
    public Model withUpdates(int value) {
      return new Model(hidden, rate, networks, value, batch, samples, capacity, slopes, warmUp, share, gradient,
          imagined);
    }

    /**
     * {@return the same with another weight of Jacobians in the loss}
     *
     * @param value at least 0; 0 for values alone
     */
    public Model withSlopes(double value) {
      return new Model(hidden, rate, networks, updates, batch, samples, capacity, value, warmUp, share, gradient,
          imagined);
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
    if (adaptive != null) {
      require(window >= adaptive.shortest && window <= adaptive.longest, "a first window of " + window
          + " steps of windows of " + adaptive.shortest + " to " + adaptive.longest);
    }
  }

  private static void require(boolean good, String message) {
    if (!good) {
      throw new IllegalArgumentException(message);
    }
  }

  /**
   * {@return the settings with which returns of a task were published for SHAC (Xu and others, ICLR 2022); those of the
   * ant for a task of another name; for the tip of a robot, which nobody published, smaller networks, and for cloth
   * and rope fewer steps}
   *
   * @param task name
   */
  public static TrainingSettings published(String task) {
    return PublishedSettings.of(task);
  }

  /**
   * {@return settings of our own for soft actor-critic: robots, layers and, in all, the steps of {@link #published}, in
   * shorter windows}
   *
   * @param task name
   */
  public static TrainingSettings soft(String task) {
    return PublishedSettings.soft(task);
  }

  /**
   * {@return the same with another objective}
   *
   * @param value J
   */
  public TrainingSettings withObjective(MixedReturn value) {
    return new TrainingSettings(robots, window, windows, value, actor, critic, adaptive, model, seed);
  }

  /**
   * {@return the same for another number of robots}
   *
   * @param value at least 1
   */
  public TrainingSettings withRobots(int value) {
    return new TrainingSettings(value, window, windows, objective, actor, critic, adaptive, model, seed);
  }

  /**
   * {@return the same with windows of another length}
   *
   * @param value N
   */
  public TrainingSettings withWindow(int value) {
    return new TrainingSettings(robots, value, windows, objective, actor, critic, adaptive, model, seed);
  }

  /**
   * {@return the same for another number of windows}
   *
   * @param value at least 1
   */
  public TrainingSettings withWindows(long value) {
    return new TrainingSettings(robots, window, value, objective, actor, critic, adaptive, model, seed);
  }

  /**
   * {@return the same from another seed}
   *
   * @param value any number
   */
  public TrainingSettings withSeed(long value) {
    return new TrainingSettings(robots, window, windows, objective, actor, critic, adaptive, model, value);
  }

  /** {@return the same without values: back-propagation through time, cut off at the end of a window} */
  public TrainingSettings withoutCritic() {
    return new TrainingSettings(robots, window, windows, objective, actor, null, adaptive, model, seed);
  }

  /**
   * {@return the same with windows that adapt to the stiffness of contacts: from a quarter to twice the length of the
   * first, C = 500, at a rate of 5e-4}
   */
  public TrainingSettings withAdaptiveWindows() {
    return new TrainingSettings(robots, window, windows, objective, actor, critic,
        new Adaptive(Math.ceilDiv(window, 4), 2 * window, 500, 5e-4), model, seed);
  }

  /**
   * {@return the same with two networks of values, which pass each window up to 64 times, until that lowers their
   * errors by less than 2 %}
   *
   * @throws IllegalStateException if there are no values
   */
  public TrainingSettings withTwoCritics() {
    if (critic == null) {
      throw new IllegalStateException("two networks of values in a training without values");
    }
    Values two = new Values(critic.hidden, critic.rate, critic.lambda, 64, 0.02, critic.parts, critic.keep, 2);
    return new TrainingSettings(robots, window, windows, objective, actor, two, adaptive, model, seed);
  }

  /**
   * {@return the same with a model of the dynamics that is learned beside the policy}
   *
   * @param value the model; null for none
   */
  public TrainingSettings withModel(Model value) {
    return new TrainingSettings(robots, window, windows, objective, actor, critic, adaptive, value, seed);
  }

  /**
   * {@return a model to begin with: two networks of 256 and 256 units, 8 updates of 256 samples after each window, 8
   * steps of which are kept}
   *
   * @param share of the windows in the model
   * @param gradient where derivatives of the robots' windows come from
   * @param imagined where derivatives of windows in the model come from
   */
  public static Model model(double share, Source gradient, Source imagined) {
    return new Model(new int[] {256, 256}, 1e-3, 2, 8, 256, 8, 1 << 17, 0.1, 20, share, gradient,
        imagined);
  }

  /**
   * {@return the same with another learning rate of the policy at the beginning}
   *
   * @param value above 0
   */
  public TrainingSettings withLearningRate(double value) {
    return new TrainingSettings(robots, window, windows, objective,
        new Actor(actor.hidden, value, actor.logDeviation, actor.entropy, actor.longest), critic, adaptive, model,
        seed);
  }

  /**
   * {@return the same with another entropy that is wanted of each action}
   *
   * @param value finite and below log 2, or not a number
   */
  public TrainingSettings withEntropy(double value) {
    return new TrainingSettings(robots, window, windows, objective,
        new Actor(actor.hidden, actor.rate, actor.logDeviation, value, actor.longest), critic, adaptive, model, seed);
  }

  /**
   * {@return the same with derivatives of robots that are shortened otherwise}
   *
   * @param value largest norm; infinite for none
   */
  public TrainingSettings withLongest(double value) {
    return new TrainingSettings(robots, window, windows, objective,
        new Actor(actor.hidden, actor.rate, actor.logDeviation, actor.entropy, value), critic, adaptive, model, seed);
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
    named.put("entropy of each action", actor.entropic() ? Double.toString(actor.entropy) : "none");
    if (actor.longest < Double.POSITIVE_INFINITY) {
      named.put("longest derivatives of a robot", Double.toString(actor.longest));
    }
    named.put("layers of the values", critic == null ? "none" : Arrays.toString(critic.hidden));
    if (critic != null) {
      named.put("learning rate of the values", Double.toString(critic.rate));
      named.put("lambda of the values", Double.toString(critic.lambda));
      named.put("passes", Integer.toString(critic.passes));
      named.put("least share by which a pass lowers errors", Double.toString(critic.stop));
      named.put("networks of values", Integer.toString(critic.networks));
      named.put("parts", Integer.toString(critic.parts));
      named.put("kept share of the target", Double.toString(critic.keep));
    }
    named.put("windows adapt", adaptive == null ? "no" : adaptive.shortest + " to " + adaptive.longest
        + " steps, stiffness " + adaptive.stiffness + ", rate " + adaptive.rate);
    if (model != null) {
      named.put("layers of the model", Arrays.toString(model.hidden));
      named.put("networks of the model", Integer.toString(model.networks));
      named.put("learning rate of the model", Double.toString(model.rate));
      named.put("updates of the model", model.updates + " of " + model.batch + " samples");
      named.put("samples of the model", model.samples + " steps of a window, the last " + model.capacity);
      named.put("weight of Jacobians", Double.toString(model.slopes));
      named.put("windows before the model is used", Integer.toString(model.warmUp));
      named.put("share of windows in the model", Double.toString(model.share));
      named.put("derivatives", model.gradient + " in windows of the robots, " + model.imagined + " in the model");
    }
    named.put("seed", Long.toString(seed));
    return named;
  }

  /** Of means, and of log-deviations where they depend on the state. */
  Mlp actorNetwork(int observations, int actions) {
    return Mlp.of(observations, actor.entropic() ? 2 * actions : actions, Activation.ELU, actor.hidden)
        .withLayerNorm();
  }

  Adam actorAdam() {
    return adam(falling(actor.rate));
  }

  Mlp criticNetwork(int inputs) {
    return Mlp.of(inputs, 1, Activation.ELU, critic.hidden).withLayerNorm();
  }

  Critic.Settings criticSettings(int observations) {
    return new Critic.Settings(criticNetwork(observations), falling(critic.rate), critic);
  }

  /** From a rate in the first window to {@link #LAST_RATE} after all. */
  LearningRate falling(double rate) {
    return LearningRate.linear(rate, LAST_RATE, windows);
  }

  /** Most steps of a window. */
  int longestWindow() {
    return adaptive == null ? window : adaptive.longest;
  }

  static Adam adam(LearningRate rate) {
    return new Adam(rate, 0.7, 0.95, 1e-8, 0, 1);
  }
}
