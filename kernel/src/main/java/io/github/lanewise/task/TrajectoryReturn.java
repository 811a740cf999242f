package io.github.lanewise.task;

import io.github.lanewise.compile.Binding;
import io.github.lanewise.compile.Kernel;
import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.lanes.LaneRows;
import io.github.lanewise.lanes.Lanes;
import io.github.lanewise.lanes.Workspace;
import io.github.lanewise.sensitivity.Rollouts;
import io.github.lanewise.simulation.Reward;
import io.github.lanewise.trace.Graph;
import io.github.lanewise.trace.Reverse;
import io.github.lanewise.trace.Scalar;
import java.util.Arrays;
import java.util.stream.Stream;
import org.ejml.data.DMatrixRMaj;

/**
 * {@code J = sum_t r(x_t, u_t, t)} of recorded or simulated roll-outs, with its gradient by the trajectory. Safe for
 * threads.
 *
 * <p>u_t is the action that led to x_t; sample t, counted from 0, is at time (t + 1) h.
 */
public final class TrajectoryReturn {
  private static final Lanes LANES = Lanes.widest(ElementType.DOUBLE);

  private final int stateRows;
  private final int actionRows;
  private final Reward reward;
  private final Kernel value;
  private final Kernel gradient;

  /**
   * The gradient of a return by every sample.
   *
   * @param byState T n x 1
   * @param byAction T m x 1, null without actions
   */
  public record Gradient(DMatrixRMaj byState, DMatrixRMaj byAction) {}

  /**
   * Traces and compiles the reward.
   *
   * @param stateRows n
   * @param actionRows m; 0 if the reward is of states alone, as where actions were not recorded
   * @param reward r, traced
   */
  public TrajectoryReturn(int stateRows, int actionRows, Reward reward) {
    this.stateRows = stateRows;
    this.actionRows = actionRows;
    this.reward = reward;
    Graph r = new Graph("reward");
    r.output("r", trace(r, reward)[0]);
    value = Kernel.compile(r, LANES);
    Graph g = new Graph("reward gradient");
    Scalar[] traced = trace(g, reward);
    Scalar[] xu = Arrays.copyOfRange(traced, 1, traced.length);
    Scalar[] bars = Reverse.vjp(new Scalar[] {traced[0]}, new Scalar[] {Scalar.ONE}, xu);
    g.output("x_bar", Arrays.copyOf(bars, stateRows));
    if (actionRows > 0) {
      g.output("u_bar", Arrays.copyOfRange(bars, stateRows, bars.length));
    }
    gradient = Kernel.compile(g, LANES);
  }

  /** r, then x, then u. */
  private Scalar[] trace(Graph graph, Reward reward) {
    Scalar[] x = graph.input("x", stateRows);
    Scalar[] u = actionRows > 0 ? graph.input("u", actionRows) : new Scalar[0];
    Scalar r = reward.at(x.clone(), u.clone(), graph.input("time", 1)[0]);
    return Stream.of(new Scalar[] {r}, x, u).flatMap(Stream::of).toArray(Scalar[]::new);
  }

  /** {@return r, as roll-outs take it for their pullback} */
  public Reward reward() {
    return reward;
  }

  /**
   * The return of each roll-out, K numbers.
   *
   * @param rollouts K of them, whole
   * @return K numbers
   * @throws IllegalArgumentException if states or actions are not as many as the reward's, or a sample has no weight:
   *     part of a trajectory has no return
   */
  public double[] of(Rollouts rollouts) {
    requireRows(rollouts.stateCount(), rollouts.actionCount());
    requireComplete(rollouts);
    Batch x = new Batch(ElementType.DOUBLE, stateRows, rollouts.count());
    Batch u = actionRows > 0 ? new Batch(ElementType.DOUBLE, actionRows, rollouts.count()) : null;
    Batch time = new Batch(ElementType.DOUBLE, 1, rollouts.count());
    Batch r = new Batch(ElementType.DOUBLE, 1, rollouts.count());
    Batch sum = new Batch(ElementType.DOUBLE, 1, rollouts.count());
    Workspace workspace = new Workspace(ElementType.DOUBLE);
    Binding binding = bind(value, x, u, time, r);
    binding.prepare(workspace);
    for (int t = 0; t < rollouts.stepCount(); t++) {
      for (int block = 0; block < x.blockCount(); block++) {
        LaneRows.read(rollouts.states().data, t * stateRows, x, block);
        if (u != null) {
          LaneRows.read(rollouts.actions().data, t * actionRows, u, block);
        }
        LaneRows.fill(time, block, (t + 1) * rollouts.timeStep());
        binding.run(block, block + 1, workspace);
        LaneRows.add(sum, r, block);
      }
    }
    double[] returns = new double[rollouts.count()];
    Arrays.setAll(returns, k -> sum.get(0, k));
    return returns;
  }

