package io.github.lanewise.dynamics;

import io.github.lanewise.model.Frame;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.spatial.Force;
import io.github.lanewise.spatial.Motion;
import io.github.lanewise.spatial.Transform;
import io.github.lanewise.spatial.Vec3;
import io.github.lanewise.trace.Forward;
import io.github.lanewise.trace.Graph;
import io.github.lanewise.trace.Scalar;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The algorithms of rigid-body dynamics as graphs, ready to be compiled to batched kernels.
 *
 * <p>Ports: {@code q} (nq rows), {@code v}, {@code a}, {@code tau} (nv rows each), in the order and units of {@link
 * RobotModel}; matrices are stored row by row. Velocities and accelerations of free joints are spatial, in the body
 * frame, linear part first; tangents of configuration likewise.
 */
public final class Algorithms {
  private Algorithms() {}

  /**
   * {@code tau = M(q) a + h(q, v)}. Ports q, v, a; tau.
   *
   * @param model the robot
   * @return the traced function
   */
  public static Graph inverseDynamics(RobotModel model) {
    Mechanism robot = Mechanism.of(model);
    Graph g = new Graph("inverse dynamics of " + model.name());
    Scalar[] q = g.input("q", model.nq());
    Scalar[] v = g.input("v", model.nv());
    Scalar[] a = g.input("a", model.nv());
    g.output("tau", Rnea.inverseDynamics(robot, q, v, a, null));
    return g;
  }

  /**
   * {@code h(q, v)}: gravity, centrifugal and Coriolis forces. Ports q, v; h.
   *
   * @param model the robot
   * @return the traced function
   */
  public static Graph biasForces(RobotModel model) {
    Mechanism robot = Mechanism.of(model);
    Graph g = new Graph("bias forces of " + model.name());
    Scalar[] q = g.input("q", model.nq());
    Scalar[] v = g.input("v", model.nv());
    g.output("h", Rnea.inverseDynamics(robot, q, v, Scalar.zeros(model.nv()), null));
    return g;
  }

  /**
   * {@code g(q)}: forces that hold the robot against gravity. Ports q; g.
   *
   * @param model the robot
   * @return the traced function
   */
  public static Graph gravityForces(RobotModel model) {
    Graph g = new Graph("gravity forces of " + model.name());
    g.output("g", gravityForces(model, g.input("q", model.nq())));
    return g;
  }

  /**
   * {@return {@code g(q)} as expressions, for graphs of which it is a part: nv forces [N m or N] from nq rows of q,
   * which belong to the graph being traced}
   *
   * @param model the robot
   * @param q configuration, nq rows
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

  /**
   * {@code M(q)}: ports q; M, the lower triangle row by row, nv (nv + 1) / 2 rows.
   *
   * @param model the robot
   * @return the traced function
   */
  public static Graph massMatrix(RobotModel model) {
    Mechanism robot = Mechanism.of(model);
    Graph g = new Graph("mass matrix of " + model.name());
    Scalar[] q = g.input("q", model.nq());
    g.output("M", lowerTriangle(Crba.massMatrix(robot, q)));
    return g;
  }

