package io.github.lanewise.dynamics;

import io.github.lanewise.spatial.Force;
import io.github.lanewise.trace.Forward;
import io.github.lanewise.trace.Graph;
import io.github.lanewise.trace.Reverse;
import io.github.lanewise.trace.Scalar;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * {@code a = M(q)^-1 (tau - h(q, v))} with the derivative that implicit differentiation gives.
 *
 * <p>M from the composite-rigid-body algorithm, h from recursive Newton-Euler, solved by the factors L' D L. Since
 * {@code tau = ID(q, v, a)} holds identically, {@code da = M^-1 (dtau - dID/dq dq - dID/dv dv)} at the a just found: a cotangent is one
 * solve with the factors at hand, {@code lambda = M^-1 a_bar}, and the adjoint of inverse dynamics at lambda. Nothing is differentiated
 * through the factorisation.
 */
final class ForwardDynamics {
  private final Mechanism robot;
  private final Scalar[] q;
  private final Scalar[] v;
  private final Scalar[] numbers;
  private final Force[] external;
  private final SymmetricSolve mass;
  private final Scalar[] acceleration;

  private ForwardDynamics(Mechanism robot, Scalar[] q, Scalar[] v, Scalar[] tau, Scalar[] numbers, Force[] external) {
    this.robot = robot;
    this.q = q;
    this.v = v;
    this.numbers = numbers;
    this.external = external;
    Scalar[] bias = Rnea.inverseDynamics(robot, q, v, Scalar.zeros(robot.nv()), external);
    Scalar[] right = new Scalar[bias.length];
    for (int i = 0; i < right.length; i++) {
      right[i] = tau[i].minus(bias[i]);
    }
    mass = SymmetricSolve.factor(Crba.massMatrix(robot, q));
    acceleration = mass.solve(right);
  }

  /**
   * The accelerations as values with a derivative of their own.
   *
   * @param graph the graph of the other arguments
   * @param numbers the inertial numbers of the robot that are not constants, to be differentiated by; may be empty
   * @param external force on each body in its joint frame, or null; differentiated through
   * @return accelerations, nv rows
   */
  static Scalar[] accelerations(
      Graph graph, Mechanism robot, Scalar[] q, Scalar[] v, Scalar[] tau, Scalar[] numbers, Force[] external) {
    Force[] forces = external == null ? null : Stream.of(external).map(f -> independent(graph, f)).toArray(Force[]::new);
    ForwardDynamics fd = new ForwardDynamics(robot, q, v, tau, numbers, forces);
    List<Scalar> arguments = new ArrayList<>(Arrays.asList(q));
    arguments.addAll(Arrays.asList(v));
    arguments.addAll(Arrays.asList(tau));
    arguments.addAll(Arrays.asList(numbers));
    if (forces != null) {
      for (Force f : forces) {
        arguments.addAll(Arrays.asList(f.toArray()));
      }
    }
    Scalar[][] values = new Scalar[1][];
    values[0] = graph.withDerivative(
        arguments.toArray(Scalar[]::new), fd.acceleration, bar -> fd.pullBack(values[0], bar), dot -> fd.pushForward(values[0], dot));
    return values[0];
  }

  /**
   * The force as scalars to differentiate by: a negation would dissolve in the sums that use it, and a scalar that acts in two places
   * could not be told apart from itself.
   */
  private static Force independent(Graph graph, Force f) {
    Scalar[] rows = f.toArray();
    for (int i = 0; i < rows.length; i++) {
      if (!rows[i].isConstant()) {
        Scalar[] row = {rows[i]};
        rows[i] = graph.withDerivative(row, row, bar -> bar, dot -> dot)[0];
      }
    }
    return Force.of(rows, 0);
  }

  /** Inverse dynamics at the accelerations found, which are taken as given. */
  private Scalar[] inverse(Scalar[] a) {
    return Rnea.inverseDynamics(robot, q, v, a, external);
  }

  private Scalar[] independent(Scalar[] a) {
    List<Scalar> x = new ArrayList<>(Arrays.asList(q));
    x.addAll(Arrays.asList(v));
    x.addAll(Arrays.asList(numbers));
    if (external != null) {
      for (Force f : external) {
        x.addAll(Arrays.asList(f.toArray()));
      }
    }
    x.addAll(Arrays.asList(a));
    return x.toArray(Scalar[]::new);
  }

  private Scalar[] pullBack(Scalar[] a, Scalar[] bar) {
    Scalar[] lambda = mass.solve(bar);
    Scalar[] minus = new Scalar[lambda.length];
    for (int i = 0; i < minus.length; i++) {
      minus[i] = lambda[i].negate();
    }
    Scalar[] through = Reverse.vjp(inverse(a), minus, independent(a));
    int state = q.length + v.length;
    int rest = through.length - a.length - state;
    Scalar[] result = new Scalar[state + lambda.length + rest];
    System.arraycopy(through, 0, result, 0, state);
    System.arraycopy(lambda, 0, result, state, lambda.length);
    System.arraycopy(through, state, result, state + lambda.length, rest);
    return result;
  }

  private Scalar[] pushForward(Scalar[] a, Scalar[] dot) {
    int state = q.length + v.length;
    int nv = v.length;
    Scalar[] x = independent(a);
    Scalar[] xDot = Scalar.zeros(x.length);
    System.arraycopy(dot, 0, xDot, 0, state);
    System.arraycopy(dot, state + nv, xDot, state, dot.length - state - nv);
    Scalar[] idDot = Forward.jvp(inverse(a), x, xDot);
    Scalar[] right = new Scalar[nv];
    for (int i = 0; i < nv; i++) {
      right[i] = dot[state + i].minus(idDot[i]);
    }
    return mass.solve(right);
  }
}
