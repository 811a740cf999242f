package io.github.lanewise.app.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.lanewise.app.Run;
import io.github.lanewise.model.RobotModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * {@code lanewise evaluate} against the files of an independent library, key by key, and against slips in its input.
 */
final class EvaluateTest {
  private static final Path SHARED = Path.of("../../../shared");
  private static final double TOLERANCE = 1e-10;
  private static final String PENDULUM_STATE = "{\"q\": [0.1, 0.2], \"v\": [1, -1], \"a\": [0, 2], \"tau\": [0.5, 0]}";

  @TempDir
  private Path folder;

  @ParameterizedTest
  @CsvSource({"double_pendulum", "ur5", "iiwa14", "trifingerpro", "hyq_ff"})
  void agreesWithTheReferenceInEveryKey(String name) throws IOException {
    Path file = SHARED.resolve("reference").resolve(name + ".json");
    assumeTrue(Files.exists(file), "no reference results at " + file);
    JsonNode expected = new ObjectMapper().readTree(file.toFile());
    Path robot = SHARED.resolve("robots").resolve(Path.of(expected.get("urdf").asText()).getFileName());
    Path json = folder.resolve("out.json");
    List<Object> arguments = new ArrayList<>(List.of("evaluate", "--robot", robot, "--states", file, "--json", json));
    if (expected.get("freeflyer").asBoolean()) {
      arguments.add("--free-base");
    }
    Run run = Run.of(arguments.toArray());
    assertThat(run.exitCode()).as(run.err()).isZero();
    RobotModel model = RobotModel.load(robot);
    zeroBetweenBranches(expected);
    assertSame("", expected, results(json));
    assertThat(results(json).get("model").asText()).isEqualTo(model.name());
    assertThat(run.out()).contains(expected.get("states").size() + " states", " 0 with results that are not finite");
  }

  /** What a file holds besides its provenance. */
  private static JsonNode results(Path json) throws IOException {
    ObjectNode file = (ObjectNode) new ObjectMapper().readTree(json.toFile());
    return file.remove(List.of("command", "version", "date", "machine"));
  }

  /** Objects key by key, arrays of objects one by one, everything else as one array of numbers, or as text. */
  private static void assertSame(String path, JsonNode expected, JsonNode actual) {
    if (expected.isObject()) {
      assertThat(actual.fieldNames()).toIterable().as(path).containsExactlyElementsOf(() -> expected.fieldNames());
      expected.fieldNames().forEachRemaining(key -> {
        if (!path.isEmpty() || !key.equals("model") && !key.equals("urdf")) {
          assertSame(path + "/" + key, expected.get(key), actual.get(key));
        }
      });
    } else if (expected.isArray() && expected.path(0).isObject()) {
      assertThat(actual).as(path).hasSameSizeAs(expected);
      for (int i = 0; i < expected.size(); i++) {
        assertSame(path + "/" + i, expected.get(i), actual.get(i));
      }
    } else if (expected.isArray() || expected.isNumber()) {
      assertThat(shape(actual)).as(path).isEqualTo(shape(expected));
      assertThat(relativeError(flat(actual), flat(expected))).as(path).isLessThan(TOLERANCE);
    } else {
      assertThat(actual).as(path).isEqualTo(expected);
    }
  }

  private static List<Integer> shape(JsonNode node) {
    List<Integer> sizes = new ArrayList<>(List.of(node.size()));
    node.forEach(child -> sizes.addAll(shape(child)));
    return sizes;
  }

  private static List<Double> flat(JsonNode node) {
    List<Double> numbers = new ArrayList<>();
    if (node.isNumber()) {
      numbers.add(node.asDouble());
    }
    node.forEach(child -> numbers.addAll(flat(child)));
    return numbers;
  }

  private static double relativeError(List<Double> actual, List<Double> expected) {
    double scale = 1e-3;
    double error = 0;
    for (int i = 0; i < expected.size(); i++) {
      scale = Math.max(scale, Math.abs(expected.get(i)));
      error = Math.max(error, Math.abs(actual.get(i) - expected.get(i)));
    }
    return error / scale;
  }

  /**
   * With the accelerations given, a joint's torque does not depend on joints of other branches. The reference leaves
   * numbers of earlier computations in those entries of the quadruped's matrices; a difference quotient there is
   * exactly 0.
   */
  private static void zeroBetweenBranches(JsonNode reference) {
    JsonNode joints = reference.get("joints");
    for (JsonNode state : reference.get("states")) {
      for (int i = 0; i < reference.get("nv").asInt(); i++) {
        for (int j = 0; j < reference.get("nv").asInt(); j++) {
          int a = jointOfRow(joints, i);
          int b = jointOfRow(joints, j);
          if (!isAncestor(joints, a, b) && !isAncestor(joints, b, a)) {
            ((ArrayNode) state.get("drnea_dq").get(i)).set(j, 0);
            ((ArrayNode) state.get("drnea_dv").get(i)).set(j, 0);
          }
        }
      }
    }
  }

  private static int jointOfRow(JsonNode joints, int row) {
    int joint = 0;
    while (joint + 1 < joints.size() && joints.get(joint + 1).get("idx_v").asInt() <= row) {
      joint++;
    }
    return joint;
  }

