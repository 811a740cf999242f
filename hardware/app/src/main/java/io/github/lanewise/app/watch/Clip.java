package io.github.lanewise.app.watch;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.lanewise.app.report.Pose;
import io.github.lanewise.dynamics.Algorithms;
import io.github.lanewise.model.JointKind;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.trace.Interpreter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The poses of all bodies in the frames that a page plays, by forward kinematics.
 *
 * <p>Positions are kept in single precision and components of quaternions to 1/32767, which turns a body by less than
 * 1e-4 rad: a tenth of a millimetre at a metre.
 */
final class Clip {
  /** A page that is played shows no more in a second. */
  static final int FRAMES_PER_SECOND = 30;
  /** Of poses of bodies in all: 40 MB. */
  static final int MOST_POSES = 2_000_000;
  private static final int POSE = 7;
  /** Of free room between lanes to the width of a robot. */
  private static final double ROOM = 0.3;

  private final RobotModel model;
  private final Motion motion;
  private final Looks looks;
  private final int stride;
  private final int frames;
  private final List<String> notes = new ArrayList<>();
  /** The seven numbers of each pose, body after body, frame after frame, lane after lane. */
  private final double[] poses;

  /**
   * Computes the poses.
   *
   * @throws IllegalArgumentException if there is something in the motion that cannot be shown, or too many lanes
   */
  Clip(RobotModel model, Looks looks, Motion motion) {
    this(model, looks, motion, MOST_POSES);
  }

  Clip(RobotModel model, Looks looks, Motion motion, int mostPoses) {
    motion.check(model);
    this.model = model;
    this.looks = looks;
    this.motion = motion;
    int steps = motion.steps(model);
    int posesOfStep = bodies() * motion.lanes().size();
    if (posesOfStep > mostPoses) {
      throw new IllegalArgumentException(motion.lanes().size() + " lanes of " + bodies() + " bodies are "
          + posesOfStep + " poses a step, but a page holds " + mostPoses + " in all: take fewer --lanes");
    }
    int playable = (int) Math.ceil(1 / (FRAMES_PER_SECOND * motion.timeStep()) - 1e-9);
    int holdable = Math.ceilDiv(steps, mostPoses / posesOfStep);
    stride = Math.max(1, Math.max(playable, holdable));
    frames = Math.ceilDiv(steps, stride);
    notes.addAll(motion.notes());
    if (stride > 1) {
      notes.add("One of " + stride + " steps is shown, " + frames + " of " + steps + ": a page "
          + (holdable > playable ? "holds " + mostPoses + " poses." : "plays " + FRAMES_PER_SECOND
              + " frames a second."));
    }
    if (!looks.hidden().isEmpty()) {
      notes.add("Not shown: " + String.join(", ", looks.hidden()) + ".");
    }
    poses = poses();
  }

  private double[] poses() {
    Interpreter kinematics = new Interpreter(Algorithms.forwardKinematics(model));
    double[] all = new double[motion.lanes().size() * frames * bodies() * POSE];
    int nq = model.nq();
    int place = 0;
    for (double[] q : motion.q()) {
      for (int frame = 0; frame < frames; frame++) {
        int start = frame * stride * nq;
        double[] ofBodies = Pose.of(kinematics.evaluate(Arrays.copyOfRange(q, start, start + nq))[0]);
        System.arraycopy(ofBodies, 0, all, place, ofBodies.length);
        place += ofBodies.length;
      }
    }
    return all;
  }

  /** The number of bodies, one a joint. */
  int bodies() {
    return model.joints().size();
  }

  /** The number of frames of each lane. */
  int frames() {
    return frames;
  }

  /** Between frames [s]. */
  double frameStep() {
    return stride * motion.timeStep();
  }

  /** From the first frame to the last [s]. */
  double seconds() {
    return (frames - 1) * frameStep();
  }

  /** What is shown, and from what. */
  Motion motion() {
    return motion;
  }

  /** What it looks like. */
  Looks looks() {
    return looks;
  }

  /** What is to be said about it, a sentence each. */
  List<String> notes() {
    return notes;
  }

