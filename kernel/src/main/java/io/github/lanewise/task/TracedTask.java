package io.github.lanewise.task;

import static io.github.lanewise.trace.Scalar.concat;

import io.github.lanewise.dynamics.Configuration;
import io.github.lanewise.simulation.Reward;
import io.github.lanewise.trace.Graph;
import io.github.lanewise.trace.Reverse;
import io.github.lanewise.trace.Scalar;
import java.util.Arrays;
import java.util.List;

/**
 * What a task says of a state of the simulation, as graphs, and the pullbacks; actions count as they act, in their
 * actuators' ranges.
 */
final class TracedTask {
  /** States from there on are taken for blown up. */
  private static final double LARGEST = 1e6;

  private final Task task;
  private final int rows;
  private final double[] lowest;
  private final double[] highest;

  /**
   * Of a task.
   *
   * @param rows of a state: q, v and what the control law has of its own
   */
  TracedTask(Task task, int rows) {
    this.task = task;
    this.rows = rows;
    List<ActionRange> actions = task.actions();
    lowest = actions.stream().mapToDouble(ActionRange::low).toArray();
    highest = actions.stream().mapToDouble(ActionRange::high).toArray();
  }

  private Scalar[] acted(Scalar[] u) {
    Scalar[] kept = new Scalar[u.length];
    for (int i = 0; i < u.length; i++) {
      kept[i] = u[i].max(lowest[i]).min(highest[i]);
    }
    return kept;
  }

  private Scalar[] q(Scalar[] x) {
    return Arrays.copyOf(x, task.robot().nq());
  }

  private Scalar[] v(Scalar[] x) {
    return Arrays.copyOfRange(x, task.robot().nq(), task.robot().nq() + task.robot().nv());
  }

  /** r(x_{t+1}, u_t). */
  Reward reward() {
    return (x, u, time) -> task.reward(q(x), v(x), acted(u));
  }

  /** Ports x, u; reward, and the task's margin: below 0 the robot has failed, and not a number is what blew up. */
  Graph judging() {
    Graph graph = new Graph("reward of " + task.name());
    Scalar[] x = graph.input("x", rows);
    graph.output("reward", reward().at(x, graph.input("u", lowest.length), null));
    Scalar left = task.margin(q(x), v(x));
    for (Scalar row : x) {
      left = row.abs().ifLess(LARGEST, left, Scalar.of(Double.NaN));
    }
    graph.output("margin", left);
    return graph;
  }

  /** Ports x, last; observation. */
  Graph observing() {
    Graph graph = new Graph("observation of " + task.name());
    Scalar[] x = graph.input("x", rows);
    Scalar[] o = task.observation(q(x), v(x), acted(graph.input("last", lowest.length)));
    if (o.length != task.observationNames().size()) {
      throw new IllegalArgumentException("task '" + task.name() + "' observes " + o.length + " numbers and names "
          + task.observationNames().size());
    }
    graph.output("observation", o);
    return graph;
  }

  /** Ports x (after the step), u, bar; x_bar, u_bar; cotangents of states on their tangents. */
  Graph judgingPullback() {
    Graph graph = new Graph("derivatives of the reward of " + task.name());
    Scalar[] x = graph.input("x", rows);
    Scalar[] u = graph.input("u", lowest.length);
    return pullback(graph, x, u, new Scalar[] {reward().at(x.clone(), u.clone(), null)}, graph.input("bar", 1));
  }

  /** Ports x, u (the last action), unit, bar; x_bar, u_bar: {@code x_bar = o_x' (unit bar)}, u_bar likewise. */
  Graph observingPullback() {
    int observed = task.observationNames().size();
    Graph graph = new Graph("derivatives of the observation of " + task.name());
    Scalar[] x = graph.input("x", rows);
    Scalar[] u = graph.input("u", lowest.length);
    Scalar[] unit = graph.input("unit", observed);
    Scalar[] bar = graph.input("bar", observed);
    for (int row = 0; row < observed; row++) {
      bar[row] = bar[row].times(unit[row]);
    }
    return pullback(graph, x, u, task.observation(q(x), v(x), u.clone()), bar);
  }

  private Graph pullback(Graph graph, Scalar[] x, Scalar[] u, Scalar[] y, Scalar[] bar) {
    int nq = task.robot().nq();
    Scalar[] bars = Reverse.vjp(y, bar, concat(x, u));
    graph.output("x_bar", concat(
        Configuration.cotangentFromRates(task.robot(), q(x), Arrays.copyOf(bars, nq)),
        Arrays.copyOfRange(bars, nq, x.length)));
    graph.output("u_bar", Arrays.copyOfRange(bars, x.length, bars.length));
    return graph;
  }
}
