package io.github.lanewise.dynamics.lagrange;

import static io.github.lanewise.dynamics.lagrange.Matrices.dot;
import static io.github.lanewise.dynamics.lagrange.Matrices.plus;
import static io.github.lanewise.dynamics.lagrange.Matrices.times;
import static io.github.lanewise.dynamics.lagrange.Matrices.zeros;

import java.util.Arrays;

/** Where everything is at one configuration: products of 4x4 matrices from the world outward. */
final class Poses {
  private final Robot robot;
  private final Real[][][] inParent;
  private final Real[][][] joints;

  Poses(Robot robot, Real[] q) {
    this.robot = robot;
    inParent = new Real[robot.joints.size()][][];
    joints = new Real[inParent.length][][];
    for (int b = 0; b < joints.length; b++) {
      Robot.Joint joint = robot.joints.get(b);
      inParent[b] = times(joint.placement(), Configuration.motion(joint, q));
      joints[b] = joint.parent() < 0 ? inParent[b] : times(joints[joint.parent()], inParent[b]);
    }
  }

  /** Of a joint frame in its parent's. */
  Real[][] inParent(int joint) {
    return inParent[joint];
  }

  /** Of a joint frame in the world. */
  Real[][] joint(int joint) {
    return joints[joint];
  }

  Real[][] frame(Robot.Frame frame) {
    return frame.joint() < 0 ? frame.pose() : times(joints[frame.joint()], frame.pose());
  }

  /** {@code V = -sum g^t T J e4}. */
  Real potential() {
    return dot(robot.gravity, Arrays.copyOf(firstMoment(), 3)).negate();
  }

  Real[] centreOfMass() {
    Real[] sum = firstMoment();
    return times(Arrays.copyOf(sum, 3), Real.ONE.over(sum[3]));
  }

  /** {@code sum T J e4}: first moments, then the mass. */
  private Real[] firstMoment() {
    Real[] sum = zeros(4);
    for (int b = 0; b < joints.length; b++) {
      sum = plus(sum, times(joints[b], robot.joints.get(b).body()[3]));
    }
    return sum;
  }
}
