package io.github.lanewise.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Actuators of MJCF: what their kinds stand for and inherit, as MuJoCo 3.14 compiles them, and what is left out. */
class MjcfActuatorTest {
  private static final double NONE = Double.POSITIVE_INFINITY;
  /** A body with a hinge whose inertia is 0.8/12 + 0.3^2 = 0.08 + 0.04/3 kg m^2 (a box). */
  private static final String HINGE = "<worldbody><body><joint name='j' axis='0 1 0' range='-20 90'/>"
      + "<geom type='box' size='.1 .05 .2' pos='0 0 .3' mass='1'/></body></worldbody>";

  private static Actuator only(String defaults, String actuator) {
    return RobotModel.parse(mujoco("<default>" + defaults + "</default>" + HINGE + "<actuator>" + actuator
        + "</actuator>")).actuators().getFirst();
  }

  private static String mujoco(String content) {
    return "<mujoco model='m'>" + content + "</mujoco>";
  }

  @Test
  void aMotorIsGearTimesGainAndTheTighterOfTwoRanges() {
    RobotModel model = RobotModel.parse(mujoco("""
        <default><motor ctrlrange="-2 2"/><default class="strong"><general gear="50"/></default></default>
        <worldbody>
          <body><joint name="j"/><geom size="1"/></body>
          <body><joint name="ball" type="ball"/><geom size="1"/></body>
          <body><freejoint name="free"/><geom size="1"/></body>
        </worldbody>
        <actuator>
          <motor name="plain" joint="j"/>
          <motor name="strong" class="strong" joint="j" ctrlrange="-1 3"/>
          <motor name="unlimited" joint="j" ctrllimited="false" gear="-4"/>
          <general name="gain" joint="j" gear="2" gainprm="5 0 0" forcerange="-20 5"/>
          <general name="negative" joint="j" gainprm="-5" forcerange="-20 5"/>
          <motor name="row" joint="ball" gear="0 3 0"/>
          <motor name="yaw" joint="free" gear="0 0 0 0 0 9"/>
        </actuator>"""));
    assertThat(model.actuators()).containsExactly(
        Actuator.motor("plain", 0, 0, 1, -2, 2),
        Actuator.motor("strong", 0, 0, 50, -1, 3),
        Actuator.motor("unlimited", 0, 0, -4, -NONE, NONE),
        Actuator.motor("gain", 0, 0, 10, -2, 1),
        Actuator.motor("negative", 0, 0, -5, -1, 2),
        Actuator.motor("row", 1, 1, 3, -2, 2),
        Actuator.motor("yaw", 2, 5, 9, -2, 2));
    assertThat(model.actuators()).allMatch(Actuator::isMotor);
    assertThat(model.warnings()).isEmpty();
  }

  @Test
  void aServoKeepsItsRanges() {
    assertThat(only("", "<position joint='j' kp='3' kv='2' gear='4' ctrlrange='-1 2' forcerange='-5 6'/>"))
        .isEqualTo(new Actuator("j", 0, 0, -1, 4, -1, 2, new Affine(3, 0, 0), new Affine(0, -3, -2), -5, 6,
            ActuatorDynamics.NONE));
    assertThat(only("", "<damper joint='j' kv='3' ctrlrange='0 2'/>"))
        .isEqualTo(new Actuator("j", 0, 0, -1, 1, 0, 2, new Affine(0, 0, -3), Affine.ZERO, -NONE, NONE,
            ActuatorDynamics.NONE));
  }

