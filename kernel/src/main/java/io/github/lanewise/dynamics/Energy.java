package io.github.lanewise.dynamics;

import io.github.lanewise.spatial.Force;
import io.github.lanewise.spatial.Motion;
import io.github.lanewise.spatial.Transform;
import io.github.lanewise.spatial.Vec3;
import io.github.lanewise.trace.Scalar;

/** The energies of a robot in a state, and its centre of mass. */
final class Energy {
  private final Mechanism robot;
  private final Kinematics state;
  private final Transform[] bodies;

  Energy(Kinematics state) {
    this.state = state;
    robot = state.robot();
    bodies = state.poses();
  }

  private Scalar mass() {
    Scalar total = Scalar.ZERO;
    for (int i = 0; i < robot.size(); i++) {
      total = total.plus(robot.body(i).mass());
    }
    return total;
  }

  private Vec3 firstMoment() {
    Vec3 sum = Vec3.ZERO;
    for (int i = 0; i < robot.size(); i++) {
      Vec3 aboutBody = bodies[i].rotation().times(robot.body(i).h());
      sum = sum.plus(aboutBody).plus(bodies[i].translation().times(robot.body(i).mass()));
    }
    return sum;
  }

  /** Centre of mass of all bodies in the world [m]. */
  Vec3 centreOfMass() {
    return firstMoment().times(mass().reciprocal());
  }

  /** {@code -g . sum m c}: potential energy [J], zero at the world's origin. */
  Scalar potential() {
    return firstMoment().dot(robot.gravity()).negate();
  }

  /** {@code sum v . I v / 2}: kinetic energy of the bodies [J], in body coordinates; armatures are not bodies. */
  Scalar kinetic() {
    Motion[] velocity = new Motion[robot.size()];
    Scalar twice = Scalar.ZERO;
    for (int i = 0; i < robot.size(); i++) {
      JointMotion joint = robot.joint(i);
      Motion own = joint.motion(state.v());
      velocity[i] = robot.parent(i) < 0 ? own : joint.toChild(state.q(), velocity[robot.parent(i)]).plus(own);
      Force momentum = robot.body(i).times(velocity[i]);
      twice = twice.plus(velocity[i].dot(momentum));
    }
    return twice.times(0.5);
  }
}
