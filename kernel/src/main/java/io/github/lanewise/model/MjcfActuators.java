package io.github.lanewise.model;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads an MJCF file's {@code <actuator>} section, as far as an actuator's gain and bias are affine, its state is none,
 * an integral or a filter, and it drives one row of a joint or a fixed tendon. The others are left out and listed with
 * the reason.
 */
final class MjcfActuators {
  private final RobotBuilder builder;
  private final List<String> leftOut = new ArrayList<>();
  private final List<String> rotors = new ArrayList<>();
  private final List<Place> places = new ArrayList<>();
  private final Set<String> names = new HashSet<>();

  /**
   * Where an actuator of the file has its numbers in a keyframe.
   *
   * @param kept whether it is one of the model's
   * @param activations how many numbers it has in act, -1 if that is not known
   */
  record Place(boolean kept, int activations) {}

  MjcfActuators(RobotBuilder builder) {
    this.builder = builder;
  }

  /** Those of the attached files whose joints were attached, then all of the main file. */
  void read(List<MjcfScope> attached, MjcfScope main) {
    all(main).forEach(element -> take(element, main));
    for (MjcfScope scope : attached) {
      all(scope).forEach(element -> take(element, scope));
      all(scope).stream().filter(element -> drives(element, scope) != null || pulls(element, scope) != null)
          .forEach(element -> actuator(element, scope));
    }
    all(main).forEach(element -> actuator(element, main));
    builder.warn("actuators that are left out", leftOut);
    builder.warn("actuators whose armature and damping are left aside", rotors);
  }

  /** One for each actuator of the file in its order. */
  List<Place> places() {
    return places;
  }

  private static List<XmlElement> all(MjcfScope scope) {
    return scope.file().mujoco.children("actuator").stream()
        .flatMap(section -> section.children().stream()).map(scope::resolve).toList();
  }

  private void take(XmlElement element, MjcfScope scope) {
    if (element.has("name")) {
      names.add(scope.name(element.text("name")));
    }
  }

  private static String jointName(XmlElement element) {
    return element.text("joint", element.text("jointinparent"));
  }

  private JointSpec drives(XmlElement element, MjcfScope scope) {
    String joint = jointName(element);
    return joint == null ? null : builder.joints.get(scope.name(joint));
  }

  private TendonSpec pulls(XmlElement element, MjcfScope scope) {
    return element.has("tendon") ? builder.tendons.get(scope.name(element.text("tendon"))) : null;
  }

  private void actuator(XmlElement element, MjcfScope scope) {
    JointSpec driven = drives(element, scope);
    TendonSpec pulled = pulls(element, scope);
    if (jointName(element) != null && (driven == null || driven.kind == null)) {
      throw element.refuse(element + " drives the joint '" + jointName(element) + "', which does not exist");
    }
    String target = driven != null ? driven.name : pulled != null ? pulled.name : null;
    String name = element.has("name") ? scope.name(element.text("name"))
        : target != null && names.add(target) ? target : unused(element.name());
    int row = driven == null ? -1 : row(element, driven);
    double[] gears = element.numbers("gear");
    double gear = gears == null || gears.length == 0 ? 1 : gears[Math.max(0, driven == null ? 0 : row)];
    rotor(element, name, row < 0 ? null : driven, pulled, gear);
    String reason = driven == null && pulled == null ? missing(element)
        : driven != null && row < 0 ? "on axes that are not one of the joint's" : strange(element);
    places.add(new Place(reason == null, new MjcfActuatorDynamics(element).count()));
    if (reason != null) {
      leftOut.add(name + " (" + element.name() + " " + reason + ")");
      return;
    }
    builder.drive(drive(element, scope.file().compiler, name, driven, row, pulled, gear));
  }

  /** Why nothing is driven that is known here. */
  private static String missing(XmlElement element) {
    for (String other : List.of("tendon", "site", "cranksite", "body")) {
      if (element.has(other)) {
        return "on a " + (other.equals("tendon") ? "spatial tendon" : other);
      }
    }
    return "on nothing";
  }

  /** What the actuator is that none is here; null if it is nothing of that. */
  private static String strange(XmlElement element) {
    String gain = element.text("gaintype", "fixed");
    String bias = element.text("biastype", "none");
    if (!gain.equals("fixed") && !gain.equals("affine")) {
      return "of gaintype " + XmlElement.cut(gain);
    }
    if (!bias.equals("none") && !bias.equals("affine")) {
      return "of biastype " + XmlElement.cut(bias);
    }
    return new MjcfActuatorDynamics(element).strange();
  }

