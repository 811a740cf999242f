package io.github.lanewise.app.robot;

import io.github.lanewise.app.wire.Arm;
import io.github.lanewise.app.wire.ArmServo;
import io.github.lanewise.hardware.servo.Transmission;
import io.github.lanewise.model.Joint;
import io.github.lanewise.model.JointKind;
import io.github.lanewise.model.RobotModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What an arm's servos show while a hand moves it, and what follows: their zeros, the signs of their ratios, and the
 * ranges of the joints. How many servos a joint has, couplings and the sizes of ratios are those of the arm begun.
 *
 * <p>Servos are in the order of {@link Arm#inPortOrder}, and show angles from the middle of their range [rad].
 */
final class Calibration {
  /** A turn by less is no direction. */
  private static final double CLEAR = 0.05;
  /** A way that is shorter is no range. */
  private static final double SHORTEST = 0.2;

  private final Arm begun;
  private final RobotModel model;
  private final List<ArmServo> servos;
  private final Transmission transmission;
  private final double[] zero;
  /** What was shown before a joint is moved in its direction. */
  private double[] before;
  /** Signs of ratios; 0 where no joint of the servo has been moved yet. */
  private final double[] sign;
  private final double[] least;
  private final double[] most;

  /** Of an arm whose joints are all at 0 while its servos show this. */
  Calibration(Arm begun, RobotModel model, double[] shown) {
    this.begun = begun;
    this.model = model;
    servos = begun.inPortOrder();
    transmission = begun.transmission(model);
    zero = shown.clone();
    before = zero;
    sign = new double[zero.length];
    least = new double[model.joints().size()];
    most = least.clone();
  }

  /** The joints that servos move, by their places: the others follow or rest. */
  List<Integer> moved() {
    List<Integer> moved = new ArrayList<>();
    for (int j = 0; j < model.joints().size(); j++) {
      String name = model.joints().get(j).name();
      if (servos.stream().anyMatch(servo -> servo.joints().containsKey(name))) {
        moved.add(j);
      }
    }
    return moved;
  }

  /**
   * A joint, and no other, was moved in its positive direction since the last: whether by enough in all of its servos.
   *
   * @throws IllegalArgumentException if a servo turned the other way than it did for another of its joints
   */
  boolean movedPositive(int joint, double[] shown) {
    String name = model.joints().get(joint).name();
    for (int i = 0; i < servos.size(); i++) {
      if (servos.get(i).joints().containsKey(name) && Math.abs(shown[i] - before[i]) < CLEAR) {
        return false;
      }
    }
    for (int i = 0; i < servos.size(); i++) {
      Double turn = servos.get(i).joints().get(name);
      if (turn != null) {
        double now = Math.signum(turn * (shown[i] - before[i]));
        if (sign[i] == -now) {
          throw new IllegalArgumentException("servo " + servos.get(i).id() + " turned the other way for joint '" + name
              + "' than the arm's file has it beside its other joints: change the sign of '" + name
              + "' in its \"joints\"");
        }
        sign[i] = now;
      }
    }
    before = shown.clone();
    return true;
  }

  /** What was shown on the way, when all directions are known. */
  void sweep(double[] shown) {
    double[] s = new double[servos.size()];
    Arrays.setAll(s, i -> sign[i] * Math.abs(servos.get(i).ratio()) * (shown[i] - zero[i]));
    double[] q = new double[least.length];
    transmission.positions(s, q);
    for (int j : moved()) {
      least[j] = Math.min(least[j], q[j]);
      most[j] = Math.max(most[j], q[j]);
    }
  }

  /**
   * The arm with these zeros, directions and ranges.
   *
   * @param margin what ranges are less at each end [rad of the servo]
   * @throws IllegalArgumentException if a joint was hardly moved, or its 0 is at none of the places that the robot's
   *     file allows
   */
  Arm arm(double margin) {
    List<ArmServo> done = new ArrayList<>();
    for (int i = 0; i < servos.size(); i++) {
      done.add(servos.get(i).turned(zero[i], sign[i] * Math.abs(servos.get(i).ratio())));
    }
    Map<String, double[]> ranges = new LinkedHashMap<>();
    for (int j : moved()) {
      Joint joint = model.joints().get(j);
      double perServo = servos.stream().filter(servo -> servo.joints().containsKey(joint.name())).findFirst()
          .map(servo -> Math.abs(servo.ratio() / servo.joints().get(joint.name()))).orElseThrow();
      double low = Math.max(joint.lower(), least[j] + margin * perServo);
      double high = Math.min(joint.upper(), most[j] - margin * perServo);
      if (most[j] - least[j] < SHORTEST * perServo || !(low < high)) {
        throw new IllegalArgumentException(String.format(Locale.ROOT, "joint '%s' was moved from %.3f to %.3f %s of its"
            + " 0, and its range in the robot's file is %.3f to %.3f: begin anew, and move it from end to end",
            joint.name(), least[j], most[j], joint.kind() == JointKind.PRISMATIC ? "m" : "rad", joint.lower(),
            joint.upper()));
      }
      ranges.put(joint.name(), new double[] {low, high});
    }
    return new Arm(begun.file(), begun.robot(), begun.ports(), done, ranges, begun.passive(), begun.poses());
  }
}
