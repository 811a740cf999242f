package io.github.lanewise.task;

import io.github.lanewise.compile.Binding;
import io.github.lanewise.compile.Kernel;
import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.LaneRows;
import io.github.lanewise.lanes.RandomStream;
import io.github.lanewise.lanes.Snapshot;
import io.github.lanewise.lanes.Workspace;
import io.github.lanewise.model.Actuator;
import io.github.lanewise.simulation.Reward;
import io.github.lanewise.simulation.Rollout;
import io.github.lanewise.simulation.RolloutPullback;
import io.github.lanewise.simulation.Simulation;
import io.github.lanewise.trace.Graph;
import io.github.lanewise.trace.Scalar;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Many robots at one task: T control steps of each under given actions, with rewards, observations and ends, and new
 * episodes in lanes of which one has ended, without leaving the lanes.
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
     * @param x state, nq + nv rows (overwritten)
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
  /** States from there on are taken for blown up. */
  private static final double LARGEST = 1e6;

  private final Task task;
  private final Rollout rollout;
  private final Reward reward;
  private final Binding judge;
  private final Binding observe;
  private final Batch judged;
  private final Batch margin;
  private final Batch observed;
  private final Batch last;
  private final Batch rewards;
  private final Batch observations;
  private final Batch[] rewardOf;
  private final Batch[] observationOf;
  private final byte[] ends;
  private final int[] ages;
  private final Start start;
  private final RandomStream[] random;
  private final double[][] starts;
  private final double[] lowest;
  private final double[] highest;
  private final long[] blownUp;
  /** Null where all are alike. */
  private final VariedRobots robots;
  private final Batch[] actionOf;
  /** Episodes that are put aside. */
  private final Batch asideStates;
  private final Batch asideLast;
  private final int[] asideAges;
  private final long[] asideBlownUp;
  private final Rollout.Visitor visitor = new Rollout.Visitor() {
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

  /**
   * All lanes at the start of an episode, drawn from the seed.
   *
   * @param task of the robots
   * @param simulation of that task ({@link Task#simulation})
   * @param steps T, control steps
   * @param seed of the starts; lanes draw from streams of their own below it
   * @throws IllegalArgumentException if sizes of the task do not fit each other; the message says both
   */
  public TaskRollout(Task task, Simulation simulation, int steps, long seed) {
    this(task, simulation, steps, seed, (lane, random, x) -> task.start(random, x));
  }

  /**
   * All lanes at the start of an episode, with starts of the caller's own.
   *
   * @param task of the robots
   * @param simulation of that task ({@link Task#simulation})
   * @param steps T, control steps
   * @param seed of the streams of the lanes
   * @param start of each episode, the first and those that follow
   * @throws IllegalArgumentException if sizes of the task do not fit each other; the message says both
   */
  public TaskRollout(Task task, Simulation simulation, int steps, long seed, Start start) {
    this.task = task;
    this.start = start;
    List<Actuator> actuators = task.robot().actuators();
    int m = simulation.actionCount();
    if (m != actuators.size()) {
      throw new IllegalArgumentException("task '" + task.name() + "' has a simulation of " + m
          + " actions and a robot of " + actuators.size() + " actuators");
    }
    rollout = new Rollout(simulation, steps, null, steps).restarts();
    lowest = actuators.stream().mapToDouble(Actuator::lower).toArray();
    highest = actuators.stream().mapToDouble(Actuator::upper).toArray();
    int nq = task.robot().nq();
    int nv = task.robot().nv();
    reward = (x, u, time) ->
        task.reward(Arrays.copyOf(x, nq), Arrays.copyOfRange(x, nq, nq + nv), acted(u));
    int lanes = simulation.robotCount();
    Batch state = rollout.state();
    judged = simulation.rows(1);
    margin = simulation.rows(1);
    observed = simulation.rows(task.observationNames().size());
    last = simulation.rows(m);
    rewards = simulation.rows(steps);
    observations = simulation.rows(steps * observed.rowCount());
    rewardOf = views(rewards, steps);
    observationOf = views(observations, steps);
    actionOf = views(rollout.actions(), steps);
    judge = simulation.bind(
        Kernel.compile(judging(state.rowCount(), m), simulation.lanes()), state, last, judged, margin);
    observe = simulation.bind(
        Kernel.compile(observing(state.rowCount(), m), simulation.lanes()), state, last, observed);
    ends = new byte[steps * lanes];
    ages = new int[lanes];
    asideStates = simulation.rows(state.rowCount());
    asideLast = simulation.rows(m);
    asideAges = new int[lanes];
    asideBlownUp = new long[lanes];
    random = new RandomStream[lanes];
    starts = new double[lanes][state.rowCount()];
    blownUp = new long[lanes];
    RandomStream seeds = RandomStream.of(seed);
    for (int lane = 0; lane < lanes; lane++) {
      random[lane] = seeds.stream(lane);
      start.set(lane, random[lane], starts[lane]);
      rollout.initial().setRobot(lane, starts[lane]);
    }
    robots = simulation.hasLaneParameters() ? new VariedRobots(task, simulation, seeds.stream(lanes)) : null;
  }

  private static Batch[] views(Batch all, int steps) {
    int rows = all.rowCount() / steps;
    Batch[] views = new Batch[steps];
    Arrays.setAll(views, t -> all.rows(t * rows, rows));
    return views;
  }

  /** Actions as they act: within the range of their actuators. */
  private Scalar[] acted(Scalar[] u) {
    Scalar[] kept = new Scalar[u.length];
    for (int i = 0; i < u.length; i++) {
      kept[i] = u[i].max(lowest[i]).min(highest[i]);
    }
    return kept;
  }

  /** Reward, and the task's margin: below 0 the robot has failed, and not a number is what blew up. */
  private Graph judging(int rows, int m) {
    Graph graph = new Graph("reward of " + task.name());
    int nq = task.robot().nq();
    Scalar[] x = graph.input("x", rows);
    graph.output("reward", reward.at(x, graph.input("u", m), null));
    Scalar left = task.margin(Arrays.copyOf(x, nq), Arrays.copyOfRange(x, nq, nq + task.robot().nv()));
    for (Scalar row : x) {
      left = row.abs().ifLess(LARGEST, left, Scalar.of(Double.NaN));
    }
    graph.output("margin", left);
    return graph;
  }

  private Graph observing(int rows, int m) {
    Graph graph = new Graph("observation of " + task.name());
    int nq = task.robot().nq();
    Scalar[] x = graph.input("x", rows);
    Scalar[] o = task.observation(
        Arrays.copyOf(x, nq), Arrays.copyOfRange(x, nq, nq + task.robot().nv()), acted(graph.input("last", m)));
    if (o.length != task.observationNames().size()) {
      throw new IllegalArgumentException("task '" + task.name() + "' observes " + o.length + " numbers and names "
          + task.observationNames().size());
    }
    graph.output("observation", o);
    return graph;
  }

  /** {@return r(x_{t+1}, u_t), traced} */
  public Reward reward() {
    return reward;
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
    return ENDS[ends[t * ages.length + lane]];
  }

  /** {@return how many episodes ended because their state left the finite numbers} */
  public long blownUp() {
    return Arrays.stream(blownUp).sum();
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

  /** {@return the actions of the step before, zeros where an episode begins, for agents} */
  public Batch last() {
    return last;
  }

  /**
   * The next run begins where the last one ended, with the episodes that are under way. Lanes in which one has ended
   * have another robot from now on, if robots {@linkplain Task#vary vary}: within a run each is the same.
   */
  public void continueFromEnd() {
    rollout.initial().copyFrom(rollout.end());
    for (int lane = 0; robots != null && lane < ages.length; lane++) {
      if (hasEnded(lane)) {
        robots.draw(lane);
      }
    }
  }

  private boolean hasEnded(int lane) {
    for (int at = lane; at < ends.length; at += ages.length) {
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
    System.arraycopy(ages, 0, asideAges, 0, ages.length);
    System.arraycopy(blownUp, 0, asideBlownUp, 0, blownUp.length);
    Arrays.fill(ages, 0);
  }

  /** Takes up the episodes that were put aside. */
  public void takeUp() {
    rollout.initial().copyFrom(asideStates);
    last.copyFrom(asideLast);
    System.arraycopy(asideAges, 0, ages, 0, ages.length);
    System.arraycopy(asideBlownUp, 0, blownUp, 0, blownUp.length);
  }

  /**
   * Keeps the episodes that are under way: states, ages, last actions, streams of starts and what has blown up.
   *
   * @param snapshot to which they are added
   */
  public void save(Snapshot snapshot) {
    snapshot.put("episodes.states", rollout.initial());
    snapshot.put("episodes.last_actions", last);
    snapshot.put("episodes.ages_in_steps", Arrays.stream(ages).asDoubleStream().toArray());
    snapshot.putWhole("episodes.random", Arrays.stream(random).mapToLong(RandomStream::state).toArray());
    snapshot.putWhole("episodes.blown_up", blownUp);
    if (robots != null) {
      robots.save(snapshot);
    }
  }

  /**
   * Goes on with episodes that were kept.
   *
   * @param snapshot of as many robots at the same task
   * @throws IllegalArgumentException if it is of others, with both sizes
   */
  public void resume(Snapshot snapshot) {
    int lanes = ages.length;
    snapshot.get("episodes.states", rollout.initial());
    snapshot.get("episodes.last_actions", last);
    double[] kept = snapshot.get("episodes.ages_in_steps", lanes);
    Arrays.setAll(ages, lane -> (int) kept[lane]);
    long[] streams = snapshot.getWhole("episodes.random", lanes);
    for (int lane = 0; lane < lanes; lane++) {
      random[lane].resume(streams[lane]);
    }
    System.arraycopy(snapshot.getWhole("episodes.blown_up", lanes), 0, blownUp, 0, lanes);
    if (robots != null) {
      robots.resume(snapshot);
    }
  }

  /**
   * Runs T steps as {@link #run} does, then backwards: the gradient of the sum of rewards, episode by episode, by the
   * actions and by the initial states. A step that blew up counts with the gradient of its reward as it is.
   *
   * @return the gradient, the same object at each call
   */
  public RolloutPullback runWithGradient() {
    RolloutPullback pullback = rollout.pullback(reward);
    pullback.run(visitor);
    return pullback;
  }

  private void act(int t, int block, Workspace workspace) {
    if (t == 0) {
      observe.run(block, block + 1, workspace);
      agent.ready(t, block, workspace);
    }
    agent.act(t, block, workspace);
    actionOf[t].copyBlock(rollout.action(), 0, block);
  }

  private void moved(int t, int block, Workspace workspace) {
    last.copyBlock(rollout.action(), 0, block);
    judge.run(block, block + 1, workspace);
    observe.run(block, block + 1, workspace);
    rewardOf[t].copyBlock(judged, 0, block);
    observationOf[t].copyBlock(observed, 0, block);
    if (agent != null) {
      agent.arrived(t, block, workspace);
    }
    if (finish(t, block) && agent != null) {
      observe.run(block, block + 1, workspace);
    }
    if (agent != null) {
      agent.ready(t + 1, block, workspace);
    }
  }

  /** Begins new episodes where some have ended, and says whether any has. */
  private boolean finish(int t, int block) {
    boolean any = false;
    int first = LaneRows.first(last, block);
    for (int lane = first; lane < first + LaneRows.count(last, block); lane++) {
      End end = end(lane);
      ends[t * ages.length + lane] = (byte) end.ordinal();
      if (end != End.NONE) {
        any = true;
        if (end == End.BLOWN_UP) {
          blownUp[lane]++;
          rewards.set(t, lane, 0);
        }
        ages[lane] = 0;
        start.set(lane, random[lane], starts[lane]);
        for (int row = 0; row < starts[lane].length; row++) {
          rollout.state().set(row, lane, starts[lane][row]);
        }
        for (int row = 0; row < last.rowCount(); row++) {
          last.set(row, lane, 0);
        }
        rollout.restart(t, lane);
      }
    }
    return any;
  }

  private End end(int lane) {
    double left = margin.get(0, lane);
    if (Double.isNaN(left)) {
      return End.BLOWN_UP;
    }
    ages[lane]++;
    if (left < 0) {
      return End.FAILED;
    }
    return ages[lane] >= task.episodeLength() ? End.TIME_LIMIT : End.NONE;
  }
}
