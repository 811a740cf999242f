package io.github.lanewise.hardware.loop;

import io.github.lanewise.hardware.servo.Servo;
import io.github.lanewise.hardware.servo.ServoBus;
import java.util.Locale;

/** Of the limits of a robot's file and those of its servos the smaller ones, and a sentence for each of a servo's. */
final class ReachableLimits {
  private final Safety safety;
  private final ServoBus bus;
  private final SafetyBuilder settings;

  private ReachableLimits(Safety safety, ServoBus bus) {
    this.safety = safety;
    this.bus = bus;
    settings = new SafetyBuilder(safety);
  }

  /** See {@link Safety#within}. */
  static Safety of(Safety safety, ServoBus bus) {
    requireTorqueConstants(bus);
    ReachableLimits limits = new ReachableLimits(safety, bus);
    for (int i = 0; i < safety.joints.size(); i++) {
      limits.slow(i);
      limits.weaken(i);
      limits.narrow(i);
    }
    return limits.settings.remarks.size() > safety.remarks().size() ? limits.settings.build() : safety;
  }

  private static void requireTorqueConstants(ServoBus bus) {
    for (Servo servo : bus.servos()) {
      if (Double.isNaN(servo.model().torqueUnit())) {
        throw new IllegalArgumentException("what torque servo " + servo.id() + " has is not known: no source gives the"
            + " torque constant of the " + servo.model().name() + "; give it by --torque-constant, or in the arm's file"
            + " as torque_constant_n_m_per_a");
      }
    }
  }

  private void slow(int joint) {
    double fastest = bus.mostVelocity(joint);
    if (safety.velocityOfFile[joint] && safety.velocity[joint] > fastest) {
      settings.velocity[joint] = fastest;
      settings.remarks.add(remark(joint, safety.velocity[joint], fastest, "rad/s"));
    }
  }

  private void weaken(int joint) {
    double strongest = bus.mostTorque(joint);
    if (safety.torqueOfFile[joint] && safety.torque[joint] > strongest) {
      settings.torque[joint] = strongest;
      settings.remarks.add(remark(joint, safety.torque[joint], strongest, "N m"));
    }
  }

  private void narrow(int joint) {
    double lower = safety.lower[joint];
    double upper = safety.upper[joint];
    double rounding = bus.resolution(joint);
    double low = bus.lowest(joint) - lower > rounding ? bus.lowest(joint) : lower;
    double high = upper - bus.highest(joint) > rounding ? bus.highest(joint) : upper;
    if (low == lower && high == upper) {
      return;
    }
    String ranges = String.format(Locale.ROOT, "the registers of %s take %.4g to %.4g rad, the robot's is %.4g to"
        + " %.4g rad", bus.servosOf(joint), bus.lowest(joint), bus.highest(joint), lower, upper);
    if (!(low < high)) {
      throw new IllegalArgumentException("joint '" + safety.joints.get(joint) + "' has no range: " + ranges
          + "; is the servo's zero right?");
    }
    settings.lower[joint] = low;
    settings.upper[joint] = high;
    settings.remarks.add(String.format(Locale.ROOT, "range of joint '%s': %.4g to %.4g rad; %s",
        safety.joints.get(joint), low, high, ranges));
  }

  private String remark(int joint, double file, double most, String unit) {
    return String.format(Locale.ROOT, "limit of joint '%s': %.4g %s, which is the most that %s does; the"
        + " robot's file has %.4g %s", safety.joints.get(joint), most, unit, bus.servosOf(joint), file, unit);
  }
}
