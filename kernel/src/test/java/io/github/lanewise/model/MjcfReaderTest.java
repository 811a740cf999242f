package io.github.lanewise.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Bodies, joints, classes and settings of MJCF, against what MuJoCo's documentation says they mean. */
class MjcfReaderTest {
  private static final String BALL = "<geom size='.1'/>";

  @Test
  void anglesAreDegreesUnlessTheCompilerSaysRadian() {
    String body =
        "<body name='b' euler='0 0 90'><joint name='j' range='-90 180' ref='30' springref='45'/>" + BALL + "</body>";
    RobotModel degrees = RobotModel.parse(world(body));
    Joint j = degrees.joint("j");
    assertThat(new double[] {j.lower(), j.upper(), j.springReference()})
        .usingComparatorWithPrecision(1e-15).containsExactly(-Math.PI / 2, Math.PI, Math.PI / 4);
    assertThat(degrees.neutral()[0]).isCloseTo(Math.PI / 6, within(1e-15));
    Joint inRadians =
        RobotModel.parse(mujoco("<compiler angle='radian'/><worldbody>" + body + "</worldbody>")).joint("j");
    assertThat(new double[] {inRadians.lower(), inRadians.upper(), inRadians.springReference()})
        .containsExactly(-90, 180, 45);
  }

  @Test
  void lengthsOfSlidesAreNoAngles() {
    Joint j = RobotModel.parse(world("<body><joint name='j' type='slide' range='-1 2' springref='.5' stiffness='7'/>"
        + BALL + "</body>")).joint("j");
    assertThat(new double[] {j.lower(), j.upper(), j.springReference(), j.stiffness()}).containsExactly(-1, 2, 0.5, 7);
  }

  @Test
  void rangeIsALimitUnlessTheFileSaysOtherwise() {
    String joint = "<body><joint name='j' range='-1 1' %s/>" + BALL + "</body>";
    String off = "<compiler autolimits='false'/>";
    assertThat(limited("", joint, "")).isTrue();
    assertThat(limited("", joint, "limited='false'")).isFalse();
    assertThat(limited(off, joint, "")).isFalse();
    assertThat(limited(off, joint, "limited='true'")).isTrue();
    assertThat(limited("", joint, "limited='auto'")).isTrue();
  }

  private static boolean limited(String compiler, String body, String attribute) {
    String xml = mujoco(compiler + "<worldbody>" + body.formatted(attribute) + "</worldbody>");
    Joint joint = RobotModel.parse(xml).joint("j");
    assertThat(joint.kind()).isEqualTo(joint.upper() < 1 ? JointKind.REVOLUTE : JointKind.CONTINUOUS);
    return Double.isFinite(joint.upper());
  }

  @Test
  void classesInheritAndTheNearestOneStands() {
    RobotModel model = RobotModel.parse(mujoco("""
        <default>
          <joint damping="1" armature="2"/>
          <geom mass="5"/>
          <default class="leg">
            <joint damping="3" axis="1 0 0"/>
            <default class="knee"><joint axis="0 1 0"/></default>
          </default>
          <default class="bare"/>
        </default>
        <worldbody>
          <body childclass="leg"><joint name="a"/><geom size="1"/>
            <body><joint name="b" class="knee" armature="7"/><geom size="1" mass="6"/>
              <body childclass="bare"><joint name="c"/><geom size="1"/></body>
            </body>
          </body>
          <body><joint name="d"/><geom size="1"/></body>
        </worldbody>"""));
    assertThat(model.joints()).extracting(Joint::damping).containsExactly(3.0, 3.0, 1.0, 1.0);
    assertThat(model.joints()).extracting(Joint::armature).containsExactly(2.0, 7.0, 2.0, 2.0);
    assertThat(model.joints()).extracting(joint -> joint.body().mass()).containsExactly(5.0, 6.0, 5.0, 5.0);
    assertThat(Doubles.of(model.joint("a").axis())).containsExactly(1, 0, 0);
    assertThat(Doubles.of(model.joint("b").axis())).containsExactly(0, 1, 0);
    assertThat(Doubles.of(model.joint("c").axis())).as("hinges turn about z unless told").containsExactly(0, 0, 1);
  }

