package io.github.lanewise.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** What URDF says about links and joints, and what the reader makes of it. */
class UrdfReaderTest {
  private static final String MASS =
      "<inertial><mass value='1'/><inertia ixx='1' ixy='0' ixz='0' iyy='1' iyz='0' izz='1'/></inertial>";

  @Test
  void siblingsAreOrderedByNameAndBranchesStayTogether() {
    RobotModel model = RobotModel.parse(robot(
        link("base") + link("l1") + link("l2") + link("l3") + link("l4")
            + joint("c", "revolute", "base", "l1", "") + joint("a", "revolute", "base", "l2", "")
            + joint("b", "revolute", "l2", "l3", "") + joint("d", "revolute", "base", "l4", "")));
    assertThat(model.joints()).extracting(Joint::name).containsExactly("a", "b", "c", "d");
    assertThat(model.joints()).extracting(Joint::parent).containsExactly(-1, 0, -1, -1);
    assertThat(model.joints()).extracting(Joint::idxV).containsExactly(0, 1, 2, 3);
    assertThat(model.frames()).extracting(Frame::name).containsExactly("base", "l2", "l3", "l1", "l4");
  }

  @Test
  void everyTypeOfJointIsRead() {
    RobotModel model = RobotModel.parse(robot(
        link("base") + link("l1") + link("l2") + link("l3") + link("l4") + link("l5") + link("l6")
            + joint("a", "floating", "base", "l1", "") + joint("b", "spherical", "l1", "l2", "")
            + joint("c", "revolute", "l2", "l3", "<limit lower='-1' upper='2' effort='3' velocity='4'/>")
            + joint("d", "continuous", "l3", "l4", "<limit effort='5' velocity='6'/>")
            + joint("e", "prismatic", "l4", "l5", "<limit lower='0' upper='.5' effort='7' velocity='8'/>")
            + joint("f", "fixed", "l5", "l6", "")));
    assertThat(model.joints()).extracting(Joint::kind).containsExactly(
        JointKind.FREE, JointKind.SPHERICAL, JointKind.REVOLUTE, JointKind.CONTINUOUS, JointKind.PRISMATIC);
    assertThat(model.joints()).extracting(Joint::idxQ).containsExactly(0, 7, 11, 12, 13);
    assertThat(model.joints()).extracting(Joint::idxV).containsExactly(0, 6, 9, 10, 11);
    assertThat(model.neutral()).containsExactly(0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0);
    Joint c = model.joint("c");
    assertThat(new double[] {c.lower(), c.upper(), c.effortLimit(), c.velocityLimit()}).containsExactly(-1, 2, 3, 4);
    Joint d = model.joint("d");
    assertThat(new double[] {d.lower(), d.upper(), d.effortLimit(), d.velocityLimit()})
        .containsExactly(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, 5, 6);
    assertThat(model.joint("e").body().mass()).as("l5 and l6 are welded").isEqualTo(2);
    assertThat(model.warnings()).isEmpty();
  }

  @Test
  void axesAreMadeUnitAndAreXUnlessGiven() {
    RobotModel model = RobotModel.parse(robot(link("base") + link("l1") + link("l2")
        + joint("a", "continuous", "base", "l1", "<axis xyz='0 3 -4'/>") + joint("b", "continuous", "l1", "l2", "")));
    assertThat(Doubles.of(model.joint("a").axis())).containsExactly(0, 0.6, -0.8);
    assertThat(Doubles.of(model.joint("b").axis())).containsExactly(1, 0, 0);
  }

  @Test
  void dampingAndFrictionAreRead() {
    Joint a = RobotModel.parse(robot(link("base") + link("l1")
        + joint("a", "continuous", "base", "l1", "<dynamics damping='0.3' friction='0.2'/>"))).joint("a");
    assertThat(new double[] {a.damping(), a.friction(), a.armature(), a.stiffness()}).containsExactly(0.3, 0.2, 0, 0);
  }

