package io.github.lanewise.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
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
  void whatIsLeftAsideIsSaidOnce() {
    RobotModel model = RobotModel.parse(robot(
        "<material name='m'/><gazebo><kp>1</kp></gazebo><transmission name='t'><type>s</type></transmission>"
            + "<drake:hovercraft w='1'/>"
            + "<gazebo><plugin/></gazebo><gazebo reference='l1'><kp>1</kp></gazebo><drake:hovercraft/>"
            + "<link name='base' my:own='1'><visual/><collision/></link>" + link("l1") + link("l2") + link("l3")
            + joint("a", "revolute", "base", "l1", "<limit lower='0' upper='0' effort='0' velocity='1'/>")
            + joint("b", "revolute", "l1", "l2", "<mimic joint='a'/><safety_controller k_velocity='1'/>")
            + joint("c", "continuous", "l2", "l3", "")));
    assertThat(model.warnings()).containsExactly(
        "left aside: <material> (1), <kp> of <gazebo> (2), <type> of <transmission> (1), <drake:hovercraft> (2),"
            + " <plugin> of <gazebo> (1), my:own of <link> (1), <safety_controller> (1)",
        "joints whose range is empty or reversed, taken as unlimited: a",
        "joints with a limit of 0 on effort or of 0 or less on velocity, taken as unlimited there: a",
        "joints without <limit>, taken as unlimited: b",
        "shapes that are not understood, left out of the geometries: <visual> of link base, <collision> of link base");
    assertThat(model.joint("a").upper()).isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(model.joint("a").effortLimit()).isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(model.joint("a").velocityLimit()).isEqualTo(1);
  }

  @Test
  void namesOfOtherSpacesAreNobodysMistake() {
    RobotModel model = RobotModel.parse("<robot name='r' xmlns:xacro='http://ros.org/wiki/xacro' xmlns='urdf'>"
        + "<link name='base'/></robot>");
    assertThat(model.warnings()).isEmpty();
  }

  /** Names that are in files of Bullet's collection and of Franka's robots, and mean nothing for the robot here. */
  @Test
  void namesThatPeopleHaveAreLeftAside() {
    RobotModel model = RobotModel.parse(robot("<link name='base' concave='yes'><visual><geometry><sphere radius='1'/>"
        + "<material name='m'/></geometry></visual><collision group='0' mask='0'><geometry><plane normal='0 0 1'/>"
        + "</geometry><contact_coefficients mu='1'/></collision><contact><contact_cfm value='0'/></contact></link>"
        + link("l1") + joint("a", "continuous", "base", "l1", "<axis xyz='1 0 0' rpy='0 0 0'/>"
            + "<joint_properties damping='0' friction='0'/><dynamics D='1' K='7000' mu_viscous='16'/>")));
    assertThat(model.warnings()).containsExactly(
        "left aside: concave of <link> (1), <material> (1), group of <collision> (1), mask of <collision> (1),"
            + " <contact_coefficients> (1), <contact_cfm> (1), rpy of <axis> (1), <joint_properties> (1), D of"
            + " <dynamics> (1), K of <dynamics> (1), mu_viscous of <dynamics> (1)",
        "shapes that are not understood, left out of the geometries: <collision> of link base");
  }

  @Test
  void jointsThatMimicSayWhatTheyFollow() {
    RobotModel model = RobotModel.parse(robot(link("base") + link("l1") + link("l2") + link("l3") + link("l4")
        + joint("d", "continuous", "base", "l1", "") + joint("c", "prismatic", "l1", "l2",
            "<limit lower='0' upper='1' effort='1' velocity='1'/><mimic joint='d' multiplier='-2' offset='.5'/>")
        + joint("f", "fixed", "l2", "l3", "<mimic joint='d'/>")
        + joint("a", "continuous", "l3", "l4", "<mimic joint='f' offset='3'/>")));
    assertThat(model.joints()).extracting(Joint::name).containsExactly("d", "c", "a");
    assertThat(model.couplings()).containsExactly(
        new JointCoupling("", 1, 0, List.of(0.5, -2.0, 0.0, 0.0, 0.0), true),
        new JointCoupling("", 2, -1, List.of(3.0, 0.0, 0.0, 0.0, 0.0), true));
    assertThat(model.withFreeBase().couplings()).extracting(JointCoupling::joint, JointCoupling::follows)
        .containsExactly(tuple(2, 1), tuple(3, -1));
    assertThat(model.warnings()).containsExactly(
        "fixed joints whose <mimic> is left aside: f");
    assertThatThrownBy(() -> RobotModel.parse(robot(link("base") + link("l1") + link("l2")
        + joint("a", "floating", "base", "l1", "") + joint("b", "continuous", "l1", "l2", "<mimic joint='a'/>"))))
        .hasMessageContaining("has the joint 'a', which has 6 rows of velocity; it takes hinges and slides");
  }

  @Test
  void aPlanarJointIsTwoSlidesInThePlaneAndAHinge() {
    RobotModel model = RobotModel.parse(robot(link("base") + link("l1") + joint("p", "planar", "base", "l1",
        "<origin xyz='1 2 3'/><axis xyz='0 0 2'/><dynamics damping='4'/><limit effort='1' velocity='1'/>")));
    assertThat(model.joints()).extracting(Joint::name).containsExactly("p_TX", "p_TY", "p_RZ");
    assertThat(model.joints()).extracting(Joint::kind)
        .containsExactly(JointKind.PRISMATIC, JointKind.PRISMATIC, JointKind.CONTINUOUS);
    assertThat(model.joints()).extracting(Joint::damping).containsExactly(4.0, 4.0, 4.0);
    assertThat(model.frames()).extracting(Frame::name).containsExactly("base", "l1");
    double[] q = {0.5, -0.25, Math.PI / 2};
    assertThat(Doubles.of(Doubles.pose(model, q, "l1"))).usingComparatorWithPrecision(1e-15)
        .containsExactly(0, -1, 0, 1, 0, 0, 0, 0, 1, 1.5, 1.75, 3);
    assertThat(model.warnings()).containsExactly("planar joints whose <limit> is left aside: p");
    // The axes that MuJoCo 3.14.0 gives the plane whose normal is (1, 2, 3).
    List<Joint> tilted = RobotModel.parse(robot(link("base") + link("l1")
        + joint("p", "planar", "base", "l1", "<axis xyz='1 2 3'/>"))).joints();
    assertThat(Doubles.of(tilted.get(0).axis())).usingComparatorWithPrecision(1e-8)
        .containsExactly(0.96035675, -0.07928651, -0.26726124);
    assertThat(Doubles.of(tilted.get(1).axis())).usingComparatorWithPrecision(1e-8)
        .containsExactly(-0.07928651, 0.84142698, -0.53452248);
    assertThatThrownBy(() -> RobotModel.parse(robot(link("base") + link("l1")
        + joint("p", "planar", "base", "l1", "<axis xyz='0 0 0'/>"))))
        .hasMessageContaining("joint 'p' has the axis (0, 0, 0), which has no direction");
  }

  @Test
  void anOriginMayHaveAQuaternion() {
    RobotModel model = RobotModel.parse(robot(link("base") + link("l1")
        + joint("a", "continuous", "base", "l1", "<origin quat_xyzw='0 0 3 3'/>")));
    assertThat(Doubles.of(model.joint("a").placement().rotation())).containsExactly(0, -1, 0, 1, 0, 0, 0, 0, 1);
  }

  @Test
  void limitsThatNobodyCanMeanAreNone() {
    Joint a = RobotModel.parse(robot(link("base") + link("l1") + joint(
        "a", "revolute", "base", "l1", "<limit lower='1' upper='-1' effort='3' velocity='-2'/>"))).joint("a");
    assertThat(new double[] {a.lower(), a.upper(), a.effortLimit(), a.velocityLimit()}).containsExactly(
        Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, 3, Double.POSITIVE_INFINITY);
  }

  @Test
  void theWorldNeedsNoLink() {
    RobotModel model = RobotModel.parse(robot(link("l1") + joint("a", "continuous", "world", "l1", "")));
    assertThat(model.joint("a").parent()).isEqualTo(-1);
    assertThat(model.frames()).extracting(Frame::name).containsExactly("world", "l1");
    assertThat(model.warnings()).containsExactly("links that are not described, taken as the world: world");
  }

  @Test
  void whatHasNoInertiaHasKinematicsAndItsAccelerationsAreRefusedByName() {
    String first = link("base") + "<link name='l1'/><link name='l2'/>" + joint("a", "continuous", "base", "l1", "");
    RobotModel model = RobotModel.parse(robot(first + joint("b", "continuous", "l1", "l2", "")));
    assertThat(model.nv()).isEqualTo(2);
    String why = "link 'l2', which joint 'b' moves, has no mass and carries none; give it an inertia or make the joint"
        + " fixed";
    assertThat(model.warnings()).containsExactly("no accelerations can be computed: " + why);
    assertThatThrownBy(model::requireInertia).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("robot 'r' has no accelerations: " + why);
    assertThatThrownBy(() -> model.withFreeBase().requireInertia()).hasMessageContaining("'l2'");
    String rod = "<link name='l2'><inertial><mass value='1'/><inertia ixx='0' iyy='0' izz='0'/></inertial></link>";
    RobotModel point = RobotModel.parse(robot(link("l1") + rod + joint("b", "continuous", "l1", "l2", "")));
    assertThatThrownBy(point::requireInertia).hasMessageContaining("no inertia about an axis of the joint");
    RobotModel.parse(robot(link("l1") + link("l2") + joint("b", "continuous", "l1", "l2", ""))).requireInertia();
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

  @Test
  void rotorsOfDrakesTransmissionsTurnWithTheirJoints() {
    String robot = robot(link("base") + link("l1") + joint("a", "continuous", "base", "l1", "")
        + "<transmission name='t'><joint name='a'/><actuator name='m'>%s</actuator></transmission>");
    assertThat(RobotModel.parse(robot.formatted("<drake:rotor_inertia value='.5'/>")).joint("a").armature())
        .isEqualTo(0.5);
    assertThat(RobotModel.parse(robot.formatted("<drake:gear_ratio value='9'/>")).joint("a").armature()).isZero();
    RobotModel both =
        RobotModel.parse(robot.formatted("<drake:gear_ratio value='-4'/><drake:rotor_inertia value='.5'/>"));
    assertThat(both.joint("a").armature()).isEqualTo(16 * 0.5);
    assertThat(both.warnings()).contains(
        "joints with the reflected inertia of the rotors that Drake's elements give: a");
    assertThatThrownBy(() -> RobotModel.parse(
        robot.replace("<joint name='a'/>", "<joint name='b'/>").formatted("<drake:rotor_inertia value='.5'/>")))
        .hasMessageContaining("is of the joint 'b', which does not exist");
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