  /** Gain, then bias; each line is what MuJoCo 3.14 makes of it. */
  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      # defaults                        | actuator                                    | g0 |  g1 | g2 | b0 |  b1 | b2
                                        | position                                    |  1 |  0 |  0 | 0 |  -1 |  0
                                        | velocity                                    |  1 |  0 |  0 | 0 |   0 | -1
                                        | general gaintype='affine' biastype='affine' |  1 |  0 |  0 | 0 |   0 |  0
                                        | general gainprm='2' biasprm='1' biastype='affine' | 2 | 0 | 0 | 1 | 0 | 0
      position kp='50' kv='2'           | position                                    | 50 |  0 |  0 | 0 | -50 | -2
      position kp='50' kv='2'           | general                                     | 50 |  0 |  0 | 0 | -50 | -2
      position kp='50' kv='2'           | position kp='3'                             |  3 |  0 |  0 | 0 |  -3 | -2
      position kp='50' kv='2'           | position kv='0'                             | 50 |  0 |  0 | 0 | -50 |  0
      position kp='50' kv='2'           | velocity                                    | 50 |  0 |  0 | 0 |   0 | -50
      position kp='50' kv='2'           | damper kv='4' ctrlrange='0 1'               |  0 |  0 | -4 | 0 |   0 |  0
      position kp='50' kv='2'           | general biastype='none' gainprm='7'         |  7 |  0 |  0 | 0 |   0 |  0
      position timeconst='1'            | position timeconst='0'                      |  1 |  0 |  0 | 0 |  -1 |  0
      velocity kv='5'                   | velocity                                    |  5 |  0 |  0 | 0 |   0 | -5
      velocity kv='5'                   | position                                    |  5 |  0 |  0 | 0 |  -5 | -5
      damper kv='5' ctrlrange='0 1'     | damper                                      |  0 |  0 | -5 | 0 |   0 |  0
      damper kv='5' ctrlrange='0 1'     | general                                     |  0 |  0 | -5 | 0 |   0 |  0
      general gainprm='7 8 9' gaintype='affine' | general gainprm='4'                 |  4 |  8 |  9 | 0 |   0 |  0
      general biasprm='1 2 -3' biastype='affine' | position                           |  1 |  0 |  0 | 1 |  -1 | -3
      general biasprm='1 2 -3' biastype='affine' | velocity                           |  1 |  0 |  0 | 0 |   0 | -1
      general gainprm='7 8 9' gaintype='affine'  | motor                              |  7 |  0 |  0 | 0 |   0 |  0
      """)
  void kindsAreGeneralOnesAndInheritAsSuch(String defaults, String actuator, double g0, double g1, double g2,
      double b0, double b1, double b2) {
    Actuator made = only(defaults == null ? "" : "<" + defaults + "/>", "<" + actuator + " joint='j'/>");
    double gear = made.isMotor() ? made.gear() : 1;
    if (actuator.equals("motor")) {
      assertThat(made).isEqualTo(Actuator.motor("j", 0, 0, 1, -NONE, NONE));
      return;
    }
    assertThat(new double[] {gear * made.gain().constant(), made.gain().perLength(), made.gain().perVelocity(),
      made.bias().constant(), made.bias().perLength(), made.bias().perVelocity()})
        .usingComparator((x, y) -> Arrays.equals(plus0(x), plus0(y)) ? 0 : 1)
        .isEqualTo(new double[] {g0, g1, g2, b0, b1, b2});
  }

  /** Without the sign of zeros. */
  private static double[] plus0(double[] x) {
    return Arrays.stream(x).map(e -> e + 0.0).toArray();
  }

  /** {@code kv = 2 zeta sqrt(kp I)}, I the inertia at the joint over gear^2; values of MuJoCo 3.14. */
  @Test
  void aDampingRatioIsOfTheInertiaThatTheActuatorFeels() {
    assertThat(only("", "<position joint='j' kp='3' dampratio='1' gear='2'/>").bias().perVelocity())
        .isCloseTo(-0.565685424949238, within(1e-14));
    assertThat(only("<position kp='50' dampratio='2'/>", "<position joint='j'/>").bias().perVelocity())
        .isCloseTo(-9.23760430703401, within(1e-13));
    assertThat(only("", "<general joint='j' gainprm='4' biastype='affine' biasprm='0 -4 2'/>").bias().perVelocity())
        .as("as MuJoCo reads it").isCloseTo(-2.6127890589687235, within(1e-14));
    assertThat(only("", "<general joint='j' gainprm='4' biastype='affine' biasprm='0 -5 2'/>").bias().perVelocity())
        .as("no servo, so no ratio").isEqualTo(2);
    RobotModel model = RobotModel.parse(mujoco("""
        <worldbody>
          <body pos="0 0 1"><joint name="a" axis="0 1 0" ref="20"/>
            <geom type="box" size=".1 .05 .2" pos="0 0 .3" mass="1"/>
            <body pos="0 0 .5"><joint name="b" axis="0 1 0"/><geom type="box" size=".1 .05 .2" pos="0 0 .3" mass="1"/>
            </body></body>
          <body><joint type="ball" name="ball"/><geom type="box" size=".1 .05 .2" pos="0 0 .3" mass="1"/></body>
          <body><freejoint name="free"/><geom type="box" size=".1 .05 .2" pos="0 0 .3" mass="1"/></body>
        </worldbody>
        <tendon><fixed name="t" armature=".5"><joint joint="a" coef="2"/><joint joint="b" coef="-3"/></fixed></tendon>
        <actuator>
          <position tendon="t" kp="3" dampratio="1" gear="2"/><position joint="a" kp="3" dampratio="1"/>
          <position joint="ball" gear="0 2 0" kp="3" dampratio=".5"/>
          <position joint="free" gear="0 0 0 0 2 0" kp="3" dampratio=".5"/>
        </actuator>"""));
    assertThat(model.actuators().stream().mapToDouble(servo -> servo.bias().perVelocity()).toArray())
        .usingComparatorWithPrecision(1e-9).containsExactly(-0.779779171, -3.0265491901, -0.2828427125, -0.2828427125);
  }

  @Test
  void aServoInheritsTheRangeOfItsJoint() {
    Actuator half = only("", "<position joint='j' inheritrange='.5' gear='3'/>");
    assertThat(new double[] {half.lower(), half.upper()}).usingComparatorWithPrecision(1e-15)
        .containsExactly(Math.toRadians(7.5), Math.toRadians(62.5));
    refused("<position joint='j' inheritrange='1' ctrlrange='0 1'/>", "ctrlrange and inheritrange");
    refused("<position tendon='t' inheritrange='1'/>", "it takes 0 or more of the range of a hinge or slide");
  }

  @Test
  void whatMakesNoActuatorIsRefused() {
    refused("<position joint='j' kv='1' dampratio='1'/>", "has kv and dampratio; it takes one of them");
    refused("<position joint='j' kv='-1'/>", "has kv=\"-1\"; it takes 0 or more");
    refused("<position joint='j' kp='-1' dampratio='1'/>", "damping ratio and the negative stiffness -1.0");
    refused("<position joint='j' timeconst='-1'/>", "has timeconst=\"-1\"; it takes 0 or more");
    refused("<damper joint='j' kv='-1' ctrlrange='0 1'/>", "has kv=\"-1\"; it takes 0 or more");
    refused("<damper joint='j' kv='1'/>", "has ctrllimited but no ctrlrange");
    refused("<damper joint='j' kv='1' ctrlrange='-1 1'/>", "a damper takes no negative controls");
    refused("<position joint='k'/>", "drives the joint 'k', which does not exist");
    refused("<motor joint='j' damping='1 2 3 4'/>", "with 4 numbers; it takes at most 3");
  }

  private static void refused(String actuator, String message) {
    String tendon = "<tendon><fixed name='t'><joint joint='j' coef='1'/></fixed></tendon>";
    assertThatThrownBy(() -> RobotModel.parse(mujoco(HINGE + tendon + "<actuator>" + actuator + "</actuator>")))
        .isInstanceOf(RobotFormatException.class).hasMessageContaining(message);
  }

  /** All that is not read, once each, with the reason. */
  @Test
  void whatIsLeftOutIsNamedWithTheReason() {
    RobotModel model = RobotModel.parse(mujoco("""
        <worldbody>
          <body><joint name="j"/><geom size="1"/><site name="s"/></body>
          <body><joint name="ball" type="ball"/><geom size="1"/></body>
          <body><freejoint name="free"/><geom size="1"/></body>
        </worldbody>
        <tendon><spatial name="rope"/></tendon>
        <actuator>
          <motor name="push" joint="free" gear="1 0 0"/><motor name="both" joint="ball" gear="1 2 0"/>
          <motor name="outer" jointinparent="ball"/><motor name="outside" jointinparent="free" gear="0 0 0 1 0 0"/>
          <motor name="site" site="s"/><general name="crank" cranksite="s"/><adhesion name="glue" body="b"/>
          <motor name="pull" tendon="rope"/><motor name="nothing"/>
          <general name="tired" joint="j" dyntype="muscle"/><general name="ours" joint="j" dyntype="user" actdim="2"/>
          <general name="sudden" joint="j" dyntype="filter" dynprm="0"/><muscle name="flesh" joint="j"/>
          <general name="own" joint="j" gaintype="user"/><general name="odd" joint="j" biastype="user"/>
          <cylinder name="air" joint="j" timeconst="-1"/><dcmotor name="coil" joint="j"/><motor name="kept" joint="j"/>
        </actuator>
        <keyframe><key ctrl="1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18"/></keyframe>"""));
    assertThat(model.actuators()).extracting(Actuator::name).containsExactly("kept");
    assertThat(model.keyframes().getFirst().control()).containsExactly(18);
    String axes = "motor on axes that are not one of the joint's";
    assertThat(model.warnings()).contains("spatial tendons, left out: rope", "actuators that are left out: push ("
        + axes + "), both (" + axes + "), outer (" + axes + "), outside (" + axes + "), site (motor on a site), crank"
        + " (general on a cranksite), glue (adhesion on a body), pull (motor on a spatial tendon), nothing (motor on"
        + " nothing), tired (general with a state, dyntype muscle), ours (general with a state, dyntype user), sudden"
        + " (general with a state, dyntype filter of the time constant 0.0) and 5 more");
    RobotModel rest = RobotModel.parse(mujoco(HINGE + """
        <actuator><muscle name="flesh" joint="j"/><general name="own" joint="j" gaintype="user"/>
          <general name="odd" joint="j" biastype="user"/><cylinder name="air" joint="j" timeconst="-1"/>
        </actuator>"""));
    assertThat(rest.warnings()).contains("actuators that are left out: flesh (muscle of gaintype muscle), own (general"
        + " of gaintype user), odd (general of biastype user), air (cylinder with a state, dyntype filter of the time"
        + " constant -1.0)");
  }

  @Test
  void jointsAndTendonsFeelTheRotorsOfTheirActuators() {
    RobotModel model = RobotModel.parse(mujoco("""
        <worldbody><body><joint name="j" armature="1" damping="2 3"/><geom size="1"/></body>
          <body><joint name="b" type="ball"/><geom size="1"/></body></worldbody>
        <tendon><fixed name="t" armature="1" damping="2"><joint joint="j" coef="5"/></fixed></tendon>
        <actuator><motor joint="j" gear="-3" armature=".1" damping=".01 .02 .03"/>
          <position joint="j" kp="1" armature="5"/><motor name="m" joint="b" gear="1 0 0" armature="1"/>
          <motor name="n" tendon="t" gear="2" armature=".3" damping=".4 .5"/></actuator>"""));
    Joint joint = model.joint("j");
    assertThat(joint.armature()).isEqualTo(1 + 9 * 0.1 + 5);
    assertThat(joint.damping()).isEqualTo(2 + 9 * 0.01);
    assertThat(joint.dampingGrowth()).isEqualTo(new Growth(3 + 9 * 0.02, 9 * 0.03));
    assertThat(model.tendons()).extracting(Tendon::armature, Tendon::damping, Tendon::dampingGrowth)
        .containsExactly(tuple(1 + 4 * 0.3, 2 + 4 * 0.4, new Growth(4 * 0.5, 0)));
    assertThat(model.warnings()).contains("actuators whose armature and damping are left aside: m");
  }

  @Test
  void aFreeBaseStandsInFront() {
    RobotModel model = RobotModel.parse(mujoco("<worldbody><body gravcomp='.5'><geom size='1' pos='0 0 1'/><body>"
        + "<joint name='j'/><geom size='1'/></body></body></worldbody><tendon><fixed name='t'><joint joint='j'"
        + " coef='2'/></fixed></tendon><actuator><position joint='j'/><motor tendon='t'/></actuator>"))
        .withFreeBase();
    assertThat(model.actuators()).extracting(Actuator::joint, Actuator::tendon)
        .containsExactly(tuple(1, -1), tuple(-1, 0));
    assertThat(model.tendons().getFirst().pulls()).containsExactly(new Tendon.Pull(1, 2));
    Lift lift = model.joint("root_joint").lift();
    assertThat(lift.mass()).isEqualTo(model.joint("root_joint").body().mass() / 2);
    assertThat(lift.moment().z().value()).isEqualTo(lift.mass());
  }
}
