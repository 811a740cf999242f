package io.github.lanewise.learning;

import static io.github.lanewise.trace.Scalar.concat;

import io.github.lanewise.compile.Binding;
import io.github.lanewise.compile.Kernel;
import io.github.lanewise.dynamics.Configuration;
import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.LaneRows;
import io.github.lanewise.lanes.Workspace;
import io.github.lanewise.model.Joint;
import io.github.lanewise.model.JointKind;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.network.LaneEnsemble;
import io.github.lanewise.simulation.Simulation;
import io.github.lanewise.simulation.Surrogate;
import io.github.lanewise.trace.Graph;
import io.github.lanewise.trace.Reverse;
import io.github.lanewise.trace.Scalar;
import java.util.Arrays;

/**
 * {@code x' = x + c + d o f((z - mean) o unit), z = (x, u)}, quaternions of x' at length 1: a control step as networks
 * have learned it, and its pullback. Center c and deviation d are those of changes, mean and unit of inputs; a unit of
 * 0 leaves an input aside.
 */
final class LearnedDynamics implements Surrogate {
  private final LaneEnsemble networks;
  private final Batch inputMean;
  private final Batch inputUnit;
  private final Batch changeMean;
  private final Batch changeDeviation;
  private final Batch state;
  private final Batch action;
  private final Batch input;
  private final Batch change;
  private final Batch next;
  private final Batch nextBar;
  private final Batch changeBar;
  private final Batch inputBar;
  private final Batch direct;
  private final Batch through;
  private final Batch throughAction;
  private final Binding normalize;
  private final Binding move;
  private final Binding pullMove;
  private final Binding pullNormalize;

  /**
   * Compiles.
   *
   * @param networks of as many inputs as state and action have rows, and as many outputs as the state has
   */
  LearnedDynamics(Simulation simulation, LaneEnsemble networks) {
    this.networks = networks;
    RobotModel model = simulation.model();
    int n = model.nq() + model.nv();
    int m = simulation.actionCount();
    inputMean = simulation.rows(n + m);
    inputUnit = simulation.rows(n + m);
    changeMean = simulation.rows(n);
    changeDeviation = simulation.rows(n);
    state = simulation.rows(n);
    action = simulation.rows(m);
    input = simulation.rows(n + m);
    change = simulation.rows(n);
    next = simulation.rows(n);
    nextBar = simulation.rows(2 * model.nv());
    changeBar = simulation.rows(n);
    inputBar = simulation.rows(n + m);
    direct = simulation.rows(2 * model.nv());
    through = simulation.rows(2 * model.nv());
    throughAction = simulation.rows(m);
    normalize = bind(simulation, normalization(n, m), state, action, inputMean, inputUnit, input);
    move = bind(simulation, motion(model), state, change, changeMean, changeDeviation, next);
    pullMove = bind(simulation, pullbackOfMotion(model), state, change, changeMean, changeDeviation, nextBar, direct,
        changeBar);
    pullNormalize = bind(simulation, pullbackOfNormalization(model, m), state, inputUnit, inputBar, through,
        throughAction);
  }

  private static Binding bind(Simulation simulation, Graph graph, Batch... ports) {
    return simulation.bind(Kernel.compile(graph, simulation.lanes()), ports);
  }

  private static Graph normalization(int n, int m) {
    Graph graph = new Graph("inputs of learned dynamics");
    Scalar[] z = concat(graph.input("x", n), graph.input("u", m));
    Scalar[] mean = graph.input("mean", n + m);
    Scalar[] unit = graph.input("unit", n + m);
    for (int row = 0; row < z.length; row++) {
      z[row] = z[row].minus(mean[row]).times(unit[row]);
    }
    graph.output("z", z);
    return graph;
  }

