package io.github.lanewise.app.wire;

import io.github.lanewise.app.options.ArgumentChecks;
import io.github.lanewise.model.Joint;
import io.github.lanewise.model.Keyframe;
import io.github.lanewise.model.RobotModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The option that says where a simulated robot is in the beginning: a mixin. */
public final class StartPosture {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(names = "--start", paramLabel = "NAME|Q,...", description = "Where the robot is in the beginning: a pose of"
      + " the --arm's file, a keyframe of the robot's, or a number for each joint [rad or m]; nan is as without this"
      + " (at 0, or at the end of the range that is nearest to it).")
  private String start;

  /**
   * One number for each joint.
   *
   * @param arm null if there is none
   * @param usual where it is without the option
   * @throws picocli.CommandLine.ParameterException if there is no such posture, with those there are, or it has another
   *     number of joints; ranges are for the robot to check
   */
  public double[] of(RobotModel model, Arm arm, double[] usual) {
    if (start == null) {
      return usual;
    }
    List<String> joints = model.joints().stream().map(Joint::name).toList();
    double[] q = usual.clone();
    if (arm != null && arm.poses().containsKey(start)) {
      arm.poses().get(start).forEach((joint, position) -> q[joints.indexOf(joint)] = position);
      return q;
    }
    for (Keyframe keyframe : model.keyframes()) {
      if (keyframe.name().equals(start)) {
        return keyframe.q();
      }
    }
    numbers(model, arm, q);
    return q;
  }

  private void numbers(RobotModel model, Arm arm, double[] q) {
    ArgumentChecks checks = new ArgumentChecks(spec);
    String[] numbers = start.split(",", -1);
    for (int j = 0; j < Math.min(numbers.length, q.length); j++) {
      double number = Double.NaN;
      try {
        number = numbers[j].strip().equals("nan") ? q[j] : Double.parseDouble(numbers[j]);
      } catch (NumberFormatException e) {
        // Said below.
      }
      checks.require(Double.isFinite(number), "--start '" + start + "' is neither a posture of " + names(model, arm)
          + " nor a number for each joint.");
      q[j] = number;
    }
    checks.require(numbers.length == q.length, "--start has " + numbers.length + " numbers, but robot '" + model.name()
        + "' has " + q.length + " joints.");
  }

  private static String names(RobotModel model, Arm arm) {
    List<String> names = new ArrayList<>(arm == null ? List.of() : arm.poses().keySet());
    model.keyframes().forEach(keyframe -> names.add(keyframe.name()));
    return names.isEmpty() ? "the robot's, which has none," : "the robot's, " + String.join(", ", names) + ",";
  }
}
