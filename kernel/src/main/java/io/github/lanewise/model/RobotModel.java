package io.github.lanewise.model;

import io.github.lanewise.spatial.Transform;
import io.github.lanewise.spatial.Vec3;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A robot: a tree of joints, each carrying one rigid body, mounted on the world. Immutable, so any number of threads
 * may read it.
 *
 * <p>Joints are numbered so that a parent comes before its children. The configuration q has {@link #nq()} rows and the
 * velocity v has {@link #nv()}, joint after joint; see {@link JointKind} for what the rows of a joint mean. Fixed
 * joints are gone: what they hold is part of the body they hold it to, and a {@link Frame} on it.
 */
public final class RobotModel {
  private static final List<String> BUILT_IN =
      List.of("double_pendulum.urdf", "finger.urdf", "arm7.urdf", "hopper.xml", "quadruped.urdf", "humanoid.xml");

  private final String name;
  private final List<Joint> joints;
  private final List<Frame> frames;
  private final List<Actuator> actuators;
  private final BodyInertia base;
  private final Vec3 gravity;
  private final double[] neutral;
  private final List<String> warnings;

  RobotModel(
      String name,
      List<Joint> joints,
      List<Frame> frames,
      List<Actuator> actuators,
      BodyInertia base,
      Vec3 gravity,
      double[] neutral,
      Collection<String> warnings) {
    this.name = name;
    this.joints = List.copyOf(joints);
    this.frames = List.copyOf(frames);
    this.actuators = List.copyOf(actuators);
    this.base = base;
    this.gravity = gravity;
    this.neutral = neutral;
    this.warnings = List.copyOf(warnings);
  }

  /**
   * The robot in a URDF or MJCF file; the root element tells which. URDF gets a fixed base: see
   * {@link #withFreeBase()}.
   *
   * <p>No other file is opened and no entity expanded. More than 16 MiB, 100,000 elements, 200 levels of nesting or
   * 10,000 links are refused, so time and memory are bounded whatever is in the file.
   *
   * @throws RobotFormatException if the file is no such robot, with file, line and reason
   * @throws IOException if the file cannot be read
   */
  public static RobotModel load(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return read(String.valueOf(file.getFileName()), in);
    }
  }

  /**
   * The robot in a text of URDF or MJCF.
   *
   * @throws RobotFormatException if the text is no such robot
   */
  public static RobotModel parse(String xml) {
    return read(XmlReader.read("text", xml));
  }

  /**
   * A robot that comes with the library.
   *
   * @param name one of {@link #builtInNames()}
   * @throws IllegalArgumentException if there is none of that name
   */
  public static RobotModel builtIn(String name) {
    int index = builtInNames().indexOf(name);
    if (index < 0) {
      throw new IllegalArgumentException(
          "no robot '" + name + "' comes with the library; there are: " + String.join(", ", builtInNames()));
    }
    String file = BUILT_IN.get(index);
    try (InputStream in = RobotModel.class.getResourceAsStream("/io/github/lanewise/robots/" + file)) {
      return read(file, in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Names of the robots that come with the library. */
  public static List<String> builtInNames() {
    return BUILT_IN.stream().map(file -> file.substring(0, file.indexOf('.'))).toList();
  }

  static RobotModel read(String file, InputStream in) throws IOException {
    return read(XmlReader.read(file, in));
  }

  private static RobotModel read(XmlElement root) {
    return switch (root.name()) {
      case "robot" -> UrdfReader.read(root);
      case "mujoco" -> MjcfReader.read(root);
      default -> throw root.refuse(
          "the root element is <" + root.name() + ">; a robot is a URDF <robot> or an MJCF <mujoco>");
    };
  }

  /**
   * The same robot no longer fixed to the world: a {@link JointKind#FREE} joint named {@code root_joint} carries what
   * was fixed there.
   *
   * @throws IllegalArgumentException if it has a free joint already, or nothing with mass is fixed to the world
   */
  public RobotModel withFreeBase() {
    for (Joint joint : joints) {
      if (joint.kind() == JointKind.FREE || joint.name().equals("root_joint")) {
        throw new IllegalArgumentException(
            "robot '" + name + "' needs no free base: it has the joint '" + joint.name() + "'");
      }
    }
    if (!(base.mass() > 0) || !(PrincipalMoments.of(base.atCom()).smallest() > 0)) {
      throw new IllegalArgumentException("robot '" + name + "' cannot have a free base: its root has no mass ("
          + base.mass() + " kg) or a moment of inertia of 0; give the root link an inertia");
    }
    JointSpec spec = JointSpec.free("root_joint", null, null);
    List<Joint> floating = new ArrayList<>();
    floating.add(new Joint(spec.name, spec.kind, -1, Transform.IDENTITY, spec.axis, base, 0, 0, spec.lower, spec.upper,
        spec.velocityLimit, spec.effortLimit, 0, 0, 0, 0, 0));
    joints.forEach(joint -> floating.add(joint.behindFreeBase()));
    double[] q = new double[nq() + 7];
    q[6] = 1;
    System.arraycopy(neutral, 0, q, 7, nq());
    return new RobotModel(name, floating,
        frames.stream().map(Frame::behindFreeBase).toList(),
        actuators.stream().map(Actuator::behindFreeBase).toList(),
        BodyInertia.NONE, gravity, q, warnings);
  }

  /** The robot's name. */
  public String name() {
    return name;
  }

  /** The joints, parents before children, siblings and their branches one after the other. */
  public List<Joint> joints() {
    return joints;
  }

  /** The links of the file, then its other named places. */
  public List<Frame> frames() {
    return frames;
  }

  /** The motors. */
  public List<Actuator> actuators() {
    return actuators;
  }

  /** What is fixed to the world, in its frame; it takes no part in the dynamics. */
  public BodyInertia base() {
    return base;
  }

  /** Acceleration of free fall in the world [m/s^2], constants. */
  public Vec3 gravity() {
    return gravity;
  }

  /** Rows of the configuration q. */
  public int nq() {
    return neutral.length;
  }

  /** Rows of the velocity v. */
  public int nv() {
    return joints.stream().mapToInt(joint -> joint.kind().nv()).sum();
  }

  /** Mass of all that moves [kg]. */
  public double totalMass() {
    return joints.stream().mapToDouble(joint -> joint.body().mass()).sum();
  }

  /** The configuration of the file: zeros and unit quaternions where it says nothing; a new array, nq long. */
  public double[] neutral() {
    return neutral.clone();
  }

  /** What the file says that this model leaves out, and what is odd about it. */
  public List<String> warnings() {
    return warnings;
  }

  /**
   * The joint of that name.
   *
   * @throws IllegalArgumentException if there is none; the message lists those there are
   */
  public Joint joint(String name) {
    return joints.get(jointIndex(name));
  }

  /**
   * The place of the joint of that name in {@link #joints()}.
   *
   * @throws IllegalArgumentException if there is none; the message lists those there are
   */
  public int jointIndex(String name) {
    return index(joints, Joint::name, name, "joint");
  }

  /**
   * The frame of that name.
   *
   * @throws IllegalArgumentException if there is none; the message lists those there are
   */
  public Frame frame(String name) {
    return frames.get(frameIndex(name));
  }

  /**
   * The place of the frame of that name in {@link #frames()}.
   *
   * @throws IllegalArgumentException if there is none; the message lists those there are
   */
  public int frameIndex(String name) {
    return index(frames, Frame::name, name, "frame");
  }

  private <T> int index(List<T> items, Function<T, String> nameOf, String wanted, String kind) {
    for (int i = 0; i < items.size(); i++) {
      if (nameOf.apply(items.get(i)).equals(wanted)) {
        return i;
      }
    }
    throw new IllegalArgumentException("robot '" + name + "' has no " + kind + " '" + wanted + "'; it has: "
        + items.stream().map(nameOf).collect(Collectors.joining(", ")));
  }

  @Override
  public String toString() {
    return "robot '" + name + "' with " + joints.size() + " joints, nq " + nq() + ", nv " + nv() + ", " + totalMass()
        + " kg";
  }
}
