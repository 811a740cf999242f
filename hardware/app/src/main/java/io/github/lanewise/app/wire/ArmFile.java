package io.github.lanewise.app.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.lanewise.app.options.Choice;
import io.github.lanewise.app.report.JsonFile;
import io.github.lanewise.hardware.servo.ServoModel;
import io.github.lanewise.hardware.servo.ServoProtocol;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An {@link Arm} as JSON: robot, ports, servos, ranges, passive joints and poses, of which only "servos" must be there.
 * What is in it is told in full by the README.
 *
 * <p>A calibration as LeRobot writes it, "id", "drive_mode", "homing_offset", "range_min" and "range_max" for the name
 * of each motor, is read as well: the names are joints, 0 is the middle of the range, in the servo's own direction
 * unless its drive mode is 1, and the servo must hold that homing offset.
 */
public final class ArmFile {
  private static final List<String> PARTS = List.of("robot", "ports", "servos", "ranges", "passive", "poses");
  private static final List<String> OF_PORT = List.of("path", "baud_bits_per_second", "protocol");
  private static final List<String> OF_SERVO = List.of("joint", "joints", "id", "port", "model", "zero_rad", "ratio",
      "torque_constant_n_m_per_a");
  private static final List<String> OF_MOTOR = List.of("id", "drive_mode", "homing_offset", "range_min", "range_max");

  private final Path file;

  private ArmFile(Path file) {
    this.file = file;
  }

  /**
   * Reads one.
   *
   * @throws IllegalArgumentException if there is something else in it, with the place
   */
  public static Arm read(Path file) throws IOException {
    JsonNode root = JsonFile.read(file);
    ArmFile reading = new ArmFile(file);
    reading.require(root.isObject() && !root.isEmpty(), "an arm's file is an object with \"servos\"");
    boolean calibration = root.properties().stream().allMatch(entry -> entry.getValue().has("homing_offset"));
    return calibration ? reading.calibration(root) : reading.arm(root);
  }

  private Arm arm(JsonNode root) {
    requireKeys("", root, PARTS);
    Map<String, PortOptions> ports = new LinkedHashMap<>();
    each(root, "ports", (name, port) -> ports.put(name, port(name, port)));
    require(root.path("servos").isArray() && !root.path("servos").isEmpty(), "\"servos\" must be a list of servos");
    List<ArmServo> servos = new ArrayList<>();
    for (JsonNode servo : root.get("servos")) {
      servos.add(servo("servos[" + servos.size() + "]", servo, ports));
    }
    long distinct = servos.stream().map(servo -> List.of(servo.port(), servo.id())).distinct().count();
    require(distinct == servos.size(), "two servos have one id on one port");
    Map<String, double[]> ranges = new LinkedHashMap<>();
    each(root, "ranges", (joint, range) -> ranges.put(joint, range(joint, range)));
    Map<String, Map<String, Double>> poses = new LinkedHashMap<>();
    each(root, "poses", (name, pose) -> poses.put(name, numbers("poses." + name, pose)));
    Map<String, Double> passive = numbers("passive", root.path("passive"));
    return new Arm(file, robot(root.path("robot")), ports, servos, ranges, passive, poses);
  }

  /** Another folder than the present one may be where the arm's file is. */
  private String robot(JsonNode robot) {
    require(robot.isMissingNode() || robot.isTextual(), "\"robot\" must be a text");
    if (robot.isMissingNode()) {
      return null;
    }
    Path beside = file.resolveSibling(robot.textValue());
    return Files.exists(beside) ? beside.toString() : robot.textValue();
  }

  private PortOptions port(String name, JsonNode port) {
    String place = "ports." + name;
    require(port.isObject(), place + " must be an object with a \"path\"");
    requireKeys(place + ".", port, OF_PORT);
    String path = text(place, port, "path", null);
    require(path != null, place + " has no \"path\"");
    int baud = (int) number(place, port, "baud_bits_per_second", PortOptions.USUAL_BAUD);
    require(baud >= 1, place + ".baud_bits_per_second must be at least 1, but is " + baud);
    return PortOptions.of(path, baud, protocol(place, text(place, port, "protocol", "dynamixel")));
  }

