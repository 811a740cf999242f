package io.github.lanewise.dynamics;

import io.github.lanewise.model.Joint;
import io.github.lanewise.model.JointKind;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.model.Tendon;
import io.github.lanewise.spatial.Inertia;
import io.github.lanewise.spatial.Mat3;
import io.github.lanewise.spatial.Transform;
import io.github.lanewise.spatial.Vec3;
import io.github.lanewise.trace.Scalar;
import java.util.ArrayList;
import java.util.List;

/**
 * A robot as the algorithms of this package see it: for each body its parent, its joint and its inertia, as scalars.
 *
 * <p>The numbers are the model's constants, which fold into the traced expressions, or rows of a parameter port ({@link
 * Parameters}). Two exact rearrangements make the expressions short. A joint that turns about a slanted axis gets axes
 * of its own, on which it turns about a coordinate axis. And of a constant body inertia the part that its joint cannot
 * move (for a revolute joint the mass, the first moment along the axis and the second moment along the axis) counts as
 * its parent's: no joint torque or acceleration feels the difference (base parameters: Khalil and Dombre, Modeling,
 * Identification and Control of Robots, section 9.4).
 */
final class Mechanism {
  private final RobotModel model;
  private final List<JointMotion> motions = new ArrayList<>();
  private final Transform[] frames;
  private final Inertia[] bodies;
  private final Inertia[] grouped;
  private final Scalar[] armature;
  private final List<Tendon> heavyTendons;

  private Mechanism(RobotModel model, Inertia[] inertias, Scalar[] armature, boolean regroup) {
    this.model = model;
    this.armature = armature;
    heavyTendons = model.tendons().stream().filter(tendon -> tendon.armature() > 0).toList();
    int n = model.joints().size();
    frames = InternalFrames.of(model);
    bodies = new Inertia[n];
    for (int i = 0; i < n; i++) {
      Joint joint = model.joints().get(i);
      Transform parent = joint.parent() < 0 ? Transform.IDENTITY : frames[joint.parent()];
      Transform placement = InternalFrames.withoutRounding(parent.inverse().times(joint.placement()).times(frames[i]));
      motions.add(JointMotion.of(joint, placement, frames[i].rotation()));
      bodies[i] = inertias[i].toParent(frames[i].inverse());
    }
    grouped = bodies.clone();
    boolean[] carries = new boolean[n];
    for (int i = n - 1; i >= 0 && regroup; i--) {
      if (!carries[i] && motions.get(i).isSymmetric(grouped[i])) {
        motions.set(i, motions.get(i).notTurning());
      }
      Inertia still = motions.get(i).unmoved(grouped[i]);
      grouped[i] = grouped[i].minus(still);
      if (parent(i) >= 0) {
        carries[parent(i)] = true;
        grouped[parent(i)] = grouped[parent(i)].plus(still.toParent(motions.get(i).placement()));
      }
    }
  }

  /** The robot with its own numbers as constants. */
  static Mechanism of(RobotModel model) {
    Inertia[] inertias = new Inertia[model.joints().size()];
    Scalar[] armature = new Scalar[inertias.length];
    for (int i = 0; i < inertias.length; i++) {
      inertias[i] = model.joints().get(i).body().spatial();
      armature[i] = Scalar.of(model.joints().get(i).armature());
    }
    return new Mechanism(model, inertias, armature, true);
  }

  /** The robot with the inertias and armatures of {@code parameters}, rows that every lane may set for itself. */
  static Mechanism of(RobotModel model, Parameters parameters) {
    Inertia[] inertias = new Inertia[model.joints().size()];
    Scalar[] armature = new Scalar[inertias.length];
    for (int i = 0; i < inertias.length; i++) {
      inertias[i] = parameters.inertia(i);
      armature[i] = parameters.armature(i);
    }
    return new Mechanism(model, inertias, armature, false);
  }

  /** The model behind it. */
  RobotModel model() {
    return model;
  }

  /** Number of joints, and so of moving bodies. */
  int size() {
    return bodies.length;
  }

  /** Index of the body that body i is mounted on, -1 for the world. */
  int parent(int i) {
    return model.joints().get(i).parent();
  }

  /** How joint i moves. */
  JointMotion joint(int i) {
    return motions.get(i);
  }

  /** Inertia of body i about the origin of its joint frame, on the joint's axes here. */
  Inertia body(int i) {
    return bodies[i];
  }

  /** Inertia of body i as the equations of motion feel it. */
  Inertia inertia(int i) {
    return grouped[i];
  }

  /** Rotor inertia of joint i, for each of its velocity rows. */
  Scalar armature(int i) {
    return armature[i];
  }

  /**
   * The force that the rotor at row {@code c} of joint i takes: armature times the acceleration of the coordinate. The
   * coordinates of a free joint are its place in the parent, so on the axes of the body, which turn, that is
   * {@code v' + w x v}.
   */
  Scalar armatureForce(int i, int c, Scalar[] v, Scalar[] a) {
    if (armature[i].is(0)) {
      return Scalar.ZERO;
    }
    int row = joint(i).idxV();
    Scalar acceleration = a[row + c];
    if (joint(i).kind() == JointKind.FREE && c < 3) {
      acceleration = acceleration.plus(Vec3.of(v, row + 3).cross(Vec3.of(v, row)).toArray()[c]);
    }
    return armature[i].times(acceleration);
  }

  /** The tendons that have inertia; their ends move together whatever the tree says. */
  List<Tendon> heavyTendons() {
    return heavyTendons;
  }

  /** Velocity row of what a tendon pulls. */
  int row(Tendon.Pull pull) {
    return model.joints().get(pull.joint()).idxV();
  }

  /** Pose of the frame of body i used here in its joint frame of the model. */
  Transform frame(int i) {
    return frames[i];
  }

  /** Gravity in the world [m/s^2]. */
  Vec3 gravity() {
    return model.gravity();
  }

  /** Rows of velocity. */
  int nv() {
    return model.nv();
  }
}
