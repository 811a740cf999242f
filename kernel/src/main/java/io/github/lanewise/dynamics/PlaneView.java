package io.github.lanewise.dynamics;

import io.github.lanewise.spatial.Motion;
import io.github.lanewise.spatial.Vec3;
import io.github.lanewise.trace.Scalar;

/**
 * {@code n_i = R_i' n_p, h_i = h_p + n_p . r_i, v_i = X_i v_p + S_i v}: a plane as the bodies of a robot see it from
 * their own frames ({@link Mechanism#frame}, turned by q), and how they move in it.
 *
 * <p>R_i and r_i are axes and origin of body i in its parent's frame. What meets a plane needs no more of a body's pose
 * than the plane's normal and the height of the body's origin: four numbers instead of twelve.
 *
 * @param normal of the plane, of length 1
 * @param height of the body's origin above the plane [m]
 * @param motion of the body, linear that of its origin
 */
record PlaneView(Vec3 normal, Scalar height, Motion motion) {
  /** Normal, height, motion, one behind the other. */
  static PlaneView of(Scalar[] a) {
    return new PlaneView(Vec3.of(a, 0), a[3], Motion.of(a, 4));
  }

  Scalar[] toArray() {
    return Scalar.concat(normal.toArray(), new Scalar[] {height}, motion.toArray());
  }

  /** Those of all bodies. */
  static PlaneView[] of(Kinematics state, Surface.Tangent plane) {
    Mechanism robot = state.robot();
    PlaneView[] views = new PlaneView[robot.size()];
    PlaneView world = new PlaneView(plane.normal(), plane.offset().negate(), Motion.ZERO);
    for (int i = 0; i < views.length; i++) {
      PlaneView parent = robot.parent(i) < 0 ? world : views[robot.parent(i)];
      views[i] = parent.inBody(robot.joint(i), state);
    }
    return views;
  }

  private PlaneView inBody(JointMotion joint, Kinematics state) {
    Vec3 origin = joint.origin(state.q());
    Vec3 linear = motion.linear().plus(motion.angular().cross(origin));
    return new PlaneView(
        joint.turned(state.q(), normal),
        height.plus(normal.dot(origin)),
        new Motion(joint.turned(state.q(), motion.angular()), joint.turned(state.q(), linear))
            .plus(joint.motion(state.v())));
  }
}