  private ServoProtocol protocol(String place, String name) {
    return Arrays.stream(ServoProtocol.values()).filter(protocol -> Choice.text(protocol).equals(name)).findFirst()
        .orElseThrow(() -> new IllegalArgumentException(file + ": " + place + ".protocol is '" + name + "', and must be"
            + " one of " + Arrays.stream(ServoProtocol.values()).map(Choice::text).toList()));
  }

  private ArmServo servo(String place, JsonNode servo, Map<String, PortOptions> ports) {
    require(servo.isObject(), place + " must be an object");
    requireKeys(place + ".", servo, OF_SERVO);
    require(servo.has("joint") != servo.has("joints"), place + " needs either a \"joint\" that it moves alone, or"
        + " \"joints\" with what it turns for each");
    require(servo.path("id").isInt(), place + " needs an \"id\", a whole number");
    Map<String, Double> joints = servo.has("joints") ? numbers(place + ".joints", servo.get("joints"))
        : Map.of(text(place, servo, "joint", ""), 1.0);
    require(!joints.isEmpty() && joints.values().stream().allMatch(turn -> turn != 0), place
        + ".joints must name joints for which it turns");
    String usual = ports.isEmpty() ? Arm.ONLY_PORT : ports.keySet().iterator().next();
    String port = text(place, servo, "port", usual);
    require(ports.isEmpty() && port.isEmpty() || ports.containsKey(port), place + ".port is '" + port + "', but the"
        + " file's ports are " + ports.keySet());
    require(ports.size() < 2 || servo.has("port"), place + " needs a \"port\", one of " + ports.keySet());
    double ratio = number(place, servo, "ratio", 1);
    require(ratio != 0, place + ".ratio must not be 0");
    double constant = number(place, servo, "torque_constant_n_m_per_a", Double.NaN);
    require(!(constant <= 0), place + ".torque_constant_n_m_per_a must be positive, but is " + constant);
    String model = text(place, servo, "model", null);
    ArmServo read = new ArmServo(port, servo.get("id").intValue(), model, joints,
        number(place, servo, "zero_rad", 0), ratio, Double.isNaN(constant) ? null : constant, null);
    if (model != null && !ports.isEmpty()) {
      read.named(ports.get(port).protocol());
    }
    return read;
  }

  private double[] range(String joint, JsonNode range) {
    require(range.isArray() && range.size() == 2 && range.get(0).isNumber() && range.get(1).isNumber()
        && range.get(0).doubleValue() < range.get(1).doubleValue(), "ranges." + joint
        + " must be two numbers, the lower end first, but is " + range);
    return new double[] {range.get(0).doubleValue(), range.get(1).doubleValue()};
  }

  private Arm calibration(JsonNode root) {
    List<ArmServo> servos = new ArrayList<>();
    Map<String, double[]> ranges = new LinkedHashMap<>();
    ServoModel units = ServoModel.named(ServoProtocol.FEETECH, "STS3215"); // 4,096 counts a turn, as all that it reads
    for (Map.Entry<String, JsonNode> entry : root.properties()) {
      String joint = entry.getKey();
      JsonNode motor = entry.getValue();
      requireKeys(joint + ".", motor, OF_MOTOR);
      OF_MOTOR.forEach(key -> require(motor.path(key).isInt(), joint + "." + key + " must be a whole number"));
      double low = motor.get("range_min").intValue();
      double high = motor.get("range_max").intValue();
      require(low < high, joint + ": range_min is " + (int) low + ", and must be less than range_max, " + (int) high);
      double half = (high - low) / 2 * units.positionUnit();
      double zero = ((low + high) / 2 - units.zeroCount()) * units.positionUnit();
      servos.add(new ArmServo(Arm.ONLY_PORT, motor.get("id").intValue(), null, Map.of(joint, 1.0), zero,
          motor.get("drive_mode").intValue() == 0 ? 1 : -1, null, motor.get("homing_offset").intValue()));
      ranges.put(joint, new double[] {-half, half});
    }
    return new Arm(file, null, Map.of(), servos, ranges, Map.of(), Map.of());
  }

