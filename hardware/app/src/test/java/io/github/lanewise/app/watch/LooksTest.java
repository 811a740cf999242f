package io.github.lanewise.app.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.model.RobotModel;
import io.github.lanewise.model.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which shapes are shown of robots, and how many of the steps. */
final class LooksTest {
  private static RobotModel arm(String upper, String lower) {
    return RobotModel.parse("""
        <robot name="r"><link name="base"/>
        <link name="upper"><inertial><mass value="1"/><inertia ixx="1" iyy="1" izz="1" ixy="0" ixz="0" iyz="0"/>
        </inertial>%s</link>
        <link name="lower"><inertial><origin xyz="0 0 0.2"/><mass value="1"/>
        <inertia ixx="1" iyy="1" izz="1" ixy="0" ixz="0" iyz="0"/></inertial>%s</link>
        <joint name="one" type="continuous"><parent link="base"/><child link="upper"/><axis xyz="0 1 0"/></joint>
        <joint name="two" type="continuous"><parent link="upper"/><child link="lower"/><origin xyz="0.3 0 0"/>
        <axis xyz="0 1 0"/></joint></robot>
        """.formatted(upper, lower));
  }

  private static String shape(String element, String form) {
    return "<" + element + "><geometry>" + form + "</geometry></" + element + ">";
  }

  private static List<String> kinds(Looks looks) {
    return looks.shown().stream().map(look -> look.joint() + " " + look.kind()).toList();
  }

  @Test
  void whatIsMeantToBeSeenGoesBeforeWhatMayTouch() {
    String ball = shape("visual", "<sphere radius='0.1'/>");
    String box = shape("collision", "<box size='0.2 0.2 0.2'/>");
    assertThat(kinds(new Looks(arm(box + ball, box), null))).containsExactly("0 sphere", "1 box");
    String mesh = shape("visual", "<mesh filename='package://r/arm.dae'/>");
    Looks looks = new Looks(arm(mesh + box, ball), null);
    assertThat(kinds(looks)).containsExactlyInAnyOrder("1 sphere", "0 box");
    assertThat(looks.hidden()).singleElement().asString().startsWith("mesh package://r/arm.dae (");
  }

  @Test
  void aRobotWithoutShapesIsDrawnAsSticks() {
    Looks looks = new Looks(arm("", ""), null);
    assertThat(kinds(looks)).containsExactly("0 capsule", "1 capsule", "0 sphere", "1 sphere");
    Look toTheNextJoint = looks.shown().getFirst();
    assertThat(((Shape.Capsule) toTheNextJoint.shape()).halfLength()).isEqualTo(0.15, within(1e-12));
    double[] pose = toTheNextJoint.pose();
    assertThat(Arrays.copyOf(pose, 3)).containsExactly(new double[] {0.15, 0, 0}, within(1e-12));
    assertThat(2 * (pose[3] * pose[5] + pose[6] * pose[4])).as("x of its z axis").isEqualTo(1, within(1e-12));
    Look throughTheMass = looks.shown().get(1);
    assertThat(throughTheMass.pose())
        .containsExactly(new double[] {0, 0, 0.2, 0, 0, 0, 1}, within(1e-12));
  }

  @Test
  void bodiesWhoseShapesCannotBeShownAreSticksAmongOthers() {
    String mesh = shape("visual", "<mesh filename='arm.dae'/>");
    Looks looks = new Looks(arm(mesh, shape("visual", "<sphere radius='0.1'/>")), null);
    assertThat(kinds(looks)).containsExactly("1 sphere", "0 capsule", "0 sphere");
  }

  @Test
  void meshesAreFoundFromTheRobotsFolderAndReadOnce(@TempDir Path packages) throws IOException {
    Path folder = Files.createDirectories(packages.resolve("r/urdf"));
    Files.createDirectory(packages.resolve("r/meshes"));
    Files.writeString(packages.resolve("r/meshes/wedge.obj"),
        "v 0 0 0\nv 1 0 0\nv 0 2 0\nv 0 0 3\nf 1 3 2\nf 1 2 4\n");
    String inPackage = shape("visual", "<mesh filename='package://r/meshes/wedge.obj' scale='2 2 2'/>");
    String relative = shape("visual", "<mesh filename='../meshes/wedge.obj'/>");
    Looks looks = new Looks(arm(inPackage + inPackage, relative), folder);
    assertThat(looks.hidden()).isEmpty();
    assertThat(kinds(looks)).containsExactly("0 mesh", "0 mesh", "1 mesh");
    assertThat(looks.shown().stream().map(Look::mesh)).containsExactly(0, 0, 1);
    assertThat(looks.shown().stream().map(Look::reach)).containsExactly(6.0, 6.0, 3.0);
    assertThat(looks.triangles().getFirst().points()).containsExactly(0, 0, 0, 2, 0, 0, 0, 4, 0, 0, 0, 6);
    Looks lost = new Looks(arm(shape("visual", "<mesh filename='none.stl'/>"), ""), folder);
    assertThat(lost.hidden()).singleElement().asString().contains("mesh none.stl (there is no file '", "none.stl')");
  }

  @Test
  void longClipsAreThinnedOutAndSaySo() {
    RobotModel robot = arm("", "");
    double[] q = IntStream.range(0, 2 * 1000).mapToDouble(i -> i).toArray();
    Motion slow = new Motion("file", 0.1, List.of(0), List.of(q), null, null, List.of());
    assertThat(new Clip(robot, new Looks(robot, null), slow).frames()).isEqualTo(1000);
    assertThat(new Clip(robot, new Looks(robot, null), slow).notes()).isEmpty();
    Clip held = new Clip(robot, new Looks(robot, null), slow, 500);
    assertThat(held.frames()).isEqualTo(250);
    assertThat(held.frameStep()).isEqualTo(0.4, within(1e-12));
    assertThat(held.notes()).containsExactly("One of 4 steps is shown, 250 of 1000: a page holds 500 poses.");
    Motion quick = new Motion("file", 1e-3, List.of(0), List.of(q), null, null, List.of());
    assertThat(new Clip(robot, new Looks(robot, null), quick).notes())
        .containsExactly("One of 34 steps is shown, 30 of 1000: a page plays 30 frames a second.");
    Motion exact = new Motion("file", 1.0 / 60, List.of(0), List.of(q), null, null, List.of());
    assertThat(new Clip(robot, new Looks(robot, null), exact).frames()).isEqualTo(500);
    Motion many = new Motion("file", 0.1, Collections.nCopies(9, 0), Collections.nCopies(9, q), null, null, List.of());
    assertThatIllegalArgumentException().isThrownBy(() -> new Clip(robot, new Looks(robot, null), many, 17))
        .withMessageContaining("--lanes");
  }
}
