package io.github.lanewise.app.wire;

import io.github.lanewise.app.options.ArgumentChecks;
import io.github.lanewise.model.Joint;
import io.github.lanewise.model.RobotModel;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The option that says where a robot is to go: a mixin. */
public final class PoseOption {
  private static final String NAME = "--pose";

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(names = NAME, paramLabel = "NAME|Q,...", description = "Where the robot is to go: a pose of the --arm's file,"
      + " or a number for each joint [rad or m]; nan stays where it is.")
  private String pose;

  /** Whether there is one. */
  public boolean given() {
    return pose != null;
  }

  /**
   * One number for each joint; NaN of those that stay, which are all where the option was not given.
   *
   * @param arm null if there is none
   * @throws picocli.CommandLine.ParameterException if there is no such pose, with those there are, or it has another
   *     number of joints; ranges are for the robot to check
   */
  public double[] of(RobotModel model, Arm arm) {
    List<String> joints = model.joints().stream().map(Joint::name).toList();
    Map<String, Map<String, Double>> poses = arm == null ? Map.of() : arm.poses();
    if (pose == null || poses.containsKey(pose)) {
      Map<String, Double> named = pose == null ? Map.of() : poses.get(pose);
      return joints.stream().mapToDouble(joint -> named.getOrDefault(joint, Double.NaN)).toArray();
    }
    ArgumentChecks checks = new ArgumentChecks(spec);
    checks.require(pose.matches("[-+.,\\deE ]*(nan[-+.,\\deE ]*)*") && pose.matches(".*(\\d|nan).*"), NAME + " '" + pose
        + "' is no pose of the arm's file, which has " + (poses.isEmpty() ? "none" : poses.keySet())
        + ", and no numbers.");
    String[] numbers = pose.split(",", -1);
    checks.require(numbers.length == joints.size(), NAME + " has " + numbers.length + " numbers, but robot '"
        + model.name() + "' has " + joints.size() + " joints: " + String.join(", ", joints) + ".");
    return checks.valid(() -> Arrays.stream(numbers).mapToDouble(PoseOption::number).toArray());
  }

  private static double number(String number) {
    try {
      return number.strip().equals("nan") ? Double.NaN : Double.parseDouble(number);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(NAME + " has '" + number + "', which is no number", e);
    }
  }
}