  /**
   * {@code a = M^-1 (tau - h)} by the articulated-body algorithm. Ports q, v, tau; a.
   *
   * @param model the robot
   * @return the traced function
   */
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
   * {@code a = M^-1 (tau - h + J' f)} by the factors of the mass matrix. Ports q, v, tau, f; a; f holds for each joint
   * the force on its body in the joint frame, force [N] then moment [N m], 6 rows a joint.
   *
   * @param model the robot
   * @return the traced function
   */
  public static Graph forwardDynamics(RobotModel model) {
    Mechanism robot = Mechanism.of(model);
    Graph g = new Graph("forward dynamics of " + model.name());
    Scalar[] q = g.input("q", model.nq());
    Scalar[] v = g.input("v", model.nv());
    Scalar[] tau = g.input("tau", model.nv());
    Scalar[] f = g.input("f", 6 * model.joints().size());
    ForceTerm push = (forces, state) -> {
      for (int i = 0; i < model.joints().size(); i++) {
        forces.addOnBody(i, Force.of(f, 6 * i));
      }
    };
    Step step = new Step(g, robot, new Scalar[0], List.of(ForceTerm.held(tau), push));
    g.output("a", step.acceleration(q, v));
    return g;
  }

  /**
   * Forward dynamics and its Jacobians. Ports q, v, tau; a, da_dq, da_dv, da_dtau, nv x nv each.
   *
   * @param model the robot
   * @return the traced function
   */
  public static Graph forwardDynamicsDerivatives(RobotModel model) {
    Mechanism robot = Mechanism.of(model);
    Graph g = new Graph("forward dynamics derivatives of " + model.name());
    Scalar[] q = g.input("q", model.nq());
    Scalar[] v = g.input("v", model.nv());
    Scalar[] tau = g.input("tau", model.nv());
    model.requireInertia();
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
    g.output("da_dv", rows(DynamicsDerivatives.minusTimes(
        inverse, DynamicsDerivatives.inverseByVelocity(robot, q, v, a))));
    g.output("da_dtau", rows(inverse));
    return g;
  }

  /**
   * Jacobians of inverse dynamics. Ports q, v, a; dtau_dq, dtau_dv, nv x nv each.
   *
   * @param model the robot
   * @return the traced function
   */
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

  /**
   * {@code tau_dot = dID/dq q_dot + dID/dv v_dot + M a_dot}: a column of the Jacobians, or of M, at a time, in a graph
   * that grows with the number of joints, where the graphs of all columns grow with its square and cube. Ports q, v, a,
   * q_dot (a tangent, nv rows), v_dot, a_dot; tau_dot.
   *
   * @param model the robot
   * @return the traced function
   */
  public static Graph inverseDynamicsPushforward(RobotModel model) {
    Graph g = new Graph("inverse dynamics pushforward of " + model.name());
    Scalar[] q = g.input("q", model.nq());
    Scalar[] v = g.input("v", model.nv());
    Scalar[] a = g.input("a", model.nv());
    g.output("tau_dot", DynamicsDerivatives.inverseAlong(Mechanism.of(model), q, v, a, g.input("q_dot", model.nv()),
        g.input("v_dot", model.nv()), g.input("a_dot", model.nv())));
    return g;
  }

  /**
   * {@code f = M(q) a}, in a graph that grows with the number of joints, where that of M grows with its square. Ports
   * q, a; f, nv rows.
   *
   * @param model the robot
   * @return the traced function
   */
  public static Graph massMatrixTimes(RobotModel model) {
    Graph g = new Graph("mass matrix times of " + model.name());
    Scalar[] q = g.input("q", model.nq());
    Scalar[] a = g.input("a", model.nv());
    Scalar[] f = Rnea.inverseDynamics(Mechanism.of(model), q, Scalar.zeros(model.nv()), a, null);
    g.output("f", Forward.jvp(f, a, a));
    return g;
  }

  /**
   * {@code a = M(q)^-1 f} by the articulated-body algorithm, in a graph that grows with the number of joints. Ports q,
   * f; a, nv rows.
   *
   * @param model the robot
   * @return the traced function
   */
  public static Graph inverseMassTimes(RobotModel model) {
    Graph g = new Graph("inverse mass matrix of " + model.name());
    Scalar[] q = g.input("q", model.nq());
    Scalar[] f = g.input("f", model.nv());
    Scalar[] falling = Aba.forwardDynamics(Mechanism.of(model), q, Scalar.zeros(model.nv()), f, null);
    g.output("a", Forward.jvp(falling, f, f));
    return g;
  }

  /**
   * Poses in the world: ports q; joints, frames: for each 12 rows, the rotation row by row, then the position [m].
   *
   * @param model the robot
   * @return the traced function
   */
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

  /**
   * {@return {@code h(q)}: the origin of a frame in the world [m], as expressions in the configuration}
   *
   * @param model the robot
   * @param frame name of the frame
   * @param q configuration, nq rows
   */
  public static Vec3 framePosition(RobotModel model, String frame, Scalar[] q) {
    return new Kinematics(Mechanism.of(model), q).frame(model.frame(frame)).translation();
  }

  /**
   * Geometric Jacobian of a frame: ports q; J, 6 x nv, row by row: linear velocity of the frame's origin, then angular
   * velocity, on world axes.
   *
   * @param model the robot
   * @param frame name of the frame
   * @return the traced function
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

  /**
   * Ports q, v; kinetic [J], potential [J] (zero at the world's origin), com: centre of mass in the world, 3 rows [m].
   *
   * @param model the robot
   * @return the traced function
   */
  public static Graph energy(RobotModel model) {
    Mechanism robot = Mechanism.of(model);
    Graph g = new Graph("energy of " + model.name());
    Scalar[] q = g.input("q", model.nq());
    Scalar[] v = g.input("v", model.nv());
    Energy energy = new Energy(new Kinematics(robot, q, v));
    g.output("kinetic", energy.kinetic());
    g.output("potential", energy.potential());
    g.output("com", energy.centreOfMass().toArray());
    return g;
  }

  /**
   * One step under constant torque, nothing else in the joints. Ports q, v, tau; q_next, v_next.
   *
   * @param model the robot
   * @param integrator the rule by which time goes on
   * @param timeStep h [s]
   * @return the traced function
   */
  public static Graph torqueStep(RobotModel model, Integrator integrator, double timeStep) {
    Mechanism robot = Mechanism.of(model);
    Graph g = new Graph(integrator + " step of " + model.name());
    Scalar[] q = g.input("q", model.nq());
    Scalar[] v = g.input("v", model.nv());
    Scalar[] tau = g.input("tau", model.nv());
    Step step = new Step(g, robot, new Scalar[0], List.of(ForceTerm.held(tau)));
    Scalar[][] next = step.next(integrator, q, v, timeStep);
    g.output("q_next", next[0]);
    g.output("v_next", next[1]);
    return g;
  }

  /**
   * The same with accelerations by the articulated-body algorithm, whose graph grows with the number of joints, where
   * that of the factors of the mass matrix grows with its cube if they are one chain. Ports q, v, tau; q_next, v_next.
   *
   * @param model the robot
   * @param integrator EXPLICIT_EULER, SPATIAL_EULER or PLAIN_RK4
   * @param timeStep h [s]
   * @return the traced function
   */
  public static Graph articulatedBodyStep(RobotModel model, Integrator integrator, double timeStep) {
    Mechanism robot = Mechanism.of(model);
    Graph g = new Graph(integrator + " step by articulated bodies of " + model.name());
    Scalar[] q = g.input("q", model.nq());
    Scalar[] v = g.input("v", model.nv());
    Scalar[] tau = g.input("tau", model.nv());
    Step step = new Step(g, robot, new Scalar[0], List.of(ForceTerm.held(tau))).byArticulatedBodies();
    Scalar[][] next = step.next(integrator, q, v, timeStep);
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
