package io.github.lanewise.jmh;

import io.github.lanewise.model.Joint;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.spatial.Mat3;
import io.github.lanewise.spatial.Transform;
import io.github.lanewise.spatial.Vec3;
import java.util.ArrayList;
import java.util.List;
import org.ejml.data.DMatrixRMaj;
import us.ihmc.euclid.matrix.Matrix3D;
import us.ihmc.euclid.referenceFrame.ReferenceFrame;
import us.ihmc.euclid.transform.RigidBodyTransform;
import us.ihmc.euclid.tuple3D.Vector3D;
import us.ihmc.mecano.algorithms.CompositeRigidBodyMassMatrixCalculator;
import us.ihmc.mecano.algorithms.ForwardDynamicsCalculator;
import us.ihmc.mecano.algorithms.InverseDynamicsCalculator;
import us.ihmc.mecano.multiBodySystem.PrismaticJoint;
import us.ihmc.mecano.multiBodySystem.RevoluteJoint;
import us.ihmc.mecano.multiBodySystem.RigidBody;
import us.ihmc.mecano.multiBodySystem.SixDoFJoint;
import us.ihmc.mecano.multiBodySystem.interfaces.JointBasics;
import us.ihmc.mecano.multiBodySystem.interfaces.MultiBodySystemReadOnly;

/**
 * A robot of the library as a multi-body system of mecano, and mecano's algorithms on many states of it. Loaded by
 * {@link MecanoLoader}.
 *
 * <p>A state costs what a user of mecano pays for it: joints set, frames updated, one call of the calculator, its
 * result copied.
 *
 * <p>Mecano puts the angular rows of a free joint before the linear ones, and its quaternion before its position;
 * {@link #qRows} and {@link #vRows} say where each of its rows stands here.
 */
public final class MecanoRobot {
  private final RobotModel model;
  private final RigidBody world = new RigidBody("world", ReferenceFrame.getWorldFrame());
  private final List<JointBasics> joints = new ArrayList<>();
  private final MultiBodySystemReadOnly system;
  private final int[] qRows;
  private final int[] vRows;
  private final DMatrixRMaj q;
  private final DMatrixRMaj v;

  private MecanoRobot(RobotModel model) {
    this.model = model;
    List<RigidBody> bodies = new ArrayList<>();
    for (Joint joint : model.joints()) {
      JointBasics made = joint(joint, joint.parent() < 0 ? world : bodies.get(joint.parent()));
      joints.add(made);
      bodies.add(new RigidBody(joint.name() + " body", made, matrix(joint.body().atCom()), joint.body().mass(),
          vector(joint.body().com())));
    }
    system = MultiBodySystemReadOnly.toMultiBodySystemInput(joints);
    qRows = new int[model.nq()];
    vRows = new int[model.nv()];
    for (Joint joint : model.joints()) {
      number(qRows, joint.idxQ(), joint.kind().nq());
      number(vRows, joint.idxV(), joint.kind().nv());
    }
    q = new DMatrixRMaj(model.nq(), 1);
    v = new DMatrixRMaj(model.nv(), 1);
  }

  /** The first three rows of a free joint go last; one row stays. */
  private static void number(int[] rows, int first, int size) {
    for (int i = 0; i < size; i++) {
      rows[first + i] = first + (i + 3) % size;
    }
  }

  /**
   * One of mecano's algorithms on all states.
   *
   * @param algorithm the name of an {@link Algorithm}: RNEA (inputs q, v, a), CRBA (q) or ABA (q, v, tau)
   * @param robot as in {@link Robots#load}
   * @param inputs {@code [port][state][row]}
   * @param output {@code [state][row]}; of a matrix the lower triangle, row by row
   */
  public static Runnable task(String algorithm, String robot, double[][][] inputs, double[][] output) {
    MecanoRobot mecano = new MecanoRobot(Robots.load(robot));
    return switch (algorithm) {
      case "RNEA" -> mecano.inverseDynamics(inputs[0], inputs[1], inputs[2], output);
      case "CRBA" -> mecano.massMatrix(inputs[0], output);
      case "ABA" -> mecano.forwardDynamics(inputs[0], inputs[1], inputs[2], output);
      default -> throw new IllegalArgumentException(
          "mecano is compared on RNEA, CRBA and ABA, not on " + algorithm + ": measure Dynamics.lanewise alone");
    };
  }

