package io.github.lanewise.learning;

import static io.github.lanewise.trace.Scalar.concat;

import io.github.lanewise.compile.Binding;
import io.github.lanewise.compile.Kernel;
import io.github.lanewise.dynamics.Configuration;
import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.RandomStream;
import io.github.lanewise.lanes.Snapshot;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.simulation.Rollout;
import io.github.lanewise.simulation.Simulation;
import io.github.lanewise.simulation.StepPullback;
import io.github.lanewise.sobolev.UnitVectors;
import io.github.lanewise.task.TaskRollout.End;
import io.github.lanewise.trace.Graph;
import io.github.lanewise.trace.Scalar;
import java.util.Arrays;
import java.util.List;

/**
 * {@code (x, u, x', w, w' d(x' - x)/d(x, u))}: what a model of the robots' control step learns from, taken from windows
 * and kept in a {@link Replay}, with means and deviations of inputs and changes.
 *
 * <p>A Jacobian is seen along one direction w of each sample, uniform where changes are in units of their deviations,
 * at the price of one more pullback of the step. All are of rows: derivatives by quaternions are those of the step from
 * the quaternion of length 1. One caller at a time.
 */
final class DynamicsSamples {
  /** Rows with smaller derivatives, as shares of the direction, do not matter: the place on level ground is one. */
  private static final double LEAST_SLOPE = 1e-3;
  private static final double LARGEST = 1e6;

  private final PolicyRollout window;
  private final Simulation simulation;
  private final int rows;
  private final int actions;
  private final int count;
  private final RandomStream random;
  private final RandomStream directions;
  private final UnitVectors vectors;
  private final double[] direction;
  private final Replay replay;
  private final StepPullback pullback;
  private final Batch input;
  private final Batch state;
  private final Batch action;
  private final Batch next;
  private final Batch last;
  private final Batch change;
  private final Batch along;
  private final Batch product;
  private final Batch[] columns;
  private final Binding toTangents;
  private final Binding toRows;
  private final RunningStatistics inputs;
  private final RunningStatistics changes;
  private final double[] slopes;
  private final double[] lengths;

  /**
   * None yet.
   *
   * @param window from which they are taken, pulled back
   * @param count control steps of a window that are taken, of all robots
   * @param capacity samples that are kept, the newest ones
   */
  DynamicsSamples(Simulation simulation, PolicyRollout window, int count, int capacity, long seed) {
    this.simulation = simulation;
    this.window = window;
    this.count = count;
    RobotModel model = simulation.model();
    rows = model.nq() + model.nv();
    actions = simulation.actionCount();
    RandomStream seeds = RandomStream.of(seed);
    random = seeds.stream(0);
    directions = seeds.stream(1);
    vectors = new UnitVectors(rows, directions);
    direction = new double[rows];
    replay = new Replay(simulation.lanes().type(), capacity, List.of(new Replay.Column("state", rows),
        new Replay.Column("action", actions), new Replay.Column("next", rows), new Replay.Column("last", actions),
        new Replay.Column("direction", rows), new Replay.Column("product", rows + actions)),
        seeds.stream(2).nextLong());
    pullback = simulation.pullback();
    input = simulation.rows(rows + actions);
    state = input.rows(0, rows);
    action = input.rows(rows, actions);
    next = simulation.rows(rows);
    change = simulation.rows(rows);
    last = simulation.rows(actions);
    along = simulation.rows(rows);
    product = simulation.rows(rows + actions);
    columns = new Batch[] {state, action, next, last, along, product};
    toTangents = simulation.bind(Kernel.compile(tangents(model), simulation.lanes()), next, along, pullback.nextBar());
    toRows = simulation.bind(Kernel.compile(products(model, actions), simulation.lanes()), state, along,
        pullback.stateBar(), pullback.actionBar(), product);
    inputs = new RunningStatistics("model.inputs", rows + actions);
    changes = new RunningStatistics("model.changes", rows);
    slopes = new double[rows];
    lengths = new double[rows];
  }

  private static Graph tangents(RobotModel model) {
    int nq = model.nq();
    int n = nq + model.nv();
    Graph graph = new Graph("directions on tangents");
    Scalar[] x = graph.input("x", n);
    Scalar[] w = graph.input("w", n);
    graph.output("bar", concat(Configuration.cotangentFromRates(model, Arrays.copyOf(x, nq), Arrays.copyOf(w, nq)),
        Arrays.copyOfRange(w, nq, n)));
    return graph;
  }

