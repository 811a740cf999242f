package io.github.lanewise.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.dynamics.ControlLaw;
import io.github.lanewise.dynamics.Parameters;
import io.github.lanewise.model.RobotModel;
import org.junit.jupiter.api.Test;

/** Gains of actuators do what other numbers in the file would. */
class ScaledActuatorsTest {
  private static RobotModel arm(double motor, double servo) {
    return RobotModel.parse("""
        <mujoco model="arm">
          <worldbody>
            <body name="upper"><joint name="a" axis="0 1 0"/><geom type="capsule" size="0.03" fromto="0 0 0 0 0 -0.3"/>
              <body name="lower" pos="0 0 -0.3"><joint name="b" axis="0 1 0"/>
                <geom type="capsule" size="0.03" fromto="0 0 0 0 0 -0.3"/></body></body>
          </worldbody>
          <actuator>
            <motor joint="a" gear="%s" ctrlrange="-1 1"/>
            <position joint="b" kp="%s" kv="%s" forcerange="-%s %s"/>
          </actuator>
        </mujoco>
        """.formatted(3 * motor, 20 * servo, 1.5 * servo, 2 * servo, 2 * servo));
  }

  private static void push(Simulation simulation) {
    for (int t = 0; t < 300; t++) {
      simulation.action().set(0, 0, 1.2 * Math.sin(0.1 * t));
      simulation.action().set(1, 0, 0.5 * Math.sin(0.03 * t));
      simulation.step();
    }
  }

  @Test
  void gainsAreOtherNumbersOfTheFile() {
    RobotModel file = arm(1, 1);
    RobotModel other = arm(0.7, 1.3);
    try (Simulation scaled = Simulation.of(file).control(ControlLaw.scaledActuators(file)).laneParameters().build();
        Simulation direct = Simulation.of(other).control(ControlLaw.actuators(other)).build();
        Simulation usual = Simulation.of(file).control(ControlLaw.actuators(file)).build()) {
      scaled.parameters().set(Parameters.count(file), 0, 0.7);
      scaled.parameters().set(Parameters.count(file) + 1, 0, 1.3);
      push(scaled);
      push(direct);
      push(usual);
      assertThat(scaled.state().robot(0)).containsExactly(direct.state().robot(0), within(1e-10));
      assertThat(scaled.state().get(0, 0)).isNotCloseTo(usual.state().get(0, 0), within(1e-3));
    }
  }
}
