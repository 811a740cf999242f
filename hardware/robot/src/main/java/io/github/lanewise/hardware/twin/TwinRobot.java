package io.github.lanewise.hardware.twin;

import io.github.lanewise.compile.Binding;
import io.github.lanewise.compile.Kernel;
import io.github.lanewise.dynamics.Algorithms;
import io.github.lanewise.dynamics.DrivenJoints;
import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.DivergenceException;
import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.lanes.Lanes;
import io.github.lanewise.lanes.Workspace;
import io.github.lanewise.model.Joint;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.simulation.Simulation;

/**
 * The robot behind the servos: the kernel's simulation in small steps, with drives, gears, friction, end stops and
 * sensors in every joint. Where none of these acts, a step is the simulation's own to the last bit.
 *
 * <p>One thread at a time; allocates nothing after construction. What happens depends on the commands and the steps
 * between them alone.
 */
final class TwinRobot implements AutoCloseable {
  private final RobotModel model;
  private final int n;
  private final int[] driven;
  /** Most that drives each joint either way [N m or N]; infinity without a limit, 0 of what nothing drives. */
  private final double[] most;
  private final long stepNanos;
  private final long startNanos;
  private final double h;
  private final Simulation simulation;
  private final Batch mass;
  private final Binding massMatrix;
  private final Workspace workspace;
  private final JointImpulses impulses;
  private final boolean hasFriction;
  private final Sensors sensors;
  private final Gear[] gears;
  private final Profile[] profiles;
  private final Drive.Mode[] modes;
  private final Drive[][] commands;
  private final int commandDelay;
  private final double[] q;
  private final double[] v;
  private final double[] tau;
  private final double[] slowest;
  private final double[] fastest;
  private int newest;
  private long timeNanos;

  TwinRobot(RobotModel model, Imperfections imperfections, long stepNanos, long timeNanos) {
    model.requireOneAxisJoints("a servo turns one axis");
    this.model = model;
    this.stepNanos = stepNanos;
    this.timeNanos = timeNanos;
    startNanos = timeNanos;
    n = model.nv();
    DrivenJoints joints = DrivenJoints.of(model);
    driven = joints.joints().stream().mapToInt(Joint::idxV).toArray();
    most = new double[n];
    for (Joint joint : joints.joints()) {
      most[joint.idxV()] = Math.max(0, Math.min(-joints.lowest(joint), joints.highest(joint)));
    }
    h = stepNanos * 1e-9;
    // One robot gains little from vectors, and vector code is a thousand times slower until it is compiled.
    simulation = Simulation.of(model).lanes(Lanes.scalar(ElementType.DOUBLE)).timeStep(h).build();
    mass = simulation.rows(n * (n + 1) / 2);
    workspace = new Workspace(simulation.lanes().type());
    massMatrix = Kernel.compile(Algorithms.massMatrix(model), simulation.lanes())
        .bind(simulation.state().rows(0, n), mass);
    massMatrix.prepare(workspace);
    impulses = new JointImpulses(n, h, imperfections.friction());
    hasFriction = imperfections.friction() > 0;
    sensors = new Sensors(imperfections, n, h);
    commandDelay = (int) Math.rint(imperfections.commandDelay() / h);
    commands = new Drive[commandDelay + 1][n];
    gears = new Gear[n];
    profiles = new Profile[n];
    modes = new Drive.Mode[n];
    for (int i = 0; i < n; i++) {
      gears[i] = new Gear(imperfections.backlash(), model.joints().get(i).armature());
      profiles[i] = new Profile();
      modes[i] = Drive.Mode.OFF;
      for (Drive[] slot : commands) {
        slot[i] = new Drive();
      }
    }
    q = new double[n];
    v = new double[n];
    tau = new double[n];
    slowest = new double[n];
    fastest = new double[n];
    place(inside(model.neutral()));
  }

  /** The same, but each joint inside its range, which may not have 0 in it. */
  private double[] inside(double[] position) {
    for (int i = 0; i < n; i++) {
      Joint joint = model.joints().get(i);
      position[i] = Math.clamp(position[i], joint.lower(), joint.upper());
    }
    return position;
  }

  RobotModel model() {
    return model;
  }

  /** How many joints it has. */
  int jointCount() {
    return n;
  }

  /** The joint that servo i drives. */
  int driven(int servo) {
    return driven[servo];
  }

  /** The most torque that drives a joint [N m or N]; infinity without a limit. */
  double mostTorque(int joint) {
    return most[joint];
  }

  /** How many servos drive it. */
  int servoCount() {
    return driven.length;
  }

  Sensors sensors() {
    return sensors;
  }

  Gear gear(int joint) {
    return gears[joint];
  }

  /** Until when it has moved. */
  long timeNanos() {
    return timeNanos;
  }

  /** The true position [rad]. */
  double position(int joint) {
    return q[joint];
  }

  /** The true velocity [rad/s]. */
  double velocity(int joint) {
    return v[joint];
  }

