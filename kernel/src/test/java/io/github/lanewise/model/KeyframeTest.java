package io.github.lanewise.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** Named states of MJCF in our order and conventions, against a formula of quaternions of its own. */
class KeyframeTest {
  private static final String ROBOT = """
      <mujoco>
        <worldbody>
          <body name="arm"><joint name="hinge" pos="0 0 .1" ref="90"/><geom size=".1"/>
            <body name="wrist"><joint name="ball" type="ball"/><geom size=".1"/></body>
            <body name="slide"><joint name="slide" type="slide"/><geom size=".1"/></body>
          </body>
          <body name="stone" pos="1 2 3" quat="0 0 0 1"><freejoint name="free"/><geom size=".1"/></body>
        </worldbody>
        <actuator>
          <motor joint="hinge"/><muscle joint="slide"/><position joint="slide"/>
        </actuator>
        <keyframe>
          <key name="tossed" time="1.5" qpos=".1  2 1 -1 3  .2  4 5 6 .5 -.5 .7 .1" qvel="1  2 3 4  5  6 7 8 9 10 11"
              ctrl="12 13 14"/>
          <key/>
          <key qpos=".1  2 0 0 0  .2  4 5 6 .5 -.5 .7 .1" act="1" mpos=""/>
        </keyframe>
      </mujoco>
      """;

  /** The vector part of {@code conj(q) (0, u) q}: u on the axes that q turns to. */
  private static double[] turnedBack(double[] wxyz, double[] u) {
    double norm = Math.sqrt(wxyz[0] * wxyz[0] + wxyz[1] * wxyz[1] + wxyz[2] * wxyz[2] + wxyz[3] * wxyz[3]);
    double[] q = {wxyz[0] / norm, wxyz[1] / norm, wxyz[2] / norm, wxyz[3] / norm};
    double[] conj = {q[0], -q[1], -q[2], -q[3]};
    double[] turned = hamilton(hamilton(conj, new double[] {0, u[0], u[1], u[2]}), q);
    return new double[] {turned[1], turned[2], turned[3]};
  }

  private static double[] hamilton(double[] a, double[] b) {
    return new double[] {
      a[0] * b[0] - a[1] * b[1] - a[2] * b[2] - a[3] * b[3],
      a[0] * b[1] + a[1] * b[0] + a[2] * b[3] - a[3] * b[2],
      a[0] * b[2] - a[1] * b[3] + a[2] * b[0] + a[3] * b[1],
      a[0] * b[3] + a[1] * b[2] - a[2] * b[1] + a[3] * b[0]};
  }

  @Test
  void quaternionsEndWithWAndFreeBodiesMoveOnTheirOwnAxes() {
    Keyframe key = RobotModel.parse(ROBOT).keyframe("tossed");
    double ball = Math.sqrt(15);
    assertThat(key.time()).isEqualTo(1.5);
    assertThat(key.q()).usingComparatorWithPrecision(1e-15).containsExactly(
        0.1, 1 / ball, -1 / ball, 3 / ball, 2 / ball, 0.2, 4, 5, 6, -0.5, 0.7, 0.1, 0.5);
    double[] linear = turnedBack(new double[] {0.5, -0.5, 0.7, 0.1}, new double[] {6, 7, 8});
    assertThat(key.v()).usingComparatorWithPrecision(1e-14).containsExactly(
        1, 2, 3, 4, 5, linear[0], linear[1], linear[2], 9, 10, 11);
    assertThat(Math.abs(linear[0] - 6)).as("the axes differ").isGreaterThan(1);
    assertThat(key.control()).as("of the actuators that are read").containsExactly(12, 14);
  }

  @Test
  void whatAKeyDoesNotSayIsNeutralAndAtRest() {
    RobotModel model = RobotModel.parse(ROBOT);
    assertThat(model.keyframes()).extracting(Keyframe::name).containsExactly("tossed", "key1", "key2");
    Keyframe key = model.keyframe("key1");
    assertThat(key.q()).containsExactly(model.neutral());
    assertThat(key.q()[0]).as("ref").isEqualTo(Math.PI / 2);
    assertThat(key.v()).containsOnly(0).hasSize(model.nv());
    assertThat(key.control()).containsExactly(0, 0);
    assertThat(model.warnings()).contains("states of keyframes that are left aside: mpos");
  }

  @Test
  void aQuaternionOfLengthZeroIsRefused() {
    assertThatThrownBy(() -> RobotModel.parse(ROBOT.replace("2 0 0 0", "0 0 0 0"))).hasMessage(
        "text:16: <key> has a quaternion of length 0 from number 2 of qpos on");
  }

  @Test
  void aFreeBaseStandsInFront() {
    RobotModel fixed = RobotModel.parse("<mujoco><worldbody><body><geom size='1'/><body><joint/><geom size='1'/>"
        + "</body></body></worldbody><keyframe><key name='k' qpos='.3' qvel='.4'/></keyframe></mujoco>");
    Keyframe key = fixed.withFreeBase().keyframe("k");
    assertThat(key.q()).containsExactly(0, 0, 0, 0, 0, 0, 1, 0.3);
    assertThat(key.v()).containsExactly(0, 0, 0, 0, 0, 0, 0.4);
  }

  @Test
  void nobodyChangesAKeyframe() {
    Keyframe key = RobotModel.parse(ROBOT).keyframe("tossed");
    key.q()[0] = 9;
    key.v()[0] = 9;
    key.control()[0] = 9;
    assertThat(new double[] {key.q()[0], key.v()[0], key.control()[0]}).containsExactly(0.1, 1, 12);
  }
}
