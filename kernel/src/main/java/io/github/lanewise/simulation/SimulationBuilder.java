package io.github.lanewise.simulation;

import io.github.lanewise.dynamics.BodyContact;
import io.github.lanewise.dynamics.ControlLaw;
import io.github.lanewise.dynamics.GroundContact;
import io.github.lanewise.dynamics.Integrator;
import io.github.lanewise.dynamics.JointLimits;
import io.github.lanewise.dynamics.StepFunction;
import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.lanes.Lanes;
import io.github.lanewise.model.RobotModel;

/**
 * What a simulation is to be: defaults are 1 robot, double, the widest vectors, the time step and the integrator that
 * the robot's file asks for or else Euler and 1 ms, each time step a control step, torque control, neither limits nor
 * contact, one thread.
 */
public final class SimulationBuilder {
  final RobotModel model;
  Lanes lanes = Lanes.widest(ElementType.DOUBLE);
  boolean shared = true;
  int robots = 1;
  int threads = 1;
  double timeStep;
  int substeps = 1;
  Integrator integrator;
  ControlLaw control;
  boolean laneParameters;
  GroundContact contact;
  BodyContact bodies;
  JointLimits limits;
  int massPeriod;
  int frictionRounds = StepFunction.FRICTION_ROUNDS;

  SimulationBuilder(RobotModel model) {
    this.model = model;
    timeStep = model.timeStep().orElse(Simulation.DEFAULT_TIME_STEP);
    integrator = Integrator.of(model);
  }

  /**
   * Element type, on the widest vectors, in blocks of which each thread has one, if there can be so many.
   *
   * @param type double or float
   * @return this
   */
  public SimulationBuilder precision(ElementType type) {
    lanes = Lanes.widest(type);
    shared = true;
    return this;
  }

  /**
   * Element type, width and blocks, whatever the threads.
   *
   * @param value of the kernels
   * @return this
   */
  public SimulationBuilder lanes(Lanes value) {
    lanes = value;
    shared = false;
    return this;
  }

  /**
   * Number of robots.
   *
   * @param value at least 1
   * @return this
   */
  public SimulationBuilder robots(int value) {
    robots = value;
    return this;
  }

  /**
   * Number of threads, the caller's included.
   *
   * @param value at least 1
   * @return this
   */
  public SimulationBuilder threads(int value) {
    threads = value;
    return this;
  }

  /**
   * h, length of a time step [s]; positive.
   *
   * @param seconds h [s]
   * @return this
   */
  public SimulationBuilder timeStep(double seconds) {
    timeStep = seconds;
    return this;
  }

  /**
   * n, time steps of a control step, over which an action is held.
   *
   * @param value n, at least 1
   * @return this
   * @throws IllegalArgumentException if it is below 1
   */
  public SimulationBuilder substeps(int value) {
    if (value < 1) {
      throw new IllegalArgumentException(value + " time steps in a control step: at least 1");
    }
    substeps = value;
    return this;
  }

  /**
   * Integration rule.
   *
   * @param value the rule
   * @return this
   */
  public SimulationBuilder integrator(Integrator value) {
    integrator = value;
    return this;
  }

  /**
   * How actions become joint forces.
   *
   * @param value the law
   * @return this
   */
  public SimulationBuilder control(ControlLaw value) {
    control = value;
    return this;
  }

  /**
   * How the robot touches the ground.
   *
   * @param value of the same model; null for nothing
   * @return this
   */
  public SimulationBuilder contact(GroundContact value) {
    contact = value;
    return this;
  }

  /**
   * What of the robot touches what else of it.
   *
   * @param value of the same model; null for nothing
   * @return this
   */
  public SimulationBuilder selfContact(BodyContact value) {
    bodies = value;
    return this;
  }

  /**
   * Springs at the ends of the joints' travel.
   *
   * @param value null for none
   * @return this
   */
  public SimulationBuilder limits(JointLimits value) {
    limits = value;
    return this;
  }

  /**
   * The mass matrix is made and factored at every C-th time step of a control step and held in between, while all
   * forces are those of the moment: less work, and what some published tasks do. Derivatives are those of just that.
   *
   * @param timeSteps C, at least 1
   * @return this
   * @throws IllegalArgumentException if C is below 1
   */
  public SimulationBuilder massMatrixEvery(int timeSteps) {
    if (timeSteps < 1) {
      throw new IllegalArgumentException("a mass matrix at every " + timeSteps + "-th time step: at least 1");
    }
    massPeriod = timeSteps;
    return this;
  }

  /**
   * Every lane has masses, inertias, friction and gains of its own: rows of {@link Simulation#parameters}, which start
   * as the model's.
   *
   * @return this
   */
  public SimulationBuilder laneParameters() {
    laneParameters = true;
    return this;
  }

  /**
   * Rounds in which the speeds of joints with dry friction are found that stop, or are held, by the rules that take
   * friction at the end of a step: 2 are exact for a joint alone, more come nearer where joints move each other.
   *
   * @param rounds at least 2, the default
   * @return this
   */
  public SimulationBuilder frictionRounds(int rounds) {
    frictionRounds = rounds;
    return this;
  }

  /**
   * Traces and compiles the step.
   *
   * @return the simulation
   */
  public Simulation build() {
    return new Simulation(this);
  }
}