  private static boolean isAncestor(JsonNode joints, int ancestor, int joint) {
    while (joint > ancestor) {
      joint = joints.get(joint).get("parent").asInt();
    }
    return joint == ancestor;
  }

  @Test
  void itsOwnFileIsAnInputAndGivesTheSameBitsAgain() throws IOException {
    Path once = folder.resolve("once.json");
    Path twice = folder.resolve("twice.json");
    assertThat(evaluate("double_pendulum", states(PENDULUM_STATE), once).exitCode()).isZero();
    assertThat(evaluate("double_pendulum", once, twice).exitCode()).isZero();
    assertThat(results(twice)).isEqualTo(results(once));
    assertThat(results(once).at("/states/0/q/0").asDouble()).isEqualTo(0.1);
  }

  @Test
  void whatIsNotFiniteIsNullAndCounted() throws IOException {
    Path json = folder.resolve("out.json");
    Run run = evaluate("double_pendulum", states(PENDULUM_STATE, PENDULUM_STATE.replace("-1", "1e200")), json);
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("2 states").contains(" 1 with results that are not finite");
    JsonNode result = new ObjectMapper().readTree(json.toFile());
    assertThat(result.at("/states/1/kinetic").isNull()).isTrue();
    assertThat(result.at("/states/0/kinetic").isNumber()).isTrue();
    assertThat(Files.readString(json)).doesNotContain("NaN", "Infinity");
  }

  @Test
  void slipsInTheStatesAreNamed() throws IOException {
    assertRefused(states(PENDULUM_STATE, PENDULUM_STATE.replace("0.1,", "0.1, 7,")),
        "state 1 has 3 numbers in 'q'", "has 2 rows");
    assertRefused(states(PENDULUM_STATE.replace("tau", "torque")), "state 0 has no array 'tau'");
    assertRefused(states(PENDULUM_STATE.replace("-1", "NaN")), "state 0 has NaN as v[1]", "finite");
    assertRefused(states(PENDULUM_STATE.replace("-1", "1e999")), "state 0 has", "as v[1]", "finite");
    assertRefused(states(PENDULUM_STATE.replace("-1", "null")), "state 0 has null as v[1]");
    assertRefused(states(), "has no states");
    assertRefused(Files.writeString(folder.resolve("in.json"), "{\n\"states\": [}"), "in.json:2: malformed JSON");
    assertRefused(folder.resolve("missing.json"), "there is no file", "missing.json");
  }

  @Test
  void aQuaternionMustHaveLengthOne() throws IOException {
    String zeros = "[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0";
    String state = "{'q': Z, 0], 'v': Z], 'a': Z], 'tau': Z]}".replace('\'', '"').replace("Z", zeros);
    Path json = folder.resolve("out.json");
    Run run = Run.of("evaluate", "--robot", "quadruped", "--free-base", "--states", states(state), "--json", json);
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("state 0", "quaternion of length 0.0", "root_joint");
  }

  @Test
  void aQuaternionThatNearlyHasLengthOneGetsIt() throws IOException {
    String state = ("{'q': [0, 0, 0, 0.6, 0, 0, W], 'v': [0, 0, 0, 0, 0, 0], 'a': [0, 0, 0, 0, 0, 0],"
        + " 'tau': [0, 0, 0, 0, 0, 0]}").replace('\'', '"');
    Path robot = Files.writeString(folder.resolve("ball.urdf"), "<robot name='ball'><link name='ball'><inertial>"
        + "<mass value='1'/><inertia ixx='1' iyy='1' izz='1' ixy='0' ixz='0' iyz='0'/></inertial></link></robot>");
    Path json = folder.resolve("out.json");
    Run run = Run.of("evaluate", "--robot", robot, "--free-base", "--states", states(state.replace("W", "0.8000004")),
        "--json", json);
    assertThat(run.exitCode()).as(run.err()).isZero();
    JsonNode q = results(json).at("/states/0/q");
    assertThat(Math.hypot(q.get(3).asDouble(), q.get(6).asDouble())).isCloseTo(1, within(1e-15));
    Run off = Run.of("evaluate", "--robot", robot, "--free-base", "--states", states(state.replace("W", "0.80001")),
        "--json", json);
    assertThat(off.err()).contains("state 0", "quaternion of length 1.000008", "root_joint");
  }

  @Test
  void anAngleOfWhichDoubleResolvesNoTurnIsRefused() throws IOException {
    assertRefused(states(PENDULUM_STATE.replace("0.1", "2e15")), "state 0", "joint 'shoulder' is at 2.0E15 rad");
  }

  private void assertRefused(Path states, String... messages) {
    Run run = evaluate("double_pendulum", states, folder.resolve("out.json"));
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).startsWith("lanewise: ").contains(messages).hasLineCount(1);
    assertThat(folder.resolve("out.json")).doesNotExist();
  }

  private static Run evaluate(String robot, Path states, Path json) {
    return Run.of("evaluate", "--robot", robot, "--states", states, "--json", json);
  }

  private Path states(String... states) throws IOException {
    return Files.writeString(folder.resolve("in.json"), "{\"states\": [" + String.join(", ", states) + "]}");
  }
}
