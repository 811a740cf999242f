package io.github.lanewise.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** One fault put into a good file: the refusal names the file, the line of the fault, and what is wrong. */
class RefusalTest {
  private static final String URDF = """
      <?xml version="1.0"?>
      <robot name="arm">
        <link name="base"/>
        <link name="a">
          <inertial>
            <origin xyz="0 0 1"/>
            <mass value="2"/>
            <inertia ixx="1" ixy="0" ixz="0" iyy="1" iyz="0" izz="1"/>
          </inertial>
        </link>
        <joint name="j" type="revolute">
          <parent link="base"/>
          <child link="a"/>
          <axis xyz="0 1 0"/>
          <limit lower="-1" upper="1" effort="2" velocity="3"/>
        </joint>
        <link name="b"><inertial><mass value="1"/><inertia ixx="1" iyy="1" izz="1"/></inertial></link>
        <joint name="k" type="continuous"><parent link="a"/><child link="b"/></joint>
      </robot>
      """;

  private static final String MJCF = """
      <mujoco model="arm">
        <compiler angle="radian"/>
        <default>
          <default class="thin"><geom size="0.1"/></default>
        </default>
        <worldbody>
          <body name="a">
            <joint name="j" axis="0 1 0" range="-1 1"/>
            <geom class="thin" type="capsule" fromto="0 0 0 1 0 0"/>
            <body name="b" pos="1 0 0">
              <joint name="k"/>
              <inertial pos="0 0 0" mass="1" diaginertia="1 1 1"/>
            </body>
          </body>
        </worldbody>
        <actuator>
          <motor name="m" joint="j" ctrlrange="-1 1"/>
        </actuator>
        <asset><mesh name="t" file="t.stl"/><hfield name="h" nrow="2" ncol="2" size="1 1 1 1"/></asset>
        <keyframe><key name="k" qpos="1 2" qvel="3 4" ctrl="5"/></keyframe>
      </mujoco>
      """;

