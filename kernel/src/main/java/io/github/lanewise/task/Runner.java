package io.github.lanewise.task;

import io.github.lanewise.model.Joint;
import io.github.lanewise.spatial.Mat3;
import io.github.lanewise.spatial.Transform;
import io.github.lanewise.spatial.Vec3;
import io.github.lanewise.trace.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A robot with a free root that is to run towards a far target: what ant and humanoid observe, and how they start.
 *
 * <p>Reported states stand y up: position, quaternion x, y, z, w of the root turned by -90 degrees about x, joint
 * angles; angular velocity in the world, velocity of the point of the root body that is at the world's origin, joint
 * rates.
 */
abstract class Runner extends PublishedTask {
  private static final double HALF = Math.sqrt(0.5);

  private final double target;
  private final double height;
  private final double[] posture;

  /**
   * Describes the run.
   *
   * @param target x of the target, straight ahead [m]
   * @param height at which the root starts [m]
   * @param posture joint angles at the start
   */
  Runner(String name, Rules rules, TaskVariant variant, double target, double height, double... posture) {
    super(name, rules, variant);
    this.target = target;
    this.height = height;
    this.posture = posture;
  }

  private static Mat3 rotation(Scalar[] q) {
    return Transform.rotation(q[3], q[4], q[5], q[6]);
  }

  /** Velocity of the root in the world, z up. */
  static Vec3 velocity(Scalar[] q, Scalar[] v) {
    return rotation(q).times(Vec3.of(v, 0));
  }

  /** How upright the root is: the world's up on the root's own z. */
  static Scalar up(Scalar[] q) {
    return rotation(q).zz();
  }

  /** How much the root's own x points at the target. */
  Scalar heading(Scalar[] q) {
    Vec3 forwards = rotation(q).columnX();
    Scalar ahead = q[0].negate().plus(target);
    Scalar aside = q[1].negate();
    Scalar distance = ahead.squared().plus(aside.squared()).sqrt();
    return forwards.x().times(ahead).plus(forwards.y().times(aside)).over(distance);
  }

  @Override
  public List<String> observationNames() {
    List<String> names = new ArrayList<>(List.of("height", "quaternion x", "quaternion y", "quaternion z",
        "quaternion w", "velocity x", "velocity y", "velocity z", "angular velocity x", "angular velocity y",
        "angular velocity z"));
    List<String> joints = robot().joints().stream().skip(1).map(Joint::name).toList();
    names.addAll(joints);
    joints.forEach(joint -> names.add("a tenth of the velocity of " + joint));
    names.add("up");
    names.add("heading");
    robot().actuators().forEach(actuator -> names.add("last action of " + actuator.name()));
    return List.copyOf(names);
  }

  @Override
  public Scalar[] observation(Scalar[] q, Scalar[] v, Scalar[] last) {
    List<Scalar> rows = new ArrayList<>();
    rows.add(q[2]);
    // (-1/sqrt 2, 0, 0, 1/sqrt 2) times the quaternion.
    rows.add(q[3].minus(q[6]).times(HALF));
    rows.add(q[4].plus(q[5]).times(HALF));
    rows.add(q[5].minus(q[4]).times(HALF));
    rows.add(q[6].plus(q[3]).times(HALF));
    addStanding(rows, velocity(q, v));
    addStanding(rows, rotation(q).times(Vec3.of(v, 3)));
    rows.addAll(List.of(q).subList(7, q.length));
    for (int row = 6; row < v.length; row++) {
      rows.add(v[row].times(0.1));
    }
    rows.add(up(q));
    rows.add(heading(q));
    rows.addAll(List.of(last));
    return rows.toArray(Scalar[]::new);
  }

  /** On axes that stand y up. */
  private static void addStanding(List<Scalar> rows, Vec3 u) {
    rows.addAll(List.of(u.x(), u.z(), u.y().negate()));
  }

  /** Draws in the order and the coordinates of reported states; the noise of the velocities is of the twist. */
  @Override
  public void start(RandomGenerator random, double[] x) {
    x[0] = noise(random, 0.1);
    x[2] = height + noise(random, 0.1);
    x[1] = -noise(random, 0.1);
    double half = noise(random, Math.PI / 24) / 2;
    for (int i = 3; i < 6; i++) {
      x[i] = noise(random, 1);
    }
    double length = Math.sqrt(x[3] * x[3] + x[4] * x[4] + x[5] * x[5]);
    for (int i = 3; i < 6; i++) {
      x[i] *= length > 0 ? Math.sin(half) / length : 0;
    }
    x[6] = Math.cos(half);
    int nq = robot().nq();
    for (int row = 7; row < nq; row++) {
      x[row] = posture[row - 7] + noise(random, 0.2);
    }
    double wx = noise(random, 0.25);
    double wz = noise(random, 0.25);
    double wy = -noise(random, 0.25);
    double vx = noise(random, 0.25) + wy * x[2] - wz * x[1];
    double vz = noise(random, 0.25) + wx * x[1] - wy * x[0];
    double vy = -noise(random, 0.25) + wz * x[0] - wx * x[2];
    putOnBody(x, nq, vx, vy, vz);
    putOnBody(x, nq + 3, wx, wy, wz);
    for (int row = nq + 6; row < x.length; row++) {
      x[row] = noise(random, 0.25);
    }
  }