  @Test
  void whatIsLeftAsideIsSaidOnceAndWhatIsLookOrCollisionIsNot() {
    RobotModel model = RobotModel.parse(robot(
        "<material name='m'/><gazebo/><transmission name='t'/><hovercraft/><hovercraft/>"
            + "<link name='base'><visual/><collision/><wings/></link>" + link("l1") + link("l2") + link("l3")
            + joint("a", "revolute", "base", "l1", "<limit lower='0' upper='0' effort='0' velocity='1'/>")
            + joint("b", "revolute", "l1", "l2", "<mimic joint='a'/><safety_controller k_velocity='1'/>")
            + joint("c", "continuous", "l2", "l3", "")));
    assertThat(model.warnings()).containsExactly(
        "elements that are not understood and left aside: <hovercraft>, <wings>",
        "joints that mimic another and move on their own here: b",
        "joints whose range is empty, taken as unlimited: a",
        "joints with a limit of 0 on effort or velocity, taken as unlimited there: a",
        "joints without <limit>, taken as unlimited: b");
    assertThat(model.joint("a").upper()).isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(model.joint("a").effortLimit()).isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(model.joint("a").velocityLimit()).isEqualTo(1);
  }

  @Test
  void slightlyImpossibleInertiasAreOnlyWarnedOf() {
    RobotModel model = RobotModel.parse(robot(link("base") + "<link name='l1'><inertial><mass value='1'/>"
        + "<inertia ixx='1' iyy='1' izz='2.01'/></inertial></link>" + joint("a", "continuous", "base", "l1", "")));
    assertThat(model.warnings()).containsExactly(
        "inertias that no body can have, one principal moment exceeding the sum of the others: l1");
  }

  @Test
  void aLinkWithoutMassMayStandBetweenTwoJoints() {
    RobotModel model = RobotModel.parse(robot(link("base") + "<link name='gimbal'/>" + link("l1")
        + joint("a", "continuous", "base", "gimbal", "")
        + joint("b", "continuous", "gimbal", "l1", "<axis xyz='0 1 0'/>")));
    assertThat(model.joint("a").body().isNone()).isTrue();
    assertThat(model.totalMass()).isEqualTo(1);
  }

  @Test
  void whatIsFixedToTheWorldIsTheBaseAndMayBeSetFree() {
    RobotModel fixed = RobotModel.parse(robot(link("world") + link("foot") + link("l1")
        + joint("a", "fixed", "world", "foot", "<origin xyz='0 0 2'/>")
        + joint("b", "continuous", "foot", "l1", "<origin xyz='0 1 0'/>")));
    assertThat(fixed.base().mass()).isEqualTo(2);
    assertThat(fixed.frame("foot").joint()).isEqualTo(-1);
    assertThat(Doubles.of(fixed.joint("b").placement().translation())).containsExactly(0, 1, 2);

    RobotModel free = fixed.withFreeBase();
    assertThat(free.joints()).extracting(Joint::name).containsExactly("root_joint", "b");
    assertThat(free.joint("b").parent()).isZero();
    assertThat(free.joint("b").idxQ()).isEqualTo(7);
    assertThat(free.joint("b").idxV()).isEqualTo(6);
    assertThat(free.frame("foot").joint()).isZero();
    assertThat(free.frame("l1").joint()).isEqualTo(1);
    assertThat(free.neutral()).containsExactly(0, 0, 0, 0, 0, 0, 1, 0);
    assertThat(Doubles.of(free.joint("root_joint").body())).containsExactly(Doubles.of(fixed.base()));
    assertThat(free.base().isNone()).isTrue();
    assertThatThrownBy(free::withFreeBase).hasMessageContaining("root_joint");
  }

  @Test
  void turnsThatAddUpToAQuarterAreExact() {
    String eighth = "<origin rpy='0 0 0.78539816339744828'/>";
    RobotModel model = RobotModel.parse(robot(link("base") + link("turned") + link("l1")
        + joint("a", "fixed", "base", "turned", eighth) + joint("b", "continuous", "turned", "l1", eighth)));
    assertThat(Doubles.of(model.joint("b").placement().rotation())).containsExactly(0, -1, 0, 1, 0, 0, 0, 0, 1);
  }

  @Test
  void aBaseWithoutMassCannotBeSetFree() {
    RobotModel model =
        RobotModel.parse(robot("<link name='base'/>" + link("l1") + joint("a", "continuous", "base", "l1", "")));
    assertThatThrownBy(model::withFreeBase)
        .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("no mass");
  }

  private static String robot(String content) {
    return "<robot name='r'>" + content + "</robot>";
  }

  private static String link(String name) {
    return "<link name='" + name + "'>" + MASS + "</link>";
  }

  private static String joint(String name, String type, String parent, String child, String content) {
    return "<joint name='" + name + "' type='" + type + "'><parent link='" + parent + "'/><child link='" + child + "'/>"
        + content + "</joint>";
  }
}
