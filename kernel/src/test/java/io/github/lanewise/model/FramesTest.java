package io.github.lanewise.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lanewise.spatial.Transform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Frames, replicas and attached models of MJCF, against the same robots written out. */
class FramesTest {
  @TempDir
  private Path folder;

  private static RobotModel world(String content) {
    return RobotModel.parse("<mujoco>" + content + "</mujoco>");
  }

  private static void same(RobotModel actual, RobotModel expected) {
    assertThat(actual.joints()).extracting(Joint::name).isEqualTo(expected.joints().stream().map(Joint::name).toList());
    assertThat(actual.neutral()).usingComparatorWithPrecision(1e-15).containsExactly(expected.neutral());
    for (int i = 0; i < actual.joints().size(); i++) {
      Joint a = actual.joints().get(i);
      Joint b = expected.joints().get(i);
      assertThat(a.parent()).isEqualTo(b.parent());
      close(Doubles.of(a.placement()), Doubles.of(b.placement()));
      close(Doubles.of(a.axis()), Doubles.of(b.axis()));
      close(Doubles.of(a.body()), Doubles.of(b.body()));
    }
    assertThat(actual.frames()).extracting(Frame::name).isEqualTo(expected.frames().stream().map(Frame::name).toList());
    for (int i = 0; i < actual.frames().size(); i++) {
      close(Doubles.of(actual.frames().get(i).placement()), Doubles.of(expected.frames().get(i).placement()));
    }
    for (int i = 0; i < actual.geometries().size(); i++) {
      close(Doubles.of(actual.geometries().get(i).placement()), Doubles.of(expected.geometries().get(i).placement()));
    }
    assertThat(actual.geometries()).hasSameSizeAs(expected.geometries());
  }

  private static void close(double[] actual, double[] expected) {
    assertThat(Doubles.distance(actual, expected)).isLessThan(1e-14 * Math.max(1, Doubles.largest(expected)));
  }

  @Test
  void framesMoveEverythingInThem() {
    // A quarter turn about z, one up: x becomes y.
    same(world("""
        <worldbody><frame pos="0 0 1" euler="0 0 90">
          <body name="a" pos="1 0 0">
            <frame euler="0 0 90" pos="0 2 0">
              <joint name="j" axis="1 0 0" pos="0 0 3"/><geom type="box" size="1 2 3" pos="0 0 4"/>
              <site name="s" pos="1 0 0"/>
              <frame pos="5 0 0"><body name="b"><joint name="k"/><geom size="1"/></body></frame>
            </frame>
          </body>
          <body name="f"><freejoint/><geom size="1"/></body>
        </frame></worldbody>"""),
        world("""
        <worldbody>
          <body name="a" pos="0 1 1" euler="0 0 90">
            <joint name="j" axis="0 1 0" pos="0 2 3"/><geom type="box" size="2 1 3" pos="0 2 4"/>
            <site name="s" pos="0 3 0" euler="0 0 90"/>
            <body name="b" pos="0 7 0" euler="0 0 90"><joint name="k"/><geom size="1"/></body>
          </body>
          <body name="f" pos="0 0 1" euler="0 0 90"><freejoint/><geom size="1"/></body>
        </worldbody>""".replace("size=\"2 1 3\" pos=\"0 2 4\"", "size=\"1 2 3\" pos=\"0 2 4\" euler=\"0 0 90\"")));
  }

  @Test
  void theNearestClassStands() {
    RobotModel model = world("""
        <default><default class="a"><joint damping="1"/></default><default class="b"><joint damping="2"/></default>
        </default>
        <worldbody><frame childclass="a">
          <body><joint/><geom size="1"/></body>
          <body childclass="b"><joint/><geom size="1"/>
            <frame childclass="a"><body><joint/><geom size="1"/></body></frame>
          </body>
          <frame childclass="b">
            <body><joint class="a"/><geom size="1"/><body><joint/><geom size="1"/></body></body>
          </frame>
        </frame></worldbody>""");
    assertThat(model.joints()).extracting(Joint::damping).containsExactly(1.0, 2.0, 1.0, 1.0, 2.0);
  }

  @Test
  void replicasGoAlongASpiral() {
    RobotModel model = world("""
        <worldbody><replicate count="11" offset="2 0 1" euler="0 0 90" sep="-">
          <body name="b"><joint name="j"/><geom size="1"/><replicate count="2"><site name="s"/></replicate></body>
        </replicate></worldbody>""");
    assertThat(model.joints()).hasSize(11);
    assertThat(model.joints().get(3).name()).isEqualTo("j-03");
    assertThat(model.frame("s1-10").joint()).isEqualTo(10);
    double[][] corners = {{0, 0}, {2, 0}, {2, 2}, {0, 2}};
    for (int i = 0; i < 11; i++) {
      Transform placement = model.joints().get(i).placement();
      double[] corner = corners[i % 4];
      close(Doubles.of(placement.translation()), new double[] {corner[0], corner[1], i});
      close(Doubles.of(placement.rotation()), Doubles.of(Orientation.rpy(0, 0, i * Math.PI / 2)));
    }
  }

