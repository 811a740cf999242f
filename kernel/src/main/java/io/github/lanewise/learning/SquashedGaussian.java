package io.github.lanewise.learning;

import static io.github.lanewise.trace.Scalar.concat;

import io.github.lanewise.compile.Kernel;
import io.github.lanewise.lanes.Lanes;
import io.github.lanewise.task.ActionRange;
import io.github.lanewise.task.LaneTask;
import io.github.lanewise.trace.Graph;
import io.github.lanewise.trace.Reverse;
import io.github.lanewise.trace.Scalar;
import java.util.Arrays;
import java.util.List;

/**
 * {@code u = (low + high) / 2 + (high - low) / 2 tanh(z), z = mu + e^s eps}: a normally distributed number for each
 * actuator, squashed into its range; the logarithm of the density of {@code tanh z}; and their pullback, as kernels.
 *
 * <p>The density is that of actions in units of half their range, {@code log p = sum -eps^2 / 2 - s - log(2 pi) / 2
 * - log(1 - tanh(z)^2)} (Haarnoja and others, Soft actor-critic algorithms and applications, arXiv 1812.05905, appendix
 * C), the last term as {@code 2 (|z| + log(1 + e^(-2 |z|)) - log 2)}, which no z makes infinite. Log-deviations s are
 * given, or, where they depend on the state, {@code s = -1.5 + 3.5 tanh h}, between -5 and 2, of any number h.
 */
final class SquashedGaussian {
  private static final double LEAST = -5;
  private static final double GREATEST = 2;

  private final double[] middle;
  private final double[] half;
  private final boolean bounded;
  private final Lanes lanes;

  private SquashedGaussian(double[] middle, double[] half, boolean bounded, Lanes lanes) {
    this.middle = middle;
    this.half = half;
    this.bounded = bounded;
    this.lanes = lanes;
  }

  /**
   * For the actions of a task.
   *
   * @param bounded whether s is made of h
   * @throws IllegalArgumentException if one has no range, with its name
   */
  static SquashedGaussian of(LaneTask task, boolean bounded, Lanes lanes) {
    List<ActionRange> actions = task.actions();
    for (ActionRange action : actions) {
      if (!(action.high() - action.low() < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException("actuator '" + action.name() + "' of task '" + task.name()
            + "' takes commands from " + action.low() + " to " + action.high()
            + ": a policy needs a finite range to squash its actions into");
      }
    }
    return new SquashedGaussian(actions.stream().mapToDouble(a -> (a.low() + a.high()) / 2).toArray(),
        actions.stream().mapToDouble(a -> (a.high() - a.low()) / 2).toArray(), bounded, lanes);
  }

  /** The same for actions in units of half their range, {@code u = tanh z}. */
  SquashedGaussian inUnits() {
    double[] ones = new double[half.length];
    Arrays.fill(ones, 1);
    return new SquashedGaussian(new double[half.length], ones, bounded, lanes);
  }

  /** An action in units of half its range. */
  double unit(int i, double u) {
    return (u - middle[i]) / half[i];
  }

  /** Whether s is made of h. */
  boolean bounded() {
    return bounded;
  }

  /** h of a log-deviation between -5 and 2. */
  static double unbounded(double s) {
    double t = (2 * s - LEAST - GREATEST) / (GREATEST - LEAST);
    return Math.log((1 + t) / (1 - t)) / 2;
  }

  private Scalar logDeviation(Scalar s) {
    return bounded ? s.tanh().times((GREATEST - LEAST) / 2).plus((GREATEST + LEAST) / 2) : s;
  }

  /** u, then the logarithm of the density. */
  private Scalar[] outputs(Scalar[] mu, Scalar[] s, Scalar[] eps) {
    int m = half.length;
    Scalar[] outputs = new Scalar[m + 1];
    outputs[m] = Scalar.of(-m * Math.log(2 * Math.PI) / 2);
    for (int i = 0; i < m; i++) {
      Scalar log = logDeviation(s[i]);
      Scalar z = mu[i].plus(log.exp().times(eps[i]));
      Scalar size = z.abs();
      Scalar slope = size.plus(size.times(-2).exp().plus(1).log()).minus(Math.log(2)).times(2);
      outputs[i] = z.tanh().times(half[i]).plus(middle[i]);
      outputs[m] = outputs[m].plus(slope).minus(eps[i].squared().times(0.5)).minus(log);
    }
    return outputs;
  }

  /** Ports mu, s (or h), eps; u, log_p. */
  Kernel actions() {
    Graph graph = new Graph("actions");
    int m = half.length;
    Scalar[] outputs = outputs(graph.input("mu", m), graph.input("s", m), graph.input("eps", m));
    graph.output("u", Arrays.copyOf(outputs, m));
    graph.output("log_p", outputs[m]);
    return Kernel.compile(graph, lanes);
  }

  /** Ports mu, s (or h), eps, u_bar, log_p_bar; mu_bar, s_bar (or h_bar). */
  Kernel pullback() {
    Graph graph = new Graph("pullback of actions");
    int m = half.length;
    Scalar[] mu = graph.input("mu", m);
    Scalar[] s = graph.input("s", m);
    Scalar[] outputs = outputs(mu, s, graph.input("eps", m));
    Scalar[] outputBars = concat(graph.input("u_bar", m), graph.input("log_p_bar", 1));
    Scalar[] bars = Reverse.vjp(outputs, outputBars, concat(mu, s));
    graph.output("mu_bar", Arrays.copyOf(bars, m));
    graph.output("s_bar", Arrays.copyOfRange(bars, m, 2 * m));
    return Kernel.compile(graph, lanes);
  }
}