  /**
   * {@code dJ/dx_t, dJ/du_t} at one trajectory; samples are the lanes.
   *
   * @param states T n x 1, row t n + i for state i at sample t
   * @param actions T m x 1; null without actions
   * @param timeStep h [s]
   * @return by states, and by actions where there are some
   */
  public Gradient gradient(DMatrixRMaj states, DMatrixRMaj actions, double timeStep) {
    int steps = states.numRows / stateRows;
    if (steps < 1 || states.numRows != steps * stateRows || states.numCols != 1) {
      throw new IllegalArgumentException("a trajectory of " + states.numRows + " x " + states.numCols
          + " for a reward of " + stateRows + " states: must be one column of that many rows a sample");
    }
    if (actionRows > 0 && (actions == null || actions.numRows != steps * actionRows || actions.numCols != 1)) {
      throw new IllegalArgumentException("actions of "
          + (actions == null ? "none" : actions.numRows + " x " + actions.numCols)
          + " for " + steps + " samples and a reward of " + actionRows + " actions");
    }
    Batch x = lanes(states, stateRows, steps);
    Batch u = actionRows > 0 ? lanes(actions, actionRows, steps) : null;
    Batch time = new Batch(ElementType.DOUBLE, 1, steps);
    for (int t = 0; t < steps; t++) {
      time.set(0, t, (t + 1) * timeStep);
    }
    Batch xBar = new Batch(ElementType.DOUBLE, stateRows, steps);
    Batch uBar = actionRows > 0 ? new Batch(ElementType.DOUBLE, actionRows, steps) : null;
    Workspace workspace = new Workspace(ElementType.DOUBLE);
    Binding binding = bind(gradient, x, u, time, xBar, uBar);
    binding.prepare(workspace);
    binding.run(workspace);
    return new Gradient(column(xBar), uBar == null ? null : column(uBar));
  }

  private void requireComplete(Rollouts rollouts) {
    for (int k = 0; k < rollouts.count(); k++) {
      for (int t = 0; t < rollouts.stepCount(); t++) {
        if (rollouts.weight(t, k) == 0) {
          throw new IllegalArgumentException(
              "roll-out " + k + " has no sample " + t + ", so it has no return: leave it out");
        }
      }
    }
  }

  /**
   * Refuses roll-outs of other numbers of states or actions.
   *
   * @param states n, of the roll-outs
   * @param actions m, of the roll-outs
   * @throws IllegalArgumentException with both
   */
  public void requireRows(int states, int actions) {
    if (states != stateRows || actionRows > 0 && actions != actionRows) {
      throw new IllegalArgumentException("roll-outs of " + states + " states and " + actions
          + " actions for a reward of " + stateRows + " states and " + actionRows + " actions");
    }
  }

  private static Binding bind(Kernel kernel, Batch... ports) {
    return kernel.bind(Arrays.stream(ports).filter(port -> port != null).toArray(Batch[]::new));
  }

  private static Batch lanes(DMatrixRMaj column, int rows, int steps) {
    Batch batch = new Batch(ElementType.DOUBLE, rows, steps);
    batch.copyFrom(new DMatrixRMaj(steps, rows, true, column.data));
    return batch;
  }

  private static DMatrixRMaj column(Batch batch) {
    DMatrixRMaj rows = new DMatrixRMaj(batch.robotCount(), batch.rowCount());
    batch.copyTo(rows);
    return new DMatrixRMaj(rows.data.length, 1, true, rows.data);
  }
}
