package io.github.lanewise.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** From a builder's tendons and actuators to those of the model, and what the inertia of the robot makes of springs. */
final class Acting {
  /** Most velocity rows of a robot whose springs are given by its inertia: that takes the inverse of M. */
  private static final int MAX_ROWS = 1000;

  private final RobotBuilder robot;
  private final List<JointSpec> specs;
  private final List<Joint> joints;
  private final NeutralInertia inertia;
  private final Map<String, Integer> index = new HashMap<>();

  /** For joints that are finished but for those springs. */
  Acting(RobotBuilder robot, List<JointSpec> specs, List<Joint> joints, double[] neutral) {
    this.robot = robot;
    this.specs = specs;
    this.joints = joints;
    inertia = new NeutralInertia(joints, neutral);
    joints.forEach(joint -> index.put(joint.name(), index.size()));
  }

  List<Tendon> tendons() {
    List<Tendon> tendons = new ArrayList<>();
    for (TendonSpec spec : robot.tendons.values()) {
      List<Tendon.Pull> pulls = new ArrayList<>();
      spec.pulls.forEach((name, coefficient) -> {
        int joint = joint(spec + " pulls joint '", name, spec.at);
        if (joints.get(joint).kind().nv() > 1) {
          throw robot.refuse(spec.at, spec + " pulls joint '" + name + "', which has several axes; it takes hinges and"
              + " slides");
        }
        pulls.add(new Tendon.Pull(joint, coefficient));
      });
      tendons.add(new Tendon(spec.name, pulls, robot.springs ? spec.stiffness : 0,
          robot.springs ? spec.stiffnessGrowth : Growth.NONE, robot.dampers ? spec.damping : 0,
          robot.dampers ? spec.dampingGrowth : Growth.NONE, spec.armature, spec.lowestRest, spec.highestRest));
    }
    return tendons;
  }

  private int joint(String what, String name, XmlElement at) {
    Integer joint = index.get(name);
    if (joint == null) {
      throw robot.refuse(at,
          what + name + "', which " + (robot.joints.containsKey(name) ? "is fixed" : "does not exist"));
    }
    return joint;
  }

  List<Actuator> actuators() {
    List<String> tendons = List.copyOf(robot.tendons.keySet());
    List<Actuator> actuators = new ArrayList<>();
    for (RobotBuilder.Drive drive : robot.drives.values()) {
      int joint = -1;
      if (drive.joint() != null) {
        joint = joint("actuator '" + drive.name() + "' drives joint '", drive.joint(), drive.at());
        int rows = joints.get(joint).kind().nv();
        if (drive.row() < 0 || drive.row() >= rows) {
          throw robot.refuse(drive.at(), "actuator '" + drive.name() + "' drives row " + drive.row() + " of joint '"
              + drive.joint() + "', which has " + rows);
        }
      }
      actuators.add(new Actuator(drive.name(), joint, joint < 0 ? -1 : drive.row(),
          joint < 0 ? tendons.indexOf(drive.tendon()) : -1, drive.gear(), drive.lower(), drive.upper(), drive.gain(),
          drive.dampingRatio() ? damped(drive, joint) : drive.bias(), drive.lowestForce(), drive.highestForce(),
          drive.dynamics()));
    }
    return actuators;
  }

  /** With {@code kv = 2 zeta sqrt(kp I)}, I the inertia of the driven rows as the actuator feels it. */
  private Affine damped(RobotBuilder.Drive drive, int joint) {
    double felt = 0;
    if (joint >= 0) {
      felt = felt(joint, drive.row(), drive.gear());
    } else {
      for (Map.Entry<String, Double> pull : robot.tendons.get(drive.tendon()).pulls.entrySet()) {
        felt += felt(index.get(pull.getKey()), 0, drive.gear() * pull.getValue());
      }
    }
    Affine bias = drive.bias();
    return new Affine(bias.constant(), bias.perLength(),
        2 * bias.perVelocity() * Math.sqrt(drive.gain().constant() * felt));
  }

  private double felt(int joint, int row, double arm) {
    return arm == 0 ? 0 : inertia.diagonal(joint, row) / (arm * arm);
  }

  /** The finished joints. */
  List<Joint> joints(List<Tendon> tendons) {
    if (specs.stream().allMatch(spec -> spec.springDamper == null)) {
      return joints;
    }
    int rows = joints.getLast().idxV() + joints.getLast().kind().nv();
    if (rows > MAX_ROWS) {
      throw robot.refuse(null, "a spring and damper by time and ratio in a robot of " + rows
          + " velocity rows; it may have " + MAX_ROWS + ": give stiffness and damping");
    }
    double[][] m = inertia.matrix();
    for (Tendon tendon : tendons) {
      for (Tendon.Pull a : tendon.pulls()) {
        for (Tendon.Pull b : tendon.pulls()) {
          m[joints.get(a.joint()).idxV()][joints.get(b.joint()).idxV()] +=
              tendon.armature() * a.coefficient() * b.coefficient();
        }
      }
    }
    double[] inverse = NeutralInertia.inverseDiagonal(m);
    List<Joint> finished = new ArrayList<>();
    for (int i = 0; i < joints.size(); i++) {
      finished.add(specs.get(i).springDamper == null ? joints.get(i) : sprung(i, inverse));
    }
    return finished;
  }

  private Joint sprung(int i, double[] inverse) {
    Joint joint = joints.get(i);
    double sum = 0;
    for (int row = 0; row < joint.kind().nv(); row++) {
      sum += inverse[joint.idxV() + row];
    }
    double felt = joint.kind().nv() / sum;
    double time = specs.get(i).springDamper[0];
    double ratio = specs.get(i).springDamper[1];
    return joint.with(
        robot.springs ? felt / (time * time * ratio * ratio) : 0, robot.dampers ? 2 * felt / time : 0);
  }
}
