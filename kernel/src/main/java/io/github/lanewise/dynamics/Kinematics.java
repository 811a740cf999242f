package io.github.lanewise.dynamics;

import io.github.lanewise.model.Frame;
import io.github.lanewise.spatial.Motion;
import io.github.lanewise.spatial.Transform;
import io.github.lanewise.spatial.Vec3;
import io.github.lanewise.trace.Scalar;
import java.util.Arrays;

/** A state of the robot: where its bodies and frames are in the world and how they move. RBDA sections 3.1 and 4.1. */
final class Kinematics {
  private final Mechanism robot;
  private final Scalar[] q;
  private final Scalar[] v;
  /** Traced when first asked for: many a force does not depend on them. */
  private Transform[] poses;
  /** Of the same frames: their origins and their axes, on world axes. */
  private Motion[] velocities;

  /** The state (q, v). */
  Kinematics(Mechanism robot, Scalar[] q, Scalar[] v) {
    this.robot = robot;
    this.q = q;
    this.v = v;
  }

  /** The robot at rest in q. */
  Kinematics(Mechanism robot, Scalar[] q) {
    this(robot, q, Scalar.zeros(robot.nv()));
  }

  /** The robot. */
  Mechanism robot() {
    return robot;
  }

  /** The configuration, nq rows. */
  Scalar[] q() {
    return q;
  }

  /** The velocity, nv rows. */
  Scalar[] v() {
    return v;
  }

  /** Poses in the world of the body frames that the algorithms use ({@link Mechanism#frame}). */
  Transform[] poses() {
    if (poses == null) {
      poses = new Transform[robot.size()];
      for (int i = 0; i < poses.length; i++) {
        Transform inParent = robot.joint(i).pose(q);
        poses[i] = robot.parent(i) < 0 ? inParent : poses[robot.parent(i)].times(inParent);
      }
    }
    return poses;
  }

  /** Pose of joint frame i of the model in the world. */
  Transform joint(int i) {
    return poses()[i].times(robot.frame(i).inverse());
  }

  /** Pose of a frame in the world. */
  Transform frame(Frame frame) {
    return frame.joint() < 0 ? frame.placement() : joint(frame.joint()).times(frame.placement());
  }

  /** {@code J v}: how joint frame i of the model moves, its origin and its axes, on world axes. */
  Motion velocity(int i) {
    if (velocities == null) {
      traceVelocities();
    }
    return carried(i, joint(i).translation());
  }

  private void traceVelocities() {
    velocities = new Motion[robot.size()];
    for (int i = 0; i < velocities.length; i++) {
      Transform body = poses()[i];
      Motion own = robot.joint(i).motion(v);
      Motion turned = new Motion(body.rotation().times(own.angular()), body.rotation().times(own.linear()));
      velocities[i] = robot.parent(i) < 0 ? turned : carried(robot.parent(i), body.translation()).plus(turned);
    }
  }

  /** How a point moves that rides on body i. */
  private Motion carried(int i, Vec3 point) {
    Motion body = velocities[i];
    Vec3 lever = point.minus(poses[i].translation());
    return new Motion(body.angular(), body.linear().plus(body.angular().cross(lever)));
  }

  /**
   * Geometric Jacobian of a frame: column k is the motion that velocity row k makes of it.
   *
   * @return nv motions, linear velocity of the frame's origin and angular velocity, on world axes
   */
  Motion[] jacobian(Frame frame) {
    Motion[] columns = new Motion[robot.nv()];
    Arrays.fill(columns, Motion.ZERO);
    Vec3 point = frame(frame).translation();
    for (int i = frame.joint(); i >= 0; i = robot.parent(i)) {
      JointMotion joint = robot.joint(i);
      Transform body = poses()[i];
      for (int c = 0; c < joint.nv(); c++) {
        Motion s = joint.subspace(c);
        Vec3 angular = body.rotation().times(s.angular());
        Vec3 lever = point.minus(body.translation());
        Vec3 linear = body.rotation().times(s.linear()).plus(angular.cross(lever));
        columns[joint.idxV() + c] = new Motion(angular, linear);
      }
    }
    return columns;
  }
}
