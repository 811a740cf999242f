package io.github.lanewise.model;

import io.github.lanewise.spatial.Transform;
import io.github.lanewise.spatial.Vec3;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.OptionalDouble;
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
  private final List<Tendon> tendons;
  private final List<Actuator> actuators;
  private final List<Geometry> geometries;
  private final List<Keyframe> keyframes;
  private final BodyInertia base;
  /** What carries weight of the base, once it is free. */
  private final Lift baseLift;
  private final Vec3 gravity;
  private final double[] neutral;
  private final String weightless;
  private final RobotExtras extras;
  private final List<String> warnings;

  RobotModel(
      String name,
      List<Joint> joints,
      List<Frame> frames,
      List<Tendon> tendons,
      List<Actuator> actuators,
      List<Geometry> geometries,
      List<Keyframe> keyframes,
      BodyInertia base,
      Lift baseLift,
      Vec3 gravity,
      double[] neutral,
      String weightless,
      RobotExtras extras,
      Collection<String> warnings) {
    this.name = name;
    this.joints = List.copyOf(joints);
    this.frames = List.copyOf(frames);
    this.tendons = List.copyOf(tendons);
    this.actuators = List.copyOf(actuators);
    this.geometries = List.copyOf(geometries);
    this.keyframes = List.copyOf(keyframes);
    this.base = base;
    this.baseLift = baseLift;
    this.gravity = gravity;
    this.neutral = neutral;
    this.weightless = weightless;
    this.extras = extras;
    this.warnings = List.copyOf(warnings);
  }

  /**
   * The robot in a URDF or MJCF file; the root element tells which. URDF gets a fixed base: see
   * {@link #withFreeBase()}.
   *
   * <p>No other files are opened than those that an MJCF file includes, attaches, or takes the masses and sizes of
   * meshes from, later those of {@link #mesh}, and no entity is expanded. More than 16 MiB, 100,000 elements, 200
   * levels of nesting or 10,000 links are refused, so time and memory are bounded whatever is in the file.
   *
   * @param file path of the file
   * @return the robot
   * @throws RobotFormatException if the file is no such robot, with file, line and reason
   * @throws IOException if the file cannot be read
   */
  public static RobotModel load(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return read(XmlReader.read(String.valueOf(file.getFileName()), in), RobotFolder.of(file));
    }
  }

  /**
   * The robot in a text of URDF or MJCF.
   *
   * @param xml the whole file
   * @return the robot
   * @throws RobotFormatException if the text is no such robot
   */
  public static RobotModel parse(String xml) {
    return read(XmlReader.read("text", xml), RobotFolder.none());
  }

  /**
   * {@return a robot that comes with the library}
   *
   * @param name one of {@link #builtInNames()}
   * @throws IllegalArgumentException if there is none of that name
   */
  public static RobotModel builtIn(String name) {
    try (InputStream in = builtInFile(name)) {
      return read(BUILT_IN.get(builtInNames().indexOf(name)), in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * {@return the text of the file of a robot that comes with the library}
   *
   * @param name one of {@link #builtInNames()}
   * @throws IllegalArgumentException if there is none of that name
   */
  public static String builtInText(String name) {
    try (InputStream in = builtInFile(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InputStream builtInFile(String name) {
    int index = builtInNames().indexOf(name);
    if (index < 0) {
      throw new IllegalArgumentException(
          "no robot '" + name + "' comes with the library; there are: " + String.join(", ", builtInNames()));
    }
    return RobotModel.class.getResourceAsStream("/io/github/lanewise/robots/" + BUILT_IN.get(index));
  }

  /** {@return names of the robots that come with the library} */
  public static List<String> builtInNames() {
    return BUILT_IN.stream().map(file -> file.substring(0, file.indexOf('.'))).toList();
  }

  /** This model with the keyframes of its file. */
  RobotModel withKeyframes(List<Keyframe> states) {
    return new RobotModel(
        name, joints, frames, tendons, actuators, geometries, states, base, baseLift, gravity, neutral, weightless,
        extras, warnings);
  }

  /**
   * {@return the same robot with other bodies on its joints}
   *
   * @param bodies one for each joint, in its frame
   * @throws IllegalArgumentException if they are not as many as the joints
   */
  public RobotModel withBodies(List<BodyInertia> bodies) {
    if (bodies.size() != joints.size()) {
      throw new IllegalArgumentException(
          bodies.size() + " bodies for robot '" + name + "', which has " + joints.size() + " joints");
    }
    List<Joint> carrying = new ArrayList<>();
    for (int i = 0; i < bodies.size(); i++) {
      carrying.add(joints.get(i).carrying(bodies.get(i)));
    }
    return new RobotModel(name, carrying, frames, tendons, actuators, geometries, keyframes, base, baseLift, gravity,
        neutral, weightless, extras, warnings);
  }

  /**
   * {@return the same robot with other actuators}
   *
   * @param others of its joints
   */
  public RobotModel withActuators(List<Actuator> others) {
    return new RobotModel(name, joints, frames, tendons, others, geometries, keyframes, base, baseLift, gravity,
        neutral, weightless, extras, warnings);
  }

  static RobotModel read(String file, InputStream in) throws IOException {
    return read(XmlReader.read(file, in), RobotFolder.none());
  }

  private static RobotModel read(XmlElement root, RobotFolder folder) {
    return switch (root.name()) {
      case "robot" -> UrdfReader.read(root, folder);
      case "mujoco" -> MjcfReader.read(MjcfFile.main(root, folder));
      default -> throw root.refuse(
          "the root element is <" + root.name() + ">; a robot is a URDF <robot> or an MJCF <mujoco>");
    };
  }

  /**
   * {@return the same robot no longer fixed to the world: a {@link JointKind#FREE} joint named {@code root_joint}
   * carries what was fixed there}
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
        spec.velocityLimit, spec.lowestEffort, spec.highestEffort, 0, 0, Growth.NONE, 0, 0, Growth.NONE, 0, baseLift,
        null));
    joints.forEach(joint -> floating.add(joint.behindFreeBase()));
    double[] q = new double[nq() + 7];
    q[6] = 1;
    System.arraycopy(neutral, 0, q, 7, nq());
    return new RobotModel(name, floating,
        frames.stream().map(Frame::behindFreeBase).toList(),
        tendons.stream().map(Tendon::behindFreeBase).toList(),
        actuators.stream().map(Actuator::behindFreeBase).toList(),
        geometries.stream().map(Geometry::behindFreeBase).toList(),
        keyframes.stream().map(Keyframe::behindFreeBase).toList(),
        BodyInertia.NONE, Lift.NONE, gravity, q, weightless, extras.behindFreeBase(), warnings);
  }

  /**
   * Refuses a robot with free or spherical joints, whose configurations have more rows than there are directions to
   * move in.
   *
   * @param why what takes joints with one axis each, a clause for the message
   * @throws IllegalArgumentException if there is such a joint
   */
  public void requireOneAxisJoints(String why) {
    if (nq() != nv()) {
      throw new IllegalArgumentException("robot '" + name + "' has a free or a spherical joint (" + nq()
          + " configuration rows, " + nv() + " velocity rows): " + why);
    }
  }

  /**
   * Refuses a robot whose accelerations cannot be computed, because it is read from a URDF file that gives some moving
   * link no inertia: its kinematics can.
   *
   * @throws IllegalArgumentException if there is such a link, with its name
   */
  public void requireInertia() {
    if (weightless != null) {
      throw new IllegalArgumentException("robot '" + name + "' has no accelerations: " + weightless);
    }
  }

  /** {@return the robot's name} */
  public String name() {
    return name;
  }

  /** {@return the joints, parents before children, siblings and their branches one after the other} */
  public List<Joint> joints() {
    return joints;
  }

  /** {@return the links of the file, then its other named places} */
  public List<Frame> frames() {
    return frames;
  }

  /** {@return what couples joints by a common length, in the order of the file} */
  public List<Tendon> tendons() {
    return tendons;
  }

  /** {@return the motors, servos and dampers, one for each control, in the order of the file} */
  public List<Actuator> actuators() {
    return actuators;
  }

  /** {@return how many of the actuators have a state of their own, one number each, in their order} */
  public int activationCount() {
    return (int) actuators.stream().filter(Actuator::hasState).count();
  }

  /** {@return the shapes on the bodies and in the world, in the order of the file} */
  public List<Geometry> geometries() {
    return geometries;
  }

  /** {@return the states that the file gives names} */
  public List<Keyframe> keyframes() {
    return keyframes;
  }

  /** {@return the pairs of shapes that the file lets touch whatever else it says of them} */
  public List<ContactPair> contactPairs() {
    return extras.pairs();
  }

  /** {@return the pairs of bodies of which no shapes touch each other} */
  public List<ContactExclusion> contactExclusions() {
    return extras.exclusions();
  }

  /** {@return which joints follow others in a step of a simulation} */
  public List<JointCoupling> couplings() {
    return extras.couplings();
  }

  /**
   * Moves joints that follow others to where those have them.
   *
   * @param q configuration, nq rows, modified; more rows may follow
   */
  public void follow(double[] q) {
    for (int pass = 0; pass < couplings().size(); pass++) { // A leader may follow another.
      for (JointCoupling coupling : couplings()) {
        if (coupling.active()) {
          int row = joints.get(coupling.joint()).idxQ();
          int leader = coupling.follows() < 0 ? -1 : joints.get(coupling.follows()).idxQ();
          q[row] = neutral[row] + coupling.offset(leader < 0 ? 0 : q[leader] - neutral[leader]);
        }
      }
    }
  }

  /**
   * {@return the triangles of a mesh in the frame of its geometry, read when first asked for}
   *
   * @param mesh the shape of one of {@link #geometries()}
   * @throws IllegalArgumentException if it cannot be read; the message says why
   */
  public MeshFile mesh(Shape.Mesh mesh) {
    return extras.meshes().of(mesh);
  }

  /** {@return the time step that the file asks for [s], positive; empty if it asks for none} */
  public OptionalDouble timeStep() {
    return extras.timeStep();
  }

  /**
   * {@return the integrator that the file asks for, in MuJoCo's words: Euler, RK4, implicit, implicitfast or discrete;
   * empty if it asks for none}
   */
  public String integrator() {
    return extras.integrator();
  }

  /** {@return what is fixed to the world, in its frame; it takes no part in the dynamics} */
  public BodyInertia base() {
    return base;
  }

  /** {@return the acceleration of free fall in the world [m/s^2], constants} */
  public Vec3 gravity() {
    return gravity;
  }

  /** {@return the number of rows of the configuration q} */
  public int nq() {
    return neutral.length;
  }

  /** {@return the number of rows of the velocity v} */
  public int nv() {
    return joints.stream().mapToInt(joint -> joint.kind().nv()).sum();
  }

  /** {@return the mass of all that moves [kg]} */
  public double totalMass() {
    return joints.stream().mapToDouble(joint -> joint.body().mass()).sum();
  }

  /** {@return the configuration of the file: zeros and unit quaternions where it says nothing; a new array, nq long} */
  public double[] neutral() {
    return neutral.clone();
  }

  /** {@return what the file says that this model leaves out, and what is odd about it} */
  public List<String> warnings() {
    return warnings;
  }

  /**
   * {@return the joint of that name}
   *
   * @param name name of a joint
   * @throws IllegalArgumentException if there is none; the message lists those there are
   */
  public Joint joint(String name) {
    return joints.get(jointIndex(name));
  }

  /**
   * {@return the place of the joint of that name in {@link #joints()}}
   *
   * @param name name of a joint
   * @throws IllegalArgumentException if there is none; the message lists those there are
   */
  public int jointIndex(String name) {
    return index(joints, Joint::name, name, "joint");
  }

  /**
   * {@return the frame of that name}
   *
   * @param name name of a frame
   * @throws IllegalArgumentException if there is none; the message lists those there are
   */
  public Frame frame(String name) {
    return frames.get(frameIndex(name));
  }

  /**
   * {@return the place of the frame of that name in {@link #frames()}}
   *
   * @param name name of a frame
   * @throws IllegalArgumentException if there is none; the message lists those there are
   */
  public int frameIndex(String name) {
    return index(frames, Frame::name, name, "frame");
  }

  /**
   * {@return the keyframe of that name}
   *
   * @param name name of a keyframe
   * @throws IllegalArgumentException if there is none; the message lists those there are
   */
  public Keyframe keyframe(String name) {
    return keyframes.get(index(keyframes, Keyframe::name, name, "keyframe"));
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