  /** Puts it somewhere, at rest. */
  void place(double[] position) {
    if (position.length != n) {
      throw new IllegalArgumentException(position.length + " joint angles for robot '" + model.name() + "', which has "
          + n + " joints");
    }
    for (int i = 0; i < n; i++) {
      Joint joint = model.joints().get(i);
      if (!(position[i] >= joint.lower() && position[i] <= joint.upper()) || Double.isInfinite(position[i])) {
        throw new IllegalArgumentException("joint '" + joint.name() + "' of robot '" + model.name()
            + "' cannot be put to " + position[i] + ", its range is " + joint.lower() + " to " + joint.upper());
      }
    }
    for (int i = 0; i < n; i++) {
      q[i] = position[i];
      v[i] = 0;
      tau[i] = 0;
      gears[i].reset();
      profiles[i].rest(q[i]);
    }
    impulses.reset();
    sensors.rest(q);
    store();
  }

  /** Commands a joint from now on. */
  void command(int joint, Drive drive) {
    commands[newest][joint].set(drive);
  }

  /**
   * Moves on by a step if that is not beyond this moment; whether it did.
   *
   * @throws DivergenceException if a joint is then nowhere, with its name
   */
  boolean stepUntil(long nanoTime) {
    if (nanoTime - timeNanos < stepNanos) {
      return false;
    }
    step();
    return true;
  }

  /** Lets time pass without moving. */
  void skipTo(long nanoTime) {
    timeNanos = nanoTime;
  }

  private void step() {
    int oldest = newest == commandDelay ? 0 : newest + 1;
    boolean pushed = hasFriction;
    for (int i = 0; i < n; i++) {
      prepare(i, commands[oldest][i]);
      pushed |= impulses.high[i] > impulses.low[i];
    }
    massMatrix.run(workspace);
    for (int i = 0; i < n; i++) {
      // Damping is that of the end of the step, whatever pushes: the simulation has M + h D for M.
      mass.set(diagonal(i), 0, mass.get(diagonal(i), 0) + h * model.joints().get(i).damping());
    }
    simulation.step();
    for (int i = 0; i < n; i++) {
      v[i] = simulation.state().get(n + i, 0);
      pushed |= !(v[i] >= slowest[i] && v[i] <= fastest[i]);
    }
    if (pushed) {
      impulses.solve(mass, v, slowest, fastest);
    } else {
      impulses.reset();
    }
    for (int i = 0; i < n; i++) {
      q[i] = pushed ? q[i] + h * v[i] : simulation.state().get(i, 0);
      if (impulses.high[i] > impulses.low[i]) {
        tau[i] = impulses.torque(i);
      }
      gears[i].advance(v[i], h);
    }
    requireFinite();
    if (pushed) {
      store();
    }
    sensors.sample(q, v, tau);
    timeNanos += stepNanos;
    for (int i = 0; i < n; i++) {
      commands[oldest][i].set(commands[newest][i]);
    }
    newest = oldest;
  }

  private static int diagonal(int i) {
    return i * (i + 3) / 2;
  }

  private void requireFinite() {
    for (int i = 0; i < n; i++) {
      if (!Double.isFinite(q[i]) || !Double.isFinite(v[i])) {
        throw new DivergenceException(new int[0], "simulated robot '" + model.name() + "' left the finite numbers at"
            + " joint '" + model.joints().get(i).name() + "', " + (timeNanos - startNanos) * 1e-9 + " s after its"
            + " start: its bodies are too light for its forces in steps of " + h + " s; give the joint an armature or"
            + " damping, or check the inertias");
      }
    }
  }

  /** The drive's part in the coming step: a torque for the simulation, or an impulse that depends on the velocity. */
  private void prepare(int i, Drive drive) {
    Joint joint = model.joints().get(i);
    slowest[i] = (joint.lower() - q[i]) / h;
    fastest[i] = (joint.upper() - q[i]) / h;
    if (drive.mode != modes[i]) {
      profiles[i].rest(sensors.presentPosition(i));
      modes[i] = drive.mode;
    }
    double limit = Math.min(drive.limit, most[i]);
    double c = 0;
    double d = 0;
    switch (drive.mode) {
      case OFF -> { }
      case TORQUE -> c = Math.clamp(drive.target, -limit, limit);
      case VELOCITY -> {
        c = drive.damping * drive.target;
        d = drive.damping;
      }
      case POSITION -> {
        double way = profiles[i].advance(drive.target, drive.profileVelocity, drive.profileAcceleration, h);
        c = drive.stiffness * (way - sensors.presentPosition(i));
        double effort = Math.min(drive.effort, most[i]);
        boolean saturated = Math.abs(c) > effort;
        c = Math.clamp(c, -effort, effort);
        d = drive.damping + (saturated ? 0 : h * drive.stiffness);
      }
    }
    engage(i, c, d, drive.mode == Drive.Mode.OFF ? 0 : limit);
  }

  private void engage(int i, double c, double d, double limit) {
    Gear gear = gears[i];
    boolean transmits = gear.transmits(c - d * gear.velocity());
    gear.drive(c, d, limit, h);
    boolean implicit = transmits && d > 0;
    impulses.constant[i] = c;
    impulses.damping[i] = d;
    impulses.low[i] = implicit ? gear.least(-limit) : 0;
    impulses.high[i] = implicit ? gear.largest(limit) : 0;
    tau[i] = transmits ? c : gear.freeTorque();
    simulation.action().set(i, 0, transmits && !implicit ? c : 0);
  }

  private void store() {
    for (int i = 0; i < n; i++) {
      simulation.state().set(i, 0, q[i]);
      simulation.state().set(n + i, 0, v[i]);
    }
  }

  @Override
  public void close() {
    simulation.close();
  }
}
