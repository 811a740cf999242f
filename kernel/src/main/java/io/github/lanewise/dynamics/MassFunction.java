package io.github.lanewise.dynamics;

import static io.github.lanewise.trace.Scalar.concat;

import io.github.lanewise.model.RobotModel;
import io.github.lanewise.trace.Forward;
import io.github.lanewise.trace.Graph;
import io.github.lanewise.trace.Reverse;
import io.github.lanewise.trace.Scalar;
import java.util.Arrays;

/**
 * {@code mass = factors of M(q, p)}, to be held over several steps of a {@link StepFunction}, and its derivatives, as
 * graphs.
 *
 * <p>Rows of the factors that are zero whatever q is are left out; the rows of q of free and spherical joints follow.
 * The cotangent of the port, mass_bar, is not that of the factors but that of the entries of M in their places, one for
 * both of (i, j) and (j, i); and so is its tangent.
 */
public final class MassFunction {
  private final RobotModel model;
  private final boolean laneParameters;
  private final int parameterCount;
  private final HeldMass held;
  private final int lawStates;

  MassFunction(RobotModel model, int lawStates, boolean laneParameters, int parameterCount) {
    this.model = model;
    this.lawStates = lawStates;
    this.laneParameters = laneParameters;
    this.parameterCount = parameterCount;
    held = HeldMass.of(model, laneParameters);
  }

  /** {@return rows of port mass} */
  public int rowCount() {
    return held.rowCount();
  }

  /** The traced mass matrix. */
  private final class Trace {
    final Graph graph;
    final Scalar[] q;
    final Scalar[] p;
    final Scalar[][] m;

    Trace(String name) {
      graph = new Graph(name + " of " + model.name());
      q = Arrays.copyOf(graph.input("x", model.nq() + model.nv() + lawStates), model.nq());
      p = laneParameters ? graph.input("p", parameterCount) : new Scalar[0];
      Mechanism robot = !laneParameters ? Mechanism.of(model)
          : Mechanism.of(model, new Parameters(model, Arrays.copyOf(p, Parameters.count(model))));
      m = Crba.massMatrix(robot, q);
    }
  }

  /**
   * Ports x, p; mass.
   *
   * @return the traced function
   */
  public Graph factors() {
    Trace t = new Trace("mass matrix");
    t.graph.output("mass", held.rows(t.m, t.q));
    return t.graph;
  }

  /**
   * {@code q_bar = (dM/dq)' mass_bar, p_bar = (dM/dp)' mass_bar}. Ports x, p, mass_bar; q_bar, nv rows, p_bar.
   *
   * @return the traced function
   */
  public Graph vjp() {
    Trace t = new Trace("mass matrix VJP");
    Scalar[] massBar = t.graph.input("mass_bar", rowCount());
    Scalar[] bars = Reverse.vjp(held.differentiated(t.m, t.q), massBar, concat(t.q, t.p));
    t.graph.output("q_bar", Configuration.cotangentFromRates(model, t.q, Arrays.copyOf(bars, model.nq())));
    if (laneParameters) {
      t.graph.output("p_bar", Arrays.copyOfRange(bars, model.nq(), bars.length));
    }
    return t.graph;
  }

  /**
   * {@code mass_dot = dM/dx x_dot + dM/dp p_dot}. Ports x, p, x_dot, p_dot; mass_dot.
   *
   * @return the traced function
   */
  public Graph jvp() {
    Trace t = new Trace("mass matrix JVP");
    Scalar[] xDot = t.graph.input("x_dot", 2 * model.nv() + lawStates);
    Scalar[] pDot = laneParameters ? t.graph.input("p_dot", parameterCount) : new Scalar[0];
    Scalar[] rates = Configuration.toRates(model, t.q, Arrays.copyOf(xDot, model.nv()));
    t.graph.output("mass_dot", Forward.jvp(held.differentiated(t.m, t.q), concat(t.q, t.p), concat(rates, pDot)));
    return t.graph;
  }
}
