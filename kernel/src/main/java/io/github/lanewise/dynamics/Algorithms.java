package io.github.lanewise.dynamics;

import io.github.lanewise.model.Frame;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.spatial.Force;
import io.github.lanewise.spatial.Motion;
import io.github.lanewise.spatial.Transform;
import io.github.lanewise.spatial.Vec3;
import io.github.lanewise.trace.Graph;
import io.github.lanewise.trace.Scalar;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The algorithms of rigid-body dynamics as graphs, ready to be compiled to batched kernels.
 *
 * <p>Ports: {@code q} (nq rows), {@code v}, {@code a}, {@code tau} (nv rows each), in the order and units of {@link RobotModel}; matrices
 * are stored row by row. Velocities and accelerations of free joints are spatial, in the body frame, linear part first; tangents of
 * configuration likewise.
 */
public final class Algorithms {
  private Algorithms() {}

  /** {@code tau = M(q) a + h(q, v)}. Ports q, v, a; tau. */
  public static Graph inverseDynamics(RobotModel model) {
    Mechanism robot = Mechanism.of(model);
    Graph g = new Graph("inverse dynamics of " + model.name());
    Scalar[] q = g.input("q", model.nq());
    Scalar[] v = g.input("v", model.nv());
    Scalar[] a = g.input("a", model.nv());
    g.output("tau", Rnea.inverseDynamics(robot, q, v, a, null));
    return g;
  }

  /** {@code h(q, v)}: gravity, centrifugal and Coriolis forces. Ports q, v; h. */
  public static Graph biasForces(RobotModel model) {
    Mechanism robot = Mechanism.of(model);
    Graph g = new Graph("bias forces of " + model.name());
    Scalar[] q = g.input("q", model.nq());
    Scalar[] v = g.input("v", model.nv());
    g.output("h", Rnea.inverseDynamics(robot, q, v, Scalar.zeros(model.nv()), null));
    return g;
  }

  /** {@code g(q)}: forces that hold the robot against gravity. Ports q; g. */
  public static Graph gravityForces(RobotModel model) {
    Graph g = new Graph("gravity forces of " + model.name());
    g.output("g", gravityForces(model, g.input("q", model.nq())));
    return g;
  }

  /**
   * {@code g(q)} as expressions, for graphs of which it is a part: nv forces [N m or N] from nq rows of q, which belong
   * to the graph being traced.
   *
   * @throws IllegalArgumentException if q has another number of rows
   */
  public static Scalar[] gravityForces(RobotModel model, Scalar[] q) {
    if (q.length != model.nq()) {
      throw new IllegalArgumentException("a configuration of " + q.length + " rows for robot '" + model.name()
          + "', which has " + model.nq());
    }
    Scalar[] zeros = Scalar.zeros(model.nv());
    return Rnea.inverseDynamics(Mechanism.of(model), q, zeros, zeros, null);
  }

  /** {@code M(q)}: ports q; M, the lower triangle row by row, nv (nv + 1) / 2 rows. */
  public static Graph massMatrix(RobotModel model) {
    Mechanism robot = Mechanism.of(model);
    Graph g = new Graph("mass matrix of " + model.name());
    Scalar[] q = g.input("q", model.nq());
    g.output("M", lowerTriangle(Crba.massMatrix(robot, q)));
    return g;
  }

  /** {@code a = M^-1 (tau - h)} by the articulated-body algorithm. Ports q, v, tau; a. */
  public static Graph articulatedBody(RobotModel model) {
    Mechanism robot = Mechanism.of(model);
    Graph g = new Graph("articulated-body algorithm of " + model.name());
    Scalar[] q = g.input("q", model.nq());
    Scalar[] v = g.input("v", model.nv());
    Scalar[] tau = g.input("tau", model.nv());
    g.output("a", Aba.forwardDynamics(robot, q, v, tau, null));
    return g;
  }

  /**
   * {@code a = M^-1 (tau - h + J' f)} by the factors of the mass matrix. Ports q, v, tau, f; a; f holds for each joint the force on its
   * body in the joint frame, force [N] then moment [N m], 6 rows a joint.
   */
  public static Graph forwardDynamics(RobotModel model) {
    Mechanism robot = Mechanism.of(model);
    Graph g = new Graph("forward dynamics of " + model.name());
    Scalar[] q = g.input("q", model.nq());
    Scalar[] v = g.input("v", model.nv());
    Scalar[] tau = g.input("tau", model.nv());
    Scalar[] f = g.input("f", 6 * model.joints().size());
    Force[] forces = new Force[model.joints().size()];
    for (int i = 0; i < forces.length; i++) {
      forces[i] = Force.of(f, 6 * i);
    }
    Force[] external = Kinematics.external(robot, q, forces);
    g.output("a", ForwardDynamics.accelerations(g, robot, q, v, tau, new Scalar[0], external));
    return g;
  }

  /** Forward dynamics and its Jacobians. Ports q, v, tau; a, da_dq, da_dv, da_dtau, nv x nv each. */
  public static Graph forwardDynamicsDerivatives(RobotModel model) {
    Mechanism robot = Mechanism.of(model);
    Graph g = new Graph("forward dynamics derivatives of " + model.name());
    Scalar[] q = g.input("q", model.nq());
    Scalar[] v = g.input("v", model.nv());
    Scalar[] tau = g.input("tau", model.nv());
    SymmetricSolve mass = SymmetricSolve.factor(Crba.massMatrix(robot, q));
    Scalar[] bias = Rnea.inverseDynamics(robot, q, v, Scalar.zeros(model.nv()), null);
    Scalar[] right = new Scalar[bias.length];
    for (int i = 0; i < right.length; i++) {
      right[i] = tau[i].minus(bias[i]);
    }
    Scalar[][] inverse = DynamicsDerivatives.inverseMass(mass, model.nv());
    Scalar[] a = mass.solve(right);
    g.output("a", a);
    g.output("da_dq", rows(DynamicsDerivatives.minusTimes(
        inverse, DynamicsDerivatives.inverseByConfiguration(robot, q, v, a))));
    g.output("da_dv", rows(DynamicsDerivatives.minusTimes(inverse, DynamicsDerivatives.inverseByVelocity(robot, q, v, a))));
    g.output("da_dtau", rows(inverse));
    return g;
  }

