package io.github.lanewise.dynamics;

import io.github.lanewise.model.Joint;
import io.github.lanewise.model.JointKind;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.spatial.Mat3;
import io.github.lanewise.spatial.Transform;
import io.github.lanewise.spatial.Vec3;
import io.github.lanewise.trace.Scalar;
import java.util.List;

/**
 * Body frames in which the equations of motion are short, as poses in the joint frames of the model.
 *
 * <p>Results do not depend on where a body frame sits, as long as its joint turns about one of its axes through its
 * origin. So the axes are turned until the joint's own is a coordinate axis, and the origin slides along it to the
 * common normal with the next axis (Denavit and Hartenberg): where two axes meet, the translation between their bodies
 * is zero and all that it multiplies vanishes.
 */
final class InternalFrames {
  /** Axes closer to parallel than this have no useful common normal: 1 - cos^2 of their angle. */
  private static final double NEARLY_PARALLEL = 0.1;

  private final List<Joint> joints;
  private final double[] slide;
  private final int[] firstChild;

  private InternalFrames(RobotModel model) {
    joints = model.joints();
    slide = new double[joints.size()];
    firstChild = new int[joints.size()];
  }

  static Transform[] of(RobotModel model) {
    return new InternalFrames(model).run();
  }

  private Transform[] run() {
    java.util.Arrays.fill(firstChild, -1);
    for (int i = joints.size() - 1; i >= 0; i--) {
      if (joints.get(i).parent() >= 0) {
        firstChild[joints.get(i).parent()] = i;
      }
    }
    for (int i = joints.size() - 1; i >= 0; i--) {
      if (turns(i) && firstChild[i] >= 0) {
        slideTowards(i, firstChild[i]);
      }
    }
    Transform[] frames = new Transform[joints.size()];
    for (int i = 0; i < frames.length; i++) {
      Joint joint = joints.get(i);
      frames[i] = new Transform(JointMotion.turnedAxes(joint), joint.axis().times(Scalar.of(turns(i) ? slide[i] : 0)));
    }
    return frames;
  }

  private boolean turns(int i) {
    return joints.get(i).kind() == JointKind.REVOLUTE || joints.get(i).kind() == JointKind.CONTINUOUS;
  }

  /** Slides body i, and its child if that is the end of a chain, to the feet of the common normal of their axes. */
  private void slideTowards(int i, int child) {
    Joint next = joints.get(child);
    Vec3 p = next.placement().translation();
    Vec3 k = joints.get(i).axis();
    double pk = p.dot(k).value();
    if (!turns(child)) {
      slide[i] = pk;
      return;
    }
    Vec3 u = next.placement().rotation().times(next.axis());
    double pu = p.dot(u).value();
    double uk = u.dot(k).value();
    double sine2 = 1 - uk * uk;
    if (sine2 < NEARLY_PARALLEL) {
      slide[i] = pk + slide[child] * uk;
      return;
    }
    slide[i] = (pk - pu * uk) / sine2;
    if (firstChild[child] < 0) {
      slide[child] = (pk * uk - pu) / sine2;
    }
  }

  /** Entries that are rounding errors of the rearrangement become exact zeros. */
  static Transform withoutRounding(Transform t) {
    Scalar[][] m = t.rotation().toArrays();
    Scalar[] p = t.translation().toArray();
    for (int i = 0; i < 3; i++) {
      p[i] = Math.abs(p[i].value()) < 1e-15 ? Scalar.ZERO : p[i];
      for (int j = 0; j < 3; j++) {
        m[i][j] = Math.abs(m[i][j].value()) < 1e-15 ? Scalar.ZERO : m[i][j];
      }
    }
    return new Transform(Mat3.of(m), Vec3.of(p, 0));
  }
}
