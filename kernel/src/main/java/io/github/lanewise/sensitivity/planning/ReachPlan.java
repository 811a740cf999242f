package io.github.lanewise.sensitivity.planning;

import io.github.lanewise.dense.DoubleGemm;
import io.github.lanewise.sensitivity.Sensitivity;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.ejml.data.DMatrixRMaj;

/**
 * {@code min sum_v |h_v(x_t + D_t dW) - y_v|^2 + rho |dW / reach|^2}, {@code |dW| <= reach}, clear of regions:
 * parameters that take outputs through points at the first attempt.
 *
 * <p>Outputs and regions are linearised at the plan so far and the quadratic programme solved, until the plan stands
 * (sequential quadratic programming with line search; Nocedal and Wright, Numerical Optimization, 2006, section 18.4);
 * for outputs that are linear in the state, and half-spaces, the first programme is the answer. Regions are kept out of
 * at samples, not between. For one plan; one thread.
 */
public final class ReachPlan {
  private static final int MOST_ITERATIONS = 100;
  private static final double STANDS = 1e-9;

  private final Sensitivity sensitivity;
  private final double rho;
  private final double[] reach;
  private final List<Via> vias = new ArrayList<>();
  private final List<Limit> limits = new ArrayList<>();
  private int regions;

  private record Via(int sample, Output output, double[] target) {}

  private record Limit(String what, int sample, Output output, KeepOut region) {}

  /**
   * What to run, and what should come of it.
   *
   * @param change dW, p numbers
   * @param trajectory predicted states, T n x 1
   * @param misses predicted distance from each via point, in the unit of its output
   * @param deviations standard deviation of the output at each via point, by the standard errors of D, taken as
   *     independent
   * @param obstacle null, or which limit cannot be met, and with what it conflicts; the rest then is the last plan
   *     before
   * @param converged whether the plan stands; false if there is an obstacle or no end was found
   */
  public record Plan(
      double[] change, DMatrixRMaj trajectory, double[] misses, double[] deviations, String obstacle,
          boolean converged) {}

  /**
   * A plan without goals.
   *
   * @param sensitivity at the nominal parameters
   * @param rho price of leaving the nominal parameters, in squared output units; positive
   * @param reach how far each parameter may go: what was shaken
   */
  public ReachPlan(Sensitivity sensitivity, double rho, double... reach) {
    if (!(rho > 0) || Double.isInfinite(rho)) {
      throw new IllegalArgumentException("rho of " + rho + ": must be positive and finite");
    }
    if (reach.length != sensitivity.parameterCount()) {
      throw new IllegalArgumentException("a reach of " + reach.length + " parameters, but there are "
          + sensitivity.parameterCount());
    }
    this.sensitivity = sensitivity;
    this.rho = rho;
    this.reach = TrustRegion.box(reach).reach();
  }

  /**
   * {@return the plan through this point at this sample; may be called for several}
   *
   * @param sample t, counted from 0
   * @param output h
   * @param target y*
   * @throws IllegalArgumentException if there is no such sample, or the output has another length than the target
   */
  public ReachPlan through(int sample, Output output, double... target) {
    requireOutput(sample, output, target.length, "a via point");
    vias.add(new Via(sample, output, target.clone()));
    return this;
  }

  /**
   * {@return the plan with {@code normal' y <= offset} from the first of these samples to the last, which is included}
   *
   * @param first sample, counted from 0
   * @param last sample, included
   * @param output h
   * @param normal of the side, pointing out
   * @param offset of the side along its normal
   */
  public ReachPlan within(int first, int last, Output output, double[] normal, double offset) {
    return limit("half-space", first, last, output, normal.length, new KeepOut.HalfSpace(normal.clone(), offset));
  }

  /**
   * {@return the plan with {@code |y - center| >= radius} from the first of these samples to the last, which is
   * included}
   *
   * @param first sample, counted from 0
   * @param last sample, included
   * @param output h
   * @param center of the ball
   * @param radius of the ball
   */
  public ReachPlan clearOf(int first, int last, Output output, double[] center, double radius) {
    if (!(radius > 0)) {
      throw new IllegalArgumentException("a region of radius " + radius + ": must be positive");
    }
    return limit("ball", first, last, output, center.length, new KeepOut.Ball(center.clone(), radius));
  }

