package io.github.lanewise.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that MJCF files include, and what is wrong with some. */
class IncludeTest {
  private static final String MAIN = """
      <mujoco>
        <include file="parts/settings.xml"/>
        <worldbody>
          <body name="a"><joint name="i"/><geom size=".1"/>
            <include file="parts/limb.xml"/>
          </body>
        </worldbody>
      </mujoco>
      """;
  private static final String LIMB = """
      <mujocoinclude>
        <body name="b"><joint name="j" range="-30 30"/><geom size=".1"/>
          <include file="parts/tip.xml"/>
        </body>
        <body name="c"><joint name="k"/><geom size=".1"/></body>
      </mujocoinclude>
      """;

  @TempDir
  private Path folder;

  private RobotModel load(String settings, String limb, String tip) throws IOException {
    Files.createDirectories(folder.resolve("parts"));
    Files.writeString(folder.resolve("parts/settings.xml"), settings);
    Files.writeString(folder.resolve("parts/limb.xml"), limb);
    Files.writeString(folder.resolve("parts/tip.xml"), tip);
    return RobotModel.load(Files.writeString(folder.resolve("main.xml"), MAIN));
  }

  @Test
  void whatIsIncludedStandsWhereItWasIncludedAndPathsAreTheMainFiles() throws IOException {
    RobotModel model = load("<mujoco><compiler angle='radian'/><option gravity='0 0 -1'/></mujoco>", LIMB,
        "<mujocoinclude><body name='d'><joint name='l'/><geom size='.1'/></body></mujocoinclude>");
    assertThat(model.joints()).extracting(Joint::name).containsExactly("i", "j", "l", "k");
    assertThat(model.joints()).extracting(Joint::parent).containsExactly(-1, 0, 1, 0);
    assertThat(model.joint("j").upper()).as("radians").isEqualTo(30);
    assertThat(Doubles.of(model.gravity())).containsExactly(0, 0, -1);
  }

  @Test
  void faultsAreThoseOfTheIncludedFile() throws IOException {
    String none = "<mujocoinclude/>";
    assertThatThrownBy(() -> load(none, LIMB.replace("\".1\"/></body>", "\"0\"/></body>"), none))
        .isInstanceOf(RobotFormatException.class).hasMessageStartingWith("parts/limb.xml:5: <geom> of type sphere");
    assertThatThrownBy(() -> load(none, LIMB.replace("name=\"c\"", "name=\"a\""), none))
        .hasMessage("parts/limb.xml:5: two links are named 'a'; names are unique");
    assertThatThrownBy(() -> load(none, LIMB.replace("\"k\"", "\"i\""), none))
        .hasMessage("parts/limb.xml:5: two joints are named 'i'; names are unique");
    assertThatThrownBy(() -> load("<mujocoinclude>", LIMB, none)).hasMessageStartingWith("parts/settings.xml:1: malf");
    assertThatThrownBy(() -> load("<robot/>", LIMB, none)).hasMessage(
        "parts/settings.xml:1: the root element is <robot>; an included file has <mujocoinclude> or <mujoco>");
  }

  @Test
  void aFileIsIncludedOnceAndMustExist() throws IOException {
    String again = "<mujocoinclude><include file='parts/../parts/limb.xml'/></mujocoinclude>";
    assertThatThrownBy(() -> load("<mujocoinclude/>", LIMB, again)).hasMessage("parts/tip.xml:1: <include> has the"
        + " file 'parts/../parts/limb.xml', which is included already");
    assertThatThrownBy(() -> load("<mujocoinclude/>", LIMB.replace("tip", "top"), again))
        .hasMessageStartingWith("parts/limb.xml:3: <include> has the file 'parts/top.xml', which does not exist in ");
    assertThatThrownBy(() -> load("<mujocoinclude/>", LIMB.replace("file=\"parts/tip.xml\"", ""), again))
        .hasMessage("parts/limb.xml:3: <include> has no file");
    assertThatThrownBy(() -> load("<mujocoinclude/>", LIMB.replace("parts/tip.xml", "parts"), again))
        .as("a folder").hasMessageContaining("'parts', which does not exist");
  }

  @Test
  void aTextLiesInNoFolder() {
    assertThatThrownBy(() -> RobotModel.parse(MAIN)).hasMessage(
        "text:2: <include> has the file 'parts/settings.xml'; a robot that is no file itself can name none");
  }

  @Test
  void whatIsIncludedCountsAgainstTheLimits() throws IOException {
    String deep = "<mujocoinclude>" + "<body>".repeat(190) + "</body>".repeat(190) + "</mujocoinclude>";
    String limb = LIMB.replace("<include", "<body>".repeat(10) + "<include")
        .replace("tip.xml\"/>", "tip.xml\"/>" + "</body>".repeat(10));
    assertThatThrownBy(() -> load("<mujocoinclude/>", limb, deep))
        .hasMessageContaining("nested more than 200 deep with what is included");
    String many = "<mujocoinclude>" + "<x/>".repeat(60_000) + "</mujocoinclude>";
    assertThatThrownBy(() -> load(many, LIMB, many))
        .hasMessageContaining("more than 100000 elements with what is included");
    String large = "<mujocoinclude><!--" + "x".repeat(9 << 20) + "--></mujocoinclude>";
    assertThatThrownBy(() -> load(large, LIMB, large))
        .hasMessageContaining("with which the robot's files are larger than 16 MiB");
  }
}
