package io.github.lanewise.task;

import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.LaneRows;
import io.github.lanewise.lanes.RandomStream;
import io.github.lanewise.lanes.Snapshot;
import io.github.lanewise.lanes.Workers;
import io.github.lanewise.lanes.Workspace;
import io.github.lanewise.simulation.LaneSimulation;
import io.github.lanewise.simulation.Rollout;
import io.github.lanewise.simulation.RolloutPullback;
import io.github.lanewise.simulation.RolloutVisitor;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Many robots, or whatever else moves in lanes, at one task: T control steps of each under given actions, with rewards,
 * observations and ends, and new episodes in lanes of which one has ended, without leaving the lanes.
 *
 * <p>A sample is what there is after a step and before a new episode begins: state, observation, reward, end. An
 * episode ends when the robot fails, when it has lasted as long as the task lets it, and when its state leaves the
 * finite numbers or 1e6; then the step is worth 0 and {@link #blownUp} counts it. Starts are drawn from a stream of
 * each lane's own, so a lane's episodes depend on the seed alone. Nothing is allocated by running. One caller at a
 * time.
 */
public final class TaskRollout {
  /** What a step did to an episode. */
  public enum End {
    /** It goes on. */
    NONE,
    /** The robot failed. */
    FAILED,
    /** It lasted as long as the task lets it. */
    TIME_LIMIT,
    /** The state left the finite numbers. */
    BLOWN_UP
  }

  /** Where the episodes of a lane start, if not where the task says. */
  @FunctionalInterface
  public interface Start {
    /**
     * Sets a start; called for different lanes at once.
     *
     * @param lane robot, counted from 0
     * @param random the lane's own stream
     * @param x state (overwritten)
     */
    void set(int lane, RandomGenerator random, double[] x);
  }

  /**
   * Who chooses the actions, and looks at what became of them: for one block of robots at a time, in the thread that
   * computes it.
   */
  public interface Agent {
    /**
     * The state of the roll-out is where step t begins, its last actions are in {@link TaskRollout#last} and what it
     * observes is in {@link TaskRollout#observation}.
     *
     * @param t control step, counted from 0; T after the last one
     * @param block of robots, counted from 0
     * @param workspace scratch of the thread
     */
    void ready(int t, int block, Workspace workspace);

    /**
     * Writes the actions of step t to {@link Rollout#action}.
     *
     * @param t control step, counted from 0
     * @param block of robots, counted from 0
     * @param workspace scratch of the thread
     */
    void act(int t, int block, Workspace workspace);

    /**
     * The state is what step t led to, before new episodes begin, and {@link TaskRollout#observation} is of it.
     *
     * @param t control step, counted from 0
     * @param block of robots, counted from 0
     * @param workspace scratch of the thread
     */
    void arrived(int t, int block, Workspace workspace);
  }

  /** By ordinal; a call of values() would make a copy each time. */
  private static final End[] ENDS = End.values();

  private final int lanes;
  private final Rollout rollout;
  private final Workers.Task judge;
  private final Workers.Task observe;
  private final LaneTask task;
  private final LaneSimulation simulation;
  private final Batch judged;
  private final Batch margin;
  private final Batch observed;
  private final Batch last;
  private final Batch rewards;
  private final Batch observations;
  private final Batch[] rewardOf;
  private final Batch[] observationOf;
  private final byte[] ends;
  private final LaneEpisodes episodes;
  /** Null where all are alike. */
  private final VariedRobots robots;
  /** Null where states are sensed as they are. */
  private final SensorErrors sensors;
  private final Batch[] actionOf;
  /** Episodes that are put aside. */
  private final Batch asideStates;
  private final Batch asideLast;
  private final RolloutVisitor visitor = new RolloutVisitor() {
    @Override
    public void acted(int t, int block, Workspace workspace) {
      if (agent != null) {
        act(t, block, workspace);
      }
    }

    @Override
    public void moved(int t, int block, Workspace workspace) {
      TaskRollout.this.moved(t, block, workspace);
    }
  };
  private Agent agent;
  /** There from the first run with a gradient on. */
  private RolloutPullback gradient;

  /**
   * All lanes at the start of an episode, drawn from the seed.
   *
   * @param task of the robots
   * @param simulation of that task ({@link LaneTask#simulation})
   * @param steps T, control steps
   * @param seed of the starts; lanes draw from streams of their own below it
   * @throws IllegalArgumentException if sizes of the task do not fit each other; the message says both
   */
  public TaskRollout(LaneTask task, LaneSimulation simulation, int steps, long seed) {
    this(task, simulation, steps, seed, (lane, random, x) -> task.start(random, x));
  }

  /**
   * All lanes at the start of an episode, with starts of the caller's own.
   *
   * @param task of the robots
   * @param simulation of that task ({@link LaneTask#simulation})
   * @param steps T, control steps
   * @param seed of the streams of the lanes
   * @param start of each episode, the first and those that follow
   * @throws IllegalArgumentException if sizes of the task do not fit each other; the message says both
   */
  public TaskRollout(LaneTask task, LaneSimulation simulation, int steps, long seed, Start start) {
    int m = simulation.actionCount();
    if (m != task.actions().size()) {
      throw new IllegalArgumentException("task '" + task.name() + "' has a simulation of " + m
          + " actions and names of " + task.actions().size());
    }
    this.task = task;
    this.simulation = simulation;
    rollout = simulation.rollout(steps).restarts();
    Batch state = rollout.state();
    lanes = simulation.robotCount();
    judged = simulation.rows(1);
    margin = simulation.rows(1);
    observed = simulation.rows(task.observationNames().size());
    last = simulation.rows(m);
    rewards = simulation.rows(steps);
    observations = simulation.rows(steps * observed.rowCount());
    rewardOf = views(rewards, steps);
    observationOf = views(observations, steps);
    actionOf = views(rollout.actions(), steps);
    ends = new byte[steps * lanes];
    asideStates = simulation.rows(state.rowCount());
    asideLast = simulation.rows(m);
    RandomStream seeds = RandomStream.of(seed);
    episodes = new LaneEpisodes(task.episodeLength(), start, seeds, lanes, state.rowCount());
    simulation.run((first, end, workspace) -> {
      for (int lane = first; lane < end; lane++) {
        rollout.initial().setRobot(lane, episodes.begin(lane));
      }
    }, lanes);
    robots = simulation.hasLaneParameters() ? new VariedRobots(task, simulation, seeds.stream(lanes)) : null;
    sensors = SensorErrors.of(task, simulation, seeds.stream(lanes + 1), steps);
    judge = task.judging(simulation, state, last, judged, margin);
    observe = task.observing(simulation, sensors == null ? state : sensors.sensed(), last, observed);
  }

  private static Batch[] views(Batch all, int steps) {
    int rows = all.rowCount() / steps;
    Batch[] views = new Batch[steps];
    Arrays.setAll(views, t -> all.rows(t * rows, rows));
    return views;
  }

  /** {@return the roll-out itself: initial states and actions are set there} */
  public Rollout rollout() {
    return rollout;
  }

  /** {@return rewards, row t for step t (modified by running)} */
  public Batch rewards() {
    return rewards;
  }

  /** {@return observations, row t n + k for row k after step t (modified by running)} */
  public Batch observations() {
    return observations;
  }

  /**
   * {@return what step t did to the episode of a lane}
   *
   * @param t control step, counted from 0
   * @param lane robot, counted from 0
   */
  public End end(int t, int lane) {
    return ENDS[ends[t * lanes + lane]];
  }

  /** {@return how many episodes ended because their state left the finite numbers} */
  public long blownUp() {
    return episodes.blownUp();
  }

  /**
   * Runs T steps from {@link Rollout#initial}; the ages of episodes go on from the last run.
   *
   * @see #continueFromEnd
   */
  public void run() {
    rollout.run(visitor);
  }

  /**
   * Runs T steps as {@link #run} does, with actions of an agent's own.
   *
   * @param chooses the actions; they are kept in {@link Rollout#actions}
   */
  public void run(Agent chooses) {
    agent = chooses;
    try {
      rollout.run(visitor);
    } finally {
      agent = null;
    }
  }

  /**
   * The same, then backwards.
   *
   * @param chooses the actions
   * @param pullback of the {@link #rollout}
   */
  public void run(Agent chooses, RolloutPullback pullback) {
    agent = chooses;
    try {
      pullback.run(visitor);
    } finally {
      agent = null;
    }
  }

  /** {@return what the robots observe, for agents} */
  public Batch observation() {
    return observed;
  }

  /**
   * {@return errors with which the state was sensed that step t begins in, rows of a state; null where states are
   * sensed as they are}
   *
   * @param t control step, counted from 0; T for the state after the last one
   */
  public Batch sensorErrors(int t) {
    return sensors == null ? null : sensors.of(t);
  }

  /** {@return the actions of the step before, zeros where an episode begins, for agents} */
  public Batch last() {
    return last;
  }

  /**
   * The next run begins where the last one ended, with the episodes that are under way. Lanes in which one has ended
   * have another robot from now on, if robots {@linkplain LaneTask#vary vary}: within a run each is the same.
   */
  public void continueFromEnd() {
    rollout.initial().copyFrom(rollout.end());
    for (int lane = 0; robots != null && lane < lanes; lane++) {
      if (hasEnded(lane)) {
        robots.draw(lane);
      }
    }
  }

  private boolean hasEnded(int lane) {
    for (int at = lane; at < ends.length; at += lanes) {
      if (ends[at] != 0) {
        return true;
      }
    }
    return false;
  }

  /**
   * Puts the episodes that are under way aside, so that the roll-out can be used for others: they are where the next
   * run would begin. Those others begin at age 0, where {@link Rollout#initial} and {@link #last} are set to.
   *
   * @see #takeUp
   */
  public void putAside() {
    asideStates.copyFrom(rollout.initial());
    asideLast.copyFrom(last);
    episodes.putAside();
  }

  /** Takes up the episodes that were put aside. */
  public void takeUp() {
    rollout.initial().copyFrom(asideStates);
    last.copyFrom(asideLast);
    episodes.takeUp();
  }

  /**
   * Keeps the episodes that are under way: states, ages, last actions, streams of starts and what has blown up; robots
   * that vary, and errors of sensors.
   *
   * @param snapshot to which they are added
   */
  public void save(Snapshot snapshot) {
    snapshot.put("episodes.states", rollout.initial());
    snapshot.put("episodes.last_actions", last);
    episodes.save(snapshot);
    if (robots != null) {
      robots.save(snapshot);
    }
    if (sensors != null) {
      sensors.save(snapshot);
    }
  }

  /**
   * Goes on with episodes that were kept.
   *
   * @param snapshot of as many robots at the same task
   * @throws IllegalArgumentException if it is of others, with both sizes
   */
  public void resume(Snapshot snapshot) {
    snapshot.get("episodes.states", rollout.initial());
    snapshot.get("episodes.last_actions", last);
    episodes.resume(snapshot);
    if (robots != null) {
      robots.resume(snapshot);
    }
    if (sensors != null) {
      sensors.resume(snapshot);
    }
  }

  /**
   * Runs T steps as {@link #run} does, then backwards: the gradient of the sum of rewards, episode by episode, by the
   * actions and by the initial states. A step that blew up counts with the gradient of its reward as it is.
   *
   * @return the gradient, the same object at each call
   */
  public RolloutPullback runWithGradient() {
    gradient = gradient == null ? task.returnPullback(simulation, rollout) : gradient;
    gradient.run(visitor);
    return gradient;
  }

  private void act(int t, int block, Workspace workspace) {
    if (t == 0) {
      observe(0, block, workspace);
      agent.ready(t, block, workspace);
    }
    agent.act(t, block, workspace);
    actionOf[t].copyBlock(rollout.action(), 0, block);
  }

  private void moved(int t, int block, Workspace workspace) {
    last.copyBlock(rollout.action(), 0, block);
    judge.run(block, block + 1, workspace);
    if (sensors != null) {
      sensors.draw(block);
    }
    observe(t + 1, block, workspace);
    rewardOf[t].copyBlock(judged, 0, block);
    observationOf[t].copyBlock(observed, 0, block);
    if (agent != null) {
      agent.arrived(t, block, workspace);
    }
    if (finish(t, block) && agent != null) {
      observe(t + 1, block, workspace);
    }
    if (agent != null) {
      agent.ready(t + 1, block, workspace);
    }
  }

  /** What the robots observe where step t begins. */
  private void observe(int t, int block, Workspace workspace) {
    if (sensors != null) {
      sensors.sense(t, rollout.state(), block);
    }
    observe.run(block, block + 1, workspace);
  }

  /** Begins new episodes where some have ended, and says whether any has. */
  private boolean finish(int t, int block) {
    boolean any = false;
    int first = LaneRows.first(last, block);
    for (int lane = first; lane < first + LaneRows.count(last, block); lane++) {
      End end = episodes.step(lane, margin.get(0, lane));
      ends[t * lanes + lane] = (byte) end.ordinal();
      if (end != End.NONE) {
        any = true;
        if (end == End.BLOWN_UP) {
          rewards.set(t, lane, 0);
        }
        double[] start = episodes.begin(lane);
        for (int row = 0; row < start.length; row++) {
          rollout.state().set(row, lane, start[row]);
        }
        for (int row = 0; row < last.rowCount(); row++) {
          last.set(row, lane, 0);
        }
        rollout.restart(t, lane);
      }
    }
    return any;
  }
}