  static Stream<Arguments> faults() {
    return Stream.of(
        urdf(7, "<mass value=\"2\"/>", "<mass value=\"-1\"/>", 5, "link 'a' has mass -1.0 kg"),
        urdf(7, "value=\"2\"", "value=\"nan\"", 7, "value=\"nan\", where 'nan' is not a finite number"),
        urdf(7, "value=\"2\"", "value=\"1e999\"", 7, "'1e999' is not a finite number"),
        urdf(7, "value=\"2\"", "value=\"0x10\"", 7, "'0x10' is not a finite number"),
        urdf(7, "value=\"2\"", "", 7, "<mass> has no value"),
        urdf(7, "<mass value=\"2\"/>", "", 5, "<inertial> has no <mass>"),
        urdf(7, "<mass value=\"2\"/>", "<mass value=\"2\"/><mass value=\"2\"/>", 7, "a second <mass>"),
        urdf(8, "<inertia.*/>", "", 5, "<inertial> has no <inertia>"),
        urdf(8, "ixx=\"1\"", "ixx=\"-1\"", 5, "not positive definite"),
        urdf(8, "ixy=\"0\"", "ixy=\"3\"", 5, "not positive definite"),
        urdf(8, "izz=\"1\"", "", 8, "<inertia> has no izz"),
        urdf(6, "0 0 1", "0 0", 6, "xyz=\"0 0\" with 2 numbers; it takes 3"),
        urdf(14, "0 1 0", "0 0 0", 11, "joint 'j' has the axis (0, 0, 0)"),
        urdf(15, "effort=\"2\"", "effort=\"-2\"", 11, "effort limit -2.0; it takes 0 or more"),
        urdf(11, "revolute", "bendy", 11, "<joint> 'j' has type=\"bendy\""),
        urdf(3, "name=\"base\"", "name=\"base\" nmae=\"b\"", 3,
            "<link> 'base' has the attribute 'nmae', which is unknown; the nearest known one is 'name'"),
        urdf(15, "effort", "efort", 15, "'efort', which is unknown; the nearest known one is 'effort'"),
        urdf(14, "<axis", "<axle", 14, "<axle> in <joint> 'j' is unknown; the nearest known one is <axis>"),
        urdf(3, "<link name=\"base\"/>", "<lnik name=\"base\"/>", 3,
            "<lnik> in <robot> 'arm' is unknown; the nearest known one is <link>"),
        urdf(18, "(<parent)", "<mimic joint='q'/>$1", 18, "a coupling of joint 'k' has the joint 'q', which does not"),
        urdf(18, "(<parent)", "<mimic joint='k'/>$1", 18, "joint 'k' follows itself; it follows another joint"),
        urdf(18, "(<parent)", "<mimic multiplier='2'/>$1", 18, "<mimic> has no joint"),
        urdf(6, "xyz", "rpy='0 0 0' quat_xyzw='0 0 0 1' xyz", 6, "has rpy and quat_xyzw; it takes one orientation"),
        urdf(6, "xyz", "quat_xyzw='0 0 0 0' xyz", 6, "which gives no direction"),
        urdf(11, " type=\"revolute\"", "", 11, "<joint> 'j' has no type"),
        urdf(12, "\"base\"", "\"bass\"", 11, "joint 'j' refers to link 'bass', which does not exist"),
        urdf(12, "<parent link=\"base\"/>", "", 11, "<joint> 'j' has no <parent>"),
        urdf(12, "\"base\"", "\"b\"", 11, "form a cycle"),
        urdf(18, "\"a\"", "\"b\"", 18, "links 'b' form a cycle"),
        urdf(18, "child link=\"b\"", "child link=\"a\"", 18, "link 'a' is the child of joint 'j' and of joint 'k'"),
        urdf(18, "<joint.*", "", 17, "links 'base' and 'b' are both roots"),
        urdf(17, "name=\"b\"", "name=\"a\"", 17, "two links are named 'a'"),
        urdf(17, "name=\"b\"", "name=\"\"", 17, "<link> '' has no name"),
        urdf(18, "name=\"k\"", "name=\"j\"", 18, "two joints are named 'j'"),
        urdf(17, "value=\"1\"", "value=\"1e300\"/><origin xyz=\"1e300 0 0\"", 17, "are not finite; check the units"),
        urdf(3, "/>", "><visual><geometry><box/></geometry></visual></link>", 3, "<box> has no size"),
        urdf(3, "/>", "><collision><geometry><sphere radius='-1'/></geometry></collision></link>", 3,
            "<sphere> has a length of -1.0 m in a shape"),
        urdf(3, "/>", "><contact><lateral_friction value='-1'/></contact></link>", 3, "<contact> has friction -1.0"),
        urdf(3, "/>", "/><gazebo reference='a'><mu1>high</mu1></gazebo>", 3,
            "has the text, where 'high' is not a finite number"),
        urdf(2, "robot", "house", 0, "malformed XML"),
        urdf(10, "</link>", "", 19, "malformed XML"),
        urdf(14, "<axis", "<axis <axis", 14, "malformed XML"),
        urdf(3, "<link name=\"base\"/>", "<xacro:macro name=\"base\"/>", 3, "xacro"),
        mjcf(2, "radian", "gradian", 2, "it takes degree or radian"),
        mjcf(2, "/>", " coordinate=\"global\"/>", 2, "only local coordinates"),
        mjcf(2, "/>", " eulerseq=\"xyq\"/>", 2, "three of xyzXYZ"),
        mjcf(2, "/>", " autolimits=\"yes\"/>", 2, "it takes true or false"),
        mjcf(4, "<default class", "<default klass", 4, "<default> has no class"),
        mjcf(4, "(<default.*)", "$1$1", 4, "two classes are named 'thin'"),
        mjcf(7, "name=\"a\"", "name=\"a\" childclass=\"fat\"", 7, "of the class 'fat', which no <default> defines"),
        mjcf(8, "range=\"-1 1\"", "range=\"1 -1\"", 8, "<joint> 'j' has range=\"1 -1\"; the lower end comes first"),
        mjcf(8, "range=\"-1 1\"", "range=\"1 1\" limited=\"true\"", 8, "range=\"1 1\"; the lower end comes first"),
        mjcf(8, "range=\"-1 1\"", "limited=\"true\"", 8, "has limited but no range"),
        mjcf(8, "axis=\"0 1 0\"", "axis=\"0 0 0\" ref=\"1\"", 8, "joint 'j' has the axis (0, 0, 0)"),
        mjcf(8, "name=\"j\"", "name=\"j\" type=\"bend\"", 8, "type=\"bend\"; it takes hinge, slide, ball or free"),
        mjcf(8, "name=\"j\"", "name=\"j\" armature=\"-1\"", 8, "armature -1.0; it takes 0 or more"),
        mjcf(9, "0 0 0 1 0 0", "1 0 0 1 0 0", 9, "two equal points"),
        mjcf(9, "capsule", "pyramid", 9, "type=\"pyramid\"; it takes"),
        mjcf(9, "type=\"capsule\" fromto=.*/>", "type=\"mesh\" mesh=\"t\"/>", 19, "'t.stl', which does not exist in"),
        mjcf(9, "type=\"capsule\" fromto=.*/>", "mesh=\"t\"/>", 19, "'t.stl', which does not exist in"),
        mjcf(9, "type=\"capsule\"", "type=\"capsule\" mesh=\"t\"", 9, "has fromto and is fitted to a mesh"),
        mjcf(9, "type=\"capsule\" fromto=.*/>", "type=\"mesh\" mesh=\"u\"/>", 9,
            "mesh=\"u\", which no <asset> defines"),
        mjcf(9, "type=\"capsule\" fromto=.*/>", "type=\"mesh\"/>", 9, "<geom> has no mesh"),
        mjcf(9, "class=\"thin\" type", "type", 9, "of type capsule needs 1 positive size"),
        mjcf(9, "fromto=\".*\"", "", 9, "of type capsule needs 2 positive sizes"),
        mjcf(9, "type", "size=\"0\" type", 9, "positive size, not size=\"0\""),
        mjcf(9, "type", "condim=\"2\" type", 9, "has condim 2; it takes 1, 3, 4 or 6"),
        mjcf(9, "type", "contype=\"1.5\" type", 9, "has contype=\"1.5\"; it takes a whole number"),
        mjcf(9, "type", "friction=\"1 -1\" type", 9, "friction 1.0 -1.0 1.0E-4; it takes 0 or more"),
        mjcf(9, "type", "friction=\"1 1 1 1\" type", 9, "with 4 numbers; it takes 3 at most"),
        mjcf(19, "1 1 1 1", "1 1 0 1", 19, "takes 4 positive sizes, not size=\"1 1 0 1\""),
        mjcf(19, "(<mesh .*/>)<hfield", "$1$1<hfield", 19, "two meshes are named 't'"),
        mjcf(20, "1 2", "1 2 3", 20, "<key> 'k' has qpos=\"1 2 3\" with 3 numbers; it takes 2"),
        mjcf(20, "3 4", "3", 20, "<key> 'k' has qvel=\"3\" with 1 numbers; it takes 2"),
        mjcf(20, "ctrl=\"5\"", "ctrl=\"5 6\"", 20, "with 2 numbers; it takes 1"),
        mjcf(20, "(<key .*/>)</", "$1$1</", 20, "two keyframes are named 'k'"),
        mjcf(9, "type", "mass=\"-2\" type", 9, "has mass -2.0 kg"),
        mjcf(10, "pos=\"1 0 0\"", "pos=\"1 0 0\" quat=\"0 0 0 0\"", 10, "quat=\"0 0 0 0\", which gives no direction"),
        mjcf(10, "pos=\"1 0 0\"", "quat=\"1 0 0 0\" euler=\"0 0 0\"", 10, "quat and euler; it takes one orientation"),
        mjcf(10, "pos=\"1 0 0\"", "xyaxes=\"1 0 0 2 0 0\"", 10, "which gives no direction"),
        mjcf(10, "name=\"b\"", "name=\"a\"", 10, "two links are named 'a'"),
        mjcf(11, "name=\"k\"", "name=\"j\"", 11, "two joints are named 'j'"),
        mjcf(11, "<joint", "<freejoint", 11, "must be the only joint of a body of the world"),
        mjcf(12, "mass=\"1\"", "mass=\"-1\"", 10, "has mass -1.0 kg"),
        mjcf(17, "name=\"m\"", "name=\"m\" armature=\"-1\"", 17, "<motor> 'm' has armature -1.0 and damping 0.0"),
        mjcf(12, "diaginertia=\"1 1 1\"", "", 12, "takes either diaginertia or fullinertia"),
        mjcf(12, "<inertial.*/>", "", 10, "link 'b', which joint 'k' moves, has no mass"),
        mjcf(8, "name=\"j\"", "name=\"j\" damp=\"1\"", 8, "<joint> 'j' has the attribute 'damp', which is unknown; the"
            + " nearest known one is 'damping'"),
        mjcf(17, "joint=", "jiont=", 17, "'jiont', which is unknown; the nearest known one is 'joint'"),
        mjcf(4, "<geom size", "<geom siez", 4, "'siez', which is unknown; the nearest known one is 'size'"),
        mjcf(5, "default>", "default><contacts/>", 5,
            "<contacts> in <mujoco> is unknown; the nearest known one is <contact>"),
        mjcf(11, "<joint", "<jiont", 11, "<jiont> in <body> 'b' is unknown; the nearest known one is <joint>"),
        mjcf(17, "<motor", "<moto", 17, "<moto> in <actuator> is unknown; the nearest known one is <motor>"),
        mjcf(12, "(<inertial.*/>)", "$1<composite/>", 12, "<composite> is not read; write the bodies out"),
        mjcf(12, "(<inertial.*/>)", "$1<replicate count=\"0\"/>", 12, "<replicate> has a count of 0; it takes 1"),
        mjcf(12, "(<inertial.*/>)", "$1<replicate count='9999999'/>", 12, "100000 elements with all replicas"),
        mjcf(12, "(<inertial.*/>)", "<frame>$1</frame>", 12, "<inertial> is in <frame>; it belongs into a <body>"),
        mjcf(12, "(<inertial.*/>)", "$1<frame childclass='fat'/>", 12, "'fat', which no <default> defines"),
        mjcf(12, "(<inertial.*/>)", "$1<attach model='t' body='b'/>", 12, "model=\"t\", which no <asset> defines"),
        mjcf(7, "name=\"a\"", "name=\"a\" mocap=\"true\"", 7,
            "has mocap; such a body stands in the world and has no joint"),
        mjcf(2, "$", "<option timestep='0'/>", 2, "has timestep=\"0\"; a time step is positive"),
        mjcf(2, "$", "<option integrator='rk4'/>", 2, "it takes one of Euler, RK4, implicit, implicitfast, discrete"),
        mjcf(5, "$", "<contact><pair geom1='g' geom2='h'/></contact>", 5, "<pair> has geom1=\"g\", which does not"),
        mjcf(5, "$", "<contact><pair geom1='g'/></contact>", 5, "<pair> has geom1=\"g\", which does not"),
        mjcf(5, "$", "<contact><exclude body1='a' body2='c'/></contact>", 5, "<exclude> has body2=\"c\", which does"),
        mjcf(5, "$", "<contact><exclude body1='a'/></contact>", 5, "<exclude> has no body2"),
        mjcf(5, "$", "<contact><exclud/></contact>", 5, "<exclud> in <contact> is unknown; the nearest known one is"),
        mjcf(5, "$", "<equality><joint joint1='j' joint2='q'/></equality>", 5, "has the joint 'q', which does not"),
        mjcf(5, "$", "<equality><joint joint1='j' joint2='j'/></equality>", 5, "joint 'j' follows itself"),
        mjcf(5, "$", "<equality><joint joint1='j' polycoef='1 2 3 4 5 6'/></equality>", 5, "it takes 5 at most"),
        mjcf(5, "$", "<equality><joint joint1='j' damping='1'/></equality>", 5, "'damping', which is unknown"),
        mjcf(6, "<worldbody>", "<worldbody><joint/>", 6, "<joint> is in the world, which does not move"),
        mjcf(17, "joint=\"j\"", "joint=\"q\"", 17, "<motor> 'm' drives the joint 'q', which does not exist"),
        mjcf(17, "-1 1", "1 -1", 17, "the lower end comes first"));
  }

