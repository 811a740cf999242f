package io.github.lanewise.app.evaluate;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.lanewise.app.report.JsonFile;
import io.github.lanewise.app.report.Pose;
import io.github.lanewise.model.Frame;
import io.github.lanewise.model.Joint;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.spatial.Mat3;
import io.github.lanewise.spatial.Vec3;
import io.github.lanewise.trace.Scalar;
import java.util.Arrays;
import java.util.stream.Stream;

/**
 * A robot's constants as JSON: its joints with their lumped bodies, and its frames. Joint types have Pinocchio's names.
 */
final class RobotDescription {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private RobotDescription() {}

  /** Everything that does not depend on a state; {@code file} is where the robot came from. */
  static ObjectNode of(RobotModel model, String file, boolean freeBase) {
    ObjectNode json = JSON.objectNode()
        .put("model", model.name())
        .put("urdf", file)
        .put("freeflyer", freeBase)
        .put("nq", model.nq())
        .put("nv", model.nv());
    json.set("gravity", vector(model.gravity()));
    ArrayNode joints = json.putArray("joints");
    model.joints().forEach(joint -> joints.add(joint(joint)));
    ArrayNode frames = json.putArray("frames");
    model.frames().forEach(frame -> frames.add(frame(frame)));
    return json;
  }

  private static ObjectNode joint(Joint joint) {
    ObjectNode json = JSON.objectNode()
        .put("name", joint.name())
        .put("type", type(joint))
        .put("parent", joint.parent())
        .put("idx_q", joint.idxQ())
        .put("idx_v", joint.idxV());
    switch (joint.kind()) {
      case REVOLUTE, CONTINUOUS -> json.set("S", JsonFile.numbers(values(Vec3.ZERO, joint.axis())));
      case PRISMATIC -> json.set("S", JsonFile.numbers(values(joint.axis(), Vec3.ZERO)));
      case SPHERICAL, FREE -> { }
    }
    json.set("placement_R", rows(joint.placement().rotation()));
    json.set("placement_p", vector(joint.placement().translation()));
    json.put("mass", joint.body().mass());
    json.set("com", vector(joint.body().com()));
    json.set("inertia_com", rows(joint.body().atCom()));
    return json;
  }

  private static String type(Joint joint) {
    return "JointModel" + switch (joint.kind()) {
      case FREE -> "FreeFlyer";
      case SPHERICAL -> "Spherical";
      case PRISMATIC -> coordinateAxis(joint).isEmpty() ? "PrismaticUnaligned" : "P" + coordinateAxis(joint);
      case REVOLUTE, CONTINUOUS -> coordinateAxis(joint).isEmpty() ? "RevoluteUnaligned" : "R" + coordinateAxis(joint);
    };
  }

  private static String coordinateAxis(Joint joint) {
    return joint.axis().x().is(1) ? "X" : joint.axis().y().is(1) ? "Y" : joint.axis().z().is(1) ? "Z" : "";
  }

  private static ObjectNode frame(Frame frame) {
    Scalar[][] r = frame.placement().rotation().toArrays();
    double[] matrix = Stream.of(r[0], r[1], r[2], frame.placement().translation().toArray())
        .flatMap(Arrays::stream).mapToDouble(Scalar::value).toArray();
    ObjectNode json = JSON.objectNode().put("link", frame.name()).put("parent_joint", frame.joint());
    json.set("placement", JsonFile.numbers(Pose.of(matrix)));
    return json;
  }

  private static ArrayNode rows(Mat3 m) {
    ArrayNode rows = JSON.arrayNode();
    for (Scalar[] row : m.toArrays()) {
      rows.add(JsonFile.numbers(Arrays.stream(row).mapToDouble(Scalar::value).toArray()));
    }
    return rows;
  }

  private static ArrayNode vector(Vec3 u) {
    return JsonFile.numbers(values(u));
  }

  private static double[] values(Vec3... vectors) {
    return Arrays.stream(vectors).flatMap(u -> Arrays.stream(u.toArray())).mapToDouble(Scalar::value).toArray();
  }
}
