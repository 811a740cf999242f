package io.github.lanewise.dynamics;

import io.github.lanewise.model.RobotModel;
import io.github.lanewise.trace.Forward;
import io.github.lanewise.trace.Graph;
import io.github.lanewise.trace.Reverse;
import io.github.lanewise.trace.Scalar;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * {@code x' = f(x, u, p)}: one time step of a robot under a control law, and its derivatives, as graphs.
 *
 * <p>x = (q, v) has nq + nv rows, its tangents and cotangents 2 nv (see {@link Algorithms} for the tangent of q). u are the actions. The
 * law is asked at the start of a step and its forces are held over it, as a digital controller's are. p, if lanes have parameters of their
 * own, are the rows of {@link Parameters}, then the gains of the law; else they are constants and the port is missing. Damping, dry
 * friction, springs and armature of the model act, at every stage of the integrator; limits and contact do not.
 */
public final class StepFunction {
  /** Joint forces from configuration, velocity, actions and gains: nv expressions. */
  @FunctionalInterface
  public interface Torques {
    /** One scalar per velocity row. */
    Scalar[] at(Scalar[] q, Scalar[] v, Scalar[] action, Scalar[] gains);
  }

  private final RobotModel model;
  private final Integrator integrator;
  private final double timeStep;
  private final int actions;
  private final List<Double> gains;
  private final Torques torques;
  private final boolean laneParameters;

  /**
   * Describes a step.
   *
   * @param timeStep h [s]
   * @param actions rows of u
   * @param gains the law's numbers
   * @param torques the law
   * @param laneParameters whether p is a port
   * @throws IllegalArgumentException if the time step is not positive and finite
   */
  public StepFunction(RobotModel model, Integrator integrator, double timeStep, int actions, List<Double> gains,
      Torques torques, boolean laneParameters) {
    if (!(timeStep > 0) || Double.isInfinite(timeStep)) {
      throw new IllegalArgumentException("a time step of " + timeStep + " s: must be positive and finite");
    }
    this.model = model;
    this.integrator = integrator;
    this.timeStep = timeStep;
    this.actions = actions;
    this.gains = gains;
    this.torques = torques;
    this.laneParameters = laneParameters;
  }

  /** Rows of p, whether a port or constants. */
  public int parameterCount() {
    return Parameters.count(model) + gains.size();
  }

  /** The model's and the law's own numbers in the order of p. */
  public double[] parameterValues() {
    double[] own = Parameters.values(model);
    double[] values = Arrays.copyOf(own, parameterCount());
    for (int i = 0; i < gains.size(); i++) {
      values[own.length + i] = gains.get(i);
    }
    return values;
  }

  /** The traced step: its graph, its arguments and its result. */
  private final class Trace {
    final Graph graph;
    final Scalar[] x;
    final Scalar[] u;
    final Scalar[] p;
    final Scalar[] q;
    final Scalar[] next;
    final Scalar[] nextQ;

    Trace(String name) {
      graph = new Graph(name + " of " + model.name());
      x = graph.input("x", model.nq() + model.nv());
      u = actions > 0 ? graph.input("u", actions) : new Scalar[0];
      p = laneParameters ? graph.input("p", parameterCount()) : Scalar.of(parameterValues());
      q = Arrays.copyOf(x, model.nq());
      Scalar[] v = Arrays.copyOfRange(x, model.nq(), x.length);
      int own = Parameters.count(model);
      Parameters parameters = new Parameters(model, Arrays.copyOf(p, own));
      Scalar[] lawGains = Arrays.copyOfRange(p, own, p.length);
      Mechanism robot = laneParameters ? Mechanism.of(model, parameters) : Mechanism.of(model);
      Scalar[] numbers = laneParameters ? Arrays.copyOf(p, own) : new Scalar[0];
      Scalar[] control = torques.at(q, v, u, lawGains);
      if (control.length != model.nv()) {
        throw new IllegalArgumentException("the control law gives " + control.length + " joint forces for robot '"
            + model.name() + "', which has " + model.nv() + " velocity rows");
      }
      Scalar[][] state = integrator.step(model, (qi, vi) -> {
        Scalar[] tau = PassiveForces.of(parameters, qi, vi);
        for (int i = 0; i < tau.length; i++) {
          tau[i] = tau[i].plus(control[i]);
        }
        return ForwardDynamics.accelerations(graph, robot, qi, vi, tau, numbers, null);
      }, q, v, timeStep);
      nextQ = state[0];
      next = concat(state[0], state[1]);
    }

    Scalar[] arguments() {
      return laneParameters ? concat(x, u, p) : concat(x, u);
    }

    /** A tangent of x as rates of its rows. */
    Scalar[] rates(Scalar[] xDot) {
      return concat(
          Configuration.toRates(model, q, Arrays.copyOf(xDot, model.nv())), Arrays.copyOfRange(xDot, model.nv(), xDot.length));
    }

    /** Rates of the rows of x' as a tangent. */
    Scalar[] nextTangent(Scalar[] rates) {
      return concat(
          Configuration.fromRates(model, nextQ, Arrays.copyOf(rates, model.nq())),
          Arrays.copyOfRange(rates, model.nq(), rates.length));
    }
  }

  /** Ports x, u, p; x_next. */
  public Graph step() {
    Trace t = new Trace("step");
    t.graph.output("x_next", t.next);
    return t.graph;
  }

  /**
   * The step and its pullback: {@code x_bar = (dx'/dx)' x'_bar + seed, u_bar = (dx'/du)' x'_bar, p_bar = p_bar_before + (dx'/dp)' x'_bar}.
   * Ports x, u, p, x_next_bar, seed, p_bar_before; x_next, x_bar, u_bar, p_bar. Those of p only where p is a port, of u only where there
   * are actions.
   */
  public Graph vjp() {
    Trace t = new Trace("step VJP");
    int nv = model.nv();
    Scalar[] nextBar = t.graph.input("x_next_bar", 2 * nv);
    Scalar[] seed = t.graph.input("seed", 2 * nv);
    Scalar[] before = laneParameters ? t.graph.input("p_bar_before", parameterCount()) : new Scalar[0];
    Scalar[] rateBar = concat(
        Configuration.cotangentToRates(model, t.nextQ, Arrays.copyOf(nextBar, nv)), Arrays.copyOfRange(nextBar, nv, 2 * nv));
    Scalar[] bars = Reverse.vjp(t.next, rateBar, t.arguments());
    int nx = t.x.length;
    Scalar[] xBar = concat(
        Configuration.cotangentFromRates(model, t.q, Arrays.copyOf(bars, model.nq())),
        Arrays.copyOfRange(bars, model.nq(), nx));
    t.graph.output("x_next", t.next);
    t.graph.output("x_bar", plus(xBar, seed));
    if (actions > 0) {
      t.graph.output("u_bar", Arrays.copyOfRange(bars, nx, nx + actions));
    }
    if (laneParameters) {
      t.graph.output("p_bar", plus(Arrays.copyOfRange(bars, nx + actions, bars.length), before));
    }
    return t.graph;
  }

  /** {@code x'_dot = dx'/dx x_dot + dx'/du u_dot + dx'/dp p_dot}. Ports x, u, p, x_dot, u_dot, p_dot; x_next_dot. */
  public Graph jvp() {
    Trace t = new Trace("step JVP");
    Scalar[] xDot = t.graph.input("x_dot", 2 * model.nv());
    Scalar[] uDot = actions > 0 ? t.graph.input("u_dot", actions) : new Scalar[0];
    Scalar[] pDot = laneParameters ? t.graph.input("p_dot", parameterCount()) : new Scalar[0];
    Scalar[] nextDot = Forward.jvp(t.next, t.arguments(), concat(t.rates(xDot), uDot, pDot));
    t.graph.output("x_next_dot", t.nextTangent(nextDot));
    return t.graph;
  }

  /** Full Jacobians. Ports x, u, p; x_next, A = dx'/dx (2 nv x 2 nv), B = dx'/du (2 nv x actions), row by row. */
  public Graph jacobian() {
    Trace t = new Trace("step Jacobian");
    int n = 2 * model.nv();
    int columns = n + actions;
    Scalar[][] column = new Scalar[columns][];
    Scalar[] arguments = t.arguments();
    for (int j = 0; j < columns; j++) {
      Scalar[] unit = Scalar.zeros(columns);
      unit[j] = Scalar.ONE;
      Scalar[] direction = concat(t.rates(Arrays.copyOf(unit, n)), Arrays.copyOfRange(unit, n, columns));
      column[j] = t.nextTangent(Forward.jvp(t.next, arguments, Arrays.copyOf(
          concat(direction, Scalar.zeros(t.p.length)), arguments.length)));
    }
    Scalar[] a = new Scalar[n * n];
    Scalar[] b = new Scalar[n * actions];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < columns; j++) {
        if (j < n) {
          a[i * n + j] = column[j][i];
        } else {
          b[i * actions + j - n] = column[j][i];
        }
      }
    }
    t.graph.output("x_next", t.next);
    t.graph.output("A", a);
    if (actions > 0) {
      t.graph.output("B", b);
    }
    return t.graph;
  }

  private static Scalar[] plus(Scalar[] a, Scalar[] b) {
    Scalar[] sum = new Scalar[a.length];
    for (int i = 0; i < sum.length; i++) {
      sum[i] = a[i].plus(b[i]);
    }
    return sum;
  }

  private static Scalar[] concat(Scalar[]... parts) {
    return Stream.of(parts).flatMap(Stream::of).toArray(Scalar[]::new);
  }
}