  private ReachPlan limit(String kind, int first, int last, Output output, int length, KeepOut region) {
    if (first > last) {
      throw new IllegalArgumentException("a " + kind + " from sample " + first + " to " + last);
    }
    requireOutput(first, output, length, "a " + kind);
    requireOutput(last, output, length, "a " + kind);
    for (int t = first; t <= last; t++) {
      limits.add(new Limit(kind + " " + regions, t, output, region));
    }
    regions++;
    return this;
  }

  private void requireOutput(int sample, Output output, int length, String what) {
    if (sample < 0 || sample >= sensitivity.stepCount()) {
      throw new IllegalArgumentException(what + " at sample " + sample + ", but there are samples 0 to "
          + (sensitivity.stepCount() - 1));
    }
    int outputs = output.value(state(sensitivity.nominal(), sample)).length;
    if (outputs != length) {
      throw new IllegalArgumentException(what + " of " + length + " numbers for an output of " + outputs);
    }
  }

  /**
   * {@return how far a trajectory, predicted or executed, T n x 1, passes from each via point}
   *
   * @param trajectory states, T n numbers
   */
  public double[] misses(DMatrixRMaj trajectory) {
    if (trajectory.numRows != sensitivity.nominal().numRows || trajectory.numCols != 1) {
      throw new IllegalArgumentException("a trajectory of " + trajectory.numRows + " x " + trajectory.numCols
          + ", but the predicted one is "
          + sensitivity.nominal().numRows + " x 1");
    }
    return vias.stream().mapToDouble(via -> Math.sqrt(squaredMiss(via, trajectory))).toArray();
  }

  /**
   * {@return the plan}
   *
   * @throws IllegalStateException without a via point
   */
  public Plan solve() {
    if (vias.isEmpty()) {
      throw new IllegalStateException("no via point to reach");
    }
    double[] z = new double[reach.length];
    double price = 0;
    for (int iteration = 0; iteration < MOST_ITERATIONS; iteration++) {
      Programme local = programme(z);
      QuadraticProgram.Solution solution = QuadraticProgram.solve(local.h, local.f, local.a, local.b);
      if (!solution.feasible()) {
        return plan(z, name(solution.unmet()) + " cannot be met"
            + (solution.against().isEmpty() ? "" : " together with "
                + solution.against().stream().map(this::name).toList()), false);
      }
      double largest = Arrays.stream(solution.x()).map(Math::abs).max().orElseThrow();
      if (largest < STANDS) {
        return plan(z, null, true);
      }
      price = Math.max(price, 2 * Arrays.stream(solution.multipliers()).max().orElse(0));
      double fraction = lineSearch(z, solution.x(), local.f, price);
      for (int j = 0; j < z.length; j++) {
        z[j] += fraction * solution.x()[j];
      }
      if (fraction * largest < STANDS) {
        return plan(z, null, largest < Math.sqrt(STANDS));
      }
    }
    return plan(z, null, false);
  }

  /**
   * The local programme in the change of {@code z = dW / reach}: limits first, then upper and lower ends of the box.
   */
  private record Programme(DMatrixRMaj h, double[] f, DMatrixRMaj a, double[] b) {}

  private Programme programme(double[] z) {
    int p = z.length;
    DMatrixRMaj trajectory = trajectory(z);
    DMatrixRMaj h = new DMatrixRMaj(p, p);
    double[] f = new double[p];
    for (int j = 0; j < p; j++) {
      h.set(j, j, 2 * rho);
      f[j] = 2 * rho * z[j];
    }
    for (Via via : vias) {
      double[] x = state(trajectory, via.sample);
      double[] y = via.output.value(x);
      double[] g = chain(via.output.jacobian(x), via.sample);
      double[] twice = new double[y.length];
      Arrays.setAll(twice, i -> 2 * (y[i] - via.target[i]));
      DoubleGemm.addTransposedTimes(p, 1, y.length, g, 0, p, twice, 0, 1, f, 0, 1);
      double[] doubled = Arrays.stream(g).map(e -> 2 * e).toArray();
      DoubleGemm.addTransposedTimes(p, p, y.length, g, 0, p, doubled, 0, p, h.data, 0, p);
    }
    int c = limits.size();
    DMatrixRMaj a = new DMatrixRMaj(c + 2 * p, p);
    double[] b = new double[c + 2 * p];
    for (int l = 0; l < c; l++) {
      Limit limit = limits.get(l);
      double[] x = state(trajectory, limit.sample);
      double[] y = limit.output.value(x);
      b[l] = -limit.region.excess(y);
      double[] g = chain(limit.output.jacobian(x), limit.sample);
      DoubleGemm.addTimes(1, p, y.length, limit.region.gradient(y), 0, y.length, g, 0, p, a.data, l * p, p);
    }
    for (int j = 0; j < p; j++) {
      a.set(c + j, j, 1);
      b[c + j] = 1 - z[j];
      a.set(c + p + j, j, -1);
      b[c + p + j] = 1 + z[j];
    }
    return new Programme(h, f, a, b);
  }