  @Test
  void inertialOrGeomsAsTheCompilerSays() {
    String body = "<body><freejoint/><inertial pos='0 0 1' mass='2' fullinertia='1 2 2.5 .1 .2 .3'/>"
        + "<geom size='1' mass='7'/><geom size='1' mass='1' group='4'/></body>";
    BodyInertia auto = body("", body);
    assertThat(auto.mass()).isEqualTo(2);
    assertThat(Doubles.of(auto.com())).containsExactly(0, 0, 1);
    assertThat(Doubles.of(auto.atCom())).containsExactly(1, 0.1, 0.2, 0.1, 2, 0.3, 0.2, 0.3, 2.5);
    assertThat(body("<compiler inertiafromgeom='true'/>", body).mass()).isEqualTo(8);
    assertThat(body("<compiler inertiafromgeom='true' inertiagrouprange='0 3'/>", body).mass()).isEqualTo(7);
    assertThat(body("<compiler settotalmass='3'/>", body).mass()).isCloseTo(3, within(1e-15));
    assertThat(body("<compiler settotalmass='3'/>", body).atCom().zz().value()).isCloseTo(3.75, within(1e-15));
  }

  private static BodyInertia body(String compiler, String body) {
    return RobotModel.parse(mujoco(compiler + "<worldbody>" + body + "</worldbody>")).joints().getFirst().body();
  }

  @Test
  void aFreeBodyStandsWhereTheFilePutsIt() {
    RobotModel model = RobotModel.parse(world(
        "<body name='b' pos='1 2 3' quat='0 3 0 4'><joint name='j' type='free' pos='9 9 9'/>" + BALL + "</body>"));
    assertThat(model.joint("j").kind()).isEqualTo(JointKind.FREE);
    assertThat(model.neutral()).usingComparatorWithPrecision(1e-15).containsExactly(1, 2, 3, 0.6, 0, 0.8, 0);
    assertThat(Doubles.of(model.joint("j").placement())).containsExactly(1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0);
    assertThat(Doubles.of(Doubles.pose(model, model.neutral(), "b").translation())).containsExactly(1, 2, 3);
  }

  @Test
  void freejointTakesNoDefaultsOfJoint() {
    RobotModel model = RobotModel.parse(mujoco("<default><joint damping='5' armature='1'/></default>"
        + "<worldbody><body><freejoint name='f'/>" + BALL + "</body></worldbody>"));
    assertThat(model.joint("f").damping()).isZero();
    assertThat(model.joint("f").armature()).isZero();
  }

  @Test
  void gravityIsTheFilesOrNone() {
    assertThat(Doubles.of(RobotModel.parse(world("<body><joint/>" + BALL + "</body>")).gravity()))
        .containsExactly(0, 0, -9.81);
    String moon = "<option gravity='0 0 -1.62'>%s</option><worldbody><body><joint/>" + BALL + "</body></worldbody>";
    assertThat(Doubles.of(RobotModel.parse(mujoco(moon.formatted(""))).gravity())).containsExactly(0, 0, -1.62);
    assertThat(Doubles.of(RobotModel.parse(mujoco(moon.formatted("<flag gravity='disable'/>"))).gravity()))
        .containsExactly(0, 0, 0);
  }

  @Test
  void namelessThingsGetNamesThatAreFree() {
    RobotModel model = RobotModel.parse(mujoco("<worldbody><body name='body2'><joint name='joint2'/>" + BALL
        + "<body><joint/>" + BALL + "</body></body></worldbody>"
        + "<actuator><motor joint='joint2'/><motor joint='joint2'/></actuator>"));
    assertThat(model.frames()).extracting(Frame::name).containsExactly("body2", "body2_");
    assertThat(model.joints()).extracting(Joint::name).containsExactly("joint2", "joint2_");
    assertThat(model.actuators()).extracting(Actuator::name).containsExactly("joint2", "motor0");
  }

  @Test
  void sitesAreFramesOnTheirBodies() {
    RobotModel model = RobotModel.parse(world("<body name='b' pos='0 0 1'><joint pos='0 0 .5'/>" + BALL
        + "<site name='s' pos='0 0 2'/><site name='b'/><site/></body>"));
    assertThat(model.frames()).extracting(Frame::name).containsExactly("b", "s");
    assertThat(Doubles.of(Doubles.pose(model, model.neutral(), "s").translation())).containsExactly(0, 0, 3);
    assertThat(model.warnings()).containsExactly("sites with the name of a body, left out of the frames: b");
  }

