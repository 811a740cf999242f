package io.github.lanewise.jmh;

import io.github.lanewise.dynamics.ControlLaw;
import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.model.Joint;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.simulation.Simulation;
import io.github.lanewise.simulation.StepPullback;
import java.util.Arrays;

/**
 * A simulation whose joints are held softly about random angles, so that it may run for any time, with the pullback of
 * its step.
 */
final class Held implements AutoCloseable {
  private static final double STIFFNESS = 5;
  private static final double DAMPING = 0.2;

  private final Simulation simulation;
  private final Batch stateBar;
  private final StepPullback pullback;

  Held(RobotModel model, ElementType type, int threads) {
    int held = (int) model.joints().stream().map(Joint::kind).filter(kind -> kind.nv() == 1).count();
    simulation = Simulation.of(model).precision(type).robots(Settings.BATCH).threads(threads)
        .control(ControlLaw.hold(model, constant(held, STIFFNESS), constant(held, DAMPING))).build();
    pullback = simulation.pullback();
    States.fill(simulation.state(), "x", model);
    States.fill(simulation.action(), "angles", model);
    States.fill(pullback.nextBar(), "x_next_bar", model);
    States.fill(pullback.seed(), "seed", model);
    stateBar = pullback.stateBar();
  }

  private static double[] constant(int n, double value) {
    double[] values = new double[n];
    Arrays.fill(values, value);
    return values;
  }

  /** Moves the state. */
  void step() {
    simulation.step();
  }

  /** A step and its pullback at the present state, which stays. */
  void stepAndVjp() {
    pullback.run();
  }

  /**
   * Fails unless all states and cotangents are finite.
   *
   * @throws IllegalStateException if they are not
   */
  void checkFinite() {
    if (simulation.state().nonFinite() + stateBar.nonFinite() > 0) {
      throw new IllegalStateException(simulation.state().nonFinite() + " states and " + stateBar.nonFinite()
          + " cotangents of " + simulation.model().name() + " are not finite");
    }
  }

  /**
   * Fails unless states and cotangents equal the other's to the bit.
   *
   * @throws IllegalStateException if they do not
   */
  void checkEqual(Held other) {
    for (int robot = 0; robot < Settings.BATCH; robot++) {
      if (!Arrays.equals(simulation.state().robot(robot), other.simulation.state().robot(robot))
          || !Arrays.equals(stateBar.robot(robot), other.stateBar.robot(robot))) {
        throw new IllegalStateException(
            "robot " + robot + " of " + simulation.model().name() + " differs between simulations");
      }
    }
  }

  @Override
  public void close() {
    simulation.close();
  }
}
