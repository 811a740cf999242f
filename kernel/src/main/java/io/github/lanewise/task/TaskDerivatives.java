package io.github.lanewise.task;

import static io.github.lanewise.trace.Scalar.concat;

import io.github.lanewise.compile.Kernel;
import io.github.lanewise.dynamics.Configuration;
import io.github.lanewise.lanes.Lanes;
import io.github.lanewise.simulation.Reward;
import io.github.lanewise.simulation.Simulation;
import io.github.lanewise.trace.Graph;
import io.github.lanewise.trace.Reverse;
import io.github.lanewise.trace.Scalar;
import java.util.Arrays;

/**
 * {@code x_bar = o_x' (unit o bar), u_bar = o_u' (unit o bar)} of what a task observes, and the same of its reward, as
 * kernels; cotangents of states on their tangents.
 */
public final class TaskDerivatives {
  private final Task task;
  private final Lanes lanes;
  private final int rows;

  /**
   * Of a task.
   *
   * @param task whose observation and reward are traced
   * @param simulation of that task: its lanes, and the rows of its states
   */
  public TaskDerivatives(Task task, Simulation simulation) {
    this.task = task;
    lanes = simulation.lanes();
    rows = simulation.state().rowCount();
  }

  /** {@return of observations in units of their own: ports x, u (the last action), unit, bar; x_bar, u_bar} */
  public Kernel observation() {
    int observed = task.observationNames().size();
    Graph graph = new Graph("derivatives of the observation of " + task.name());
    Scalar[] x = graph.input("x", rows);
    Scalar[] u = graph.input("u", task.robot().actuators().size());
    Scalar[] unit = graph.input("unit", observed);
    Scalar[] bar = graph.input("bar", observed);
    for (int row = 0; row < observed; row++) {
      bar[row] = bar[row].times(unit[row]);
    }
    return compile(graph, x, u, task.observation(q(x), v(x), u.clone()), bar);
  }

  /**
   * {@return ports x (after the step), u, bar; x_bar, u_bar}
   *
   * @param reward r
   */
  public Kernel reward(Reward reward) {
    Graph graph = new Graph("derivatives of the reward of " + task.name());
    Scalar[] x = graph.input("x", rows);
    Scalar[] u = graph.input("u", task.robot().actuators().size());
    return compile(graph, x, u, new Scalar[] {reward.at(x.clone(), u.clone(), null)}, graph.input("bar", 1));
  }

  private Scalar[] q(Scalar[] x) {
    return Arrays.copyOf(x, task.robot().nq());
  }

  private Scalar[] v(Scalar[] x) {
    return Arrays.copyOfRange(x, task.robot().nq(), task.robot().nq() + task.robot().nv());
  }

  private Kernel compile(Graph graph, Scalar[] x, Scalar[] u, Scalar[] y, Scalar[] bar) {
    int nq = task.robot().nq();
    Scalar[] bars = Reverse.vjp(y, bar, concat(x, u));
    graph.output("x_bar", concat(
        Configuration.cotangentFromRates(task.robot(), q(x), Arrays.copyOf(bars, nq)),
        Arrays.copyOfRange(bars, nq, x.length)));
    graph.output("u_bar", Arrays.copyOfRange(bars, x.length, bars.length));
    return Kernel.compile(graph, lanes);
  }
}