  /** x', with quaternions at length 1. */
  private static Scalar[] moved(RobotModel model, Scalar[] x, Scalar[] y, Scalar[] mean, Scalar[] deviation) {
    Scalar[] moved = new Scalar[x.length];
    for (int row = 0; row < x.length; row++) {
      moved[row] = x[row].plus(mean[row]).plus(deviation[row].times(y[row]));
    }
    for (Joint joint : model.joints()) {
      if (joint.kind() == JointKind.FREE || joint.kind() == JointKind.SPHERICAL) {
        int first = joint.kind() == JointKind.FREE ? joint.idxQ() + 3 : joint.idxQ();
        Scalar squares = Scalar.ZERO;
        for (int row = first; row < first + 4; row++) {
          squares = squares.plus(moved[row].squared());
        }
        Scalar scale = squares.sqrt().reciprocal();
        for (int row = first; row < first + 4; row++) {
          moved[row] = moved[row].times(scale);
        }
      }
    }
    return moved;
  }

  private static Graph motion(RobotModel model) {
    int n = model.nq() + model.nv();
    Graph graph = new Graph("step of learned dynamics");
    graph.output("next", moved(model, graph.input("x", n), graph.input("y", n), graph.input("mean", n),
        graph.input("deviation", n)));
    return graph;
  }

  /** Of x' to x as it stands in the sum, on its tangents, and to y. */
  private static Graph pullbackOfMotion(RobotModel model) {
    int nq = model.nq();
    int n = nq + model.nv();
    Graph graph = new Graph("pullback of learned dynamics");
    Scalar[] x = graph.input("x", n);
    Scalar[] y = graph.input("y", n);
    Scalar[] next = moved(model, x, y, graph.input("mean", n), graph.input("deviation", n));
    Scalar[] bar = graph.input("next_bar", 2 * model.nv());
    Scalar[] rows = concat(Configuration.cotangentToRates(model, Arrays.copyOf(next, nq), bar),
        Arrays.copyOfRange(bar, model.nv(), bar.length));
    Scalar[] bars = Reverse.vjp(next, rows, concat(x, y));
    graph.output("x_bar", concat(Configuration.cotangentFromRates(model, Arrays.copyOf(x, nq), Arrays.copyOf(bars, nq)),
        Arrays.copyOfRange(bars, nq, n)));
    graph.output("y_bar", Arrays.copyOfRange(bars, n, 2 * n));
    return graph;
  }

  private static Graph pullbackOfNormalization(RobotModel model, int m) {
    int nq = model.nq();
    int n = nq + model.nv();
    Graph graph = new Graph("pullback of inputs of learned dynamics");
    Scalar[] x = graph.input("x", n);
    Scalar[] unit = graph.input("unit", n + m);
    Scalar[] bar = graph.input("z_bar", n + m);
    for (int row = 0; row < bar.length; row++) {
      bar[row] = bar[row].times(unit[row]);
    }
    graph.output("x_bar", concat(Configuration.cotangentFromRates(model, Arrays.copyOf(x, nq), Arrays.copyOf(bar, nq)),
        Arrays.copyOfRange(bar, nq, n)));
    graph.output("u_bar", Arrays.copyOfRange(bar, n, n + m));
    return graph;
  }

  /** Mean and unit of an input: x, then u. */
  void setInput(int row, double mean, double unit) {
    inputMean.fill(row, mean);
    inputUnit.fill(row, unit);
  }

  /** Center and deviation of the change of a row of x. */
  void setChange(int row, double mean, double deviation) {
    changeMean.fill(row, mean);
    changeDeviation.fill(row, deviation);
  }

  @Override
  public void step(Batch x, Batch u, int block, Workspace workspace) {
    predict(x, u, block, workspace);
    move.run(block, block + 1, workspace);
    x.copyBlock(next, 0, block);
  }

  /** The networks' outputs. */
  private void predict(Batch x, Batch u, int block, Workspace workspace) {
    state.copyBlock(x, 0, block);
    action.copyBlock(u, 0, block);
    normalize.run(block, block + 1, workspace);
    networks.forward(input, change, block);
  }

  @Override
  public void pullBack(Batch x, Batch u, Batch bar, Batch xBar, Batch uBar, int block, Workspace workspace) {
    predict(x, u, block, workspace);
    nextBar.copyBlock(bar, 0, block);
    pullMove.run(block, block + 1, workspace);
    networks.backward(input, changeBar, inputBar, block);
    pullNormalize.run(block, block + 1, workspace);
    xBar.copyBlock(direct, 0, block);
    LaneRows.add(xBar, through, block);
    LaneRows.add(uBar, throughAction, block);
  }
}
