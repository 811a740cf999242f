package io.github.lanewise.dynamics;

import io.github.lanewise.model.ContactPair;
import io.github.lanewise.model.Geometry;
import io.github.lanewise.model.Joint;
import io.github.lanewise.model.Material;
import io.github.lanewise.model.RobotModel;
import java.util.List;

/**
 * Which shapes of a robot may touch, and what their contact is like: MuJoCo's rules (mujoco.readthedocs.io,
 * Computation, collision detection). Pairs that the file names may, with the material of the pair. Else both must be
 * there for collision and their bits agree; and neither may they belong to one body, to two bodies that are excluded,
 * or to a body and its parent, unless that is the world. Links that one joint follows the other on with nothing between
 * are no bodies.
 */
final class ContactRules {
  private final RobotModel model;
  private final List<Geometry> geometries;
  private final boolean[] carries;

  ContactRules(RobotModel model) {
    this.model = model;
    geometries = model.geometries();
    carries = new boolean[model.joints().size()];
    model.frames().stream().filter(frame -> frame.joint() >= 0).forEach(frame -> carries[frame.joint()] = true);
  }

  /** Place in the geometries of the ground: the first plane or height field that is fixed to the world; -1 if none. */
  int ground() {
    for (int i = 0; i < geometries.size(); i++) {
      if (geometries.get(i).joint() < 0 && Surface.is(geometries.get(i).shape())) {
        return i;
      }
    }
    return -1;
  }

  /**
   * The material of the contact of two shapes, null if they may not touch.
   *
   * @param first place in the geometries
   * @param second the other place; -1 for a ground that the file does not have, which takes the first's own material
   */
  Material between(int first, int second) {
    for (ContactPair pair : model.contactPairs()) {
      if (pair.first() == first && pair.second() == second || pair.first() == second && pair.second() == first) {
        return pair.material();
      }
    }
    Geometry a = geometries.get(first);
    Geometry b = second < 0 ? null : geometries.get(second);
    Material other = b == null ? Material.DEFAULT : b.material();
    int otherJoint = b == null ? -1 : b.joint();
    if (visual(a) || b != null && visual(b) || !a.material().touches(other) || related(a.joint(), otherJoint)
        || excluded(a.link(), b == null ? "" : b.link())) {
      return null;
    }
    return b == null ? a.material() : a.material().with(other);
  }

  private static boolean visual(Geometry geometry) {
    return geometry.purpose() == Geometry.Purpose.VISUAL;
  }

  private boolean related(int a, int b) {
    return a == b || a >= 0 && b >= 0 && (parent(a) == b || parent(b) == a);
  }

  /** The body that a body hangs on, -1 for the world. */
  private int parent(int body) {
    Joint joint = model.joints().get(body);
    while (joint.parent() >= 0 && !carries[joint.parent()]) {
      joint = model.joints().get(joint.parent());
    }
    return joint.parent();
  }

  private boolean excluded(String a, String b) {
    return model.contactExclusions().stream().anyMatch(exclusion ->
        exclusion.first().equals(a) && exclusion.second().equals(b)
            || exclusion.first().equals(b) && exclusion.second().equals(a));
  }

  /** For reports. */
  static String name(Geometry geometry) {
    return geometry.name().isEmpty() ? "a shape of " + geometry.link() : geometry.name();
  }
}