  /** All that the page shows: lengths in m, angles in rad, times in s, forces in N, in the world; z is up. */
  ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode()
        .put("robot", model.name())
        .put("source", motion.file())
        .put("frames", frames)
        .put("frame_step_s", frameStep())
        .put("bodies", bodies())
        .put("follow", model.joints().stream().anyMatch(j -> j.kind() == JointKind.FREE && j.parent() < 0))
        .put("ground_m", ground())
        .put("lane_spacing_m", motion.lanes().size() > 1 ? spacing() : 0);
    if (motion.seed() != null) {
      json.put("seed", motion.seed());
    }
    motion.lanes().forEach(json.putArray("lanes")::add);
    looks.shown().forEach(look -> json.withArray("/shapes").add(look.toJson()));
    looks.triangles().forEach(mesh -> json.withArray("/meshes").addObject()
        .put("points_float32", floats(mesh.points())).put("corners_int32", ints(mesh.corners())));
    notes.forEach(json.putArray("notes")::add);
    json.put("positions_float32", positions()).put("quaternions_int16", quaternions());
    Motion.Contacts contacts = motion.contacts();
    if (contacts != null && contacts.count() > 0) {
      json.putObject("contacts").put("count", contacts.count())
          .put("largest_N", contacts.forces().stream().mapToDouble(Clip::largest).max().orElse(0))
          .put("points_float32", ofFrames(contacts.points(), 3 * contacts.count()))
          .put("forces_float32", ofFrames(contacts.forces(), 3 * contacts.count()));
    }
    return json;
  }

  private static double largest(double[] forces) {
    return IntStream.range(0, forces.length / 3).mapToDouble(
        i -> Math.hypot(Math.hypot(forces[3 * i], forces[3 * i + 1]), forces[3 * i + 2])).max().orElse(0);
  }

  private String positions() {
    ByteBuffer bytes = littleEndian(poses.length / POSE * 3 * Float.BYTES);
    for (int i = 0; i < poses.length; i++) {
      if (i % POSE < 3) {
        bytes.putFloat((float) poses[i]);
      }
    }
    return Base64.getEncoder().encodeToString(bytes.array());
  }

  private String quaternions() {
    ByteBuffer bytes = littleEndian(poses.length / POSE * 4 * Short.BYTES);
    for (int i = 0; i < poses.length; i++) {
      if (i % POSE >= 3) {
        bytes.putShort((short) Math.round(Short.MAX_VALUE * poses[i]));
      }
    }
    return Base64.getEncoder().encodeToString(bytes.array());
  }

  private String ofFrames(List<double[]> lanes, int width) {
    ByteBuffer bytes = littleEndian(lanes.size() * frames * width * Float.BYTES);
    for (double[] lane : lanes) {
      for (int i = 0; i < frames * width; i++) {
        bytes.putFloat((float) lane[i / width * stride * width + i % width]);
      }
    }
    return Base64.getEncoder().encodeToString(bytes.array());
  }

  private static String floats(double[] values) {
    ByteBuffer bytes = littleEndian(Float.BYTES * values.length);
    Arrays.stream(values).forEach(x -> bytes.putFloat((float) x));
    return Base64.getEncoder().encodeToString(bytes.array());
  }

  private static String ints(int[] values) {
    ByteBuffer bytes = littleEndian(Integer.BYTES * values.length);
    bytes.asIntBuffer().put(values);
    return Base64.getEncoder().encodeToString(bytes.array());
  }

  private static ByteBuffer littleEndian(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** The height of the grid: of the robot's ground, else 0, or where the robot is lowest if that is lower. */
  private double ground() {
    if (looks.ground() != null) {
      return looks.ground();
    }
    double lowest = 0;
    for (Look look : looks.shown()) {
      for (int at = look.joint() * POSE; look.joint() >= 0 && at < poses.length; at += bodies() * POSE) {
        lowest = Math.min(lowest, along(look, at)[2] - look.reach());
      }
    }
    return lowest;
  }

  /** From one lane to the next, along y [m]: the widest robot of the first frame, and some room. */
  private double spacing() {
    double widest = 0;
    for (int lane = 0; lane < motion.lanes().size(); lane++) {
      double lowest = Double.POSITIVE_INFINITY;
      double highest = Double.NEGATIVE_INFINITY;
      for (Look look : looks.shown()) {
        if (look.joint() >= 0) {
          double y = along(look, (lane * frames * bodies() + look.joint()) * POSE)[1];
          lowest = Math.min(lowest, y - look.reach());
          highest = Math.max(highest, y + look.reach());
        }
      }
      widest = Math.max(widest, highest - lowest);
    }
    return (1 + ROOM) * widest;
  }

  /** The origin of a shape in the world, its joint's pose being at a place in {@link #poses}. */
  private double[] along(Look look, int at) {
    double[] p = look.pose();
    double x = poses[at + 3];
    double y = poses[at + 4];
    double z = poses[at + 5];
    double w = poses[at + 6];
    double tx = 2 * (y * p[2] - z * p[1]);
    double ty = 2 * (z * p[0] - x * p[2]);
    double tz = 2 * (x * p[1] - y * p[0]);
    return new double[] {
      poses[at] + p[0] + w * tx + y * tz - z * ty,
      poses[at + 1] + p[1] + w * ty + z * tx - x * tz,
      poses[at + 2] + p[2] + w * tz + x * ty - y * tx
    };
  }
}
