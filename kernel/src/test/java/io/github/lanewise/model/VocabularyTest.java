package io.github.lanewise.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The table of names says what the readers do. */
class VocabularyTest {
  @ParameterizedTest
  @EnumSource(RobotFormat.class)
  void everyNameStandsOnceInItsElement(RobotFormat format) {
    List<String> names = format.words().stream()
        .map(word -> word.element() + (word.attribute() ? " " : " <") + word.name()).toList();
    assertThat(names).doesNotHaveDuplicates().hasSizeGreaterThan(70);
  }

  @ParameterizedTest
  @EnumSource(RobotFormat.class)
  void everyElementThatIsLookedIntoStandsInAnother(RobotFormat format) {
    String root = format == RobotFormat.MJCF ? "mujoco" : "robot";
    for (String element : format.words().stream().map(FormatWord::element).distinct().toList()) {
      String[] path = element.split("/");
      Stream<FormatWord> within = format.words().stream().filter(word -> !word.attribute()
          && word.name().equals(path[path.length - 1]) && (path.length == 1 || word.element().equals(path[0])));
      assertThat(element.equals(root) || within.findAny().isPresent()).as(element).isTrue();
    }
  }

  @Test
  void readLeftAsideAndRefusedAreTold() {
    assertThat(RobotFormat.MJCF.words()).contains(
        new FormatWord("joint", "damping", true, FormatWord.Use.READ),
        new FormatWord("joint", "solreflimit", true, FormatWord.Use.READ),
        new FormatWord("joint", "solreffriction", true, FormatWord.Use.LEFT_ASIDE),
        new FormatWord("equality/joint", "polycoef", true, FormatWord.Use.READ),
        new FormatWord("position", "kp", true, FormatWord.Use.READ),
        new FormatWord("general", "dynprm", true, FormatWord.Use.READ),
        new FormatWord("cylinder", "area", true, FormatWord.Use.READ),
        new FormatWord("actuator", "intvelocity", false, FormatWord.Use.READ),
        new FormatWord("key", "act", true, FormatWord.Use.READ),
        new FormatWord("actuator", "muscle", false, FormatWord.Use.LEFT_ASIDE),
        new FormatWord("muscle", "joint", true, FormatWord.Use.LEFT_ASIDE),
        new FormatWord("body", "composite", false, FormatWord.Use.REFUSED),
        new FormatWord("equality", "weld", false, FormatWord.Use.LEFT_ASIDE),
        new FormatWord("mujoco", "sensor", false, FormatWord.Use.LEFT_ASIDE));
    assertThat(RobotFormat.URDF.words()).contains(
        new FormatWord("mimic", "multiplier", true, FormatWord.Use.READ),
        new FormatWord("robot", "ros2_control", false, FormatWord.Use.LEFT_ASIDE),
        new FormatWord("robot", "xacro:*", false, FormatWord.Use.REFUSED),
        new FormatWord("gazebo", "*", false, FormatWord.Use.LEFT_ASIDE));
  }

  /** A robot with nothing but one name: what is read is not named, what is left aside is, what is refused is. */
  @Test
  void attributesOfGeomsAreTreatedAsTheTableSays() {
    for (FormatWord word : RobotFormat.MJCF.words()) {
      if (word.element().equals("geom") && word.attribute() && word.use() == FormatWord.Use.LEFT_ASIDE) {
        RobotModel model = RobotModel.parse(
            "<mujoco><worldbody><geom size='1' " + word.name() + "='0'/></worldbody></mujoco>");
        assertThat(model.warnings()).containsExactly("left aside: " + word.name() + " of <geom> (1)");
      }
    }
  }
}
