package io.github.lanewise.dynamics;

import io.github.lanewise.spatial.Force;
import io.github.lanewise.trace.Graph;
import io.github.lanewise.trace.Scalar;
import java.util.List;

/**
 * {@code (q, v, w) -> (q', v', w')}: one time step of a robot, in four stages; w is the state of its control law.
 *
 * <ol>
 *   <li>kinematics: where the bodies are and how they move, {@link Kinematics};
 *   <li>forces: the sum of all that acts, a list of {@link ForceTerm};
 *   <li>acceleration: {@code a = M^-1 (tau - h + J' f)}, {@link ForwardDynamics};
 *   <li>integration: {@link Integrator}, which asks for the other three as often as its rule does, and whether damping
 *       and dry friction are those of the state or of the end of the step; by the same rule w goes on, {@link
 *       LawState}.
 * </ol>
 */
final class Step {
  private final Graph graph;
  private final Mechanism robot;
  private final Scalar[] numbers;
  private final List<ForceTerm> terms;
  private final HeldMass held;
  private final Scalar[] mass;
  private final boolean articulated;
  private final LawState law;
  private final Scalar[] w;
  private final int frictionRounds;

  /**
   * Describes a step.
   *
   * @param graph the graph of all other arguments
   * @param numbers the inertial numbers of the robot that are not constants, to be differentiated by; may be empty
   * @param terms what acts, added up in this order
   */
  Step(Graph graph, Mechanism robot, Scalar[] numbers, List<ForceTerm> terms) {
    this(graph, robot, numbers, terms, null, null, false, Activations.NONE, new Scalar[0], DryFriction.ROUNDS);
  }

  private Step(Graph graph, Mechanism robot, Scalar[] numbers, List<ForceTerm> terms, HeldMass held, Scalar[] mass,
      boolean articulated, LawState law, Scalar[] w, int frictionRounds) {
    this.graph = graph;
    this.robot = robot;
    this.numbers = numbers;
    this.terms = List.copyOf(terms);
    this.held = held;
    this.mass = mass;
    this.articulated = articulated;
    this.law = law;
    this.w = w;
    this.frictionRounds = frictionRounds;
  }

  /** The same step with explicit accelerations by the articulated-body algorithm, differentiated through. */
  Step byArticulatedBodies() {
    return new Step(graph, robot, numbers, terms, held, mass, true, law, w, frictionRounds);
  }

  /** The same step by the factors of an earlier mass matrix. */
  Step holding(HeldMass places, Scalar[] factors) {
    return new Step(graph, robot, numbers, terms, places, factors, articulated, law, w, frictionRounds);
  }

  /** The same step whose dry friction is found in so many rounds. */
  Step findingFrictionIn(int rounds) {
    return new Step(graph, robot, numbers, terms, held, mass, articulated, law, w, rounds);
  }

  /** The same step under a law whose state is w. */
  Step under(LawState own, Scalar[] state) {
    return new Step(graph, robot, numbers, terms.stream().map(term -> term.at(state)).toList(), held, mass, articulated,
        own, state, frictionRounds);
  }

  /** The same step where the state of the law has gone on from w at the rates of another one. */
  Step after(Step rates, double h) {
    return w.length == 0 ? this : under(law, Integrator.add(w, rates.rates(), h));
  }

  /** w'. */
  Scalar[] rates() {
    return law.rates(w);
  }

  /** The w at the end of a step at these rates. */
  Scalar[] next(Scalar[] rates) {
    return law.next(w, rates);
  }

  /** {q', v', w'} after h seconds. */
  Scalar[][] next(Integrator integrator, Scalar[] q, Scalar[] v, double h) {
    Scalar[][] moved = integrator.step(this, q, v, h);
    return new Scalar[][] {moved[0], moved[1], next(integrator.activationRates(this, h))};
  }

  /** The robot. */
  Mechanism robot() {
    return robot;
  }

