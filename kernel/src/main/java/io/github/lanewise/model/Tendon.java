package io.github.lanewise.model;

import java.util.List;

/**
 * {@code l = sum c q}: a coupling of joints with one axis, which has a length l and pulls each of its joints by c times
 * its force. What acts in it is a spring, at rest between two lengths, a damper and inertia, which adds {@code armature
 * c c'} to M. Limits on its length do not act.
 *
 * @param name unique within the model
 * @param pulls the joints that it couples, at least one, each once
 * @param stiffness of the spring [N/m, if its length is in m]
 * @param stiffnessGrowth how the stiffness grows with the stretch
 * @param damping viscous friction [N s/m]
 * @param dampingGrowth how the damping grows with the speed
 * @param armature inertia [kg]
 * @param lowestRest length below which the spring pushes [m]
 * @param highestRest length above which the spring pulls [m]
 */
public record Tendon(
    String name,
    List<Pull> pulls,
    double stiffness,
    Growth stiffnessGrowth,
    double damping,
    Growth dampingGrowth,
    double armature,
    double lowestRest,
    double highestRest) {
  /**
   * What a joint adds to the length.
   *
   * @param joint index of the joint
   * @param coefficient c, length per unit of the joint's coordinate
   */
  public record Pull(int joint, double coefficient) {}

  /** Copies the list. */
  public Tendon {
    pulls = List.copyOf(pulls);
  }

  /** This tendon in a model to which a free base was added in front. */
  Tendon behindFreeBase() {
    return new Tendon(name, pulls.stream().map(pull -> new Pull(pull.joint + 1, pull.coefficient)).toList(),
        stiffness, stiffnessGrowth, damping, dampingGrowth, armature, lowestRest, highestRest);
  }
}