  private RobotModel attach(String part, String main) throws IOException {
    Files.createDirectories(folder.resolve("parts"));
    Files.writeString(folder.resolve("parts/hand.xml"), part);
    return RobotModel.load(Files.writeString(folder.resolve("main.xml"), main));
  }

  private static final String HAND = """
      <mujoco>
        <compiler angle="radian" meshdir="meshes"/>
        <default><joint damping="3"/><default class="thin"><geom size=".1"/></default></default>
        <asset><mesh file="palm.stl"/></asset>
        <worldbody><geom name="floor" type="plane"/>
          <body name="wrist" pos="0 0 1" euler="0 0 1.5707963267948966" childclass="thin">
            <joint name="turn" range="-1 1"/><geom name="g"/><geom type="mesh" mesh="palm" density="0"/>
            <body><joint name="bend"/><geom/></body>
          </body>
          <body name="other"><joint name="other"/><geom size="1"/></body>
        </worldbody>
        <tendon>
          <fixed name="t"><joint joint="turn" coef="2"/></fixed><fixed name="u"><joint joint="other" coef="2"/></fixed>
        </tendon>
        <actuator><motor name="m" joint="turn" gear="5"/><motor joint="other"/><motor name="p" tendon="t"/></actuator>
      </mujoco>
      """;

  private static final String ARM = """
      <mujoco>
        <default><joint damping="7"/></default>
        <asset><model name="hand" file="parts/hand.xml"/></asset>
        <worldbody>
          <body name="arm"><joint name="turn"/><geom size="1"/>
            <frame pos="1 0 0"><attach model="hand" body="wrist" prefix="left_"/></frame>
            <frame pos="-1 0 0"><attach model="hand" body="wrist" prefix="right_"/></frame>
          </body>
        </worldbody>
        <actuator><motor name="own" joint="turn"/></actuator>
        <keyframe><key ctrl="1 2 3 4 5"/></keyframe>
      </mujoco>
      """;

  @Test
  void anAttachedBodyBringsItsOwnClassesUnitsActuatorsTendonsAndNames() throws IOException {
    RobotModel model = attach(HAND, ARM);
    assertThat(model.joints()).extracting(Joint::name)
        .startsWith("turn", "left_turn").contains("right_turn").hasSize(5);
    assertThat(model.joint("left_turn").damping()).isEqualTo(3);
    assertThat(model.joint("turn").damping()).isEqualTo(7);
    assertThat(model.joint("left_turn").upper()).isEqualTo(1);
    close(Doubles.of(model.joint("right_turn").placement()), new double[] {0, -1, 0, 1, 0, 0, 0, 0, 1, -1, 0, 1});
    assertThat(model.actuators()).extracting(Actuator::name)
        .containsExactly("left_m", "left_p", "right_m", "right_p", "own");
    assertThat(model.tendons()).extracting(Tendon::name).containsExactly("left_t", "right_t");
    Actuator rightPull = model.actuators().get(3);
    assertThat(model.tendons().get(rightPull.tendon()).pulls())
        .containsExactly(new Tendon.Pull(model.jointIndex("right_turn"), 2));
    assertThat(model.actuators().getFirst().gear()).isEqualTo(5);
    assertThat(model.keyframes().getFirst().control()).containsExactly(1, 2, 3, 4, 5);
    assertThat(model.geometries()).extracting(Geometry::name)
        .contains("left_g", "right_g").doesNotContain("left_floor");
  }

  @Test
  void whatCannotBeAttachedIsRefused() throws IOException {
    assertThatThrownBy(() -> attach(HAND, ARM.replace("body=\"wrist\" prefix=\"left_\"", "body=\"foot\"")))
        .hasMessage("main.xml:6: <attach> has body=\"foot\", which is no body of parts/hand.xml");
    assertThatThrownBy(() -> attach(HAND.replace("mujoco>", "robot>"), ARM))
        .hasMessage("parts/hand.xml:1: the root element is <robot>; an attached file has <mujoco>");
    assertThatThrownBy(() -> attach(HAND, ARM.replace("right_", "left_")))
        .hasMessage("parts/hand.xml:7: two joints are named 'left_turn'; names are unique");
    String endless = HAND.replace("<asset>", "<asset><model name='hand' file='hand.xml'/>")
        .replace("<geom name=\"g\"/>", "<geom name='g'/><attach model='hand' body='wrist' prefix='x'/>");
    assertThatThrownBy(() -> attach(endless, ARM)).hasMessageContaining("attached more than 20 deep");
  }

  @Test
  void attachedInReplicasNamesAreUnique() throws IOException {
    RobotModel model = attach(HAND, ARM.replaceAll("<frame pos=\"-1.*\n", "").replace("<frame pos=\"1 0 0\">",
        "<replicate count='2' sep='_'>").replace("</frame>", "</replicate>"));
    assertThat(List.of(model.joint("left_turn_0").parent(), model.joint("left_turn_1").parent())).containsExactly(0, 0);
  }
}
