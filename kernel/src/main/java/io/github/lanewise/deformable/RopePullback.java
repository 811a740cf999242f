package io.github.lanewise.deformable;

/**
 * {@code x_bar = F_x' x'_bar, u_bar = F_u' x'_bar, p_bar = F_p' x'_bar} of an environment step of {@link
 * RopeSimulation}: set {@link #nextBar}, run, read the others.
 *
 * <p>Exact at every substep; at a switch (where a particle begins to flow, a node to touch ground, wall or tool) it is
 * the derivative of one side. Where a rope leaves its window cotangents are no numbers. Each thread keeps {@code
 * commands + h + 2} states, h substeps to a command: in float 0.6 MB for 67 particles and 70 substeps, 9.4 MB for 582
 * particles and 30 commands of 133. Nothing is allocated once each thread has run. One caller at a time, and not while
 * the simulation itself runs.
 */
public final class RopePullback extends BodyPullback {
  RopePullback(RopeSimulation simulation) {
    super(simulation);
  }

  /**
   * Whether the cotangents of the state and of each command, once it has been pulled back, are shortened to the norm 1
   * where they are longer, and made 0 where they are no numbers, about as the public code of these tasks does. Off at
   * first, for comparison alone.
   *
   * @param on whether
   */
  public void clip(boolean on) {
    tame(on);
  }
}
