package io.github.lanewise.dynamics;

import io.github.lanewise.model.JointKind;
import io.github.lanewise.spatial.Inertia;
import io.github.lanewise.spatial.Mat3;
import io.github.lanewise.spatial.Transform;
import io.github.lanewise.spatial.Vec3;
import io.github.lanewise.trace.Scalar;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code I w' + w x I w = 0, v_c = const}: how all that a free or spherical joint carries would move as one rigid body
 * on which no force acts, the joints beyond at rest.
 *
 * <p>Over a step of h the axes turn by {@code E = exp(h (w + w+) / 2)} and the momentum keeps its place in the world,
 * {@code I w+ = E' I w}, exactly. The w+ in the mean is found by Kahan's rule, which is linear in w+ and reversible,
 * and one step of Newton's iteration; so the energy swings but does not drift. A free joint turns about the centre of
 * mass, which goes straight on; a spherical joint turns about its own. Kahan's rule: Celledoni, McLachlan, Owren and
 * Quispel, Geometric properties of Kahan's method, Journal of Physics A 46 (2013). The momentum map: Simo and Wong,
 * Unconditionally stable algorithms for rigid body dynamics that exactly preserve energy and momentum, International
 * Journal for Numerical Methods in Engineering 31 (1991).
 */
final class TorqueFreeMotion {
  private final JointMotion joint;
  /** What turns about here, in the frame of the body: the centre of mass, or the centre of a ball joint. */
  private final Vec3 centre;
  /** About the centre. */
  private final Mat3 inertia;
  private final Mat3 inverse;

  private TorqueFreeMotion(JointMotion joint, Inertia carried, Scalar armature) {
    this.joint = joint;
    boolean free = joint.kind() == JointKind.FREE;
    // A rotor at each of the six rows is a point of that mass at the origin, and the same inertia about any axis.
    Scalar mass = carried.mass().plus(armature);
    centre = free ? carried.h().times(mass.reciprocal()) : Vec3.ZERO;
    Mat3 aboutOrigin = carried.rotational().plus(Mat3.diagonal(armature));
    Vec3 h = free ? carried.h() : Vec3.ZERO;
    Mat3 lever = Mat3.diagonal(centre.dot(h)).minus(Mat3.outer(centre, h));
    inertia = aboutOrigin.minus(lever).symmetrised();
    inverse = inertia.inverse();
  }

  /** That of each free and spherical joint of a robot. */
  static List<TorqueFreeMotion> of(Mechanism robot, Scalar[] q) {
    List<TorqueFreeMotion> motions = new ArrayList<>();
    Inertia[] carried = Crba.composites(robot, q);
    for (int i = 0; i < robot.size(); i++) {
      JointKind kind = robot.joint(i).kind();
      if (kind == JointKind.FREE || kind == JointKind.SPHERICAL) {
        motions.add(new TorqueFreeMotion(robot.joint(i), carried[i], robot.armature(i)));
      }
    }
    return motions;
  }

  /** Writes how fast the joint's rows of v change by this motion, on the axes of the body, which turn. */
  void accelerate(Scalar[] v, Scalar[] a) {
    Vec3 w = angular(v);
    Vec3 turning = inverse.times(w.cross(inertia.times(w))).negate();
    put(turning, a, angularRow());
    if (joint.kind() == JointKind.FREE) {
      put(w.cross(ofCentre(v, w)).plus(turning.cross(centre)).negate(), a, joint.idxV());
    }
  }

  /** Writes the joint's rows of q and v as they are after a step. */
  void move(Scalar[] q, Scalar[] v, double h, Scalar[] nextQ, Scalar[] nextV) {
    Vec3 w = angular(v);
    Scalar[] turn = turn(w, h);
    Mat3 e = Transform.rotation(turn[0], turn[1], turn[2], turn[3]);
    Vec3 nextW = inverse.times(e.transposeTimes(inertia.times(w)));
    put(nextW, nextV, angularRow());
    int quaternion = joint.idxQ() + (joint.kind() == JointKind.FREE ? 3 : 0);
    Configuration.turn(nextQ, q, quaternion, turn);
    if (joint.kind() == JointKind.FREE) {
      Vec3 ofCentre = ofCentre(v, w);
      Vec3 shift = centre.plus(ofCentre.times(Scalar.of(h))).minus(e.times(centre));
      put(Vec3.of(q, joint.idxQ()).plus(Configuration.rotation(q, quaternion).times(shift)), nextQ, joint.idxQ());
      put(e.transposeTimes(ofCentre).minus(nextW.cross(centre)), nextV, joint.idxV());
    }
  }

  /** The quaternion of {@code exp(h (w + w+) / 2)}. */
  private Scalar[] turn(Vec3 w, double h) {
    Vec3 momentum = inertia.times(w);
    Mat3 kahan = Mat3.skew(w).times(inertia).minus(Mat3.skew(momentum)).times(Scalar.of(h / 2)).plus(inertia).inverse();
    Vec3 next = w.minus(kahan.times(w.cross(momentum).times(Scalar.of(h))));
    Scalar[] guess = mean(w, next, h);
    Mat3 e = Transform.rotation(guess[0], guess[1], guess[2], guess[3]);
    Vec3 residual = inertia.times(next).minus(e.transposeTimes(momentum));
    return mean(w, next.minus(kahan.times(residual)), h);
  }

  private static Scalar[] mean(Vec3 w, Vec3 next, double h) {
    return Configuration.exponential(w.plus(next).times(Scalar.of(h / 2)));
  }

  /** Velocity of the centre, on the axes of the body. */
  private Vec3 ofCentre(Scalar[] v, Vec3 w) {
    return Vec3.of(v, joint.idxV()).plus(w.cross(centre));
  }

  private Vec3 angular(Scalar[] v) {
    return Vec3.of(v, angularRow());
  }

  private int angularRow() {
    return joint.idxV() + (joint.kind() == JointKind.FREE ? 3 : 0);
  }

  private static void put(Vec3 u, Scalar[] rows, int i) {
    System.arraycopy(u.toArray(), 0, rows, i, 3);
  }
}