  /** {@code R' u} of the quaternion in rows 3 to 6 into three rows. */
  private static void putOnBody(double[] x, int row, double ux, double uy, double uz) {
    double tx = uy * x[5] - uz * x[4];
    double ty = uz * x[3] - ux * x[5];
    double tz = ux * x[4] - uy * x[3];
    x[row] = ux + 2 * (x[6] * tx - (x[4] * tz - x[5] * ty));
    x[row + 1] = uy + 2 * (x[6] * ty - (x[5] * tx - x[3] * tz));
    x[row + 2] = uz + 2 * (x[6] * tz - (x[3] * ty - x[4] * tx));
  }

  /** A quaternion z up, y up: r0 q. */
  private static double[] standing(double[] q) {
    return new double[] {HALF * (q[0] - q[3]), HALF * (q[1] + q[2]), HALF * (q[2] - q[1]), HALF * (q[3] + q[0])};
  }

  /** A quaternion y up, z up: the inverse of r0 times it. */
  private static double[] lying(double[] r) {
    return new double[] {HALF * (r[0] + r[3]), HALF * (r[1] - r[2]), HALF * (r[2] + r[1]), HALF * (r[3] - r[0])};
  }

  @Override
  public List<String> stateNames() {
    List<String> names = new ArrayList<>(List.of("x", "y", "z", "quaternion x", "quaternion y", "quaternion z",
        "quaternion w"));
    List<String> joints = robot().joints().stream().skip(1).map(Joint::name).toList();
    names.addAll(joints);
    names.addAll(List.of("angular velocity x", "angular velocity y", "angular velocity z",
        "velocity x of the body's point at the origin", "velocity y of the body's point at the origin",
        "velocity z of the body's point at the origin"));
    joints.forEach(joint -> names.add(joint + " velocity"));
    return names;
  }

  @Override
  public double[] reported(double[] x) {
    int nq = robot().nq();
    double[] reported = x.clone();
    double[] quaternion = {x[3], x[4], x[5], x[6]};
    double[] place = {x[0], x[1], x[2]};
    double[] w = turned(quaternion, new double[] {x[nq + 3], x[nq + 4], x[nq + 5]}, 1);
    double[] velocity = turned(quaternion, new double[] {x[nq], x[nq + 1], x[nq + 2]}, 1);
    double[] lever = cross(w, place);
    double[] atOrigin = {velocity[0] - lever[0], velocity[1] - lever[1], velocity[2] - lever[2]};
    putStanding(reported, 0, place);
    System.arraycopy(standing(quaternion), 0, reported, 3, 4);
    putStanding(reported, nq, w);
    putStanding(reported, nq + 3, atOrigin);
    return reported;
  }

  @Override
  public double[] state(double[] reported) {
    int nq = robot().nq();
    double[] x = reported.clone();
    double[] place = lyingVector(reported, 0);
    double[] quaternion = lying(new double[] {reported[3], reported[4], reported[5], reported[6]});
    double[] w = lyingVector(reported, nq);
    double[] atOrigin = lyingVector(reported, nq + 3);
    double[] lever = cross(w, place);
    double[] velocity = {atOrigin[0] + lever[0], atOrigin[1] + lever[1], atOrigin[2] + lever[2]};
    System.arraycopy(place, 0, x, 0, 3);
    System.arraycopy(quaternion, 0, x, 3, 4);
    System.arraycopy(turned(quaternion, velocity, -1), 0, x, nq, 3);
    System.arraycopy(turned(quaternion, w, -1), 0, x, nq + 3, 3);
    return x;
  }

  private static void putStanding(double[] rows, int i, double[] u) {
    rows[i] = u[0];
    rows[i + 1] = u[2];
    rows[i + 2] = -u[1];
  }

  private static double[] lyingVector(double[] rows, int i) {
    return new double[] {rows[i], -rows[i + 2], rows[i + 1]};
  }

  /** {@code R u} of a unit quaternion, {@code R' u} for sign -1. */
  private static double[] turned(double[] q, double[] u, int sign) {
    double[] axis = {sign * q[0], sign * q[1], sign * q[2]};
    double[] once = cross(axis, u);
    double[] twice = cross(axis, once);
    double[] result = new double[3];
    for (int k = 0; k < 3; k++) {
      result[k] = u[k] + 2 * (q[3] * once[k] + twice[k]);
    }
    return result;
  }

  private static double[] cross(double[] a, double[] b) {
    return new double[] {a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]};
  }
}
