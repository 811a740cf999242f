package io.github.lanewise.deformable;

/**
 * {@code x_bar = F_x' x'_bar, u_bar = F_u' x'_bar, p_bar = F_p' x'_bar} of an environment step of {@link
 * ClothSimulation}: set {@link #nextBar}, run, read the others.
 *
 * <p>Exact at every substep; at a switch (the edge of a gripper's reach, of the floor or of the cube) it is the
 * derivative of one side. Each thread keeps {@code commands + h + 2} states, h substeps to a command: 1.2 MB in float
 * for 16 x 32 points and 40 commands of 50 substeps. Nothing is allocated once each thread has run. One caller at a
 * time, and not while the simulation itself runs.
 */
public final class ClothPullback extends BodyPullback {
  ClothPullback(ClothSimulation simulation) {
    super(simulation);
  }

  /**
   * Whether cotangents of positions, of velocities and of the gripper are each divided by their norm and by the number
   * of points before each substep is pulled back, about as the public code of these tasks does: of the gradient only a
   * direction is left then. Off at first, for comparison alone.
   *
   * @param on whether
   */
  public void rescale(boolean on) {
    tame(on);
  }
}
