package io.github.lanewise.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.DoubleStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Joint order, placements, lumped bodies and frames against the models that Pinocchio makes of the same URDF files. */
class ReferenceModelTest {
  private static final double RELATIVE = 1e-12;

  @ParameterizedTest
  @ValueSource(strings = {"double_pendulum", "iiwa14", "ur5", "trifingerpro", "hyq_ff"})
  void modelIsTheReferences(String name) throws IOException {
    Path file = SharedFiles.folder("reference").resolve(name + ".json");
    assumeTrue(Files.exists(file), () -> "no " + file);
    JsonNode reference = new ObjectMapper().readTree(file.toFile());
    Path urdf = SharedFiles.folder("robots").resolve(Path.of(reference.get("urdf").asText()).getFileName());
    RobotModel model = RobotModel.load(urdf);
    if (reference.get("freeflyer").asBoolean()) {
      model = model.withFreeBase();
    }

    assertThat(model.nq()).isEqualTo(reference.get("nq").asInt());
    assertThat(model.nv()).isEqualTo(reference.get("nv").asInt());
    assertThat(Doubles.of(model.gravity())).containsExactly(numbers(reference.get("gravity")));
    assertThat(model.joints()).hasSameSizeAs(reference.get("joints"));
    for (int i = 0; i < model.joints().size(); i++) {
      joint(model.joints().get(i), reference.get("joints").get(i));
    }
    assertThat(model.frames()).hasSameSizeAs(reference.get("frames"));
    for (int i = 0; i < model.frames().size(); i++) {
      frame(model.frames().get(i), reference.get("frames").get(i));
    }
  }

  private static void joint(Joint joint, JsonNode expected) {
    String name = joint.name();
    assertThat(name).isEqualTo(expected.get("name").asText());
    assertThat(joint.parent()).as(name).isEqualTo(expected.get("parent").asInt());
    assertThat(joint.idxQ()).as(name).isEqualTo(expected.get("idx_q").asInt());
    assertThat(joint.idxV()).as(name).isEqualTo(expected.get("idx_v").asInt());
    close(name + " placement", Doubles.of(joint.placement().rotation()), numbers(expected.get("placement_R")));
    close(name + " position", Doubles.of(joint.placement().translation()), numbers(expected.get("placement_p")));
    if (joint.kind() == JointKind.FREE) {
      assertThat(expected.get("type").asText()).isEqualTo("JointModelFreeFlyer");
    } else {
      double[] axis = Doubles.of(joint.axis());
      assertThat(joint.kind()).isEqualTo(JointKind.REVOLUTE);
      close(name + " S", new double[] {0, 0, 0, axis[0], axis[1], axis[2]}, numbers(expected.get("S")));
    }
    BodyInertia body = joint.body();
    assertThat(body.mass()).as(name).isCloseTo(expected.get("mass").asDouble(), within(RELATIVE * body.mass()));
    close(name + " com", Doubles.of(body.com()), numbers(expected.get("com")));
    close(name + " inertia", Doubles.of(body.atCom()), numbers(expected.get("inertia_com")));
  }

  private static void frame(Frame frame, JsonNode expected) {
    String name = frame.name();
    assertThat(name).isEqualTo(expected.get("link").asText());
    assertThat(frame.joint()).as(name).isEqualTo(expected.get("parent_joint").asInt());
    double[] pose = numbers(expected.get("placement"));
    close(name, Doubles.of(frame.placement().translation()), DoubleStream.of(pose).limit(3).toArray());
    close(name, Doubles.of(frame.placement().rotation()),
        Doubles.of(Orientation.quaternion(pose[6], pose[3], pose[4], pose[5])));
  }

  private static void close(String what, double[] actual, double[] expected) {
    assertThat(Doubles.distance(actual, expected)).as(what).isLessThanOrEqualTo(RELATIVE * Doubles.largest(expected));
  }

  private static double[] numbers(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false)
        .flatMapToDouble(item -> item.isArray() ? DoubleStream.of(numbers(item)) : DoubleStream.of(item.asDouble()))
        .toArray();
  }
}