  /** Of rows, less those of x' = x. */
  private static Graph products(RobotModel model, int actions) {
    int nq = model.nq();
    int nv = model.nv();
    Graph graph = new Graph("products of rows");
    Scalar[] x = graph.input("x", nq + nv);
    Scalar[] w = graph.input("w", nq + nv);
    Scalar[] bar = graph.input("x_bar", 2 * nv);
    Scalar[] product = concat(Configuration.cotangentToRates(model, Arrays.copyOf(x, nq), Arrays.copyOf(bar, nv)),
        Arrays.copyOfRange(bar, nv, 2 * nv));
    for (int row = 0; row < product.length; row++) {
      product[row] = product[row].minus(w[row]);
    }
    graph.output("product", concat(product, graph.input("u_bar", actions)));
    return graph;
  }

  /** Takes some steps of the window that was pulled back last. */
  void take() {
    int steps = window.stepCount();
    for (int k = 0; k < count; k++) {
      int from = k * steps / count;
      take(from + random.nextInt(Math.max(1, (k + 1) * steps / count - from)));
    }
  }

  private void take(int t) {
    Rollout rollout = window.rollout().rollout();
    state.copyFrom(rollout.begin(t));
    action.copyFrom(window.action(t));
    next.copyFrom(rollout.states().rows(t * rows, rows));
    last.copyFrom(window.last(t));
    boolean all = true;
    for (int lane = 0; lane < state.robotCount(); lane++) {
      draw(lane);
      all &= isSound(t, lane);
      for (int row = 0; row < rows; row++) {
        change.set(row, lane, next.get(row, lane) - state.get(row, lane));
      }
    }
    if (all) {
      inputs.merge(input);
      changes.merge(change);
    }
    simulation.state().copyFrom(state);
    simulation.action().copyFrom(action);
    simulation.run(toTangents, state.blockCount());
    pullback.run();
    simulation.run(toRows, state.blockCount());
    for (int lane = 0; lane < state.robotCount(); lane++) {
      if (isSound(t, lane) && isFinite(lane)) {
        replay.add(columns, lane);
        weigh(lane);
      }
    }
  }

  /** w, of length 1 in units of the changes' deviations. */
  private void draw(int lane) {
    vectors.draw(1, direction);
    for (int row = 0; row < rows; row++) {
      along.set(row, lane, direction[row] / changes.deviation(row));
    }
  }

  private boolean isSound(int t, int lane) {
    boolean sound = window.rollout().end(t, lane) != End.BLOWN_UP;
    for (int row = 0; sound && row < rows; row++) {
      sound = Math.abs(next.get(row, lane)) <= LARGEST;
    }
    return sound;
  }

  private boolean isFinite(int lane) {
    boolean finite = true;
    for (int row = 0; row < rows + actions; row++) {
      finite &= Double.isFinite(product.get(row, lane));
    }
    return finite;
  }

  private void weigh(int lane) {
    for (int row = 0; row < rows; row++) {
      slopes[row] += product.get(row, lane) * product.get(row, lane);
      lengths[row] += along.get(row, lane) * along.get(row, lane);
    }
  }

  /** Samples there are. */
  int count() {
    return replay.count();
  }

  /** {@link Replay#draw}: state, action, next, last, direction, product. */
  void draw(Batch[] to) {
    replay.draw(to);
  }

  /** Batches for {@link #draw}. */
  Batch[] batches() {
    Batch[] batches = new Batch[columns.length];
    Arrays.setAll(batches, k -> simulation.rows(columns[k].rowCount()));
    return batches;
  }

  /** Of (x, u). */
  RunningStatistics inputs() {
    return inputs;
  }

  /** Of x' - x. */
  RunningStatistics changes() {
    return changes;
  }

  /** Whether changes depend on a row of (x, u). */
  boolean matters(int row) {
    return row >= rows || slopes[row] > LEAST_SLOPE * LEAST_SLOPE * lengths[row];
  }

  /** Keeps all of it. */
  void save(Snapshot snapshot) {
    replay.save(snapshot);
    inputs.save(snapshot);
    changes.save(snapshot);
    snapshot.put("model.slopes", slopes);
    snapshot.put("model.lengths", lengths);
    snapshot.putWhole("model.random", random.state(), directions.state());
  }

  /** Goes on from what was kept. */
  void resume(Snapshot snapshot) {
    replay.resume(snapshot);
    inputs.resume(snapshot);
    changes.resume(snapshot);
    System.arraycopy(snapshot.get("model.slopes", rows), 0, slopes, 0, rows);
    System.arraycopy(snapshot.get("model.lengths", rows), 0, lengths, 0, rows);
    long[] streams = snapshot.getWhole("model.random", 2);
    random.resume(streams[0]);
    directions.resume(streams[1]);
  }
}
