package io.github.lanewise.app.options;

import io.github.lanewise.dynamics.DrivenJoints;
import io.github.lanewise.model.Joint;
import io.github.lanewise.model.JointKind;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What of a robot is driven, in words, where its file says so. */
public final class DrivenText {
  private DrivenText() {}

  /** {@code within 150 N m}, {@code within -10 to 50 N m} or {@code without a limit}. */
  public static String range(DrivenJoints driven, Joint joint) {
    String unit = joint.kind() == JointKind.PRISMATIC ? "N" : "N m";
    double lowest = driven.lowest(joint);
    double highest = driven.highest(joint);
    if (Double.isInfinite(lowest) && Double.isInfinite(highest)) {
      return "without a limit";
    }
    return "within " + (lowest == -highest ? "" : number(lowest) + " to ") + number(highest) + " " + unit;
  }

  private static String number(double force) {
    String digits = String.format(Locale.ROOT, "%.4g", force);
    return digits.contains(".") && !digits.contains("e") ? digits.replaceAll("\\.?0+$", "") : digits;
  }

  /** {@code driven: hip within 150 N m, ...}; empty where the file says nothing. */
  public static Optional<String> of(DrivenJoints driven) {
    return driven.areNamed() ? Optional.of("driven: " + driven.joints().stream()
        .map(joint -> joint.name() + " " + range(driven, joint)).collect(Collectors.joining(", "))) : Optional.empty();
  }

  /** {@code swing freely: root_x, ...}; empty where the file says nothing, or there are none. */
  public static Optional<String> free(DrivenJoints driven) {
    List<Joint> others = driven.areNamed() ? driven.others() : List.of();
    return others.isEmpty() ? Optional.empty() : Optional.of(
        "swing freely: " + others.stream().map(Joint::name).collect(Collectors.joining(", ")));
  }
}
