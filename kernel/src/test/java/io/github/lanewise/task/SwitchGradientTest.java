package io.github.lanewise.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.lanes.Batch;
import io.github.lanewise.simulation.Simulation;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Gradients of a control step's reward where a contact makes, friction begins to slip, or a joint reaches its limit:
 * the reward has a kink there, of which each side has a slope. Beside it the gradient is the slope of that side; in it,
 * it is between the two.
 */
class SwitchGradientTest {
  /** Beside the kink, and the move of a difference: far less. In units of the state. */
  private static final double BESIDE = 1e-5;
  private static final double MOVE = 1e-6;

  /** A state in which the first time step meets a kink along one row of the state, and leaves it again. */
  private enum Kink {
    /** The foot touches the ground, at 0.5 m/s. */
    CONTACT("hopper", 1, 1e-2) {
      @Override
      void place(double[] x) {
        x[1] = -0.04;
        x[7] = -0.5;
      }
    },
    /** The foot, 1 cm deep, slips as fast as friction holds it: 0.9 x 2e4 x 0.01 N over 1e3 N s/m. */
    SLIP("hopper", 6, 1e-3) {
      @Override
      void place(double[] x) {
        x[1] = -0.05;
        x[6] = 0.18;
      }
    },
    /** The thigh is stretched, and bends at 1 rad/s. */
    LIMIT("hopper", 3, 1e-2) {
      @Override
      void place(double[] x) {
        x[9] = -1;
      }
    },
    /** The cart is at its end, and leaves it at 0.5 m/s. */
    CART_LIMIT("cartpole", 0, 1e-3) {
      @Override
      void place(double[] x) {
        x[0] = 4;
        x[1] = 0.5;
        x[2] = -0.5;
      }
    },
    /** Four feet touch the ground, at 0.5 m/s. */
    ANT_CONTACT("ant", 2, 1e-2) {
      @Override
      void place(double[] x) {
        x[2] = 0.4 * Math.sqrt(2) * Math.sin(1) + 0.08;
        x[17] = -0.5;
      }
    };

    private final String task;
    private final int row;
    /** By how much the slopes of both sides differ at least. */
    private final double jump;

    Kink(String task, int row, double jump) {
      this.task = task;
      this.row = row;
      this.jump = jump;
    }

    /** Changes the start without noise. */
    abstract void place(double[] x);
  }

  @ParameterizedTest
  @EnumSource
  void slopesOfBothSidesBracketIt(Kink kink) {
    Task task = Tasks.named(kink.task, TaskVariant.PUBLISHED);
    double[] offsets = {0, -BESIDE, BESIDE, -2 * MOVE, -MOVE, MOVE, 2 * MOVE,
      -BESIDE - MOVE, -BESIDE + MOVE, BESIDE - MOVE, BESIDE + MOVE};
    try (Simulation simulation = task.simulation().robots(offsets.length).build()) {
      TaskRollout rollout = new TaskRollout(task, simulation, 1, 1, (lane, random, x) -> {
        task.start(null, x);
        kink.place(x);
        x[kink.row] += offsets[lane];
      });
      Batch gradient = rollout.runWithGradient().initialBar();
      double[] r = new double[offsets.length];
      Arrays.setAll(r, lane -> rollout.rewards().get(0, lane));
      double before = (3 * r[0] - 4 * r[4] + r[3]) / (2 * MOVE);
      double after = (4 * r[5] - 3 * r[0] - r[6]) / (2 * MOVE);
      double within = 1e-6 * (1 + Math.abs(after));
      assertThat(Math.abs(after - before)).as("kink").isGreaterThan(kink.jump);
      assertThat(gradient.get(kink.row, 0))
          .isBetween(Math.min(before, after) - within, Math.max(before, after) + within);
      assertThat(gradient.get(kink.row, 1)).isCloseTo((r[8] - r[7]) / (2 * MOVE), within(within));
      assertThat(gradient.get(kink.row, 2)).isCloseTo((r[10] - r[9]) / (2 * MOVE), within(within));
    }
  }
}
