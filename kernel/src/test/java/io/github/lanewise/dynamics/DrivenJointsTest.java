package io.github.lanewise.dynamics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lanewise.model.Joint;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.trace.Graph;
import io.github.lanewise.trace.Interpreter;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which joints a file drives, how strongly, and that nothing else is pushed. */
class DrivenJointsTest {
  private static RobotModel arm(String actuators) {
    String body = "<body pos='0 0 -1'><joint name='%s' axis='0 1 0' %s/><geom type='sphere' size='.1' mass='1'/>";
    return RobotModel.parse("<mujoco><worldbody>" + body.formatted("shoulder", "")
        + body.formatted("elbow", "actuatorfrcrange='-3 2' actuatorfrclimited='true'") + body.formatted("wrist", "")
        + "</body></body></body></worldbody><actuator>" + actuators + "</actuator></mujoco>");
  }

  private static List<String> names(List<Joint> joints) {
    return joints.stream().map(Joint::name).toList();
  }

  private static double[] torques(RobotModel model, double... action) {
    Graph g = new Graph("law");
    ControlLaw law = DrivenJoints.of(model).law();
    g.output("tau", law.law().torques(g.input("q", model.nq()), g.input("v", model.nv()),
        g.input("u", law.actionCount()), g.input("gains", 0)));
    return new Interpreter(g).evaluate(model.neutral(), new double[model.nv()], action, new double[0])[0];
  }

  @Test
  void theHopperHasThreeMotorsAndItsRootNone() {
    RobotModel hopper = RobotModel.builtIn("hopper");
    DrivenJoints driven = DrivenJoints.of(hopper);
    assertThat(driven.areNamed()).isTrue();
    assertThat(names(driven.joints())).containsExactly("hip", "knee", "ankle");
    assertThat(names(driven.others())).containsExactly("root_x", "root_z", "root_pitch");
    assertThat(driven.joints().stream().map(driven::highest)).containsExactly(150.0, 120.0, 60.0);
    assertThat(driven.joints().stream().map(driven::lowest)).containsExactly(-150.0, -120.0, -60.0);
    assertThat(torques(hopper, 7, 7, 7, 1000, -1000, 7)).containsExactly(0, 0, 0, 150, -120, 7);
  }

  @Test
  void withoutActuatorsAllJointsWithOneAxisAreDrivenAtWill() {
    RobotModel quadruped = RobotModel.builtIn("quadruped").withFreeBase();
    DrivenJoints driven = DrivenJoints.of(quadruped);
    assertThat(driven.areNamed()).isFalse();
    assertThat(driven.joints()).hasSize(12).allMatch(joint -> driven.highest(joint) == Double.POSITIVE_INFINITY);
    assertThat(names(driven.others())).containsExactly("root_joint");
    double[] action = TestRobots.state(quadruped, 1).tau();
    assertThat(torques(quadruped, action)).isEqualTo(action);
  }

  @Test
  void rangesOfControlOfForceAndOfTheJointCountTogether() {
    RobotModel model = arm("<motor joint='shoulder' gear='-4' ctrlrange='-1 2'/>"
        + "<general joint='shoulder' gear='2' gainprm='10' ctrlrange='-1 1' forcerange='-3 5'/>"
        + "<motor joint='elbow' gear='100'/>");
    DrivenJoints driven = DrivenJoints.of(model);
    assertThat(names(driven.others())).containsExactly("wrist");
    assertThat(driven.lowest(model.joint("shoulder"))).isEqualTo(-8 - 6);
    assertThat(driven.highest(model.joint("shoulder"))).isEqualTo(4 + 10);
    assertThat(driven.lowest(model.joint("elbow"))).isEqualTo(-3);
    assertThat(driven.highest(model.joint("elbow"))).isEqualTo(2);
    assertThat(torques(model, 100, -100, 1)).containsExactly(14, -3, 0);
  }

  /** A filter comes no further than its control and its own range, an integral to any place in its own. */
  @Test
  void aStatePushesAsFarAsItMayCome() {
    RobotModel model = arm("<general joint='shoulder' dyntype='filter' gainprm='3' ctrlrange='-1 2' actrange='-5 1.5'/>"
        + "<general joint='elbow' dyntype='integrator' gainprm='.5' ctrlrange='-1 1' actrange='-5 3'/>"
        + "<general joint='wrist' dyntype='integrator' gainprm='2' ctrlrange='-1 1'/>");
    DrivenJoints driven = DrivenJoints.of(model);
    assertThat(driven.lowest(model.joint("shoulder"))).isEqualTo(-3);
    assertThat(driven.highest(model.joint("shoulder"))).isEqualTo(4.5);
    assertThat(driven.lowest(model.joint("elbow"))).isEqualTo(-2.5);
    assertThat(driven.highest(model.joint("elbow"))).isEqualTo(1.5);
    assertThat(driven.highest(model.joint("wrist"))).isInfinite();
  }

  @Test
  void aServoPushesAsFarAsItsForceGoesAndADamperNotAtAll() {
    RobotModel model = arm("<position joint='shoulder' kp='50' forcerange='-7 7'/><velocity joint='elbow' kv='1'/>"
        + "<damper joint='wrist' kv='1' ctrlrange='0 1'/>");
    DrivenJoints driven = DrivenJoints.of(model);
    assertThat(names(driven.joints())).containsExactly("shoulder", "elbow");
    assertThat(driven.highest(model.joint("shoulder"))).isEqualTo(7);
    RobotModel onlyDamped = arm("<damper joint='wrist' kv='1' ctrlrange='0 1'/>");
    assertThatThrownBy(() -> DrivenJoints.of(onlyDamped)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 actuators, but none that pushes a joint");
  }
}