  /** Jacobians of inverse dynamics. Ports q, v, a; dtau_dq, dtau_dv, nv x nv each. */
  public static Graph inverseDynamicsDerivatives(RobotModel model) {
    Mechanism robot = Mechanism.of(model);
    Graph g = new Graph("inverse dynamics derivatives of " + model.name());
    Scalar[] q = g.input("q", model.nq());
    Scalar[] v = g.input("v", model.nv());
    Scalar[] a = g.input("a", model.nv());
    g.output("dtau_dq", rows(DynamicsDerivatives.inverseByConfiguration(robot, q, v, a)));
    g.output("dtau_dv", rows(DynamicsDerivatives.inverseByVelocity(robot, q, v, a)));
    return g;
  }

  /** Poses in the world: ports q; joints, frames: for each 12 rows, the rotation row by row, then the position [m]. */
  public static Graph forwardKinematics(RobotModel model) {
    Mechanism robot = Mechanism.of(model);
    Graph g = new Graph("forward kinematics of " + model.name());
    Kinematics kinematics = new Kinematics(robot, g.input("q", model.nq()));
    List<Scalar> joints = new ArrayList<>();
    for (int i = 0; i < model.joints().size(); i++) {
      joints.addAll(pose(kinematics.joint(i)));
    }
    List<Scalar> frames = new ArrayList<>();
    for (Frame frame : model.frames()) {
      frames.addAll(pose(kinematics.frame(frame)));
    }
    g.output("joints", joints.toArray(Scalar[]::new));
    if (!frames.isEmpty()) {
      g.output("frames", frames.toArray(Scalar[]::new));
    }
    return g;
  }

  /** {@code h(q)}: the origin of a frame in the world [m], as expressions in the configuration. */
  public static Vec3 framePosition(RobotModel model, String frame, Scalar[] q) {
    return new Kinematics(Mechanism.of(model), q).frame(model.frame(frame)).translation();
  }

  /**
   * Geometric Jacobian of a frame: ports q; J, 6 x nv, row by row: linear velocity of the frame's origin, then angular velocity, on world
   * axes.
   */
  public static Graph geometricJacobian(RobotModel model, String frame) {
    Mechanism robot = Mechanism.of(model);
    Graph g = new Graph("Jacobian of " + frame + " of " + model.name());
    Motion[] columns = new Kinematics(robot, g.input("q", model.nq())).jacobian(model.frame(frame));
    Scalar[] rows = new Scalar[6 * columns.length];
    for (int k = 0; k < columns.length; k++) {
      Scalar[] column = columns[k].toArray();
      for (int r = 0; r < 6; r++) {
        rows[r * columns.length + k] = column[r];
      }
    }
    g.output("J", rows);
    return g;
  }

  /** Ports q, v; kinetic [J], potential [J] (zero at the world's origin), com: centre of mass in the world, 3 rows [m]. */
  public static Graph energy(RobotModel model) {
    Mechanism robot = Mechanism.of(model);
    Graph g = new Graph("energy of " + model.name());
    Scalar[] q = g.input("q", model.nq());
    Scalar[] v = g.input("v", model.nv());
    Kinematics kinematics = new Kinematics(robot, q);
    g.output("kinetic", kinematics.kineticEnergy(v));
    g.output("potential", kinematics.potentialEnergy());
    g.output("com", kinematics.centreOfMass().toArray());
    return g;
  }

  /** One step under constant torque, nothing else in the joints. Ports q, v, tau; q_next, v_next. */
  public static Graph torqueStep(RobotModel model, Integrator integrator, double timeStep) {
    Mechanism robot = Mechanism.of(model);
    Graph g = new Graph(integrator + " step of " + model.name());
    Scalar[] q = g.input("q", model.nq());
    Scalar[] v = g.input("v", model.nv());
    Scalar[] tau = g.input("tau", model.nv());
    Scalar[][] next = integrator.step(
        model, (qi, vi) -> ForwardDynamics.accelerations(g, robot, qi, vi, tau, new Scalar[0], null), q, v, timeStep);
    g.output("q_next", next[0]);
    g.output("v_next", next[1]);
    return g;
  }

  private static List<Scalar> pose(Transform x) {
    List<Scalar> rows = new ArrayList<>();
    for (Scalar[] row : x.rotation().toArrays()) {
      rows.addAll(Arrays.asList(row));
    }
    rows.addAll(Arrays.asList(x.translation().toArray()));
    return rows;
  }

  private static Scalar[] lowerTriangle(Scalar[][] m) {
    List<Scalar> rows = new ArrayList<>();
    for (int i = 0; i < m.length; i++) {
      rows.addAll(Arrays.asList(m[i]).subList(0, i + 1));
    }
    return rows.toArray(Scalar[]::new);
  }

  private static Scalar[] rows(Scalar[][] m) {
    return Arrays.stream(m).flatMap(Arrays::stream).toArray(Scalar[]::new);
  }
}
