package io.github.lanewise.dynamics;

import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.model.Joint;
import io.github.lanewise.model.JointKind;
import io.github.lanewise.model.RobotModel;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * States in which no robot can be, though their numbers are finite: quaternions that are not of length 1, from which a
 * first step would start as if all moved faster, and angles of which the number type does not resolve a turn, so that
 * their sine means nothing.
 *
 * <p>States whose rows are infinite or not numbers pass: a batch may hold robots that are lost. Immutable, nothing is
 * allocated unless there is something to say.
 */
public final class StateCheck {
  /** How far the length of a quaternion may be from 1: more than rounding to float, less than a slip. */
  public static final double UNIT_TOLERANCE = 1e-6;

  /** An eighth of a radian apart, the neighbours of this number in double; in float one radian. */
  private static final double FARTHEST_DOUBLE = 1e15;
  private static final double FARTHEST_FLOAT = 1e7;

  private StateCheck() {}

  /**
   * {@return the largest angle that a number type resolves [rad]}
   *
   * @param type number type
   */
  public static double farthestAngle(ElementType type) {
    return type == ElementType.DOUBLE ? FARTHEST_DOUBLE : FARTHEST_FLOAT;
  }

  /**
   * What is wrong with a state.
   *
   * @param model of the robot
   * @param states nq rows or more, the configuration first [rad or m]
   * @param robot which of them
   * @return a clause with the joint's name and the number, or null if nothing is wrong
   */
  public static String fault(RobotModel model, Batch states, int robot) {
    List<Joint> joints = model.joints();
    double farthest = farthestAngle(states.type());
    for (int i = 0; i < joints.size(); i++) {
      Joint joint = joints.get(i);
      int first = joint.idxQ();
      switch (joint.kind()) {
        case REVOLUTE, CONTINUOUS -> {
          double angle = states.get(first, robot);
          if (Math.abs(angle) > farthest && !Double.isInfinite(angle)) {
            return "joint '" + joint.name() + "' is at " + angle + " rad, and beyond " + farthest + " rad "
                + states.type().name().toLowerCase(Locale.ROOT) + " does not resolve a turn";
          }
        }
        case PRISMATIC -> { }
        case SPHERICAL, FREE -> {
          double length = length(states, joint.kind() == JointKind.FREE ? first + 3 : first, robot);
          if (Math.abs(length - 1) > UNIT_TOLERANCE && !Double.isInfinite(length)) {
            return "joint '" + joint.name() + "' has a quaternion of length " + length + ", where 1 is needed";
          }
        }
      }
    }
    return null;
  }

  private static double length(Batch states, int row, int robot) {
    double squared = 0;
    for (int k = row; k < row + 4; k++) {
      double part = states.get(k, robot);
      squared += part * part;
    }
    return Math.sqrt(squared);
  }

  /**
   * Refuses states of which one has a {@link #fault}.
   *
   * @param model of the robot
   * @param states nq rows or more, the configuration first
   * @throws IllegalArgumentException with the robot's number and the fault of the first that has one
   */
  public static void require(RobotModel model, Batch states) {
    for (int robot = 0; robot < states.robotCount(); robot++) {
      String fault = fault(model, states, robot);
      if (fault != null) {
        throw new IllegalArgumentException("robot " + robot + " of '" + model.name() + "': " + fault);
      }
    }
  }

  /**
   * {@return the robots whose state means nothing any more, because it is not finite or has a {@link #fault}; in their
   * order, a new array}
   *
   * @param model of the robot
   * @param states nq rows or more, the configuration first
   */
  public static int[] lost(RobotModel model, Batch states) {
    int[] nonFinite = states.nonFiniteRobots();
    int[] faulty = IntStream.range(0, states.robotCount())
        .filter(robot -> fault(model, states, robot) != null).toArray();
    return IntStream.concat(IntStream.of(nonFinite), IntStream.of(faulty)).distinct().sorted().toArray();
  }
}