  @Test
  void whatAFlagSwitchesOffIsOff() {
    String robot = "<option><flag %s/></option><worldbody><body><joint name='j' damping='2' stiffness='3' springref='9'"
        + " frictionloss='4'/>" + BALL + "</body></worldbody>";
    Joint all = RobotModel.parse(mujoco(robot.formatted("limit='disable'"))).joint("j");
    assertThat(new double[] {all.damping(), all.stiffness(), all.friction()}).containsExactly(2, 3, 4);
    Joint spring = RobotModel.parse(mujoco(robot.formatted("spring='disable'"))).joint("j");
    assertThat(new double[] {spring.damping(), spring.stiffness(), spring.friction()}).containsExactly(2, 0, 4);
    Joint rest = RobotModel.parse(mujoco(robot.formatted("damper='disable' frictionloss='disable'"))).joint("j");
    assertThat(new double[] {rest.damping(), rest.stiffness(), rest.friction()}).containsExactly(0, 3, 0);
    Joint passive = RobotModel.parse(mujoco(robot.formatted("passive='disable'"))).joint("j");
    assertThat(new double[] {passive.damping(), passive.stiffness(), passive.friction()}).containsExactly(0, 0, 4);
    assertThat(RobotModel.parse(mujoco(robot.formatted("actuation='disable' contact='disable'"))).warnings())
        .containsExactly("left aside: contact of <flag> (1)",
            "things that the file switches off and that are on here: actuation");
  }

  @Test
  void whatActsOnTheRobotButIsNotReadIsSaid() {
    RobotModel model = RobotModel.parse(mujoco("""
        <option density="1.2" viscosity="0"/>
        <asset/><visual/><contact/><sensor/><keyframe/><custom/><size/><statistic/>
        <tendon><spatial name="rope"/></tendon><equality><weld/></equality><deformable><flex/></deformable>
        <worldbody>
          <geom name="floor" type="plane" rgba="1 1 1 1"/><light/><camera/><body name="m" mocap="true"/>
          <body name="b">
            <joint name="j" actuatorfrcrange="-3 3"/><geom size="1" rgba="1 1 1 1"/><camera/>
            <body>
              <joint name="k" type="ball" range="0 40"/><joint name="l" actuatorfrcrange="-1 2"/><geom size="1"/>
            </body>
          </body>
        </worldbody>"""));
    Joint l = model.joint("l");
    assertThat(new double[] {model.joint("j").effortLimit(), l.effortLimit(), l.lowestEffort(), l.highestEffort()})
        .containsExactly(3, 1, -1, 2);
    assertThat(model.warnings()).containsExactly(
        "sections that act on the robot and are left aside: <deformable>",
        "left aside: <visual> (1), <sensor> (1), <custom> (1), <size> (1), <statistic> (1), rgba of"
            + " <geom> (2), <light> (1), <camera> (2)",
        "settings of the medium that are left aside: density",
        "mocap bodies, which stay where the file puts them: m",
        "settings of joints that are left aside: range of ball joint k",
        "spatial tendons, left out: rope",
        "constraints that act on the robot and are left aside: <weld>");
  }

  @Test
  void poseIsReadInEveryNotation() {
    double s = Math.sqrt(0.5);
    String[] quarterTurnAboutX = {
      "quat='" + s + " " + s + " 0 0'", "axisangle='2 0 0 90'", "euler='90 0 0'", "xyaxes='3 0 0 0 0 1'",
      "zaxis='0 -1 0'"
    };
    for (String notation : quarterTurnAboutX) {
      RobotModel model = RobotModel.parse(world("<body " + notation + "><joint name='j'/>" + BALL + "</body>"));
      assertThat(Doubles.of(model.joint("j").placement().rotation())).as(notation)
          .containsExactly(1, 0, 0, 0, 0, -1, 0, 1, 0);
    }
    RobotModel model = RobotModel.parse(mujoco("<compiler eulerseq='ZYX'/><worldbody><body euler='10 20 30'>"
        + "<joint name='j'/>" + BALL + "</body></worldbody>"));
    double[] rpy = Doubles.of(Orientation.euler("ZYX", new double[] {Math.PI / 18, Math.PI / 9, Math.PI / 6}));
    assertThat(Doubles.of(model.joint("j").placement().rotation()))
        .usingComparatorWithPrecision(1e-15).containsExactly(rpy);
  }

  private static String world(String content) {
    return mujoco("<worldbody>" + content + "</worldbody>");
  }

  private static String mujoco(String content) {
    return "<mujoco model='m'>" + content + "</mujoco>";
  }
}
