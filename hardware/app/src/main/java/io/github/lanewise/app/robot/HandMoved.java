package io.github.lanewise.app.robot;

import io.github.lanewise.app.console.Prompts;
import io.github.lanewise.app.wire.Arm;
import io.github.lanewise.app.wire.ArmServo;
import io.github.lanewise.app.wire.ConnectedRobot;
import io.github.lanewise.hardware.servo.ServoBus;
import io.github.lanewise.model.RobotModel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * An arm without torque that a person moves.
 *
 * @param connected with servos as new: each shows its own angle
 * @param raw the arm of these servos
 */
record HandMoved(ConnectedRobot connected, Arm raw) {
  /** Asks a person to move the arm, whose torque is switched off when he holds it. */
  Calibration calibrate(Arm begun, RobotModel model, Prompts prompts) throws IOException {
    prompts.await("Hold the arm: torque goes off when you press Enter.");
    Shown.torqueOff(connected.bus());
    prompts.await("Bring every joint to 0, as the robot's file has it, and press Enter.");
    Calibration calibration = new Calibration(begun, model, shown());
    for (int j : calibration.moved()) {
      do {
        prompts.await("Move joint '" + model.joints().get(j).name() + "' a little in its positive direction, 0.1 rad of"
            + " its servo or more, and press Enter.");
      } while (!calibration.movedPositive(j, shown()));
    }
    calibration.sweep(shown());
    prompts.await("Move every joint through its whole range, from end to end, and press Enter.", () ->
        calibration.sweep(shown()));
    return calibration;
  }

  /** What each servo shows, in the order of {@link Arm#inPortOrder} [rad]. */
  private double[] shown() throws IOException {
    List<String> ports = List.copyOf(raw.ports().keySet());
    List<ArmServo> servos = raw.inPortOrder();
    double[] shown = new double[servos.size()];
    List<ConnectedRobot.Line> lines = new ArrayList<>(connected.lines());
    for (int line = 0; line < lines.size(); line++) {
      ServoBus bus = lines.get(line).bus();
      double[] angles = Shown.read(bus).position;
      for (int i = 0; i < servos.size(); i++) {
        for (int k = 0; k < angles.length; k++) {
          if (servos.get(i).port().equals(ports.get(line)) && servos.get(i).id() == bus.servos().get(k).id()) {
            shown[i] = angles[k];
          }
        }
      }
    }
    return shown;
  }
}