  private Map<String, Double> numbers(String place, JsonNode object) {
    Map<String, Double> numbers = new LinkedHashMap<>();
    require(object.isMissingNode() || object.isObject(), place + " must be an object with a number for each joint");
    object.properties().forEach(entry -> numbers.put(entry.getKey(), number(place, object, entry.getKey(), 0)));
    return numbers;
  }

  /** What to do with each entry of an object. */
  @FunctionalInterface
  private interface Entry {
    void take(String name, JsonNode value);
  }

  private void each(JsonNode root, String key, Entry entry) {
    JsonNode object = root.path(key);
    require(object.isMissingNode() || object.isObject(), "\"" + key + "\" must be an object");
    object.properties().forEach(pair -> entry.take(pair.getKey(), pair.getValue()));
  }

  private double number(String place, JsonNode object, String key, double otherwise) {
    JsonNode value = object.path(key);
    require(value.isMissingNode() || value.isNumber() && Double.isFinite(value.doubleValue()), place + "." + key
        + " must be a finite number, but is " + value);
    return value.isMissingNode() ? otherwise : value.doubleValue();
  }

  private String text(String place, JsonNode object, String key, String otherwise) {
    JsonNode value = object.path(key);
    require(value.isMissingNode() || value.isTextual(), place + "." + key + " must be a text, but is " + value);
    return value.isMissingNode() ? otherwise : value.textValue();
  }

  private void requireKeys(String place, JsonNode object, List<String> known) {
    require(object.isObject(), place + " must be an object");
    object.properties().forEach(entry -> require(known.contains(entry.getKey()), "\"" + place + entry.getKey()
        + "\" is unknown; there are " + String.join(", ", known)));
  }

  private void require(boolean condition, String sentence) {
    if (!condition) {
      throw new IllegalArgumentException(file + ": " + sentence);
    }
  }

  /** Writes it when all of it is there. */
  public static void write(Arm arm) throws IOException {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    if (arm.robot() != null) {
      Path robot = Path.of(arm.robot()).toAbsolutePath();
      root.put("robot", Files.exists(robot)
          ? arm.file().toAbsolutePath().getParent().relativize(robot).toString() : arm.robot());
    }
    ObjectNode ports = root.putObject("ports");
    arm.ports().forEach((name, port) -> ports.putObject(name).put("path", port.path())
        .put("baud_bits_per_second", port.baud()).put("protocol", Choice.text(port.protocol())));
    ArrayNode servos = root.putArray("servos");
    arm.servos().forEach(servo -> servos.add(toJson(servo)));
    ObjectNode ranges = root.putObject("ranges");
    arm.ranges().forEach((joint, range) -> ranges.set(joint, JsonFile.numbers(range)));
    root.set("passive", toJson(arm.passive()));
    ObjectNode poses = root.putObject("poses");
    arm.poses().forEach((name, pose) -> poses.set(name, toJson(pose)));
    JsonFile.write(arm.file(), root);
  }

  private static ObjectNode toJson(ArmServo servo) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    if (servo.joints().size() == 1 && servo.joints().containsValue(1.0)) {
      json.put("joint", servo.joints().keySet().iterator().next());
    } else {
      json.set("joints", toJson(servo.joints()));
    }
    json.put("id", servo.id()).put("port", servo.port());
    if (servo.model() != null) {
      json.put("model", servo.model());
    }
    json.put("zero_rad", servo.zero()).put("ratio", servo.ratio());
    if (servo.torqueConstant() != null) {
      json.put("torque_constant_n_m_per_a", servo.torqueConstant());
    }
    return json;
  }

  private static ObjectNode toJson(Map<String, Double> numbers) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    numbers.forEach((joint, number) -> json.set(joint, JsonFile.number(number)));
    return json;
  }
}