  private RobotBuilder.Drive drive(XmlElement element, MjcfCompiler compiler, String name, JointSpec driven, int row,
      TendonSpec pulled, double gear) {
    double[] numbers = MjcfShorthands.three(element, "gainprm", 1);
    Affine gain = element.text("gaintype", "fixed").equals("affine")
        ? new Affine(numbers[0], numbers[1], numbers[2]) : new Affine(numbers[0], 0, 0);
    double[] offsets = MjcfShorthands.three(element, "biasprm", 0);
    Affine bias = element.text("biastype", "none").equals("affine")
        ? new Affine(offsets[0], offsets[1], offsets[2]) : Affine.ZERO;
    MjcfActuatorDynamics state = new MjcfActuatorDynamics(element);
    double[] inherited = inherited(element, compiler, driven);
    ActuatorDynamics dynamics = state.read(compiler, inherited);
    double[] control = control(element, compiler, state.integrates() ? null : inherited);
    double[] force = range(compiler, element, "forcelimited", "forcerange");
    String joint = driven == null ? null : driven.name;
    String tendon = driven == null ? pulled.name : null;
    if (gain.isConstant() && bias.equals(Affine.ZERO) && dynamics == ActuatorDynamics.NONE) {
      // A motor: what limits its force limits its control.
      double a = numbers[0] == 0 ? Double.NEGATIVE_INFINITY : force[0] / numbers[0];
      double b = numbers[0] == 0 ? Double.POSITIVE_INFINITY : force[1] / numbers[0];
      return new RobotBuilder.Drive(name, joint, row, tendon, gear * numbers[0],
          Math.max(control[0], Math.min(a, b)), Math.min(control[1], Math.max(a, b)), Affine.ONE, Affine.ZERO, false,
          Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, dynamics, element);
    }
    // A servo that pushes itself on: MuJoCo reads that as a damping ratio.
    boolean ratio = bias.perVelocity() > 0 && bias.perLength() == -gain.constant();
    if (ratio && gain.constant() < 0) {
      throw element.refuse(element + " has a damping ratio and the negative stiffness " + gain.constant()
          + "; it takes a stiffness of 0 or more");
    }
    Affine damped = ratio ? new Affine(bias.constant(), bias.perLength(), -bias.perVelocity()) : bias;
    return new RobotBuilder.Drive(name, joint, row, tendon, gear, control[0], control[1], gain, damped, ratio,
        force[0], force[1], dynamics, element);
  }

  /** The range of control, which may be that of the joint. */
  private static double[] control(XmlElement element, MjcfCompiler compiler, double[] inherited) {
    if (inherited != null) {
      return inherited;
    }
    double[] range = range(compiler, element, "ctrllimited", "ctrlrange");
    if (element.name().equals("damper") && range[0] < 0) {
      throw element.refuse(element + " has " + element.shown("ctrlrange") + "; a damper takes no negative controls");
    }
    return range;
  }

  /** A part of the range of the joint or more: that of the control, of an integral that of the state; null if none. */
  private static double[] inherited(XmlElement element, MjcfCompiler compiler, JointSpec driven) {
    double share = element.number("inheritrange", 0);
    if (share == 0) {
      return null;
    }
    if (element.has("ctrlrange")) {
      throw element.refuse(element + " has ctrlrange and inheritrange; it takes one of them");
    }
    double[] joint = driven == null || driven.at == null ? null : driven.at.numbers("range", 2);
    if (share < 0 || joint == null || driven.kind.nv() > 1) {
      throw element.refuse(element + " has " + element.shown("inheritrange")
          + "; it takes 0 or more of the range of a hinge or slide, which has one");
    }
    double unit = driven.kind == JointKind.PRISMATIC ? 1 : compiler.radiansPerUnit();
    double middle = (joint[0] + joint[1]) / 2 * unit;
    double radius = (joint[1] - joint[0]) / 2 * unit * share;
    return new double[] {middle - radius, middle + radius};
  }

  private String unused(String kind) {
    int i = 0;
    while (!names.add(kind + i)) {
      i++;
    }
    return kind + i;
  }

  /**
   * The driven row of velocity; -1 if it is none: several rows at once, or forces on world axes, which ours are not.
   */
  private static int row(XmlElement element, JointSpec driven) {
    if (driven.kind.nv() == 1) {
      return 0;
    }
    double[] gears = element.numbers("gear");
    int row = -1;
    for (int i = 0; gears != null && i < gears.length; i++) {
      if (gears[i] != 0) {
        row = row == -1 ? i : 6;
      }
    }
    boolean onBodyAxes = element.has("joint") && (driven.kind != JointKind.FREE || row >= 3);
    return onBodyAxes && row < driven.kind.nv() ? row : -1;
  }

  /** What turns and rubs in the actuator, as the joint or the tendon feels it: gear^2 times as much. */
  private void rotor(XmlElement element, String name, JointSpec driven, TendonSpec pulled, double gear) {
    double armature = element.number("armature", 0);
    double damping = element.padded("damping", 3)[0];
    Growth growth = element.growth("damping");
    if (armature < 0 || damping < 0) {
      throw element.refuse(element + " has armature " + armature + " and damping " + damping + "; it takes 0 or more");
    }
    if (armature == 0 && damping == 0 && growth.isNone()) {
      return;
    }
    double square = gear * gear;
    if (driven != null && driven.kind.nv() == 1) {
      driven.armature(driven.armature + square * armature).damping(driven.damping + square * damping)
          .dampingGrowth(driven.dampingGrowth.plus(square, growth));
    } else if (driven == null && pulled != null) {
      pulled.armature += square * armature;
      pulled.damping += square * damping;
      pulled.dampingGrowth = pulled.dampingGrowth.plus(square, growth);
    } else {
      rotors.add(name);
    }
  }

  private static double[] range(MjcfCompiler compiler, XmlElement element, String flag, String attribute) {
    double[] range = compiler.limits(element, flag, attribute);
    return range == null ? new double[] {Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY} : range;
  }
}
