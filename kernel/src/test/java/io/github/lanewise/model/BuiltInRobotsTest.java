package io.github.lanewise.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.spatial.Transform;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The robots that come with the library: their sizes, and that they could be built. */
class BuiltInRobotsTest {
  static List<String> names() {
    return RobotModel.builtInNames();
  }

  @ParameterizedTest
  @CsvSource({
    "double_pendulum, 2, 2, 0", "finger, 3, 3, 0", "arm7, 7, 7, 0", "hopper, 6, 6, 3", "quadruped, 12, 12, 0",
    "humanoid, 28, 27, 21"
  })
  void sizes(String name, int nq, int nv, int motors) {
    RobotModel model = RobotModel.builtIn(name);
    assertThat(model.name()).isEqualTo(name);
    assertThat(List.of(model.nq(), model.nv(), model.actuators().size())).containsExactly(nq, nv, motors);
  }

  @ParameterizedTest
  @MethodSource("names")
  void massesAreThoseOfThingsThatExist(String name) {
    RobotModel model = RobotModel.builtIn(name);
    assertThat(model.warnings()).isEmpty();
    for (Joint joint : model.joints()) {
      PrincipalMoments moments = PrincipalMoments.of(joint.body().atCom());
      assertThat(joint.body().isNone() || moments.smallest() > 0).as(joint.name()).isTrue();
      assertThat(moments.physical()).as(joint.name()).isTrue();
      // Radii of gyration of parts of a robot are centimetres, not metres.
      assertThat(moments.largest()).as(joint.name()).isLessThanOrEqualTo(0.25 * joint.body().mass());
    }
  }

  @Test
  void quadrupedFlies() {
    RobotModel model = RobotModel.builtIn("quadruped").withFreeBase();
    assertThat(model.nv()).isEqualTo(18);
    assertThat(model.joints().getFirst().name()).isEqualTo("root_joint");
    assertThat(model.frame("imu").joint()).isZero();
  }

  @Test
  void armStandsUprightAtZero() {
    Transform tool = Doubles.pose(RobotModel.builtIn("arm7"), new double[7], "tool");
    double[] upright = {1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 1.14};
    assertThat(Doubles.distance(Doubles.of(tool), upright)).isLessThan(1e-15);
  }

  @Test
  void humanoidStandsOnItsSoles() {
    RobotModel model = RobotModel.builtIn("humanoid");
    for (String sole : List.of("left_sole", "right_sole")) {
      assertThat(Doubles.pose(model, model.neutral(), sole).translation().z().value()).isCloseTo(0, within(1e-15));
    }
  }

  @ParameterizedTest
  @CsvSource({"humanoid, left, right", "quadruped, front_left, front_right", "quadruped, front_left, hind_right"})
  void mirroredLimbsHaveTheSameStructure(String name, String left, String right) {
    RobotModel model = RobotModel.builtIn(name);
    int pairs = 0;
    for (Joint joint : model.joints()) {
      if (joint.name().startsWith(left)) {
        Joint twin = model.joint(joint.name().replaceFirst(left, right));
        assertThat(Doubles.of(twin.axis())).containsExactly(Doubles.of(joint.axis()));
        assertThat(Doubles.of(twin.placement().rotation())).containsExactly(1, 0, 0, 0, 1, 0, 0, 0, 1);
        assertThat(Doubles.of(joint.placement().rotation())).containsExactly(1, 0, 0, 0, 1, 0, 0, 0, 1);
        sameButForSigns(Doubles.of(twin.placement().translation()), Doubles.of(joint.placement().translation()));
        sameButForSigns(Doubles.of(twin.body().com()), Doubles.of(joint.body().com()));
        sameButForSigns(Doubles.of(twin.body().atCom()), Doubles.of(joint.body().atCom()));
        assertThat(twin.upper() - twin.lower()).isEqualTo(joint.upper() - joint.lower());
        pairs++;
      }
    }
    assertThat(pairs).isEqualTo(name.equals("humanoid") ? 9 : 3);
  }

  private static void sameButForSigns(double[] a, double[] b) {
    for (int i = 0; i < a.length; i++) {
      assertThat(Math.abs(a[i])).isEqualTo(Math.abs(b[i]));
    }
  }
}
