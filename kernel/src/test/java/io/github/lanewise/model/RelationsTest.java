package io.github.lanewise.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What MJCF says between bodies and of the simulation as a whole, against the numbers that MuJoCo 3.14.0 has. */
class RelationsTest {
  private static final String ROBOT = """
      <mujoco>
        <default>
          <pair margin=".5"/><equality active="false"/>
          <default class="thick"><pair condim="4"/></default>
        </default>
        <worldbody>
          <geom name="floor" type="plane"/>
          <body name="a">
            <joint name="j" ref="30"/><geom name="g" size=".1" friction=".3 .4 .5"/>
            <body><joint name="s" type="slide"/><geom size=".1"/></body>
          </body>
          <body name="b"><joint name="k"/><geom name="h" size=".1"/><geom name="i" type="sdf" mass="0"/></body>
        </worldbody>
        <contact>
          <pair geom1="g" geom2="h"/>
          <pair name="q" class="thick" geom1="h" geom2="floor" friction=".8 .9 .01" solref=".01 2" margin="0" gap=".1"/>
          <pair geom1="i" geom2="h"/>
          <exclude body1="a" body2="world"/>
          <exclude name="e" body1="a" body2="b"/>
        </contact>
        <equality>
          <joint joint1="j" joint2="k" polycoef=".5 2"/>
          <joint name="held" joint1="s" polycoef=".25" active="true"/>
          <connect body1="a" body2="b" anchor="0 0 0"/>
          <tendon tendon1="t" polycoef="1"/>
        </equality>
        <option timestep=".001" integrator="implicitfast"/>
        <option timestep=".004"/>
      </mujoco>
      """;

  @Test
  void pairsHaveMaterialsOfTheirOwnAndExclusionsNames() {
    RobotModel model = RobotModel.parse(ROBOT);
    assertThat(model.geometries()).extracting(Geometry::name).containsExactly("floor", "g", "", "h");
    Material plain = Material.DEFAULT;
    assertThat(model.contactPairs()).containsExactly(
        new ContactPair("", 1, 3, new Material(1, 0.005, 0.0001, 3, 0, 1, plain.solref(), plain.solimp(), 0.5, 0,
            1, 1)),
        new ContactPair("q", 3, 0, new Material(0.8, 0.01, 0.0001, 4, 0, 1, List.of(0.01, 2.0), plain.solimp(), 0, 0.1,
            1, 1)));
    assertThat(model.contactExclusions())
        .containsExactly(new ContactExclusion("", "a", ""), new ContactExclusion("e", "a", "b"));
  }

  @Test
  void couplingsHaveFiveCoefficients() {
    RobotModel model = RobotModel.parse(ROBOT);
    assertThat(model.couplings()).containsExactly(
        new JointCoupling("", model.jointIndex("j"), model.jointIndex("k"), List.of(0.5, 2.0, 0.0, 0.0, 0.0), false),
        new JointCoupling("held", model.jointIndex("s"), -1, List.of(0.25, 0.0, 0.0, 0.0, 0.0), true));
    assertThat(RobotModel.parse(ROBOT.replace(" polycoef=\".5 2\"", "")).couplings().getFirst().coefficients())
        .as("alike unless told").containsExactly(0.0, 1.0, 0.0, 0.0, 0.0);
    assertThatThrownBy(() -> new JointCoupling("", 0, 1, List.of(1.0), true))
        .hasMessage("the coefficients [1.0] of a coupling; it takes 5 finite ones");
  }

  @Test
  void theLastTimeStepAndIntegratorStand() {
    RobotModel model = RobotModel.parse(ROBOT);
    assertThat(model.timeStep()).hasValue(0.004);
    assertThat(model.integrator()).isEqualTo("implicitfast");
    RobotModel silent = RobotModel.parse("<mujoco/>");
    assertThat(silent.timeStep()).isEmpty();
    assertThat(silent.integrator()).isEmpty();
  }

  @Test
  void whatIsLeftOutIsSaid() {
    assertThat(RobotModel.parse(ROBOT).warnings()).containsExactly(
        "geoms whose mesh cannot be read or which a plugin makes, left out of the geometries: i",
        "contact pairs with a geom that is left out, left out too: i",
        "contact pairs whose friction differs by direction, of which the first is taken: h and floor",
        "constraints that act on the robot and are left aside: <connect>, <tendon>");
  }

  @Test
  void aFreeBaseKeepsThem() {
    RobotModel fixed = RobotModel.parse("<mujoco><option timestep='.003'/><worldbody><body name='a'>"
        + "<geom name='g' size='1'/><body name='b'><joint name='j'/><geom name='h' size='1'/></body></body></worldbody>"
        + "<contact><pair geom1='g' geom2='h'/><exclude body1='a' body2='b'/></contact>"
        + "<equality><joint joint1='j'/></equality></mujoco>");
    RobotModel free = fixed.withFreeBase();
    assertThat(free.contactPairs()).isEqualTo(fixed.contactPairs());
    assertThat(free.contactExclusions()).isEqualTo(fixed.contactExclusions());
    assertThat(free.couplings()).extracting(JointCoupling::joint).containsExactly(1);
    assertThat(free.timeStep()).hasValue(0.003);
  }

  @Test
  void anAttachedFileBringsTheRelationsOfWhatIsAttached(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("hand.xml"), "<mujoco><worldbody><body name='hand'><joint name='one'/>"
        + "<geom name='palm' size='1'/><body name='finger'><joint name='two'/><geom name='tip' size='1'/></body></body>"
        + "<body name='other'><joint name='three'/><geom name='rest' size='1'/></body></worldbody>"
        + "<contact><pair geom1='palm' geom2='tip'/><pair geom1='palm' geom2='rest'/>"
        + "<exclude body1='hand' body2='finger'/><exclude body1='hand' body2='other'/></contact>"
        + "<equality><joint joint1='one' joint2='two'/><joint joint1='one' joint2='three'/></equality></mujoco>");
    RobotModel model = RobotModel.load(Files.writeString(folder.resolve("arm.xml"),
        "<mujoco><asset><model name='h' file='hand.xml'/></asset><worldbody><body name='arm'><joint name='zero'/>"
            + "<geom name='palm' size='1'/><attach model='h' body='hand' prefix='left_'/></body></worldbody>"
            + "</mujoco>"));
    assertThat(model.contactPairs()).hasSize(1);
    assertThat(model.geometries().get(model.contactPairs().getFirst().first()).name()).isEqualTo("left_palm");
    assertThat(model.contactExclusions()).containsExactly(new ContactExclusion("", "left_hand", "left_finger"));
    assertThat(model.couplings()).hasSize(1);
    assertThat(model.joints().get(model.couplings().getFirst().follows()).name()).isEqualTo("left_two");
  }
}