  private Runnable inverseDynamics(double[][] qs, double[][] vs, double[][] as, double[][] taus) {
    InverseDynamicsCalculator calculator = new InverseDynamicsCalculator(system);
    calculator.setGravitationalAcceleration(vector(model.gravity()));
    DMatrixRMaj a = new DMatrixRMaj(vRows.length, 1);
    return () -> {
      for (int k = 0; k < qs.length; k++) {
        setState(qs[k], vs[k]);
        gather(as[k], vRows, a);
        calculator.compute(a);
        scatter(calculator.getJointTauMatrix(), taus[k]);
      }
    };
  }

  private Runnable massMatrix(double[][] qs, double[][] triangles) {
    CompositeRigidBodyMassMatrixCalculator calculator = new CompositeRigidBodyMassMatrixCalculator(system);
    int[] places = new int[vRows.length];
    for (int i = 0; i < places.length; i++) {
      places[vRows[i]] = i;
    }
    return () -> {
      for (int k = 0; k < qs.length; k++) {
        setConfiguration(qs[k]);
        calculator.reset();
        DMatrixRMaj m = calculator.getMassMatrix();
        int entry = 0;
        for (int i = 0; i < places.length; i++) {
          for (int j = 0; j <= i; j++) {
            triangles[k][entry++] = m.unsafe_get(places[i], places[j]);
          }
        }
      }
    };
  }

  private Runnable forwardDynamics(double[][] qs, double[][] vs, double[][] taus, double[][] as) {
    ForwardDynamicsCalculator calculator = new ForwardDynamicsCalculator(system);
    calculator.setGravitationalAcceleration(vector(model.gravity()));
    DMatrixRMaj tau = new DMatrixRMaj(vRows.length, 1);
    return () -> {
      for (int k = 0; k < qs.length; k++) {
        setState(qs[k], vs[k]);
        gather(taus[k], vRows, tau);
        calculator.compute(tau);
        scatter(calculator.getJointAccelerationMatrix(), as[k]);
      }
    };
  }

  private void setState(double[] configuration, double[] velocity) {
    gather(velocity, vRows, v);
    int row = 0;
    for (int i = 0; i < joints.size(); i++) {
      row = joints.get(i).setJointVelocity(row, v);
    }
    setConfiguration(configuration);
  }

  private void setConfiguration(double[] configuration) {
    gather(configuration, qRows, q);
    int row = 0;
    for (int i = 0; i < joints.size(); i++) {
      row = joints.get(i).setJointConfiguration(row, q);
    }
    world.updateFramesRecursively();
  }

  private static void gather(double[] source, int[] rows, DMatrixRMaj target) {
    for (int i = 0; i < rows.length; i++) {
      target.data[i] = source[rows[i]];
    }
  }

  private void scatter(DMatrixRMaj source, double[] target) {
    for (int i = 0; i < vRows.length; i++) {
      target[vRows[i]] = source.data[i];
    }
  }

  private static JointBasics joint(Joint joint, RigidBody parent) {
    if (joint.armature() != 0) {
      throw new IllegalArgumentException("joint '" + joint.name()
          + "' has a rotor inertia, which mecano does not model: compare on a robot without");
    }
    RigidBodyTransform placement = transform(joint.placement());
    return switch (joint.kind()) {
      case REVOLUTE, CONTINUOUS -> new RevoluteJoint(joint.name(), parent, placement, vector(joint.axis()));
      case PRISMATIC -> new PrismaticJoint(joint.name(), parent, placement, vector(joint.axis()));
      case FREE -> new SixDoFJoint(joint.name(), parent, placement);
      case SPHERICAL -> throw new IllegalArgumentException(
          "the spherical joint '" + joint.name() + "' has no counterpart here: compare on a robot without");
    };
  }

  private static Vector3D vector(Vec3 u) {
    return new Vector3D(u.x().value(), u.y().value(), u.z().value());
  }

  private static Matrix3D matrix(Mat3 m) {
    return new Matrix3D(
        m.xx().value(), m.xy().value(), m.xz().value(),
        m.yx().value(), m.yy().value(), m.yz().value(),
        m.zx().value(), m.zy().value(), m.zz().value());
  }

  private static RigidBodyTransform transform(Transform x) {
    RigidBodyTransform transform = new RigidBodyTransform();
    transform.set(matrix(x.rotation()), vector(x.translation()));
    return transform;
  }
}
