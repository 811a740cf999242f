package io.github.lanewise.learning;

import io.github.lanewise.compile.Kernel;
import io.github.lanewise.lanes.Lanes;
import io.github.lanewise.model.Actuator;
import io.github.lanewise.task.Task;
import io.github.lanewise.trace.Graph;
import io.github.lanewise.trace.Reverse;
import io.github.lanewise.trace.Scalar;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * {@code u = (low + high) / 2 + (high - low) / 2 tanh(mu + e^s eps)}: a normally distributed number for each actuator,
 * squashed into its range, and its pullback, as kernels.
 */
final class SquashedGaussian {
  private final double[] middle;
  private final double[] half;
  private final Lanes lanes;

  /**
   * For the actuators of a task's robot.
   *
   * @throws IllegalArgumentException if one has no range, with its name
   */
  SquashedGaussian(Task task, Lanes lanes) {
    this.lanes = lanes;
    List<Actuator> actuators = task.robot().actuators();
    for (Actuator actuator : actuators) {
      if (!(actuator.upper() - actuator.lower() < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException("actuator '" + actuator.name() + "' of task '" + task.name()
            + "' takes commands from " + actuator.lower() + " to " + actuator.upper()
            + ": a policy needs a finite range to squash its actions into");
      }
    }
    middle = actuators.stream().mapToDouble(a -> (a.lower() + a.upper()) / 2).toArray();
    half = actuators.stream().mapToDouble(a -> (a.upper() - a.lower()) / 2).toArray();
  }

  private Scalar[] actions(Scalar[] mu, Scalar[] s, Scalar[] eps) {
    Scalar[] u = new Scalar[mu.length];
    for (int i = 0; i < u.length; i++) {
      u[i] = mu[i].plus(s[i].exp().times(eps[i])).tanh().times(half[i]).plus(middle[i]);
    }
    return u;
  }

  /** Ports mu, s, eps; u. */
  Kernel actions() {
    Graph graph = new Graph("actions");
    int m = half.length;
    graph.output("u", actions(graph.input("mu", m), graph.input("s", m), graph.input("eps", m)));
    return Kernel.compile(graph, lanes);
  }

  /** Ports mu, s, eps, u_bar; mu_bar, s_bar. */
  Kernel pullback() {
    Graph graph = new Graph("pullback of actions");
    int m = half.length;
    Scalar[] mu = graph.input("mu", m);
    Scalar[] s = graph.input("s", m);
    Scalar[] u = actions(mu, s, graph.input("eps", m));
    Scalar[] bars = Reverse.vjp(u, graph.input("u_bar", m),
        Stream.concat(Stream.of(mu), Stream.of(s)).toArray(Scalar[]::new));
    graph.output("mu_bar", Arrays.copyOf(bars, m));
    graph.output("s_bar", Arrays.copyOfRange(bars, m, 2 * m));
    return Kernel.compile(graph, lanes);
  }
}
