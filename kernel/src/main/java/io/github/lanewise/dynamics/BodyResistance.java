package io.github.lanewise.dynamics;

import io.github.lanewise.spatial.ArticulatedInertia;
import io.github.lanewise.spatial.Force;
import io.github.lanewise.spatial.Mat3;
import io.github.lanewise.spatial.Motion;
import io.github.lanewise.spatial.Transform;
import io.github.lanewise.spatial.Vec3;
import io.github.lanewise.trace.Scalar;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code J' B J}: what resists the motion of points on the bodies, as the joints feel it.
 *
 * <p>A 6 x 6 matrix for each body, summed from the leaves to the roots and projected onto the joints like the inertias
 * of the composite-rigid-body algorithm: its cost grows with the joints, not with the points. All are on world axes and
 * about the origin of the root body, so that a robot far out keeps its digits.
 */
final class BodyResistance {
  private final Kinematics state;
  private final Mechanism robot;
  private final ArticulatedInertia[] bodies;
  private final Map<Couple, ArticulatedInertia> between = new LinkedHashMap<>();

  /** Two bodies. */
  private record Couple(int i, int j) {}

  BodyResistance(Kinematics state) {
    this.state = state;
    robot = state.robot();
    bodies = new ArticulatedInertia[robot.size()];
  }

  private int root(int i) {
    return robot.parent(i) < 0 ? i : root(robot.parent(i));
  }

  private Vec3 reference(int i) {
    return state.poses()[root(i)].translation();
  }

  /**
   * Adds the resistance of a point.
   *
   * @param i body that carries it
   * @param place of the point in the world [m]
   * @param b force against a velocity of the point, symmetric, on world axes [N s/m]
   */
  void add(int i, Vec3 place, Mat3 b) {
    ArticulatedInertia there = new ArticulatedInertia(Mat3.ZERO, Mat3.ZERO, b).shifted(place.minus(reference(i)));
    bodies[i] = bodies[i] == null ? there : bodies[i].plus(there);
  }

  /**
   * Adds the resistance of a point of one body against the other, which moves with it or stands as the world.
   *
   * @param i a body, -1 for the world
   * @param j the other one, likewise
   * @param place of both points in the world [m]
   * @param b force against a velocity of the one against the other, symmetric, on world axes [N s/m]
   */
  void addBetween(int i, int j, Vec3 place, Mat3 b) {
    if (i < 0 || j < 0) {
      add(Math.max(i, j), place, b);
      return;
    }
    ArticulatedInertia there = new ArticulatedInertia(Mat3.ZERO, Mat3.ZERO, b).shifted(place.minus(reference(i)));
    between.merge(new Couple(i, j), there, ArticulatedInertia::plus);
  }

  /** Adds the entries of {@code J' B J}, J being the difference of both where two bodies resist each other. */
  void addTo(Forces forces) {
    between.forEach((couple, b) -> couple(forces, couple, b));
    for (int i = bodies.length - 1; i >= 0; i--) {
      int parent = robot.parent(i);
      if (bodies[i] == null) {
        continue;
      }
      for (int c = 0; c < robot.joint(i).nv(); c++) {
        project(forces, i, c);
      }
      if (parent >= 0) {
        bodies[parent] = bodies[parent] == null ? bodies[i] : bodies[parent].plus(bodies[i]);
      }
    }
  }

  /** Of joints that carry both, nothing is felt. */
  private void couple(Forces forces, Couple couple, ArticulatedInertia b) {
    List<Integer> rows = new ArrayList<>();
    List<Motion> columns = new ArrayList<>();
    for (int end : new int[] {couple.i, couple.j}) {
      int other = end == couple.i ? couple.j : couple.i;
      for (int k = end; k >= 0 && !carries(k, other); k = robot.parent(k)) {
        for (int c = 0; c < robot.joint(k).nv(); c++) {
          Motion column = column(k, c, reference(couple.i));
          rows.add(robot.joint(k).idxV() + c);
          columns.add(end == couple.i ? column : column.negate());
        }
      }
    }
    for (int k = 0; k < rows.size(); k++) {
      Force f = b.times(columns.get(k));
      for (int l = 0; l <= k; l++) {
        Scalar d = columns.get(l).dot(f);
        forces.addResistance(rows.get(k), rows.get(l), d);
        if (l < k) {
          forces.addResistance(rows.get(l), rows.get(k), d);
        }
      }
    }
  }

  private boolean carries(int k, int body) {
    return body >= 0 && (body == k || carries(k, robot.parent(body)));
  }

  /** A column: the force that all beyond joint i resists with, as the joints on the way to the root feel it. */
  private void project(Forces forces, int i, int c) {
    Force f = bodies[i].times(column(i, c, reference(i)));
    int column = robot.joint(i).idxV() + c;
    for (int j = i; j >= 0; j = robot.parent(j)) {
      for (int r = 0; r < (j == i ? c + 1 : robot.joint(j).nv()); r++) {
        int row = robot.joint(j).idxV() + r;
        Scalar d = column(j, r, reference(j)).dot(f);
        forces.addResistance(row, column, d);
        if (row != column) {
          forces.addResistance(column, row, d);
        }
      }
    }
  }

  /** The motion that velocity row c of joint i makes, on world axes, of the point of its body at the reference. */
  private Motion column(int i, int c, Vec3 reference) {
    Motion s = robot.joint(i).subspace(c);
    Transform body = state.poses()[i];
    Vec3 angular = body.rotation().times(s.angular());
    Vec3 linear = body.rotation().times(s.linear()).plus(angular.cross(reference.minus(body.translation())));
    return new Motion(angular, linear);
  }
}
