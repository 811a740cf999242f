package io.github.lanewise.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.spatial.Mat3;
import io.github.lanewise.spatial.Vec3;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One robot written in URDF, in MJCF and in Java is one model. */
class SameRobotTest {
  private static final String URDF = """
      <robot name="crane">
        <link name="base"><inertial><mass value="9"/><inertia ixx="1" iyy="1" izz="1"/></inertial></link>
        <link name="mast">
          <inertial>
            <origin xyz="0 0.1 0.5" rpy="0.1 0.2 0.3"/>
            <mass value="4"/>
            <inertia ixx="0.3" ixy="0" ixz="0" iyy="0.4" iyz="0" izz="0.2"/>
          </inertial>
        </link>
        <link name="jib"><inertial><origin xyz="0.4 0 0"/><mass value="2"/>
          <inertia ixx="0.01" ixy="0.001" ixz="0.002" iyy="0.1" iyz="0.003" izz="0.1"/></inertial></link>
        <link name="trolley"><inertial><mass value="1"/><inertia ixx="0.01" iyy="0.01" izz="0.01"/></inertial></link>
        <link name="hook"><inertial><mass value="0.5"/><inertia ixx="0.01" iyy="0.02" izz="0.01"/></inertial></link>
        <joint name="a_slew" type="continuous"><parent link="base"/><child link="mast"/>
          <origin xyz="0 0 0.2"/><axis xyz="0 0 1"/><dynamics damping="3"/></joint>
        <joint name="b_luff" type="revolute"><parent link="mast"/><child link="jib"/>
          <origin xyz="0 0 1" rpy="1.5707963267948966 0 0"/><axis xyz="0 0 2"/>
          <limit lower="-0.25" upper="1" effort="70"/></joint>
        <joint name="c_travel" type="prismatic"><parent link="jib"/><child link="trolley"/>
          <origin xyz="0.1 0 0"/><axis xyz="1 0 0"/><limit lower="0" upper="0.8"/><dynamics friction="0.5"/></joint>
        <joint name="d_weld" type="fixed"><parent link="trolley"/><child link="hook"/><origin xyz="0 -0.3 0"/></joint>
      </robot>
      """;

  private static final String MJCF = """
      <mujoco model="crane">
        <compiler angle="radian"/>
        <worldbody>
          <body name="base">
            <inertial pos="0 0 0" mass="9" diaginertia="1 1 1"/>
            <body name="mast" pos="0 0 0.2">
              <joint name="a_slew" damping="3"/>
              <inertial pos="0 0.1 0.5" quat="%s" mass="4" diaginertia="0.3 0.4 0.2"/>
              <body name="jib" pos="0 0 1" axisangle="1 0 0 1.5707963267948966">
                <joint name="b_luff" range="-0.25 1" actuatorfrcrange="-70 70"/>
                <inertial pos="0.4 0 0" mass="2" fullinertia="0.01 0.1 0.1 0.001 0.002 0.003"/>
                <body name="trolley" pos="0.1 0 0">
                  <joint name="c_travel" type="slide" axis="1 0 0" range="0 0.8" frictionloss="0.5"/>
                  <inertial pos="0 0 0" mass="1" diaginertia="0.01 0.01 0.01"/>
                  <body name="hook" pos="0 -0.3 0">
                    <inertial pos="0 0 0" mass="0.5" diaginertia="0.01 0.02 0.01"/>
                  </body>
                </body>
              </body>
            </body>
          </body>
        </worldbody>
      </mujoco>
      """;

  private static RobotModel built() {
    Mat3 turned = Orientation.rpy(0.1, 0.2, 0.3).conjugateSymmetric(Mat3.of(0.3, 0, 0, 0, 0.4, 0, 0, 0, 0.2));
    Mat3 jib = Mat3.of(0.01, 0.001, 0.002, 0.001, 0.1, 0.003, 0.002, 0.003, 0.1);
    return RobotBuilder.named("crane")
        .link("hook", BodyInertia.of(0.5, Vec3.ZERO, 0.01, 0.02, 0.01))
        .link("base", BodyInertia.of(9, Vec3.ZERO, 1, 1, 1))
        .link("mast", new BodyInertia(4, Vec3.of(0, 0.1, 0.5), turned))
        .link("jib", new BodyInertia(2, Vec3.of(0.4, 0, 0), jib))
        .link("trolley", BodyInertia.of(1, Vec3.ZERO, 0.01, 0.01, 0.01))
        .joint(JointSpec.fixed("d_weld", "trolley", "hook").at(0, -0.3, 0))
        .joint(JointSpec.prismatic("c_travel", "jib", "trolley")
            .at(0.1, 0, 0).axis(1, 0, 0).range(0, 0.8).friction(0.5))
        .joint(JointSpec.revolute("b_luff", "mast", "jib")
            .at(0, 0, 1).rpy(Math.PI / 2, 0, 0).range(-0.25, 1).effortLimit(70))
        .joint(JointSpec.continuous("a_slew", "base", "mast").at(0, 0, 0.2).damping(3))
        .build();
  }

  @Test
  void threeWaysOneModel() {
    RobotModel urdf = RobotModel.parse(URDF);
    double[] q = Orientation.quaternion(Orientation.rpy(0.1, 0.2, 0.3));
    RobotModel mjcf = RobotModel.parse(MJCF.formatted(q[3] + " " + q[0] + " " + q[1] + " " + q[2]));
    RobotModel java = built();
    for (RobotModel other : List.of(mjcf, java)) {
      assertThat(other.name()).isEqualTo(urdf.name());
      assertThat(other.joints()).hasSameSizeAs(urdf.joints());
      for (int i = 0; i < urdf.joints().size(); i++) {
        same(other.joints().get(i), urdf.joints().get(i));
      }
      assertThat(other.frames()).extracting(Frame::name).containsExactlyElementsOf(
          urdf.frames().stream().map(Frame::name).toList());
      for (Frame frame : urdf.frames()) {
        assertThat(other.frame(frame.name()).joint()).isEqualTo(frame.joint());
        near(Doubles.of(other.frame(frame.name()).placement()), Doubles.of(frame.placement()));
      }
      near(Doubles.of(other.base()), Doubles.of(urdf.base()));
      assertThat(other.neutral()).containsExactly(urdf.neutral());
      assertThat(other.warnings()).isEmpty();
    }
  }

  private static void same(Joint a, Joint b) {
    assertThat(a).usingRecursiveComparison().ignoringFields("placement", "axis", "body").isEqualTo(b);
    near(Doubles.of(a.placement()), Doubles.of(b.placement()));
    near(Doubles.of(a.axis()), Doubles.of(b.axis()));
    near(Doubles.of(a.body().com()), Doubles.of(b.body().com()));
    near(Doubles.of(a.body()), Doubles.of(b.body()));
  }

  private static void near(double[] a, double[] b) {
    assertThat(Doubles.distance(a, b)).isLessThan(1e-15);
  }
}