  /** {@code a(q, v)} without dry friction, nv rows. */
  Scalar[] acceleration(Scalar[] q, Scalar[] v) {
    Forces forces = forces(q, v, 0);
    return dynamics(q, v, forces.onBodies(q)).accelerations(forces.drive(v));
  }

  /** {@code a(q, v)} with the smoothed friction of the explicit rules, nv rows. */
  Scalar[] explicitAcceleration(Scalar[] q, Scalar[] v) {
    Forces forces = forces(q, v, 0);
    for (int i = 0; i < v.length; i++) {
      forces.addInJoint(i, DryFriction.explicit(forces.friction()[i], v[i]));
    }
    if (held != null) {
      Scalar[] bias = Rnea.inverseDynamics(robot, q, v, Scalar.zeros(v.length), forces.onBodies(q));
      return held.accelerations(graph, mass, q, Integrator.add(forces.drive(v).tau(), bias, -1));
    }
    if (articulated) {
      return Aba.forwardDynamics(robot, q, v, forces.drive(v).tau(), forces.onBodies(q));
    }
    return dynamics(q, v, forces.onBodies(q)).accelerations(forces.drive(v));
  }

  /**
   * {q', v'}: what acts changes v, then all that a free or spherical joint carries moves as if nothing did. The part of
   * the acceleration that this motion makes, b, is left out of the first.
   */
  Scalar[][] splitEuler(Scalar[] q, Scalar[] v, double h) {
    List<TorqueFreeMotion> motions = TorqueFreeMotion.of(robot, q);
    Scalar[] b = Scalar.zeros(v.length);
    motions.forEach(motion -> motion.accelerate(v, b));
    Forces forces = forces(q, v, h);
    Scalar[] a = new DryFriction(forces.friction(), v, h, frictionRounds)
        .accelerations(dynamics(q, v, forces.onBodies(q)), forces.drive(v, h).beside(b));
    Scalar[] pushed = Integrator.add(v, a, h);
    Scalar[] nextV = pushed.clone();
    Scalar[] nextQ = Configuration.integrate(robot.model(), q, Integrator.add(Scalar.zeros(v.length), pushed, h));
    motions.forEach(motion -> motion.move(q, pushed, h, nextQ, nextV));
    return new Scalar[][] {nextQ, nextV};
  }

  /** {q', v'} after dry friction has acted over the step that led from (q, v) to {@code next} without it. */
  Scalar[][] withFriction(Scalar[] q, Scalar[] v, double h, Scalar[][] next) {
    Forces forces = forces(q, v, 0);
    DryFriction friction = new DryFriction(forces.friction(), v, h, frictionRounds);
    if (friction.isZero()) {
      return next;
    }
    Scalar[] mean = Scalar.zeros(v.length);
    for (int i = 0; i < mean.length; i++) {
      mean[i] = next[1][i].minus(v[i]).over(h);
    }
    Scalar[] tau = Rnea.inverseDynamics(robot, q, v, mean, null);
    Scalar[] a = friction.accelerations(dynamics(q, v, null), forces.constrain(Drive.by(tau), mean));
    Scalar[] lost = Integrator.add(a, mean, -1);
    Scalar[] back = Integrator.add(Scalar.zeros(v.length), lost, h * h / 2);
    return new Scalar[][] {
      Configuration.integrate(robot.model(), next[0], back), Integrator.add(next[1], lost, h)};
  }

  private Forces forces(Scalar[] q, Scalar[] v, double implicitStep) {
    Kinematics kinematics = new Kinematics(robot, q, v);
    Forces forces = new Forces(robot, implicitStep);
    for (ForceTerm term : terms) {
      term.addTo(forces, kinematics);
    }
    return forces;
  }

  private ForwardDynamics dynamics(Scalar[] q, Scalar[] v, Force[] onBodies) {
    return new ForwardDynamics(graph, robot, q, v, numbers, onBodies);
  }
}