  /** The part of the step after which objective and priced excess fall as they should (Armijo). */
  private double lineSearch(double[] z, double[] step, double[] f, double price) {
    double start = merit(z, price);
    double slope = -price * excess(trajectory(z));
    for (int j = 0; j < z.length; j++) {
      slope += f[j] * step[j];
    }
    double fraction = 1;
    double[] next = new double[z.length];
    while (fraction > STANDS) {
      double part = fraction;
      Arrays.setAll(next, j -> z[j] + part * step[j]);
      if (merit(next, price) <= start + 1e-4 * fraction * slope) {
        return fraction;
      }
      fraction /= 2;
    }
    return 0;
  }

  private double merit(double[] z, double price) {
    DMatrixRMaj trajectory = trajectory(z);
    double sum = price * excess(trajectory);
    for (double e : z) {
      sum += rho * e * e;
    }
    for (Via via : vias) {
      sum += squaredMiss(via, trajectory);
    }
    return sum;
  }

  private double excess(DMatrixRMaj trajectory) {
    double sum = 0;
    for (Limit limit : limits) {
      sum += Math.max(0, limit.region.excess(limit.output.value(state(trajectory, limit.sample))));
    }
    return sum;
  }

  private double squaredMiss(Via via, DMatrixRMaj trajectory) {
    double[] y = via.output.value(state(trajectory, via.sample));
    double sum = 0;
    for (int i = 0; i < y.length; i++) {
      sum += (y[i] - via.target[i]) * (y[i] - via.target[i]);
    }
    return sum;
  }

  private Plan plan(double[] z, String obstacle, boolean converged) {
    DMatrixRMaj trajectory = trajectory(z);
    double[] change = change(z);
    double[] deviations = vias.stream().mapToDouble(via -> deviation(via, trajectory, change)).toArray();
    return new Plan(change, trajectory, misses(trajectory), deviations, obstacle, converged);
  }

  private double deviation(Via via, DMatrixRMaj trajectory, double[] change) {
    int n = sensitivity.stateCount();
    DMatrixRMaj jacobian = via.output.jacobian(state(trajectory, via.sample));
    double variance = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < change.length; j++) {
        for (int row = 0; row < jacobian.numRows; row++) {
          double factor = jacobian.get(row, i) * change[j];
          double error = sensitivity.standardError().get(via.sample * n + i, j);
          variance += factor == 0 ? 0 : factor * factor * error * error;
        }
      }
    }
    return Math.sqrt(variance);
  }

  private DMatrixRMaj trajectory(double[] z) {
    return sensitivity.predict(change(z));
  }

  private double[] change(double[] z) {
    double[] change = new double[z.length];
    Arrays.setAll(change, j -> z[j] * reach[j]);
    return change;
  }

  private double[] state(DMatrixRMaj trajectory, int sample) {
    int n = sensitivity.stateCount();
    return Arrays.copyOfRange(trajectory.data, sample * n, (sample + 1) * n);
  }

  /** {@code (dh/dx) D_t diag(reach)}. */
  private double[] chain(DMatrixRMaj jacobian, int sample) {
    int n = sensitivity.stateCount();
    int p = reach.length;
    double[] g = new double[jacobian.numRows * p];
    DoubleGemm.addTimes(jacobian.numRows, p, n, jacobian.data, 0, n, sensitivity.derivative().data, sample * n * p, p,
        g, 0, p);
    for (int e = 0; e < g.length; e++) {
      g[e] *= reach[e % p];
    }
    return g;
  }

  private String name(int constraint) {
    int p = reach.length;
    int side = constraint - limits.size();
    if (side < 0) {
      return limits.get(constraint).what + " at sample " + limits.get(constraint).sample;
    }
    return "the " + (side < p ? "upper" : "lower") + " end of the shaken range of parameter " + side % p;
  }
}
