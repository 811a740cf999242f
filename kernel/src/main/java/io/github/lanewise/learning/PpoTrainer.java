package io.github.lanewise.learning;

import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.Snapshot;
import io.github.lanewise.network.Adam;
import io.github.lanewise.simulation.LaneSimulation;
import io.github.lanewise.task.LaneTask;
import java.util.Arrays;

/**
 * Proximal policy optimisation (Schulman and others, arXiv 1707.06347) with advantages {@code A_t = G_t - V(s_t)} of
 * the critic's lambda-returns G, which is generalised advantage estimation (Schulman and others, arXiv 1506.02438): the
 * baseline that needs no derivatives of the robots, with the same robots, networks and statistics.
 *
 * <p>Advantages are brought to mean 0 and deviation 1 over the window. The rate of the policy's steps is divided by 1.5
 * after a window whose policy moved by more than twice the wanted divergence, and multiplied by 1.5 after one that
 * moved by less than half of it.
 */
public final class PpoTrainer extends ActorTrainer {
  private static final double CLIP = 0.2;
  private static final int PASSES = 5;
  private static final double DIVERGENCE = 0.008;
  private static final double RATE_STEP = 1.5;
  private static final double LEAST_RATE = 1e-6;
  private static final double GREATEST_RATE = 1e-2;

  private final ActorCritic learner;
  private final ClippedObjective objective;
  private final Batch start;
  private final double[] gradient;
  private final int parts;
  private double rate;

  /**
   * At the beginning.
   *
   * @param task of the robots
   * @param simulation of that task, of as many robots as the settings say
   * @param settings of the training; of the objective only the discount matters, and of the policy's rate where it
   *     begins
   * @throws IllegalArgumentException if the numbers of robots differ, an actuator has no range, there is no critic,
   *     windows are to adapt, a model is to be learned, or an entropy is wanted
   */
  public PpoTrainer(LaneTask task, LaneSimulation simulation, TrainingSettings settings) {
    if (settings.critic() == null) {
      throw new IllegalArgumentException("proximal policy optimisation without a critic: its advantages are those of"
          + " the critic's values");
    }
    if (settings.adaptive() != null || settings.model() != null) {
      throw new IllegalArgumentException("proximal policy optimisation takes no derivatives of robots: it has neither"
          + " windows that adapt to contacts nor a model");
    }
    if (settings.actor().entropic()) {
      throw new IllegalArgumentException("proximal policy optimisation with an entropy of " + settings.actor().entropy()
          + " for each action: its objective has none");
    }
    rate = settings.actor().rate();
    learner = new ActorCritic(task, simulation, settings, new Adam(step -> rate, 0.9, 0.999, 1e-8, 0, 1));
    parts = settings.critic().parts();
    int slots = Math.ceilDiv(settings.window(), parts);
    objective = new ClippedObjective(simulation, learner.network(), learner.rollout(), slots, CLIP);
    start = simulation.rows(1);
    gradient = new double[learner.parameters().length];
  }

  @Override
  public void window() {
    learner.begin();
    learner.rollout().run();
    learner.take(0);
    setAdvantages();
    objective.set(learner.parameters());
    objective.begin();
    double divergence = 0;
    boolean finite = true;
    int steps = learner.rollout().stepCount();
    for (int k = 0; k < PASSES; k++) {
      divergence = 0;
      for (int part = 0; part < parts; part++) {
        int first = part * steps / parts;
        int count = (part + 1) * steps / parts - first;
        divergence += objective.gradient(first, count, gradient) * count / steps;
        finite &= learner.step(gradient);
        objective.set(learner.parameters());
      }
    }
    rate = Math.clamp(divergence > 2 * DIVERGENCE ? rate / RATE_STEP
        : divergence < DIVERGENCE / 2 ? rate * RATE_STEP : rate, LEAST_RATE, GREATEST_RATE);
    learner.goOn();
    learner.finish(finite);
  }

  /** A of all steps, before the critic learns from them. */
  private void setAdvantages() {
    PolicyRollout window = learner.rollout();
    Batch advantages = objective.advantages();
    Batch goals = learner.critic().goals();
    double sum = 0;
    double squares = 0;
    for (int t = 0; t < window.stepCount(); t++) {
      for (int block = 0; block < start.blockCount(); block++) {
        learner.critic().target().forward(window.input(t), start, block);
      }
      for (int lane = 0; lane < start.robotCount(); lane++) {
        double advantage = goals.get(t, lane) - start.get(0, lane);
        advantages.set(t, lane, advantage);
        sum += advantage;
        squares += advantage * advantage;
      }
    }
    double count = (double) window.stepCount() * start.robotCount();
    double mean = sum / count;
    double deviation = Math.sqrt(Math.max(0, squares / count - mean * mean)) + 1e-8;
    for (int t = 0; t < window.stepCount(); t++) {
      for (int lane = 0; lane < start.robotCount(); lane++) {
        advantages.set(t, lane, (advantages.get(t, lane) - mean) / deviation);
      }
    }
  }

  @Override
  ActorCritic learner() {
    return learner;
  }

  @Override
  public Losses losses() {
    return learner.losses(0, 0);
  }

  @Override
  public void save(Snapshot snapshot) {
    learner.save(snapshot);
    snapshot.put("actor.rate", rate);
  }

  @Override
  public void resume(Snapshot snapshot) {
    learner.resume(snapshot);
    rate = snapshot.get("actor.rate", 1)[0];
  }
}
