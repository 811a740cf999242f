package io.github.lanewise.simulation;

import static io.github.lanewise.trace.Scalar.concat;

import io.github.lanewise.compile.Kernel;
import io.github.lanewise.dynamics.Configuration;
import io.github.lanewise.lanes.Lanes;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.trace.Forward;
import io.github.lanewise.trace.Graph;
import io.github.lanewise.trace.Reverse;
import io.github.lanewise.trace.Scalar;
import java.util.Arrays;

/**
 * {@code u = pi(q, v, t; W)}: the actions of a control step from the state at its beginning, with parameters W that
 * every lane has for itself, compiled with their derivatives when these are first asked for. For any number of
 * {@link Rollout}s. The state of the control law, such as that of actuators, is in no policy's sight.
 */
public final class Feedback {
  /** Actions as expressions. */
  @FunctionalInterface
  public interface Law {
    /**
     * One expression per action; called anew for every kernel, and builds the same expressions each time.
     *
     * @param q configuration, nq rows [rad or m]
     * @param v velocity, nv rows [rad/s or m/s]
     * @param time since the start of the roll-out [s]
     * @param w the parameters
     * @return the actions
     */
    Scalar[] actions(Scalar[] q, Scalar[] v, Scalar time, Scalar[] w);
  }

  private final RobotModel model;
  private final int stateCount;
  private final int actionCount;
  private final int parameterCount;
  private final Law law;
  private final Lanes lanes;
  private Kernel act;
  private Kernel jvp;
  private Kernel vjp;

  /**
   * A law for the robot and the lanes of a simulation.
   *
   * @param simulation of the robots
   * @param parameterCount numbers of W
   * @param law the law, on scalars
   * @throws IllegalArgumentException if the law does not give as many actions as the simulation takes
   */
  public Feedback(Simulation simulation, int parameterCount, Law law) {
    model = simulation.model();
    stateCount = simulation.state().rowCount();
    actionCount = simulation.actionCount();
    this.parameterCount = parameterCount;
    this.law = law;
    lanes = simulation.lanes();
    act = Kernel.compile(act(new Trace("policy")), lanes);
  }

  private static Graph act(Trace t) {
    t.graph.output("u", t.u);
    return t.graph;
  }

  /** {@return numbers of W} */
  public int parameterCount() {
    return parameterCount;
  }

  /** The traced law: its graph, its arguments and its result. */
  private final class Trace {
    final Graph graph;
    final Scalar[] x;
    final Scalar[] q;
    final Scalar[] w;
    final Scalar[] u;

    Trace(String name) {
      graph = new Graph(name + " for " + model.name());
      x = graph.input("x", stateCount);
      w = parameterCount > 0 ? graph.input("w", parameterCount) : new Scalar[0];
      Scalar time = graph.input("time", 1)[0];
      q = Arrays.copyOf(x, model.nq());
      u = law.actions(q.clone(), Arrays.copyOfRange(x, model.nq(), model.nq() + model.nv()), time, w.clone());
      if (u.length != actionCount) {
        throw new IllegalArgumentException("the policy gives " + u.length + " actions for robot '" + model.name()
            + "', which takes " + actionCount);
      }
    }

    Scalar[] arguments() {
      return concat(x, w);
    }
  }

  /**
   * Whether no action depends on the state, as an expression: gains that happen to be zero are feedback, too.
   *
   * @return true where no feedback acts
   */
  public boolean isOpenLoop() {
    Trace t = new Trace("policy");
    return Arrays.stream(Reverse.vjp(t.u, t.graph.input("u_bar", t.u.length), t.x)).allMatch(bar -> bar.is(0));
  }

  /** {@return ports x (rows of the state), w, time; u} */
  public Kernel act() {
    return act;
  }

  /**
   * {@code u_dot = pi_x x_dot + pi_W w_dot}. Ports x, w, time, x_dot, w_dot; u_dot.
   *
   * @return the compiled derivative
   */
  public Kernel jvp() {
    if (jvp == null) {
      Trace t = new Trace("policy JVP");
      Scalar[] xDot = t.graph.input("x_dot", stateCount - model.nq() + model.nv());
      Scalar[] wDot = parameterCount > 0 ? t.graph.input("w_dot", parameterCount) : new Scalar[0];
      Scalar[] rates = concat(Configuration.toRates(model, t.q, Arrays.copyOf(xDot, model.nv())),
          Arrays.copyOfRange(xDot, model.nv(), xDot.length));
      t.graph.output("u_dot", Forward.jvp(t.u, t.arguments(), concat(rates, wDot)));
      jvp = Kernel.compile(t.graph, lanes);
    }
    return jvp;
  }

  /**
   * The same by the rows of x, of quaternions that are normalised first. Ports x, w, time, x_dot (rows of the state),
   * w_dot; u_dot.
   *
   * @return the compiled derivative
   */
  public Kernel rowJvp() {
    Trace t = new Trace("policy JVP by rows");
    int nq = model.nq();
    Scalar[] xDot = t.graph.input("x_dot", t.x.length);
    Scalar[] wDot = parameterCount > 0 ? t.graph.input("w_dot", parameterCount) : new Scalar[0];
    Scalar[] tangent = Configuration.fromRates(model, t.q, Arrays.copyOf(xDot, nq));
    Scalar[] rates = concat(Configuration.toRates(model, t.q, tangent), Arrays.copyOfRange(xDot, nq, xDot.length));
    t.graph.output("u_dot", Forward.jvp(t.u, t.arguments(), concat(rates, wDot)));
    return Kernel.compile(t.graph, lanes);
  }

  /**
   * {@code x_bar = pi_x' u_bar, w_bar = pi_W' u_bar}. Ports x, w, time, u_bar; x_bar, w_bar.
   *
   * @return the compiled derivative
   */
  public Kernel vjp() {
    if (vjp == null) {
      Trace t = new Trace("policy VJP");
      Scalar[] bars = Reverse.vjp(t.u, t.graph.input("u_bar", t.u.length), t.arguments());
      int nx = t.x.length;
      t.graph.output("x_bar", concat(Configuration.cotangentFromRates(model, t.q, Arrays.copyOf(bars, model.nq())),
          Arrays.copyOfRange(bars, model.nq(), nx)));
      if (parameterCount > 0) {
        t.graph.output("w_bar", Arrays.copyOfRange(bars, nx, bars.length));
      }
      vjp = Kernel.compile(t.graph, lanes);
    }
    return vjp;
  }
}
