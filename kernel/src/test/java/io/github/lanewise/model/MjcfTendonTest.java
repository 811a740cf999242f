package io.github.lanewise.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Fixed tendons of MJCF, and the springs, dampers and forces of joints and bodies that take more than one number. */
class MjcfTendonTest {
  private static final String JOINTS = "<worldbody><body><joint name='a' springref='.5'/><geom size='1'/><body>"
      + "<joint name='b' type='slide' springref='-2'/><geom size='1'/></body></body>"
      + "<body><joint name='ball' type='ball'/><geom size='1'/></body></worldbody>";

  private static RobotModel parse(String content) {
    return RobotModel.parse("<mujoco><compiler angle='radian'/>" + content + "</mujoco>");
  }

  private static Tendon tendon(String attributes) {
    return parse("<default><tendon damping='2 1'/></default>" + JOINTS + "<tendon><fixed " + attributes
        + "><joint joint='b' coef='2'/><joint joint='a' coef='3'/><joint joint='a' coef='1'/></fixed></tendon>")
        .tendons().getFirst();
  }

  @Test
  void aTendonIsASumOfJoints() {
    assertThat(tendon("name='t' stiffness='7 .1 .2' armature='3' springlength='-.5 .25'")).isEqualTo(new Tendon("t",
        List.of(new Tendon.Pull(1, 2), new Tendon.Pull(0, 4)), 7, new Growth(0.1, 0.2), 2, new Growth(1, 0),
        3, -0.5, 0.25));
    assertThat(tendon("").name()).isEqualTo("tendon0");
    assertThat(tendon("damping='0'").dampingGrowth()).as("what is given stands alone").isEqualTo(Growth.NONE);
  }

  @Test
  void withoutALengthItRestsWhereTheSpringsOfItsJointsDo() {
    for (String given : new String[] {"", "springlength='-1'", "springlength='-1 -1'"}) {
      assertThat(tendon(given)).extracting(Tendon::lowestRest, Tendon::highestRest)
          .containsExactly(4 * 0.5 - 2 * 2, 4 * 0.5 - 2 * 2);
    }
    assertThat(tendon("springlength='3'")).extracting(Tendon::lowestRest, Tendon::highestRest)
        .containsExactly(3.0, 3.0);
  }

  @Test
  void whatIsNoTendonIsRefused() {
    refused("<fixed name='t'/>", "<fixed> 't' couples no joints");
    refused("<fixed name='t'><joint joint='ball' coef='1'/></fixed>", "pulls joint 'ball', which has several axes");
    refused("<fixed name='t'><joint joint='c' coef='1'/></fixed>", "pulls joint 'c', which does not exist");
    refused("<fixed><joint joint='a'/></fixed>", "has no coef");
    refused("<fixed springlength='2 1'><joint joint='a' coef='1'/></fixed>", "one length or two, the lower first");
    refused("<fixed armature='-1'><joint joint='a' coef='1'/></fixed>", "the armature -1.0");
    refused("<fixed stifness='1'><joint joint='a' coef='1'/></fixed>", "nearest known one is 'stiffness'");
    refused("<fixed><joint joint='a' coef='1' axis='1 0 0'/></fixed>", "has the attribute 'axis', which is unknown");
    refused("<fixed name='t'><joint joint='a' coef='1'/></fixed><fixed name='t'><joint joint='a' coef='1'/></fixed>",
        "two tendons are named 't'");
  }

  private static void refused(String tendon, String message) {
    assertThatThrownBy(() -> parse(JOINTS + "<tendon>" + tendon + "</tendon>"))
        .isInstanceOf(RobotFormatException.class).hasMessageContaining(message);
  }

  @Test
  void whatDoesNotActIsSaid() {
    assertThat(parse(JOINTS + "<tendon><fixed name='t' range='0 1' frictionloss='3' actuatorfrcrange='-1 1'>"
        + "<joint joint='a' coef='1'/></fixed><spatial name='rope'><site site='s'/></spatial></tendon>").warnings())
        .containsExactly("left aside: range of <fixed> (1), actuatorfrcrange of <fixed> (1)",
            "spatial tendons, left out: rope", "tendons whose frictionloss is left aside: t");
  }

  @Test
  void flagsSwitchTendonsAndWhatCarriesWeight() {
    String robot = "<option><flag %s/></option><worldbody><body gravcomp='1'><joint name='a' springdamper='1 1'/>"
        + "<geom size='1'/></body></worldbody><tendon><fixed stiffness='2 1' damping='3 1'><joint joint='a' coef='1'/>"
        + "</fixed></tendon>";
    RobotModel spring = parse(robot.formatted("spring='disable'"));
    assertThat(spring.tendons()).extracting(Tendon::stiffness, Tendon::stiffnessGrowth, Tendon::damping)
        .containsExactly(tuple(0.0, Growth.NONE, 3.0));
    assertThat(spring.joint("a").stiffness()).isZero();
    assertThat(spring.joint("a").damping()).isPositive();
    assertThat(spring.joint("a").lift().mass()).isEqualTo(spring.totalMass());
    RobotModel none = parse(robot.formatted("spring='disable' damper='disable'"));
    assertThat(none.tendons()).extracting(Tendon::damping, Tendon::dampingGrowth)
        .containsExactly(tuple(0.0, Growth.NONE));
    assertThat(none.joint("a").lift().isNone()).as("as MuJoCo has it").isTrue();
  }

  @Test
  void coefficientsMayGrow() {
    Joint joint = parse("<worldbody><body><joint name='a' damping='1 2 3' stiffness='4 5 6'/><geom size='1'/></body>"
        + "</worldbody>").joint("a");
    assertThat(joint.damping()).isEqualTo(1);
    assertThat(joint.dampingGrowth()).isEqualTo(new Growth(2, 3));
    assertThat(joint.stiffness()).isEqualTo(4);
    assertThat(joint.stiffnessGrowth()).isEqualTo(new Growth(5, 6));
    assertThatThrownBy(() -> parse("<worldbody><body><joint damping='1 2 3 4'/><geom size='1'/></body></worldbody>"))
        .hasMessageContaining("with 4 numbers; it takes at most 3");
    assertThatThrownBy(() -> parse("<worldbody><body><joint springdamper='1 0'/><geom size='1'/></body></worldbody>"))
        .hasMessageContaining("time constant 1.0 s and the damping ratio 0.0; they are positive");
  }

  @Test
  void actuatorsDriveThem() {
    RobotModel model = parse(JOINTS + "<tendon><fixed name='t'><joint joint='a' coef='1'/></fixed></tendon>"
        + "<actuator><motor tendon='t' gear='2'/></actuator>");
    assertThat(model.actuators()).extracting(Actuator::name, Actuator::joint, Actuator::tendon, Actuator::gear)
        .containsExactly(tuple("t", -1, 0, 2.0));
  }
}
