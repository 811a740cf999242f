package io.github.lanewise.learning;

import io.github.lanewise.lanes.Snapshot;
import io.github.lanewise.simulation.LaneSimulation;
import io.github.lanewise.simulation.Simulation;
import io.github.lanewise.task.LaneTask;

/**
 * {@code theta <- Adam(theta, -dJ/dtheta)}, window after window, J a {@link MixedReturn} through the derivatives of the
 * robots: SHAC with the longest window alone (Xu and others, Accelerated Policy Learning with Parallel Differentiable
 * Simulation, ICLR 2022), the policy gradient of MB-MIX with mixed ones (Zhang and others, AAAI 2025).
 *
 * <p>The critic learns from the same windows; without one the gradient is of the rewards of the window alone. With a
 * model of the robots' dynamics, which is learned meanwhile, windows in the model have a share in it: the whole of
 * MB-MIX. Windows may change their length with the stiffness of contacts, as those of AHAC do. Where the settings want
 * an entropy, it is worth something in returns and in the critic's goals: 1 at first, then as much as brings it there
 * (after SAPO, Xing and others, Stabilizing reinforcement learning in differentiable multiphysics simulation, arXiv
 * 2412.12089). Observations are normalised by the statistics of all before the window.
 */
public final class WindowTrainer extends ActorTrainer {
  /** Of the stream of random numbers that the model has. */
  private static final int MODEL = 4;
  private static final double FIRST_TEMPERATURE = 1;
  private static final double TEMPERATURE_RATE = 5e-3;

  private final TrainingSettings settings;
  private final ActorCritic learner;
  private final WindowGradient backward;
  private final double[] gradient;
  /** Null for windows of one length. */
  private final AdaptiveWindow window;
  private final ContactStiffness stiffness;
  /** Null without a model of the dynamics. */
  private final ImaginedWindows model;
  private final double[] imagined;
  /** Null where entropy is worth nothing. */
  private final Temperature temperature;

  /**
   * At the beginning.
   *
   * @param task of the robots
   * @param simulation of that task, of as many robots as the settings say
   * @param settings of the training
   * @throws IllegalArgumentException if the numbers of robots differ, an actuator has no range, windows are to adapt or
   *     a model is to be learned of what is no robot, or of robots whose control law has a state of its own
   */
  public WindowTrainer(LaneTask task, LaneSimulation simulation, TrainingSettings settings) {
    this.settings = settings;
    learner = new ActorCritic(task, simulation, settings, settings.actorAdam());
    backward = new WindowGradient(task, simulation, learner.rollout(), settings.actor().longest());
    gradient = new double[learner.parameters().length];
    TrainingSettings.Adaptive adaptive = settings.adaptive();
    window = adaptive == null ? null : new AdaptiveWindow(adaptive, settings.window());
    stiffness = adaptive == null ? null
        : new ContactStiffness(robots(simulation, task, "windows that adapt to contacts"), learner.rollout().state(),
            adaptive.longest());
    if (window != null) {
      learner.rollout().measure(stiffness);
      learner.rollout().setStepCount(window.steps());
    }
    model = settings.model() == null ? null
        : new ImaginedWindows(robots(simulation, task, "a model that is learned"), learner.rollout(), backward,
            settings, learner.seed(MODEL));
    imagined = new double[gradient.length];
    temperature = settings.actor().entropic()
        ? new Temperature(FIRST_TEMPERATURE, simulation.actionCount() * settings.actor().entropy(), TEMPERATURE_RATE)
        : null;
  }

  private static Simulation robots(LaneSimulation simulation, LaneTask task, String what) {
    if (simulation instanceof Simulation robots) {
      return robots;
    }
    throw new IllegalArgumentException("a training with " + what + " is for robots, but task '" + task.name()
        + "' has none");
  }

  @Override
  public void window() {
    learner.begin();
    double worth = worth();
    double share = model == null ? 0 : model.share();
    if (model != null) {
      model.begin();
    }
    if (share < 1) {
      backward.run(settings.objective(), worth);
    } else {
      learner.rollout().run();
    }
    learner.take(worth);
    if (temperature != null) {
      temperature.step(learner.rollout().meanEntropy());
    }
    int next = window == null ? learner.rollout().stepCount() : window.next(stiffness.means(window.steps()));
    learner.actor().gradient(gradient);
    if (model != null) {
      model.learn();
    }
    learner.goOn();
    if (share > 0) {
      model.run(settings.objective(), worth);
      mix(share);
    }
    learner.finish(learner.step(gradient));
    learner.rollout().setStepCount(next);
  }

  /** Of a unit of entropy. */
  private double worth() {
    return temperature == null ? 0 : temperature.value();
  }

  /** The gradient in the model, by its share, beside that of the robots' window. */
  private void mix(double share) {
    learner.actor().gradient(imagined);
    for (int e = 0; e < gradient.length; e++) {
      gradient[e] = share == 1 ? imagined[e] : (1 - share) * gradient[e] + share * imagined[e];
    }
  }

  int parameterCount() {
    return gradient.length;
  }

  /** Where the next window begins, noise included. */
  Snapshot start() {
    Snapshot start = new Snapshot();
    learner.rollout().rollout().save(start);
    learner.actor().save(start);
    return start;
  }

  /** Goes back to where a window began. */
  void restart(Snapshot start) {
    learner.rollout().rollout().resume(start);
    learner.actor().resume(start);
  }

  /** {@code -dJ/dtheta} of a window of the robots, from which nothing is learned. */
  void gradient(MixedReturn objective, double[] result) {
    learner.begin();
    backward.run(objective, worth());
    learner.actor().gradient(result);
  }

  /** The same of the training's own objective. */
  void gradient(double[] result) {
    gradient(settings.objective(), result);
  }

  /** Null without a model. */
  ImaginedWindows model() {
    return model;
  }

  PolicyRollout rollout() {
    return learner.rollout();
  }

  /** Lets the robots go on from the end of the last window. */
  void goOn() {
    learner.rollout().rollout().continueFromEnd();
  }

  /** {@return control steps of the next window} */
  public int windowSteps() {
    return learner.rollout().stepCount();
  }

  @Override
  ActorCritic learner() {
    return learner;
  }

  @Override
  public Losses losses() {
    return learner.losses(backward.cuts(), model == null ? 0 : model.skipped());
  }

  @Override
  public void save(Snapshot snapshot) {
    learner.save(snapshot);
    backward.save(snapshot);
    if (window != null) {
      window.save(snapshot);
    }
    if (model != null) {
      model.save(snapshot);
    }
    if (temperature != null) {
      temperature.save(snapshot);
    }
  }

  @Override
  public void resume(Snapshot snapshot) {
    learner.resume(snapshot);
    backward.resume(snapshot);
    if (window != null) {
      window.resume(snapshot);
      learner.rollout().setStepCount(window.steps());
    }
    if (model != null) {
      model.resume(snapshot);
    }
    if (temperature != null) {
      temperature.resume(snapshot);
    }
  }
}
