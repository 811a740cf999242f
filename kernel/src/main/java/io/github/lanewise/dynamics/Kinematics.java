package io.github.lanewise.dynamics;

import io.github.lanewise.model.Frame;
import io.github.lanewise.spatial.Force;
import io.github.lanewise.spatial.Motion;
import io.github.lanewise.spatial.Transform;
import io.github.lanewise.spatial.Vec3;
import io.github.lanewise.trace.Scalar;

/** Where bodies and frames are, how they move with the joints, the centre of mass and the energies: RBDA sections 3.1 and 4.1. */
final class Kinematics {
  private final Mechanism robot;
  private final Scalar[] q;
  private final Transform[] bodies;

  /** Forward kinematics at q. */
  Kinematics(Mechanism robot, Scalar[] q) {
    this.robot = robot;
    this.q = q;
    bodies = new Transform[robot.size()];
    for (int i = 0; i < bodies.length; i++) {
      Transform inParent = robot.joint(i).pose(q);
      bodies[i] = robot.parent(i) < 0 ? inParent : bodies[robot.parent(i)].times(inParent);
    }
  }

  /** Pose of joint frame i of the model in the world. */
  Transform joint(int i) {
    return bodies[i].times(robot.frame(i).inverse());
  }

  /** Pose of a frame in the world. */
  Transform frame(Frame frame) {
    return frame.joint() < 0 ? frame.placement() : joint(frame.joint()).times(frame.placement());
  }

  /**
   * Geometric Jacobian of a frame: column k is the motion that velocity row k makes of it.
   *
   * @return nv motions, linear velocity of the frame's origin and angular velocity, on world axes
   */
  Motion[] jacobian(Frame frame) {
    Motion[] columns = new Motion[robot.nv()];
    java.util.Arrays.fill(columns, Motion.ZERO);
    Vec3 point = frame(frame).translation();
    for (int i = frame.joint(); i >= 0; i = robot.parent(i)) {
      JointMotion joint = robot.joint(i);
      for (int c = 0; c < joint.nv(); c++) {
        Motion s = joint.subspace(c);
        Vec3 angular = bodies[i].rotation().times(s.angular());
        Vec3 lever = point.minus(bodies[i].translation());
        Vec3 linear = bodies[i].rotation().times(s.linear()).plus(angular.cross(lever));
        columns[joint.idxV() + c] = new Motion(angular, linear);
      }
    }
    return columns;
  }

  /** Sum of the masses [kg]. */
  Scalar mass() {
    Scalar total = Scalar.ZERO;
    for (int i = 0; i < robot.size(); i++) {
      total = total.plus(robot.body(i).mass());
    }
    return total;
  }

  private Vec3 firstMoment() {
    Vec3 sum = Vec3.ZERO;
    for (int i = 0; i < robot.size(); i++) {
      sum = sum.plus(bodies[i].rotation().times(robot.body(i).h())).plus(bodies[i].translation().times(robot.body(i).mass()));
    }
    return sum;
  }

  /** Centre of mass of all bodies in the world [m]. */
  Vec3 centreOfMass() {
    return firstMoment().times(mass().reciprocal());
  }

  /** {@code -g . sum m c}: potential energy [J], zero at the world's origin. */
  Scalar potentialEnergy() {
    return firstMoment().dot(robot.gravity()).negate();
  }

  /** {@code sum v . I v / 2}: kinetic energy of the bodies [J]; armatures are not bodies. */
  Scalar kineticEnergy(Scalar[] v) {
    Motion[] velocity = new Motion[robot.size()];
    Scalar twice = Scalar.ZERO;
    for (int i = 0; i < robot.size(); i++) {
      JointMotion joint = robot.joint(i);
      Motion own = joint.motion(v);
      velocity[i] = robot.parent(i) < 0 ? own : joint.toChild(q, velocity[robot.parent(i)]).plus(own);
      Force momentum = robot.body(i).times(velocity[i]);
      twice = twice.plus(velocity[i].dot(momentum));
    }
    return twice.times(0.5);
  }

  /** Forces on the bodies, given in the joint frames of the model, in the body frames that the algorithms use. */
  static Force[] external(Mechanism robot, Scalar[] q, Force[] inJointFrames) {
    Force[] result = new Force[inJointFrames.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = robot.frame(i).toChild(inJointFrames[i]);
      if (!robot.joint(i).turning()) {
        result[i] = new Force(
            robot.joint(i).turn(q).times(result[i].moment()), robot.joint(i).turn(q).times(result[i].force()));
      }
    }
    return result;
  }

}
