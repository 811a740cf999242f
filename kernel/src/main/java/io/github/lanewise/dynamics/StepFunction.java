package io.github.lanewise.dynamics;

import static io.github.lanewise.trace.Scalar.concat;

import io.github.lanewise.model.RobotModel;
import io.github.lanewise.trace.Forward;
import io.github.lanewise.trace.Graph;
import io.github.lanewise.trace.Reverse;
import io.github.lanewise.trace.Scalar;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * {@code x' = f(x, u, p)}: one time step of a robot under a control law, and its derivatives, as graphs.
 *
 * <p>x = (q, v, w) has nq + nv rows and those of the law's own state, its tangents and cotangents 2 nv and those (see
 * {@link Algorithms} for the tangent of q). u are the actions. The law is asked at the start of a step and its forces
 * are held over it, as a digital controller's are; of a robot's own actuators the controls are held, and their forces
 * follow the state. p, if lanes have parameters of their own, are the rows of {@link Parameters}, then the gains of the
 * law; else they are constants and the port is missing. Damping, dry friction, springs, tendons, couplings and
 * armature of the model act, at every stage of the integrator; {@link #limited limits}, {@link #touching contact
 * with the ground} and {@link #colliding between bodies} where they are asked for. The stages of the step
 * itself are in {@code Step}.
 *
 * <p>With a {@link #heldMass held mass matrix} M(q) is that of an earlier state: its factors are a further argument,
 * port mass, made by {@link #mass}.
 */
public final class StepFunction {
  /** Rounds in which dry friction is found if nobody asks for more: what one joint alone needs. */
  public static final int FRICTION_ROUNDS = DryFriction.ROUNDS;

  private final RobotModel model;
  private final Integrator integrator;
  private final double timeStep;
  private final ControlLaw law;
  private final boolean laneParameters;
  private final Surroundings surroundings;
  private final boolean heldMass;
  private final CouplingForces couplings;

  /** What bounds a robot's motion; null for what does not; and in how many rounds dry friction is found. */
  private record Surroundings(GroundContact ground, BodyContact bodies, JointLimits limits, int frictionRounds) {
    static final Surroundings NONE = new Surroundings(null, null, null, DryFriction.ROUNDS);

    void addTo(List<ForceTerm> terms, RobotModel model, boolean calls) {
      if (limits != null) {
        terms.add(limits.term(model));
      }
      if (ground != null) {
        terms.add(ground.term(calls));
      }
      if (bodies != null) {
        terms.add(bodies.term());
      }
    }
  }

  /**
   * Describes a step, without limits and contact.
   *
   * @param model the robot
   * @param integrator the rule by which time goes on
   * @param timeStep h [s]
   * @param law what makes joint forces of u
   * @param laneParameters whether p is a port
   * @throws IllegalArgumentException if the time step is not positive and finite, or, where p is no port, the robot
   *     has no accelerations, see {@link ApparentInertia#requirePositive}
   */
  public StepFunction(RobotModel model, Integrator integrator, double timeStep, ControlLaw law,
      boolean laneParameters) {
    this(model, integrator, timeStep, law, laneParameters, Surroundings.NONE, false);
    if (!(timeStep > 0) || Double.isInfinite(timeStep)) {
      throw new IllegalArgumentException("a time step of " + timeStep + " s: must be positive and finite");
    }
    if (!laneParameters) {
      ApparentInertia.requirePositive(model);
    }
  }

  private StepFunction(RobotModel model, Integrator integrator, double timeStep, ControlLaw law,
      boolean laneParameters, Surroundings surroundings, boolean heldMass) {
    this.model = model;
    this.integrator = integrator;
    this.timeStep = timeStep;
    this.law = law;
    this.laneParameters = laneParameters;
    this.surroundings = surroundings;
    this.heldMass = heldMass;
    couplings = new CouplingForces(model);
  }

  /**
   * {@return the same step of a robot that touches the ground}
   *
   * @param ground null for none
   */
  public StepFunction touching(GroundContact ground) {
    return within(new Surroundings(ground, surroundings.bodies, surroundings.limits, surroundings.frictionRounds));
  }

  /**
   * {@return the same step with springs at the ends of the joints' travel}
   *
   * @param ends null for none
   */
  public StepFunction limited(JointLimits ends) {
    return within(new Surroundings(surroundings.ground, surroundings.bodies, ends, surroundings.frictionRounds));
  }

  /**
   * {@return the same step of a robot whose bodies touch each other}
   *
   * @param bodies null for none
   */
  public StepFunction colliding(BodyContact bodies) {
    return within(new Surroundings(surroundings.ground, bodies, surroundings.limits, surroundings.frictionRounds));
  }

  /**
   * {@return the same step whose dry friction is found in so many rounds}
   *
   * @param rounds at least 2, which one joint alone needs
   * @throws IllegalArgumentException if they are fewer
   */
  public StepFunction findingFrictionIn(int rounds) {
    if (rounds < DryFriction.ROUNDS) {
      throw new IllegalArgumentException("dry friction found in " + rounds + " rounds: at least " + DryFriction.ROUNDS);
    }
    return within(new Surroundings(surroundings.ground, surroundings.bodies, surroundings.limits, rounds));
  }

  private StepFunction within(Surroundings others) {
    return new StepFunction(model, integrator, timeStep, law, laneParameters, others, heldMass);
  }

  /**
   * {@return the same step by the mass matrix of an earlier state, port mass}
   *
   * @throws IllegalArgumentException if the rule takes damping at the end of a step, as its matrix then changes anyway,
   *     or asks for accelerations in several states; or if joints of the robot follow others
   */
  public StepFunction heldMass() {
    if (integrator != Integrator.EXPLICIT_EULER && integrator != Integrator.SPATIAL_EULER) {
      throw new IllegalArgumentException("a mass matrix cannot be held over steps of the rule " + integrator
          + ": it takes EXPLICIT_EULER or SPATIAL_EULER");
    }
    if (!couplings.isEmpty()) {
      throw new IllegalArgumentException("a mass matrix cannot be held of robot '" + model.name()
          + "', of which joints follow others");
    }
    return new StepFunction(model, integrator, timeStep, law, laneParameters, surroundings, true);
  }

  /** {@return rows of x: nq, nv and those of the law's own state} */
  public int stateCount() {
    return model.nq() + model.nv() + law.stateCount();
  }

  /** {@return rows of the tangents and cotangents of x: 2 nv and those of the law's own state} */
  public int tangentCount() {
    return 2 * model.nv() + law.stateCount();
  }

  /** {@return the number of rows of p, whether a port or constants} */
  public int parameterCount() {
    return Parameters.count(model) + law.gains().size();
  }

  /** {@return the model's and the law's own numbers in the order of p} */
  public double[] parameterValues() {
    double[] own = Parameters.values(model);
    double[] values = Arrays.copyOf(own, parameterCount());
    for (int i = 0; i < law.gains().size(); i++) {
      values[own.length + i] = law.gains().get(i);
    }
    return values;
  }

  /** The traced step: its graph, its arguments and its result. */
  private final class Trace {
    final Graph graph;
    final Scalar[] x;
    final Scalar[] u;
    final Scalar[] p;
    final Scalar[] mass;
    final Scalar[] q;
    final Scalar[] next;
    final Scalar[] nextQ;

    /**
     * Traces it.
     *
     * @param calls whether what is the same in many places is called; the columns of a Jacobian share more where it is
     *     written out
     */
    Trace(String name, boolean calls) {
      graph = new Graph(name + " of " + model.name());
      x = graph.input("x", stateCount());
      u = law.actionCount() > 0 ? graph.input("u", law.actionCount()) : new Scalar[0];
      p = laneParameters ? graph.input("p", parameterCount()) : Scalar.of(parameterValues());
      q = Arrays.copyOf(x, model.nq());
      Scalar[] v = Arrays.copyOfRange(x, model.nq(), model.nq() + model.nv());
      Scalar[] w = Arrays.copyOfRange(x, model.nq() + model.nv(), x.length);
      int own = Parameters.count(model);
      Parameters parameters = new Parameters(model, Arrays.copyOf(p, own));
      Scalar[] lawGains = Arrays.copyOfRange(p, own, p.length);
      Mechanism robot = laneParameters ? Mechanism.of(model, parameters) : Mechanism.of(model);
      Scalar[] numbers = laneParameters ? Arrays.copyOf(p, own) : new Scalar[0];
      ControlLaw.Over control = law.over(model, q, v, w, u, lawGains, timeStep);
      List<ForceTerm> terms = new ArrayList<>(List.of(new PassiveForces(parameters), new TendonForces(model),
          new LiftForces(model), couplings, control.forces()));
      surroundings.addTo(terms, model, calls);
      Step step = new Step(graph, robot, numbers, terms).findingFrictionIn(surroundings.frictionRounds)
          .under(control.state(), w);
      if (heldMass) {
        HeldMass held = HeldMass.of(model, laneParameters);
        mass = graph.input("mass", held.rowCount());
        step = step.holding(held, mass);
      } else {
        mass = new Scalar[0];
      }
      Scalar[][] state = step.next(integrator, q, v, timeStep);
      nextQ = state[0];
      next = concat(state[0], state[1], state[2]);
    }

    Scalar[] arguments() {
      return concat(x, u, laneParameters ? p : new Scalar[0], mass);
    }

    /** A tangent of x as rates of its rows. */
    Scalar[] rates(Scalar[] xDot) {
      return concat(
          Configuration.toRates(model, q, Arrays.copyOf(xDot, model.nv())),
          Arrays.copyOfRange(xDot, model.nv(), xDot.length));
    }

    /** Rates of the rows of x as a tangent. */
    Scalar[] tangent(Scalar[] rows) {
      return concat(Configuration.fromRates(model, q, Arrays.copyOf(rows, model.nq())),
          Arrays.copyOfRange(rows, model.nq(), rows.length));
    }

    /** Rates of the rows of x' as a tangent. */
    Scalar[] nextTangent(Scalar[] rates) {
      return concat(
          Configuration.fromRates(model, nextQ, Arrays.copyOf(rates, model.nq())),
          Arrays.copyOfRange(rates, model.nq(), rates.length));
    }
  }

  /** {@return what makes port mass of a state, and its derivatives} */
  public MassFunction mass() {
    return new MassFunction(model, law.stateCount(), laneParameters, parameterCount());
  }

  /**
   * Ports x, u, p, mass; x_next.
   *
   * @return the traced function
   */
  public Graph step() {
    Trace t = new Trace("step", true);
    t.graph.output("x_next", t.next);
    return t.graph;
  }

  /**
   * The step and its pullback: {@code x_bar = (dx'/dx)' x'_bar + seed, u_bar = u_bar_before + (dx'/du)' x'_bar}, p_bar
   * and mass_bar like u_bar. Ports x, u, p, mass, x_next_bar, seed, u_bar_before, p_bar_before, mass_bar_before;
   * x_next, x_bar, u_bar, p_bar, mass_bar. Those of p only where p is a port, of u only where there are actions, of
   * mass only where held.
   *
   * @return the traced function
   */
  public Graph vjp() {
    Trace t = new Trace("step VJP", true);
    int nv = model.nv();
    Scalar[] nextBar = t.graph.input("x_next_bar", tangentCount());
    Scalar[] seed = t.graph.input("seed", tangentCount());
    int actions = law.actionCount();
    Scalar[] actionBefore = actions > 0 ? t.graph.input("u_bar_before", actions) : new Scalar[0];
    Scalar[] before = laneParameters ? t.graph.input("p_bar_before", parameterCount()) : new Scalar[0];
    Scalar[] massBefore = heldMass ? t.graph.input("mass_bar_before", mass().rowCount()) : new Scalar[0];
    Scalar[] rateBar = concat(
        Configuration.cotangentToRates(model, t.nextQ, Arrays.copyOf(nextBar, nv)),
        Arrays.copyOfRange(nextBar, nv, nextBar.length));
    Scalar[] bars = Reverse.vjp(t.next, rateBar, t.arguments());
    int nx = t.x.length;
    Scalar[] xBar = concat(
        Configuration.cotangentFromRates(model, t.q, Arrays.copyOf(bars, model.nq())),
        Arrays.copyOfRange(bars, model.nq(), nx));
    t.graph.output("x_next", t.next);
    t.graph.output("x_bar", plus(xBar, seed));
    if (actions > 0) {
      t.graph.output("u_bar", plus(Arrays.copyOfRange(bars, nx, nx + actions), actionBefore));
    }
    if (laneParameters) {
      int first = nx + actions;
      t.graph.output("p_bar", plus(Arrays.copyOfRange(bars, first, first + before.length), before));
    }
    if (heldMass) {
      t.graph.output("mass_bar",
          plus(Arrays.copyOfRange(bars, bars.length - massBefore.length, bars.length), massBefore));
    }
    return t.graph;
  }

  /**
   * {@code x'_dot = dx'/dx x_dot + dx'/du u_dot + dx'/dp p_dot}. Ports x, u, p, mass, x_dot, u_dot, p_dot,
   * mass_dot; x_next_dot.
   *
   * @return the traced function
   */
  public Graph jvp() {
    Trace t = new Trace("step JVP", true);
    Scalar[] xDot = t.graph.input("x_dot", tangentCount());
    Scalar[] uDot = law.actionCount() > 0 ? t.graph.input("u_dot", law.actionCount()) : new Scalar[0];
    Scalar[] pDot = laneParameters ? t.graph.input("p_dot", parameterCount()) : new Scalar[0];
    Scalar[] massDot = heldMass ? t.graph.input("mass_dot", mass().rowCount()) : new Scalar[0];
    Scalar[] nextDot = Forward.jvp(t.next, t.arguments(), concat(t.rates(xDot), uDot, pDot, massDot));
    t.graph.output("x_next_dot", t.nextTangent(nextDot));
    return t.graph;
  }

  /**
   * Full Jacobians. Ports x, u, p; x_next, A = dx'/dx (n x n, n = {@link #tangentCount}), B = dx'/du (n x actions), row
   * by row.
   *
   * @return the traced function
   */
  public Graph jacobian() {
    Trace t = new Trace("step Jacobian", false);
    return jacobian(t, tangentCount(), t::rates, t::nextTangent);
  }

  /**
   * The same by the rows of x and x', {@link #stateCount}: of quaternions that are normalised first, so that a change
   * of their length is no change. Ports x, u, p; x_next, A, B.
   *
   * @return the traced function
   */
  public Graph rowJacobian() {
    Trace t = new Trace("step Jacobian by rows", false);
    return jacobian(t, t.x.length, rows -> t.rates(t.tangent(rows)), rates -> rates);
  }

  private Graph jacobian(Trace t, int n, UnaryOperator<Scalar[]> toRates, UnaryOperator<Scalar[]> ofNext) {
    int columns = n + law.actionCount();
    Scalar[][] column = new Scalar[columns][];
    Scalar[] arguments = t.arguments();
    for (int j = 0; j < columns; j++) {
      Scalar[] unit = Scalar.zeros(columns);
      unit[j] = Scalar.ONE;
      Scalar[] direction = concat(toRates.apply(Arrays.copyOf(unit, n)), Arrays.copyOfRange(unit, n, columns));
      column[j] = ofNext.apply(Forward.jvp(t.next, arguments, Arrays.copyOf(
          concat(direction, Scalar.zeros(t.p.length)), arguments.length)));
    }
    Scalar[] a = new Scalar[n * n];
    Scalar[] b = new Scalar[n * law.actionCount()];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < columns; j++) {
        if (j < n) {
          a[i * n + j] = column[j][i];
        } else {
          b[i * law.actionCount() + j - n] = column[j][i];
        }
      }
    }
    t.graph.output("x_next", t.next);
    t.graph.output("A", a);
    if (law.actionCount() > 0) {
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
}
