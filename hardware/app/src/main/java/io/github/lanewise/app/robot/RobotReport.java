package io.github.lanewise.app.robot;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.lanewise.app.options.Choice;
import io.github.lanewise.app.report.JsonFile;
import io.github.lanewise.app.report.Pose;
import io.github.lanewise.app.report.Table;
import io.github.lanewise.app.report.TextPage;
import io.github.lanewise.model.Actuator;
import io.github.lanewise.model.Affine;
import io.github.lanewise.model.BodyInertia;
import io.github.lanewise.model.ContactPair;
import io.github.lanewise.model.Geometry;
import io.github.lanewise.model.Joint;
import io.github.lanewise.model.JointCoupling;
import io.github.lanewise.model.Keyframe;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.model.Shape;
import io.github.lanewise.model.Tendon;
import io.github.lanewise.spatial.Transform;
import io.github.lanewise.spatial.Vec3;
import io.github.lanewise.trace.Scalar;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** What was read of a robot, for people and programs. */
record RobotReport(RobotModel model) {
  private static final List<String> POSE = List.of("x_m", "y_m", "z_m", "qx", "qy", "qz", "qw");
  private static final String WORLD = "world";

  String toText() {
    TextPage text = new TextPage();
    text.line("%s: %d joints, nq %d, nv %d, %s kg", model.name(), model.joints().size(), model.nq(), model.nv(),
        TextPage.number(model.totalMass()));
    text.line("gravity %s m/s^2, time step %s, integrator %s", numbers(values(model.gravity())),
        model.timeStep().isPresent() ? TextPage.format("%s s", model.timeStep().getAsDouble()) : "not given",
        model.integrator().isEmpty() ? "not given" : model.integrator());
    tables().values().stream().filter(table -> !table.rows().isEmpty())
        .forEach(table -> text.line().line("%s", table.toText().stripTrailing()));
    for (Keyframe key : model.keyframes()) {
      text.line().line("Keyframe %s at %s s:", key.name(), key.time());
      text.line("  q        %s", numbers(key.q())).line("  v        %s", numbers(key.v()));
      text.line("  control  %s", numbers(key.control()));
      if (model.activationCount() > 0) {
        text.line("  states of actuators  %s", numbers(key.activation()));
      }
    }
    text.line().line(model.warnings().isEmpty() ? "No warnings." : "Warnings:");
    model.warnings().forEach(warning -> text.line("  %s", warning));
    return text.toString();
  }

  ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("robot", model.name()).put("nq", model.nq())
        .put("nv", model.nv()).put("mass_kg", model.totalMass()).put("integrator", model.integrator());
    json.set("gravity_m_s2", JsonFile.numbers(values(model.gravity())));
    json.set("time_step_s", JsonFile.number(model.timeStep().orElse(Double.NaN)));
    json.set("neutral", JsonFile.numbers(model.neutral()));
    tables().forEach((key, table) -> json.set(key, table.toJson().get("rows")));
    ArrayNode keyframes = json.putArray("keyframes");
    for (Keyframe key : model.keyframes()) {
      ObjectNode node = keyframes.addObject().put("name", key.name()).put("time_s", key.time());
      node.set("q", JsonFile.numbers(key.q()));
      node.set("v", JsonFile.numbers(key.v()));
      node.set("control", JsonFile.numbers(key.control()));
      node.set("activation", JsonFile.numbers(key.activation()));
    }
    ArrayNode warnings = json.putArray("warnings");
    model.warnings().forEach(warnings::add);
    return json;
  }

  private Map<String, Table> tables() {
    Map<String, Table> tables = new LinkedHashMap<>();
    tables.put("joints", joints());
    tables.put("bodies", bodies());
    Table frames = new Table("Frames, placed on the body of a joint:", List.of("name", "on"), POSE);
    model.frames().forEach(frame -> frames.add(List.of(frame.name(), joint(frame.joint())), pose(frame.placement())));
    tables.put("frames", frames);
    tables.put("geometries", geometries());
    tables.put("tendons", tendons());
    tables.put("actuators", actuators());
    Table states = new Table("States of actuators, in the place of their control:",
        List.of("actuator", "kind", "early"), List.of("time_constant_s", "lowest", "highest"));
    model.actuators().stream().filter(Actuator::hasState).forEach(actuator -> states.add(
        List.of(actuator.name(), Choice.text(actuator.dynamics().kind()), actuator.dynamics().early() ? "yes" : "no"),
        actuator.dynamics().timeConstant(), actuator.dynamics().lowest(), actuator.dynamics().highest()));
    tables.put("activations", states);
    Table pairs = new Table("Shapes that touch whatever else is said:",
        List.of("name", "first", "second", "condim"), List.of("sliding", "torsional", "rolling", "margin_m", "gap_m"));
    for (ContactPair pair : model.contactPairs()) {
      pairs.add(List.of(pair.name(), shape(pair.first()), shape(pair.second()), pair.material().condim()),
          pair.material().sliding(), pair.material().torsional(), pair.material().rolling(), pair.material().margin(),
          pair.material().gap());
    }
    tables.put("contact_pairs", pairs);
    Table exclusions = new Table("Bodies that do not touch:", List.of("name", "first", "second"), List.of());
    model.contactExclusions().forEach(exclusion -> exclusions.add(
        List.of(exclusion.name(), body(exclusion.first()), body(exclusion.second()))));
    tables.put("contact_exclusions", exclusions);
    Table couplings = new Table("Joints that follow others:",
        List.of("name", "joint", "follows", "active"), List.of("c0", "c1", "c2", "c3", "c4"));
    for (JointCoupling coupling : model.couplings()) {
      couplings.add(List.of(coupling.name(), joint(coupling.joint()),
          coupling.follows() < 0 ? "" : joint(coupling.follows()), coupling.active() ? "yes" : "no"),
          coupling.coefficients().stream().mapToDouble(Double::doubleValue).toArray());
    }
    tables.put("couplings", couplings);
    return tables;
  }

  private Table tendons() {
    Table table = new Table("Tendons, each with the coefficient of every joint in its length:",
        List.of("name", "joint"), List.of("coefficient", "stiffness", "damping", "armature", "lowest_rest",
            "highest_rest"));
    for (Tendon tendon : model.tendons()) {
      tendon.pulls().forEach(pull -> table.add(List.of(tendon.name(), joint(pull.joint())), pull.coefficient(),
          tendon.stiffness(), tendon.damping(), tendon.armature(), tendon.lowestRest(), tendon.highestRest()));
    }
    return table;
  }

  private Table actuators() {
    Table table = new Table("Actuators, by their gain and bias of length l and velocity l':",
        List.of("name", "drives", "row"), List.of("gear", "lower", "upper", "gain", "gain_l", "gain_l'", "bias",
            "bias_l", "bias_l'", "least_force", "largest_force"));
    for (Actuator actuator : model.actuators()) {
      Affine gain = actuator.gain();
      Affine bias = actuator.bias();
      table.add(
          List.of(actuator.name(), actuator.drivesTendon() ? model.tendons().get(actuator.tendon()).name()
              : joint(actuator.joint()), actuator.drivesTendon() ? "" : actuator.row()),
          actuator.gear(), actuator.lower(), actuator.upper(), gain.constant(), gain.perLength(), gain.perVelocity(),
          bias.constant(), bias.perLength(), bias.perVelocity(), actuator.lowestForce(), actuator.highestForce());
    }
    return table;
  }

  private Table joints() {
    Table table = new Table("Joints:", List.of("name", "kind", "parent"),
        List.of("lower", "upper", "least_effort", "largest_effort", "velocity", "armature", "damping", "friction",
            "stiffness", "lifted_kg"));
    for (Joint joint : model.joints()) {
      table.add(List.of(joint.name(), Choice.text(joint.kind()), joint(joint.parent())), joint.lower(), joint.upper(),
          joint.lowestEffort(), joint.highestEffort(), joint.velocityLimit(), joint.armature(), joint.damping(),
          joint.friction(), joint.stiffness(), joint.lift().mass());
    }
    return table;
  }

  private Table bodies() {
    Table table = new Table("Bodies, with the inertia about their centre of mass:", List.of("joint"), List.of(
        "mass_kg", "x_m", "y_m", "z_m", "ixx_kgm2", "iyy_kgm2", "izz_kgm2", "ixy_kgm2", "ixz_kgm2", "iyz_kgm2"));
    if (!model.base().isNone()) {
      table.add(List.of(WORLD), numbers(model.base()));
    }
    model.joints().forEach(joint -> table.add(List.of(joint.name()), numbers(joint.body())));
    return table;
  }

  private static double[] numbers(BodyInertia body) {
    return Stream.of(Scalar.of(body.mass()), body.com().x(), body.com().y(), body.com().z(), body.atCom().xx(),
        body.atCom().yy(), body.atCom().zz(), body.atCom().xy(), body.atCom().xz(), body.atCom().yz())
        .mapToDouble(Scalar::value).toArray();
  }

  private Table geometries() {
    Table table = new Table("Geometries, placed on the body of a joint:",
        List.of("name", "on", "link", "purpose", "shape"), Stream.concat(Stream.of("a_m", "b_m", "c_m"), POSE.stream())
            .toList());
    for (Geometry geometry : model.geometries()) {
      table.add(List.of(geometry.name(), joint(geometry.joint()), body(geometry.link()),
          Choice.text(geometry.purpose()), kind(geometry.shape())),
          DoubleStream.concat(DoubleStream.of(sizes(geometry.shape())), DoubleStream.of(pose(geometry.placement())))
              .toArray());
    }
    return table;
  }

  private static String kind(Shape shape) {
    return switch (shape) {
      case Shape.Mesh mesh -> "mesh " + mesh.file();
      case Shape.HeightField field -> "height field " + field.name();
      default -> shape.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    };
  }

  /** Three lengths; not a number where a shape has fewer, and the scale of a mesh. */
  private static double[] sizes(Shape shape) {
    double none = Double.NaN;
    return switch (shape) {
      case Shape.Sphere(double r) -> new double[] {r, none, none};
      case Shape.Capsule(double r, double half) -> new double[] {r, half, none};
      case Shape.Cylinder(double r, double half) -> new double[] {r, half, none};
      case Shape.Box(double a, double b, double c) -> new double[] {a, b, c};
      case Shape.Ellipsoid(double a, double b, double c) -> new double[] {a, b, c};
      case Shape.Plane(double a, double b) -> new double[] {a, b, none};
      case Shape.Mesh(String _, double a, double b, double c, Transform _) -> new double[] {a, b, c};
      case Shape.HeightField(String _, double a, double b, double height, double _, var _) ->
          new double[] {a, b, height};
    };
  }

  private String joint(int index) {
    return index < 0 ? WORLD : model.joints().get(index).name();
  }

  private static String body(String link) {
    return link.isEmpty() ? WORLD : link;
  }

  private String shape(int index) {
    return model.geometries().get(index).name();
  }

  private static double[] pose(Transform placement) {
    Scalar[][] r = placement.rotation().toArrays();
    return Pose.of(Stream.of(r[0], r[1], r[2], placement.translation().toArray()).flatMap(Arrays::stream)
        .mapToDouble(Scalar::value).toArray());
  }

  private static double[] values(Vec3 v) {
    return Arrays.stream(v.toArray()).mapToDouble(Scalar::value).toArray();
  }

  private static String numbers(double[] values) {
    return Arrays.stream(values).mapToObj(TextPage::number).collect(Collectors.joining(" "));
  }
}
