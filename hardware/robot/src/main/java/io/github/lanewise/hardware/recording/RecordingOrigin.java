package io.github.lanewise.hardware.recording;

import io.github.lanewise.model.Joint;
import io.github.lanewise.model.JointKind;
import io.github.lanewise.model.RobotModel;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Whose ticks a recording has.
 *
 * @param robot its file, as it was named
 * @param joints their names, in the order of the numbers of a row
 * @param units of the position of each: rad, or m of one that slides; what else is measured follows from that
 * @param servos of each joint, such as "servo 3"
 * @param controller what commanded it
 * @param version of this library
 * @param seed of all that was random; null if nothing was
 * @param view what shows the robot beside its numbers, which an {@code .mcap} alone has; null for none, and when read
 */
public record RecordingOrigin(String robot, List<String> joints, List<String> units, List<String> servos,
    String controller, String version, Long seed, View view) {
  /** Of a recording that does not tell. */
  public static final RecordingOrigin NONE =
      new RecordingOrigin("", List.of(), List.of(), List.of(), "", "", null, null);

  private static final String ROBOT = "robot";
  private static final String JOINTS = "joints";
  private static final String UNITS = "units";
  private static final String SERVOS = "servos";
  private static final String CONTROLLER = "controller";
  private static final String VERSION = "version";
  static final String SEED = "seed";

  /**
   * A robot to be shown.
   *
   * @param model whose frames are where the joints bring them
   * @param description the text of its file; null if it is not known
   */
  public record View(RobotModel model, String description) {}

  /** Copies the lists. */
  public RecordingOrigin {
    joints = List.copyOf(joints);
    units = List.copyOf(units);
    servos = List.copyOf(servos);
  }

  /**
   * Of a robot of joints with one axis each.
   *
   * @param robot its file, as it was named
   * @param view the robot
   * @param servos of each joint
   * @param controller what commands it
   * @param version of this library
   * @param seed of all that is random; null if nothing is
   * @return joints and units by the model
   */
  public static RecordingOrigin of(String robot, View view, List<String> servos, String controller, String version,
      Long seed) {
    List<Joint> joints = view.model().joints();
    return new RecordingOrigin(robot, joints.stream().map(Joint::name).toList(),
        joints.stream().map(joint -> joint.kind() == JointKind.PRISMATIC ? "m" : "rad").toList(), servos, controller,
        version, seed, view);
  }

  /** All that a file keeps of it, as texts; none of what does not tell. Lists are joined by line breaks. */
  Map<String, String> toTexts() {
    Map<String, String> texts = new LinkedHashMap<>();
    if (!joints.isEmpty()) {
      texts.put(ROBOT, robot);
      texts.put(JOINTS, String.join("\n", joints));
      texts.put(UNITS, String.join("\n", units));
      texts.put(SERVOS, String.join("\n", servos));
      texts.put(CONTROLLER, controller);
      texts.put(VERSION, version);
      texts.put(SEED, seed == null ? "" : Long.toString(seed));
    }
    return texts;
  }

  /** Whether a text of {@link #toTexts} is a list. */
  static boolean isList(String key) {
    return List.of(JOINTS, UNITS, SERVOS).contains(key);
  }

  /** From what {@link #toTexts} made. */
  static RecordingOrigin of(Map<String, String> texts) {
    if (!texts.containsKey(JOINTS)) {
      return NONE;
    }
    String seed = texts.getOrDefault(SEED, "");
    return new RecordingOrigin(texts.getOrDefault(ROBOT, ""), list(texts, JOINTS), list(texts, UNITS),
        list(texts, SERVOS), texts.getOrDefault(CONTROLLER, ""), texts.getOrDefault(VERSION, ""),
        seed.isEmpty() ? null : (Long) Long.parseLong(seed), null);
  }

  private static List<String> list(Map<String, String> texts, String key) {
    return Arrays.asList(texts.getOrDefault(key, "").split("\n", -1));
  }

  /**
   * Units of a field that has a number for each joint.
   *
   * @param ofTurning joints
   * @param ofSliding joints
   * @return the unit, or each with its joint where they differ
   */
  public String units(String ofTurning, String ofSliding) {
    List<String> each = units.stream().map(unit -> unit.equals("m") ? ofSliding : ofTurning).toList();
    return each.stream().distinct().count() > 1 ? IntStream.range(0, joints.size())
        .mapToObj(j -> joints.get(j) + " " + each.get(j)).collect(Collectors.joining(", "))
        : each.isEmpty() ? ofTurning : each.getFirst();
  }
}
