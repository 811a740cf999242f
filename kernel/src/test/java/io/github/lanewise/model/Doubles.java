package io.github.lanewise.model;

import io.github.lanewise.spatial.Mat3;
import io.github.lanewise.spatial.Transform;
import io.github.lanewise.spatial.Vec3;
import io.github.lanewise.trace.Scalar;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** Constants as plain numbers, for comparing. */
final class Doubles {
  private Doubles() {}

  static double[] of(Vec3 v) {
    return new double[] {v.x().value(), v.y().value(), v.z().value()};
  }

  /** Row by row. */
  static double[] of(Mat3 m) {
    return Stream.of(m.rowX(), m.rowY(), m.rowZ()).flatMapToDouble(row -> DoubleStream.of(of(row))).toArray();
  }

  /** Rotation row by row, then translation. */
  static double[] of(Transform t) {
    return DoubleStream.concat(DoubleStream.of(of(t.rotation())), DoubleStream.of(of(t.translation()))).toArray();
  }

  /** Mass, first moment and rotational inertia about the origin: what the dynamics sees of a body. */
  static double[] of(BodyInertia body) {
    return Stream.of(new double[] {body.mass()}, of(body.spatial().h()), of(body.spatial().rotational()))
        .flatMapToDouble(DoubleStream::of).toArray();
  }

  static double largest(double[] a) {
    return DoubleStream.of(a).map(Math::abs).max().orElse(0);
  }

  static double distance(double[] a, double[] b) {
    double largest = a.length == b.length ? 0 : Double.POSITIVE_INFINITY;
    for (int i = 0; i < a.length; i++) {
      largest = Math.max(largest, Math.abs(a[i] - b[i]));
    }
    return largest;
  }

  /** World poses of the joints' bodies at q, joint by joint. */
  static Transform[] poses(RobotModel model, double[] q) {
    Transform[] world = new Transform[model.joints().size()];
    for (int i = 0; i < world.length; i++) {
      Joint joint = model.joints().get(i);
      Transform mounted = joint.parent() < 0 ? joint.placement() : world[joint.parent()].times(joint.placement());
      world[i] = mounted.times(motion(joint, q));
    }
    return world;
  }

  /** World pose of a frame at q. */
  static Transform pose(RobotModel model, double[] q, String frame) {
    Frame f = model.frame(frame);
    return f.joint() < 0 ? f.placement() : poses(model, q)[f.joint()].times(f.placement());
  }

  private static Transform motion(Joint joint, double[] q) {
    int i = joint.idxQ();
    return switch (joint.kind()) {
      case REVOLUTE, CONTINUOUS ->
          new Transform(Transform.rotation(joint.axis(), Scalar.of(q[i])), Vec3.ZERO);
      case PRISMATIC -> new Transform(Mat3.IDENTITY, joint.axis().times(Scalar.of(q[i])));
      case SPHERICAL -> new Transform(rotation(q, i), Vec3.ZERO);
      case FREE -> new Transform(rotation(q, i + 3), Vec3.of(q[i], q[i + 1], q[i + 2]));
    };
  }

  private static Mat3 rotation(double[] q, int i) {
    return Transform.rotation(Scalar.of(q[i]), Scalar.of(q[i + 1]), Scalar.of(q[i + 2]), Scalar.of(q[i + 3]));
  }
}