  private static Arguments urdf(int at, String good, String bad, int line, String reason) {
    return fault("arm.urdf", URDF, at, good, bad, line, reason);
  }

  private static Arguments mjcf(int at, String good, String bad, int line, String reason) {
    return fault("arm.xml", MJCF, at, good, bad, line, reason);
  }

  private static Arguments fault(String file, String text, int at, String good, String bad, int line, String reason) {
    String[] lines = text.split("\n", -1);
    String changed = lines[at - 1].replaceFirst(good, bad);
    assertThat(changed).as("the fault is in").isNotEqualTo(lines[at - 1]);
    lines[at - 1] = changed;
    return Arguments.of(file, line, reason, String.join("\n", lines));
  }

  @ParameterizedTest(name = "{0}:{1}: {2}")
  @MethodSource("faults")
  void namesFileLineAndReason(String file, int line, String reason, String text, @TempDir Path folder)
      throws IOException {
    Path path = Files.writeString(folder.resolve(file), text);
    assertThatThrownBy(() -> RobotModel.load(path)).isInstanceOfSatisfying(RobotFormatException.class, e -> {
      assertThat(e.reason()).contains(reason);
      assertThat(e.file()).isEqualTo(file);
      if (line > 0) {
        assertThat(e.line()).as(e.getMessage()).isEqualTo(line);
      }
      assertThat(e).hasMessage(file + ":" + e.line() + ": " + e.reason());
    });
  }

  @Test
  void theFilesWithoutFaultLoad() {
    assertThat(RobotModel.parse(URDF).nv()).isEqualTo(2);
    assertThat(RobotModel.parse(MJCF).nv()).isEqualTo(2);
  }

  @Test
  void aFileThatIsNotThereIsNoFormatError(@TempDir Path folder) {
    assertThatThrownBy(() -> RobotModel.load(folder.resolve("none.urdf"))).isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void otherXmlIsToldWhatARobotIs() {
    assertThatThrownBy(() -> RobotModel.parse("<sdf/>")).hasMessage(
        "text:1: the root element is <sdf>; a robot is a URDF <robot> or an MJCF <mujoco>");
  }
}
