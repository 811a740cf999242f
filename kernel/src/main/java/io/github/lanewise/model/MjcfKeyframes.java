package io.github.lanewise.model;

import io.github.lanewise.spatial.Vec3;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads the {@code <keyframe>} section of an MJCF file. MuJoCo's joints come in the same order and have as many rows.
 * Its quaternions are (w, x, y, z), ours (x, y, z, w); its free joints have their linear velocity on world axes, ours
 * on those of the body.
 */
final class MjcfKeyframes {
  private final RobotBuilder builder;
  private final List<MjcfActuators.Place> actuators;
  private final Set<String> names = new HashSet<>();
  private final Set<String> leftAside = new LinkedHashSet<>();

  /**
   * For the robot that a builder makes.
   *
   * @param actuators one place for each actuator of the file
   */
  MjcfKeyframes(RobotBuilder builder, List<MjcfActuators.Place> actuators) {
    this.builder = builder;
    this.actuators = actuators;
  }

  /** The finished model with the keyframes of the file. */
  RobotModel read(XmlElement mujoco) {
    List<XmlElement> keys =
        mujoco.children("keyframe").stream().flatMap(section -> section.children("key").stream()).toList();
    for (XmlElement key : keys) {
      if (key.has("name") && !names.add(key.requiredText("name"))) {
        throw key.refuse("two keyframes are named '" + key.text("name") + "'; names are unique");
      }
      for (String state : List.of("act", "mpos", "mquat")) {
        if (key.has(state) && !(state.equals("act") && knowsActivations())) {
          leftAside.add(state);
        }
      }
    }
    builder.warn("states of keyframes that are left aside", leftAside);
    RobotModel model = builder.build();
    List<Keyframe> keyframes = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      XmlElement key = keys.get(i);
      double[] q = q(key, model);
      keyframes.add(new Keyframe(
          key.has("name") ? key.text("name") : unused(i), key.number("time", 0), q, v(key, q, model),
          activation(key, model), control(key)));
    }
    return model.withKeyframes(keyframes);
  }

  private String unused(int i) {
    String name = "key" + i;
    while (!names.add(name)) {
      name += "_";
    }
    return name;
  }

  private double[] q(XmlElement key, RobotModel model) {
    double[] q = key.numbers("qpos", model.nq());
    if (q == null) {
      return model.neutral();
    }
    for (Joint joint : model.joints()) {
      int i = joint.idxQ();
      switch (joint.kind()) {
        case REVOLUTE, CONTINUOUS, PRISMATIC -> { }
        case SPHERICAL -> quaternion(key, q, i);
        case FREE -> quaternion(key, q, i + 3);
      }
    }
    return q;
  }

  /** Four numbers (w, x, y, z) of any length but zero to a unit quaternion (x, y, z, w). */
  private static void quaternion(XmlElement key, double[] q, int i) {
    double[] unit = Orientation.unit(q[i], q[i + 1], q[i + 2], q[i + 3]);
    if (Double.isNaN(unit[0])) {
      throw key.refuse(key + " has a quaternion of length 0 from number " + (i + 1) + " of qpos on");
    }
    System.arraycopy(unit, 1, q, i, 3);
    q[i + 3] = unit[0];
  }

  private static double[] v(XmlElement key, double[] q, RobotModel model) {
    double[] given = key.numbers("qvel", model.nv());
    double[] v = given == null ? new double[model.nv()] : given;
    for (Joint joint : model.joints()) {
      if (joint.kind() == JointKind.FREE) {
        int iq = joint.idxQ() + 3;
        int iv = joint.idxV();
        Vec3 onBody = Orientation.quaternion(q[iq + 3], q[iq], q[iq + 1], q[iq + 2])
            .transposeTimes(Vec3.of(v[iv], v[iv + 1], v[iv + 2]));
        v[iv] = onBody.x().value();
        v[iv + 1] = onBody.y().value();
        v[iv + 2] = onBody.z().value();
      }
    }
    return v;
  }

  /** Whether it is known which numbers of act are whose. */
  private boolean knowsActivations() {
    return actuators.stream().noneMatch(actuator -> actuator.activations() < 0);
  }

  /** The states of the actuators; zeros where act is not given, or left aside. */
  private double[] activation(XmlElement key, RobotModel model) {
    double[] own = new double[model.activationCount()];
    if (!knowsActivations()) {
      return own;
    }
    double[] all = key.numbers("act", actuators.stream().mapToInt(MjcfActuators.Place::activations).sum());
    int from = 0;
    int to = 0;
    for (MjcfActuators.Place actuator : all == null ? List.<MjcfActuators.Place>of() : actuators) {
      if (actuator.kept() && actuator.activations() > 0) {
        own[to++] = all[from];
      }
      from += actuator.activations();
    }
    return own;
  }

  private double[] control(XmlElement key) {
    double[] all = key.numbers("ctrl", actuators.size());
    List<Double> own = new ArrayList<>();
    for (int i = 0; i < actuators.size(); i++) {
      if (actuators.get(i).kept()) {
        own.add(all == null ? 0 : all[i]);
      }
    }
    return own.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
