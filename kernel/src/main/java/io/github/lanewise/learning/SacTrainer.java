package io.github.lanewise.learning;

import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.LaneRows;
import io.github.lanewise.lanes.Snapshot;
import io.github.lanewise.network.Adam;
import io.github.lanewise.network.LearningRate;
import io.github.lanewise.network.Mlp;
import io.github.lanewise.simulation.LaneSimulation;
import io.github.lanewise.task.LaneTask;
import io.github.lanewise.task.TaskRollout;
import io.github.lanewise.task.TaskRollout.End;

/**
 * Soft actor-critic (Haarnoja and others, Soft actor-critic algorithms and applications, arXiv 1812.05905): the
 * baseline that learns from all that was done so far, with the same robots, statistics and optimiser as the others, and
 * no derivatives of the robots.
 *
 * <p>After a window its transitions go to a replay of the newest half million, but for those that blew up, and then,
 * for each of its steps, as many batches of 256 transitions as the settings have passes are drawn and learned from:
 * twin values take a step, then the policy, whose log-deviations depend on the state, then the temperature, towards
 * the entropy that is wanted; the targets follow. Rewards are in units of the standard deviation of what episodes were
 * worth up to a step, discounted.
 */
public final class SacTrainer extends ActorTrainer {
  private static final int CAPACITY = 1 << 19;
  private static final int BATCH = 256;
  /** Streams of random numbers. */
  private static final int VALUES = 4;
  private static final int NOISE = 5;
  private static final int REPLAY = 6;
  private static final double FIRST_TEMPERATURE = 0.02;
  private static final double TEMPERATURE_RATE = 1e-3;

  private final TrainingSettings settings;
  private final ActorCritic learner;
  private final SquashedGaussian squash;
  private final TwinValues values;
  private final SoftObjectives objectives;
  private final Temperature temperature;
  private final RewardUnit unit;
  private final Replay replay;
  /** After a window. */
  private final int batches;
  private final Batch[][] transitions;
  private final double[] gradient;

  /**
   * At the beginning.
   *
   * @param task of the robots
   * @param simulation of that task, of as many robots as the settings say
   * @param settings of the training, such as {@link TrainingSettings#soft}; of the objective only the discount matters,
   *     of the critic its layers, which both values have, its rate, passes, and the share of a target that stays after
   *     each batch
   * @throws IllegalArgumentException if the numbers of robots differ, an actuator has no range, or there is no critic
   *     or no entropy is wanted, windows are to adapt, or a model is to be learned
   */
  public SacTrainer(LaneTask task, LaneSimulation simulation, TrainingSettings settings) {
    if (settings.critic() == null || !settings.actor().entropic()) {
      throw new IllegalArgumentException("soft actor-critic without a critic or without an entropy: its policy follows"
          + " the critic's values and keeps an entropy");
    }
    if (settings.adaptive() != null || settings.model() != null) {
      throw new IllegalArgumentException("soft actor-critic takes no derivatives of robots: it has neither windows that"
          + " adapt to contacts nor a model");
    }
    this.settings = settings;
    int n = task.observationNames().size();
    int m = simulation.actionCount();
    batches = settings.window() * settings.critic().passes();
    learner = new ActorCritic(task, simulation, settings, adam(settings.actor().rate()), false);
    Mlp network = learner.network();
    squash = ActorLanes.squash(task, simulation, network);
    LaneSimulation lanes = simulation.withRobots(BATCH);
    values = new TwinValues(settings.criticNetwork(n + m), adam(settings.critic().rate()), lanes,
        learner.seed(VALUES));
    objectives = new SoftObjectives(task, lanes, network, values, settings.objective().discount(),
        learner.seed(NOISE));
    temperature = new Temperature(FIRST_TEMPERATURE, m * settings.actor().entropy(), TEMPERATURE_RATE);
    unit = new RewardUnit(simulation, settings.objective().discount());
    long all = settings.windows() * settings.window() * settings.robots();
    replay = new Replay(simulation.lanes().type(), (int) Math.min(all, CAPACITY), SoftObjectives.columns(task),
        learner.seed(REPLAY));
    transitions = transitions(simulation, n, m);
    gradient = new double[learner.parameters().length];
  }

  /** With a rate that falls from window to window. */
  private Adam adam(double rate) {
    LearningRate falling = settings.falling(rate);
    return Adam.of(step -> falling.at(step / batches));
  }

  /** Of each step of a window, all robots. */
  private Batch[][] transitions(LaneSimulation simulation, int n, int m) {
    Batch[][] all = new Batch[settings.window()][];
    PolicyRollout window = learner.rollout();
    for (int t = 0; t < all.length; t++) {
      all[t] = new Batch[] {window.raw(t), simulation.rows(m), window.rollout().rewards().rows(t, 1),
        simulation.rows(1), window.rollout().observations().rows(t * n, n)};
    }
    return all;
  }

  @Override
  public void window() {
    learner.begin();
    learner.rollout().run();
    learner.take(0);
    unit.add(learner.rollout().rollout(), settings.window());
    keep();
    boolean finite = true;
    if (replay.count() > 0) {
      objectives.set(learner.statistics(), unit.value());
      for (int k = 0; k < batches; k++) {
        finite &= learn();
      }
    }
    learner.goOn();
    learner.finish(finite);
  }

  /** The window goes to the replay. */
  private void keep() {
    TaskRollout robots = learner.rollout().rollout();
    for (int t = 0; t < transitions.length; t++) {
      Batch action = learner.rollout().action(t);
      for (int lane = 0; lane < action.robotCount(); lane++) {
        for (int i = 0; i < action.rowCount(); i++) {
          transitions[t][1].set(i, lane, squash.unit(i, action.get(i, lane)));
        }
        End end = robots.end(t, lane);
        transitions[t][3].set(0, lane, end == End.FAILED ? 0 : 1);
        if (end != End.BLOWN_UP && isWithin(transitions[t][4], lane)) {
          replay.add(transitions[t], lane);
        }
      }
    }
  }

  private static boolean isWithin(Batch observation, int lane) {
    int size = observation.blockSize();
    return LaneRows.isWithin(observation, lane / size, lane % size, PolicyRollout.LARGEST);
  }

  /** From one batch; false if the policy's gradient was not finite. */
  private boolean learn() {
    replay.draw(objectives.transitions());
    objectives.policy().set(learner.parameters());
    objectives.pullValues(temperature.value());
    values.step();
    double entropy = objectives.pullPolicy(temperature.value());
    objectives.policy().gradient(gradient);
    boolean finite = learner.step(gradient);
    temperature.step(entropy);
    values.follow(settings.critic().keep());
    return finite;
  }

  @Override
  ActorCritic learner() {
    return learner;
  }

  @Override
  public Losses losses() {
    return learner.losses(0, values.skipped());
  }

  @Override
  public void save(Snapshot snapshot) {
    learner.save(snapshot);
    values.save(snapshot);
    objectives.save(snapshot);
    temperature.save(snapshot);
    unit.save(snapshot);
    replay.save(snapshot);
  }

  @Override
  public void resume(Snapshot snapshot) {
    learner.resume(snapshot);
    values.resume(snapshot);
    objectives.resume(snapshot);
    temperature.resume(snapshot);
    unit.resume(snapshot);
    replay.resume(snapshot);
  }
}
