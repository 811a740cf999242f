package io.github.lanewise.hardware.recording;

import io.github.lanewise.model.Frame;
import io.github.lanewise.model.Joint;
import io.github.lanewise.model.JointKind;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.spatial.Transform;
import io.github.lanewise.trace.Scalar;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Where the frames of a robot are, each in the one that carries it: {@code T_parent,child(q) = T_0 exp([axis] q)} of a
 * joint's body, {@code T_0} of a frame that is fixed to it. A body goes by the name of the frame that lies on it, as a
 * link of URDF, else by its joint's; the world by its frame's, else "world". Allocates nothing.
 */
final class FramePoses {
  /** Translation [m] and quaternion x, y, z, w. */
  static final int POSE = 7;
  private static final String WORLD = "world";

  private final List<String> parents = new ArrayList<>();
  private final List<String> names = new ArrayList<>();
  private final Joint[] joints;
  /** Of joints, then of fixed frames. */
  private final double[] still;
  private final double[] axes;
  private final double[] poses;

  /** Of a robot of joints with one axis each. */
  FramePoses(RobotModel model) {
    joints = model.joints().toArray(Joint[]::new);
    axes = new double[3 * joints.length];
    List<Transform> placements = new ArrayList<>();
    for (int j = 0; j < joints.length; j++) {
      parents.add(body(model, joints[j].parent()));
      names.add(body(model, j));
      placements.add(joints[j].placement());
      System.arraycopy(values(joints[j].axis().toArray()), 0, axes, 3 * j, 3);
    }
    for (Frame frame : model.frames()) {
      String carrier = body(model, frame.joint());
      if (!frame.name().equals(carrier) && !names.contains(frame.name())) {
        parents.add(carrier);
        names.add(frame.name());
        placements.add(frame.placement());
      }
    }
    still = new double[POSE * names.size()];
    for (int i = 0; i < names.size(); i++) {
      setPose(placements.get(i), i * POSE);
    }
    poses = still.clone();
  }

  private static String body(RobotModel model, int joint) {
    return model.frames().stream().filter(frame -> frame.joint() == joint && isIdentity(frame.placement()))
        .map(Frame::name).findFirst().orElse(joint < 0 ? WORLD : model.joints().get(joint).name());
  }

  private static boolean isIdentity(Transform placement) {
    double[] r = rotation(placement);
    double[] t = values(placement.translation().toArray());
    return r[0] == 1 && r[4] == 1 && r[8] == 1 && t[0] == 0 && t[1] == 0 && t[2] == 0;
  }

  private static double[] rotation(Transform placement) {
    return values(Arrays.stream(placement.rotation().toArrays()).flatMap(Arrays::stream).toArray(Scalar[]::new));
  }

  private static double[] values(Scalar[] scalars) {
    return Arrays.stream(scalars).mapToDouble(Scalar::value).toArray();
  }

  private void setPose(Transform placement, int at) {
    System.arraycopy(values(placement.translation().toArray()), 0, still, at, 3);
    double[] r = rotation(placement);
    // The largest component first, of which the others are quotients: it is at least 1/2.
    double[] squares = {1 + r[0] - r[4] - r[8], 1 - r[0] + r[4] - r[8], 1 - r[0] - r[4] + r[8], 1 + r[0] + r[4] + r[8]};
    int largest = 0;
    for (int k = 1; k < 4; k++) {
      largest = squares[k] > squares[largest] ? k : largest;
    }
    double c = Math.sqrt(squares[largest]) / 2;
    double x = r[7] - r[5];
    double y = r[2] - r[6];
    double z = r[3] - r[1];
    double xy = r[1] + r[3];
    double xz = r[2] + r[6];
    double yz = r[5] + r[7];
    double[][] quotients = {{0, xy, xz, x}, {xy, 0, yz, y}, {xz, yz, 0, z}, {x, y, z, 0}};
    for (int k = 0; k < 4; k++) {
      still[at + 3 + k] = k == largest ? c : quotients[largest][k] / (4 * c);
    }
  }

  /** The frames. */
  List<String> names() {
    return names;
  }

  /** The frame that carries each. */
  List<String> parents() {
    return parents;
  }

  /** A number of the pose of a frame. */
  double pose(int frame, int number) {
    return poses[frame * POSE + number];
  }

  /** Moves the joints to the positions from a place of a row on [rad or m]. */
  void move(double[] row, int place) {
    for (int j = 0; j < joints.length; j++) {
      int at = j * POSE;
      double x = axes[3 * j];
      double y = axes[3 * j + 1];
      double z = axes[3 * j + 2];
      double q = row[place + j];
      if (joints[j].kind() == JointKind.PRISMATIC) {
        slide(at, x * q, y * q, z * q);
      } else {
        double sine = Math.sin(q / 2);
        turn(at, x * sine, y * sine, z * sine, Math.cos(q / 2));
      }
    }
  }

  /** {@code t = t_0 + R_0 d}. */
  private void slide(int at, double x, double y, double z) {
    double a = still[at + 3];
    double b = still[at + 4];
    double c = still[at + 5];
    double w = still[at + 6];
    double u = 2 * (b * z - c * y);
    double v = 2 * (c * x - a * z);
    double s = 2 * (a * y - b * x);
    poses[at] = still[at] + x + w * u + b * s - c * v;
    poses[at + 1] = still[at + 1] + y + w * v + c * u - a * s;
    poses[at + 2] = still[at + 2] + z + w * s + a * v - b * u;
  }

  /** {@code p = p_0 p_q}, of quaternions. */
  private void turn(int at, double x, double y, double z, double w) {
    double a = still[at + 3];
    double b = still[at + 4];
    double c = still[at + 5];
    double d = still[at + 6];
    poses[at + 3] = d * x + a * w + b * z - c * y;
    poses[at + 4] = d * y - a * z + b * w + c * x;
    poses[at + 5] = d * z + a * y - b * x + c * w;
    poses[at + 6] = d * w - a * x - b * y - c * z;
  }
}
