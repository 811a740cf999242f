package io.github.lanewise.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.model.RobotModel;
import org.ejml.data.DMatrixRMaj;
import org.junit.jupiter.api.Test;

/** The finger's tip against trigonometry on the lengths in its file, and its Jacobian against difference quotients. */
class FramePositionTest {
  private static final RobotModel FINGER = RobotModel.builtIn("finger");
  private static final double[] STATE = {0.3, 0.7, -0.4, 1, 2, 3};

  @Test
  void theFingersTipIsWhereTrigonometrySays() {
    double spread = 0.3;
    double bend = 0.7;
    double curl = -0.4;
    double reach = 0.03 + 0.09 * Math.cos(bend) + 0.06 * Math.cos(bend + curl);
    double drop = 0.09 * Math.sin(bend) + 0.06 * Math.sin(bend + curl);
    double[] expected = {0.05 + reach * Math.cos(spread), reach * Math.sin(spread), 0.02 + 0.005 - drop};
    assertThat(FramePosition.tip(FINGER).frame()).isEqualTo("fingertip");
    assertThat(FramePosition.tip(FINGER).value(STATE)).containsExactly(expected, within(1e-15));
  }

  @Test
  void jacobianIsTheLimitOfDifferenceQuotientsAndZeroForVelocities() {
    FramePosition tip = FramePosition.tip(FINGER);
    DMatrixRMaj jacobian = tip.jacobian(STATE);
    double h = 1e-6;
    for (int i = 0; i < 6; i++) {
      double[] up = STATE.clone();
      double[] down = STATE.clone();
      up[i] += h;
      down[i] -= h;
      for (int row = 0; row < 3; row++) {
        double quotient = (tip.value(up)[row] - tip.value(down)[row]) / (2 * h);
        assertThat(jacobian.get(row, i)).isCloseTo(quotient, within(1e-9));
      }
    }
  }

  @Test
  void refusesUnknownFramesAndStates() {
    assertThatThrownBy(() -> new FramePosition(FINGER, "thumb")).hasMessageContaining("thumb")
        .hasMessageContaining("fingertip");
    assertThatThrownBy(() -> FramePosition.tip(FINGER).value(new double[3]))
        .hasMessage("a state of 3 numbers for robot 'finger': it has 3 configuration rows and 3 velocity rows");
  }

  /** By the rows of a unit quaternion, moved and normalised. */
  @Test
  void theJacobianOfAFreeRobotIsADifferenceQuotient() {
    RobotModel free = FINGER.withFreeBase();
    FramePosition tip = FramePosition.tip(free);
    double[] state = new double[free.nq() + free.nv()];
    System.arraycopy(new double[] {0.1, -0.2, 0.3, 0.5, 0.5, -0.5, 0.5, 0.2, 0.9, 0.4}, 0, state, 0, free.nq());
    double h = 1e-6;
    double[][] ends = new double[2][];
    double[] slope = new double[3];
    double[] direction = {0.3, 0.1, -0.7, 0.2, 0.4, 0.5, -0.1, 0.6, -0.4, 0.8};
    double along = 0;
    for (int i = 3; i < 7; i++) {
      along += direction[i] * state[i];
    }
    for (int i = 3; i < 7; i++) {
      direction[i] -= along * state[i];
    }
    for (int side = 0; side < 2; side++) {
      double[] moved = state.clone();
      for (int i = 0; i < direction.length; i++) {
        moved[i] += (side == 0 ? h : -h) * direction[i];
      }
      ends[side] = tip.value(moved);
    }
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < direction.length; j++) {
        slope[i] += tip.jacobian(state).get(i, j) * direction[j];
      }
      assertThat((ends[0][i] - ends[1][i]) / (2 * h)).isCloseTo(slope[i], within(1e-8)).isNotZero();
    }
  }
}
