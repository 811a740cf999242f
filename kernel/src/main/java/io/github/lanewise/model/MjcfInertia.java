package io.github.lanewise.model;

import io.github.lanewise.spatial.Mat3;
import io.github.lanewise.spatial.Transform;
import io.github.lanewise.spatial.Vec3;
import io.github.lanewise.trace.Scalar;
import java.util.ArrayList;
import java.util.List;

/**
 * The inertia of a body of an MJCF file, from its {@code <inertial>} or from its geoms.
 *
 * @param body in the frame of the body, with the bounds of the file
 * @param frame pose in that frame of the inertia's own: origin in the centre of mass, principal axes as MuJoCo has them
 */
record MjcfInertia(BodyInertia body, Transform frame) {
  /** What an {@code <inertial>} says. */
  static MjcfInertia of(XmlElement inertial, MjcfCompiler compiler) {
    double[] diagonal = inertial.numbers("diaginertia", 3);
    double[] full = inertial.numbers("fullinertia", 6);
    if (diagonal == null == (full == null)) {
      throw inertial.refuse("<inertial> takes either diaginertia or fullinertia");
    }
    Mat3 moments = diagonal != null ? Mat3.of(diagonal[0], 0, 0, 0, diagonal[1], 0, 0, 0, diagonal[2])
        : Mat3.of(full[0], full[3], full[4], full[3], full[1], full[5], full[4], full[5], full[2]);
    Transform pose = compiler.pose(inertial);
    BodyInertia body = new BodyInertia(inertial.number("mass"), Vec3.ZERO, moments);
    Transform frame = diagonal != null ? pose : pose.times(principal(body));
    return new MjcfInertia(compiler.bounded(body.toParent(pose)), frame);
  }

  /** Of geoms together; of one alone the frame is its own. */
  static MjcfInertia of(List<MjcfGeom> geoms, MjcfCompiler compiler) {
    List<BodyInertia> parts = new ArrayList<>();
    List<MjcfGeom> heavy = new ArrayList<>();
    for (MjcfGeom geom : geoms) {
      BodyInertia part = geom.inertia();
      if (!part.isNone()) {
        parts.add(part);
        heavy.add(geom);
      }
    }
    BodyInertia body = BodyInertia.weld(parts);
    Transform frame = heavy.size() == 1 ? heavy.getFirst().inertialFrame() : principal(body);
    return new MjcfInertia(compiler.bounded(body), frame);
  }

  /** Centre of mass and principal axes of a body. */
  static Transform principal(BodyInertia body) {
    return new Transform(PrincipalAxes.of(body.atCom()).rotation(), body.com());
  }

  /** The body in the inertia's own frame, where its matrix is diagonal. */
  BodyInertia aligned() {
    Mat3 moments = frame.rotation().transpose().conjugateSymmetric(body.atCom());
    return new BodyInertia(body.mass(), Vec3.ZERO, new Mat3(
        moments.xx(), Scalar.ZERO, Scalar.ZERO,
        Scalar.ZERO, moments.yy(), Scalar.ZERO,
        Scalar.ZERO, Scalar.ZERO, moments.zz()));
  }
}
