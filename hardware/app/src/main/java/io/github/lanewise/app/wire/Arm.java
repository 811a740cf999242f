package io.github.lanewise.app.wire;

import io.github.lanewise.hardware.servo.Servo;
import io.github.lanewise.hardware.servo.ServoModel;
import io.github.lanewise.hardware.servo.ServoProtocol;
import io.github.lanewise.hardware.servo.Transmission;
import io.github.lanewise.hardware.twin.Twin;
import io.github.lanewise.model.Joint;
import io.github.lanewise.model.JointCoupling;
import io.github.lanewise.model.RobotModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.ejml.data.DMatrixRMaj;

/**
 * A robot as it is wired, which {@code --arm} names: what {@link ArmFile} reads and writes.
 *
 * @param file where it is written
 * @param robot its description, a path from here, or a robot of the library; null if the file has none
 * @param ports by their names; none if it is for the command to name one
 * @param servos port after port
 * @param ranges of joints, lower and upper end [rad or m], in place of the description's
 * @param passive where joints are that nothing moves or measures [rad or m]
 * @param poses by name, positions of joints [rad or m]
 */
public record Arm(Path file, String robot, Map<String, PortOptions> ports, List<ArmServo> servos,
    Map<String, double[]> ranges, Map<String, Double> passive, Map<String, Map<String, Double>> poses) {
  /** The name of the port where the file has none. */
  static final String ONLY_PORT = "";

  /** The same with another pose, or one more. */
  public Arm withPose(String name, Map<String, Double> pose) {
    Map<String, Map<String, Double>> more = new LinkedHashMap<>(poses);
    more.put(name, pose);
    return new Arm(file, robot, ports, servos, ranges, passive, more);
  }

  /** The servos of a port, in the file's order. */
  List<ArmServo> servosOn(String port) {
    return servos.stream().filter(servo -> servo.port().equals(port)).toList();
  }

  /**
   * Refuses a robot for which this is not the arm.
   *
   * @throws IllegalArgumentException with the joint that the robot has not, or that neither a servo nor another joint
   *     moves
   */
  public void requireFits(RobotModel model) {
    RobotServos.requireServoJoints(model);
    List<String> names = names(model);
    servos.forEach(servo -> servo.joints().keySet().forEach(joint -> requireJoint(names, "servo " + servo.id(),
        joint)));
    ranges.keySet().forEach(joint -> requireJoint(names, "a range", joint));
    passive.keySet().forEach(joint -> requireJoint(names, "a passive joint", joint));
    for (int j = 0; j < names.size(); j++) {
      int place = j;
      String name = names.get(j);
      boolean moved = servos.stream().anyMatch(servo -> servo.joints().containsKey(name));
      boolean follows = model.couplings().stream().anyMatch(coupling -> coupling.active() && coupling.joint() == place);
      boolean rests = passive.containsKey(name);
      if (!moved && !follows && !rests) {
        throw refusal("no servo moves joint '" + name + "' of robot '" + model.name() + "': give it one, or say"
            + " where it is under \"passive\"");
      }
      if (moved && (follows || rests)) {
        throw refusal("joint '" + name + "' has a servo, but " + (rests ? "is passive" : "follows another in the"
            + " robot's file") + ": one of them moves it");
      }
    }
  }

  private static List<String> names(RobotModel model) {
    return model.joints().stream().map(Joint::name).toList();
  }

  private void requireJoint(List<String> names, String what, String joint) {
    if (!names.contains(joint)) {
      throw refusal(what + " is of joint '" + joint + "', but the robot's are: " + String.join(", ", names));
    }
  }

  private IllegalArgumentException refusal(String sentence) {
    return new IllegalArgumentException(file + ": " + sentence);
  }

  /** Whether each joint has one servo of its own, all on one port. */
  boolean isPlain(RobotModel model) {
    return ports.size() <= 1 && servos.size() == model.joints().size()
        && servos.stream().allMatch(servo -> servo.joints().size() == 1 && servo.joints().containsValue(1.0))
        && servos.stream().map(servo -> servo.joints().keySet()).distinct().count() == servos.size();
  }

  /** The servos in the order of the robot's joints, where it {@link #isPlain}. */
  List<ArmServo> inOrder(RobotModel model) {
    return names(model).stream().map(name -> servos.stream()
        .filter(servo -> servo.joints().containsKey(name)).findFirst().orElseThrow()).toList();
  }

  /** What is spoken on the ports; Feetech if they are for the command to name. */
  List<ServoProtocol> protocols() {
    return ports.isEmpty() ? List.of(ServoProtocol.FEETECH)
        : ports.values().stream().map(PortOptions::protocol).distinct().toList();
  }

  /**
   * The servos of a simulated robot of this kind, joint after joint.
   *
   * @throws IllegalArgumentException if a joint has no servo of its own, or they are on several ports
   */
  public List<Servo> simulated(RobotModel model) {
    if (!isPlain(model)) {
      throw refusal("only arms of which each joint has one servo of its own, on one port, are simulated");
    }
    ServoProtocol protocol = protocols().getFirst();
    ServoModel usual = Twin.servos(model, protocol).getFirst().model();
    return inOrder(model).stream().map(servo -> servo.servo(servo.named(protocol).orElse(usual))).toList();
  }

  /** All servos, port after port. */
  public List<ArmServo> inPortOrder() {
    return ports.isEmpty() ? servos : ports.keySet().stream().flatMap(port -> servosOn(port).stream()).toList();
  }

  /** The same with servos as new: each shows its own angle. */
  public Arm raw() {
    return new Arm(file, robot, ports, servos.stream().map(servo -> servo.turned(0, 1)).toList(), ranges, passive,
        poses);
  }

  /** What servos and joints do to each other; servos in {@link #inPortOrder}. */
  public Transmission transmission(RobotModel model) {
    List<String> names = names(model);
    List<ArmServo> all = inPortOrder();
    DMatrixRMaj servoOfJoint = new DMatrixRMaj(all.size(), names.size());
    for (int i = 0; i < all.size(); i++) {
      for (Map.Entry<String, Double> joint : all.get(i).joints().entrySet()) {
        servoOfJoint.set(i, names.indexOf(joint.getKey()), joint.getValue());
      }
    }
    DMatrixRMaj follows = new DMatrixRMaj(names.size(), names.size());
    for (int j = 0; j < names.size(); j++) {
      follows.set(j, j, 1);
    }
    double[] rest = new double[names.size()];
    passive.forEach((joint, position) -> rest[names.indexOf(joint)] = position);
    followers(model, follows, rest);
    return new Transmission(servoOfJoint, follows, rest);
  }

  /** Leaders before those that follow them, which may lead others. */
  private void followers(RobotModel model, DMatrixRMaj follows, double[] rest) {
    List<JointCoupling> left = new ArrayList<>(model.couplings().stream().filter(JointCoupling::active).toList());
    while (!left.isEmpty()) {
      List<Integer> waiting = left.stream().map(JointCoupling::joint).toList();
      JointCoupling coupling = left.stream().filter(next -> !waiting.contains(next.follows())).findFirst()
          .orElseThrow(() -> refusal("joints of the robot follow each other in a circle"));
      left.remove(coupling);
      if (coupling.coefficients().subList(2, coupling.coefficients().size()).stream().anyMatch(c -> c != 0)) {
        throw refusal("joint '" + model.joints().get(coupling.joint()).name() + "' follows another by a curve, not"
            + " by a straight line");
      }
      int leader = coupling.follows();
      double slope = leader < 0 ? 0 : coupling.coefficients().get(1);
      double from = leader < 0 ? 0 : rest[leader] - model.neutral()[model.joints().get(leader).idxQ()];
      rest[coupling.joint()] = model.neutral()[model.joints().get(coupling.joint()).idxQ()]
          + coupling.coefficients().getFirst() + slope * from;
      for (int k = 0; k < rest.length; k++) {
        follows.set(coupling.joint(), k, leader < 0 ? 0 : slope * follows.get(leader, k));
      }
    }
  }

  /**
   * The port that a command about single servos means.
   *
   * @param name null for the only one
   * @throws IllegalArgumentException if there is no such, or more than one
   */
  PortOptions port(String name) {
    if (ports.isEmpty()) {
      throw refusal("it names no port: give --port in place of --arm");
    }
    String known = ports.keySet().stream().map(port -> "'" + port + "'").collect(Collectors.joining(", "));
    if (name == null ? ports.size() > 1 : !ports.containsKey(name)) {
      throw refusal((name == null ? "it has several ports" : "it has no port '" + name + "'") + "; name one of " + known
          + ", such as --arm " + file + "#" + ports.keySet().iterator().next());
    }
    return name == null ? ports.values().iterator().next() : ports.get(name);
  }

  /** The ids on that port. */
  List<Integer> ids(String name) {
    String port = name == null ? ports.keySet().iterator().next() : name;
    return servosOn(port).stream().map(ArmServo::id).toList();
  }
}
