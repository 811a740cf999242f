package io.github.lanewise.app.watch;

import io.github.lanewise.model.Joint;
import io.github.lanewise.model.RobotModel;
import java.util.List;

/**
 * The configurations of a robot over time, as a file has them, of the lanes that are shown.
 *
 * @param file where they are from
 * @param timeStep between steps [s]
 * @param lanes their numbers in the file
 * @param q of each lane nq numbers a step, step after step
 * @param contacts what touches, null if the file does not say
 * @param seed of everything random in the file, null if it does not say
 * @param notes what is to be said about it, a sentence each
 */
record Motion(String file, double timeStep, List<Integer> lanes, List<double[]> q, Contacts contacts, Long seed,
    List<String> notes) {
  /** How far from 1 the length of a quaternion may be: what single precision makes of it over many steps. */
  private static final double UNIT_TOLERANCE = 1e-4;

  /**
   * Forces on the robot at points of it, in the world.
   *
   * @param count of contacts in a step
   * @param points of each lane 3 numbers a contact [m], contact after contact, step after step
   * @param forces likewise [N]
   */
  record Contacts(int count, List<double[]> points, List<double[]> forces) {}

  /** The number of steps. */
  int steps(RobotModel model) {
    return q.getFirst().length / model.nq();
  }

  /**
   * Refuses configurations that are none.
   *
   * @throws IllegalArgumentException if one is not finite or has a quaternion that is not of length 1, with lane, step
   *     and row
   */
  void check(RobotModel model) {
    for (int lane = 0; lane < lanes.size(); lane++) {
      requireFinite(lane, "q", q.get(lane), model.nq());
      if (contacts != null) {
        requireFinite(lane, "the contact points", contacts.points().get(lane), 3 * contacts.count());
        requireFinite(lane, "the contact forces", contacts.forces().get(lane), 3 * contacts.count());
      }
      for (Joint joint : model.joints()) {
        if (joint.kind().nq() >= 4) {
          requireUnit(lane, joint, model.nq());
        }
      }
    }
  }

  private void requireFinite(int lane, String what, double[] values, int width) {
    for (int i = 0; i < values.length; i++) {
      if (!Double.isFinite(values[i])) {
        throw refusal(lane, i / width, what + " has " + values[i] + " in row " + i % width
            + ": only finite states can be shown, so take another lane or cut the file before that step");
      }
    }
  }

  private void requireUnit(int lane, Joint joint, int nq) {
    double[] values = q.get(lane);
    int last = joint.idxQ() + joint.kind().nq();
    for (int step = 0; step < values.length / nq; step++) {
      double squared = 0;
      for (int i = last - 4; i < last; i++) {
        squared += values[step * nq + i] * values[step * nq + i];
      }
      if (!(Math.abs(Math.sqrt(squared) - 1) < UNIT_TOLERANCE)) {
        throw refusal(lane, step, "q has a quaternion of length " + Math.sqrt(squared) + " in rows " + (last - 4)
            + " to " + (last - 1) + ", of joint '" + joint.name() + "', where 1 is needed: rows are x, y, z, w");
      }
    }
  }

  private IllegalArgumentException refusal(int lane, int step, String reason) {
    return new IllegalArgumentException(file + ": lane " + lanes.get(lane) + ", step " + step + ": " + reason);
  }
}
