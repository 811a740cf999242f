package io.github.lanewise.hardware.loop;

import io.github.lanewise.hardware.servo.BusError;
import io.github.lanewise.hardware.servo.ServoBus;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;

/**
 * Why to stop, as numbers only: the words are made when the robot is safe. The first finding counts. Each method that
 * finds something answers false, which is "do not go on".
 */
final class Finding {
  private static final MathContext DIGITS = new MathContext(6);

  private Stop.Reason reason;
  private int joint = -1;
  private double value = Double.NaN;
  private double limit = Double.NaN;
  private BusError error = BusError.NONE;
  private int status;
  private String step = "";
  private Throwable cause;

  boolean found() {
    return reason != null;
  }

  /** Whether it is about one joint: a limit, or a servo. */
  boolean ofJoint() {
    return joint >= 0;
  }

  Stop.Reason reason() {
    return reason;
  }

  boolean of(Stop.Reason why) {
    return of(why, -1, Double.NaN, Double.NaN);
  }

  boolean of(Stop.Reason why, Throwable exception) {
    if (reason == null) {
      cause = exception;
    }
    return of(why);
  }

  boolean of(Stop.Reason why, int which, double found, double allowed) {
    if (reason == null) {
      reason = why;
      joint = which;
      value = found;
      limit = allowed;
    }
    return false;
  }

  /** A bus error about this servo, or about none if -1, and the status that it reported. */
  boolean ofBus(Stop.Reason why, BusError kind, int servo, int reported, double count, double allowed) {
    if (reason == null) {
      error = kind;
      status = reported;
    }
    return of(why, servo, count, allowed);
  }

  /** A bus error while the servos were made ready; {@code what} was to be done. */
  boolean notReady(String what, BusError kind, int servo, int reported) {
    if (reason == null) {
      step = what;
    }
    return ofBus(Stop.Reason.NOT_READY, kind, servo, reported, Double.NaN, Double.NaN);
  }

  /** Whether servos that report a hardware error are the reason. */
  boolean isHardware() {
    return error == BusError.HARDWARE;
  }

  /** In a sentence; {@code report} is what servos say of their hardware errors, empty if unknown. */
  Stop stop(long tick, List<String> joints, ServoBus bus, String report) {
    StringBuilder sentence = new StringBuilder(tick < 0 ? "before torque was switched on" : "tick " + tick);
    sentence.append(": ");
    if (joint >= 0) {
      sentence.append("joint '").append(joints.get(joint)).append("' (").append(bus.servosOf(joint)).append("): ");
    }
    sentence.append(reason.text());
    if (!Double.isNaN(limit)) {
      sentence.append(' ').append(number(value)).append(reason.unit())
          .append(", limit ").append(number(limit)).append(reason.unit());
    }
    if (!step.isEmpty()) {
      sentence.append(" (").append(step).append(')');
    }
    if (error != BusError.NONE) {
      sentence.append(": ").append(error.text());
    }
    if (!report.isEmpty()) {
      sentence.append(", ").append(report);
    } else if (status != 0) {
      sentence.append(", status ").append(status);
    }
    if (cause != null) {
      sentence.append(": ").append(cause);
    }
    return new Stop(reason, tick, joint, value, limit, sentence.toString(), cause);
  }

  private static String number(double x) {
    return Double.isFinite(x) ? new BigDecimal(x).round(DIGITS).stripTrailingZeros().toPlainString() : "" + x;
  }
}
