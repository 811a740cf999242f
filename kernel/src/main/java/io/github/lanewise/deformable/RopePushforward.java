package io.github.lanewise.deformable;

/**
 * {@code x'_dot = F_x x_dot + F_u u_dot + F_p p_dot} of an environment step of {@link RopeSimulation}: set tangents,
 * run, read {@link #nextDot}.
 *
 * <p>Nothing is allocated once each thread has run. One caller at a time, and not while the simulation itself runs.
 */
public final class RopePushforward extends BodyPushforward {
  RopePushforward(RopeSimulation simulation) {
    super(simulation);
  }
}
