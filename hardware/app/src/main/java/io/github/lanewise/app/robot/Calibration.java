package io.github.lanewise.app.robot;

import io.github.lanewise.app.console.Prompts;
import io.github.lanewise.app.wire.Arm;
import io.github.lanewise.app.wire.ArmServo;
import io.github.lanewise.hardware.servo.ServoBus;
import io.github.lanewise.model.Joint;
import io.github.lanewise.model.RobotModel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What servos of one joint each have shown while a hand moved the arm [rad]: where the joints are at 0, what was shown
 * after a little in the positive direction, and the least and the most of the whole way.
 */
record Calibration(double[] zero, double[] positive, double[] least, double[] most) {
  /** A turn by less is no direction. */
  private static final double CLEAR = 0.05;
  /** A way that is shorter is no range. */
  private static final double SHORTEST = 0.2;

  /** Asks a person to move the arm, whose torque is switched off when he holds it. */
  static Calibration byHand(ServoBus bus, RobotModel model, Prompts prompts) throws IOException {
    int n = bus.joints();
    prompts.await("Hold the arm: torque goes off when you press Enter.");
    Shown.torqueOff(bus);
    prompts.await("Bring every joint to 0, as the robot's file has it, and press Enter.");
    double[] zero = Shown.read(bus).position;
    double[] positive = new double[n];
    for (int j = 0; j < n; j++) {
      Joint joint = model.joints().get(j);
      do {
        prompts.await("Move joint '" + joint.name() + "' a little in its positive direction, 0.1 rad or more, and press"
            + " Enter.");
        positive[j] = Shown.read(bus).position[j];
      } while (Math.abs(positive[j] - zero[j]) < CLEAR);
    }
    double[] least = new double[n];
    double[] most = new double[n];
    Arrays.setAll(least, j -> Math.min(zero[j], positive[j]));
    Arrays.setAll(most, j -> Math.max(zero[j], positive[j]));
    prompts.await("Move every joint through its whole range, from end to end, and press Enter.", () -> {
      double[] q = Shown.read(bus).position;
      for (int j = 0; j < n; j++) {
        least[j] = Math.min(least[j], q[j]);
        most[j] = Math.max(most[j], q[j]);
      }
    });
    return new Calibration(zero, positive, least, most);
  }

  /**
   * The arm with these zeros, directions and ranges.
   *
   * @throws IllegalArgumentException if a joint was hardly moved, or its 0 is at none of the places that the robot's
   *     file allows
   */
  Arm of(Arm begun, RobotModel model, double margin) {
    List<ArmServo> servos = new ArrayList<>();
    Map<String, double[]> ranges = new LinkedHashMap<>();
    for (int j = 0; j < zero.length; j++) {
      Joint joint = model.joints().get(j);
      double ratio = Math.signum(positive[j] - zero[j]);
      double one = ratio * (least[j] - zero[j]);
      double other = ratio * (most[j] - zero[j]);
      double low = Math.max(joint.lower(), Math.min(one, other) + margin);
      double high = Math.min(joint.upper(), Math.max(one, other) - margin);
      if (most[j] - least[j] < SHORTEST || !(low < high)) {
        throw new IllegalArgumentException(String.format(Locale.ROOT, "joint '%s' was moved from %.3f to"
            + " %.3f rad of its 0, and its range in the robot's file is %.3f to %.3f: begin anew, and move it from end"
            + " to end", joint.name(), Math.min(one, other), Math.max(one, other), joint.lower(), joint.upper()));
      }
      servos.add(begun.servos().get(j).turned(zero[j], ratio));
      ranges.put(joint.name(), new double[] {low, high});
    }
    return new Arm(begun.file(), begun.robot(), begun.ports(), servos, ranges, begun.passive(), begun.poses());
  }
}
