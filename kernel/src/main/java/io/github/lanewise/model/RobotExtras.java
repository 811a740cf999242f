package io.github.lanewise.model;

import java.util.List;
import java.util.OptionalDouble;

/**
 * What a file says beside the tree of joints and what is on it.
 *
 * @param timeStep [s]
 * @param integrator name of a method, empty if the file names none
 * @param pairs shapes that touch
 * @param exclusions bodies that do not
 * @param couplings of joints
 * @param meshes of its shapes
 */
record RobotExtras(OptionalDouble timeStep, String integrator, List<ContactPair> pairs,
    List<ContactExclusion> exclusions, List<JointCoupling> couplings, RobotMeshes meshes) {
  RobotExtras {
    pairs = List.copyOf(pairs);
    exclusions = List.copyOf(exclusions);
    couplings = List.copyOf(couplings);
  }

  /** The same of a model to which a free base was added in front: shapes and bodies keep their places and names. */
  RobotExtras behindFreeBase() {
    return new RobotExtras(timeStep, integrator, pairs, exclusions,
        couplings.stream().map(JointCoupling::behindFreeBase).toList(), meshes);
  }
}
