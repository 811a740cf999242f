package io.github.lanewise.app.options;

import io.github.lanewise.app.report.TextPage;
import io.github.lanewise.data.PolicyFile;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.task.TipReturn;
import io.github.lanewise.task.TipTask;
import io.github.lanewise.task.TipVariation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Of which robot, to which goal the tip is to come: what a policy's file says under these names in its origin, so that
 * whoever acts by it has the task that it was learned for.
 *
 * @param robot without the task's motors
 * @param goal of the tip [m]
 * @param effort its price [m^2/(N m)^2]
 * @param variation how robots differ from their file
 */
public record TipSubject(NamedRobot robot, double[] goal, double effort, TipVariation variation) {
  /** The usual price of torques [m^2/(N m)^2]. */
  public static final double EFFORT = 0.001;

  private static final String ROBOT = "robot";
  private static final String GOAL = "goal";
  private static final String PRICE = "effort";

  /** With the task's own goal if there is none. */
  public TipSubject {
    goal = goal != null ? goal.clone() : new TipReturn(robot.model(), null, 0).goal();
  }

  /** The usual one of the library's finger. */
  public static TipSubject usual() {
    return new TipSubject(new NamedRobot("finger", RobotModel.builtIn("finger")), null, EFFORT, TipVariation.NONE);
  }

  /**
   * What a file says; the robot is the one that it was learned on, unless another is given.
   *
   * @param file that was read, for messages
   * @param given the robot that is to act; null for the file's
   * @throws IllegalArgumentException if the policy is for another task or does not say
   */
  public static TipSubject of(Path file, PolicyFile policy, NamedRobot given, CommandSpec spec) throws IOException {
    if (!policy.policy().task().equals(TipTask.NAME)) {
      throw new IllegalArgumentException(file + " is a policy for task '" + policy.policy().task() + "', not for '"
          + TipTask.NAME + "', the task of robots on a wire");
    }
    Map<String, String> origin = policy.origin();
    for (String fact : new String[] {ROBOT, GOAL, PRICE}) {
      if (!origin.containsKey(fact)) {
        throw new IllegalArgumentException(file + " does not say with which " + fact + " its policy was learned");
      }
    }
    String name = origin.get(ROBOT);
    NamedRobot robot = given != null ? given : new NamedRobot(name, RobotOption.load(name, spec));
    double[] goal = Arrays.stream(origin.get(GOAL).split(",")).mapToDouble(Double::parseDouble).toArray();
    return new TipSubject(robot, goal, Double.parseDouble(origin.get(PRICE)), TipVariation.NONE);
  }

  /** The task, with robots that vary if they are to. */
  public TipTask task() {
    return new TipTask(robot.model(), goal, effort, variation);
  }

  /** The same as a command has it. */
  public ChosenTask chosen() {
    return new ChosenTask(task(), named(), toText());
  }

  /** All of it in words, by name. */
  private Map<String, String> named() {
    Map<String, String> named = new LinkedHashMap<>();
    named.put(ROBOT, robot.name());
    named.put(GOAL, Arrays.stream(goal).mapToObj(Double::toString).collect(Collectors.joining(",")));
    named.put(PRICE, Double.toString(effort));
    named.put("robots off by up to", Double.toString(variation.share()));
    named.put("actions late by up to control steps", Double.toString(variation.delay()));
    named.put("error of sensed positions", Double.toString(variation.positionError()));
    named.put("error of sensed velocities", Double.toString(variation.velocityError()));
    return named;
  }

  /** A line to read. */
  private String toText() {
    return "tip of " + robot.name() + " to ("
        + Arrays.stream(goal).mapToObj(x -> TextPage.format("%.4g", x)).collect(Collectors.joining(", ")) + ") m"
        + (variation.share() == 0 ? "" : ", robots with masses, friction and torques off by up to "
            + TextPage.number(100 * variation.share()) + " %")
        + (variation.delay() == 0 ? "" : ", actions late by up to " + TextPage.number(variation.delay())
            + (variation.delay() == 1 ? " control step" : " control steps"))
        + (variation.positionError() == 0 && variation.velocityError() == 0 ? "" : ", sensors with errors of "
            + TextPage.number(variation.positionError()) + " rad and " + TextPage.number(variation.velocityError())
            + " rad/s");
  }
}
