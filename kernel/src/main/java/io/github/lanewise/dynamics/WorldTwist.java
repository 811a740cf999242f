package io.github.lanewise.dynamics;

import io.github.lanewise.model.Joint;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.spatial.Vec3;
import io.github.lanewise.trace.Scalar;

/** How a state moves on while the twists of free and spherical joints stay what they are in the parent's frame. */
final class WorldTwist {
  private WorldTwist() {}

  /**
   * {q', v'} after h seconds.
   *
   * @param q configuration, nq rows
   * @param v velocity to move on with, on the axes of the bodies at q, nv rows
   */
  static Scalar[][] carry(RobotModel model, Scalar[] q, Scalar[] v, double h) {
    Scalar[] nextQ = new Scalar[q.length];
    Scalar[] nextV = v.clone();
    for (Joint joint : model.joints()) {
      int iq = joint.idxQ();
      int iv = joint.idxV();
      switch (joint.kind()) {
        case REVOLUTE, CONTINUOUS, PRISMATIC -> nextQ[iq] = q[iq].plus(v[iv].times(h));
        case SPHERICAL -> {
          Vec3 w = Configuration.rotation(q, iq).times(Vec3.of(v, iv));
          turn(nextQ, q, iq, Vec3.of(v, iv), h);
          put(nextV, iv, Configuration.rotation(nextQ, iq).transposeTimes(w));
        }
        case FREE -> {
          Vec3 w = Configuration.rotation(q, iq + 3).times(Vec3.of(v, iv + 3));
          Vec3 u = Configuration.rotation(q, iq + 3).times(Vec3.of(v, iv));
          Vec3 shift = u.times(Scalar.of(h));
          put(nextQ, iq, Vec3.of(q, iq).plus(shift));
          turn(nextQ, q, iq + 3, Vec3.of(v, iv + 3), h);
          put(nextV, iv, Configuration.rotation(nextQ, iq + 3).transposeTimes(u.plus(w.cross(shift))));
          put(nextV, iv + 3, Configuration.rotation(nextQ, iq + 3).transposeTimes(w));
        }
      }
    }
    return new Scalar[][] {nextQ, nextV};
  }

  /** {@code r (1 + h w / 2)}, normalised, of the quaternion at q[i] and w on the axes of the body. */
  private static void turn(Scalar[] nextQ, Scalar[] q, int i, Vec3 w, double h) {
    Vec3 half = w.times(Scalar.of(h / 2));
    Configuration.turn(nextQ, q, i, new Scalar[] {half.x(), half.y(), half.z(), Scalar.ONE});
  }

  private static void put(Scalar[] rows, int i, Vec3 u) {
    System.arraycopy(u.toArray(), 0, rows, i, 3);
  }
}
