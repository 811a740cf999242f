package io.github.lanewise.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.spatial.Mat3;
import io.github.lanewise.spatial.Transform;
import io.github.lanewise.spatial.Vec3;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Free bodies that take the frame of their inertia: the same bodies at the same place, and MuJoCo 3.14's frames. */
class AlignTest {
  private static final String ROBOT = """
      <mujoco>
        <compiler angle="radian"/>
        <worldbody>
          <body name="b" pos="1 2 3" euler=".1 .2 .3">
            <freejoint name="f" align="%s"/>
            <geom name="one" type="box" size=".1 .05 .2" pos=".3 .1 0" euler=".2 .3 .4" mass="1"/>
            <frame pos="-.1 .1 0" euler="1 .3 .4">
              <geom name="other" type="box" size=".3 .05 .1" pos=".1 .2 .5" mass="2"/>
              <site name="s" pos="1 0 0"/>
            </frame>
          </body>
        </worldbody>
        <keyframe><key name="k" qpos="4 5 6 1 0 0 0" qvel="1 2 3 4 5 6"/></keyframe>
      </mujoco>
      """;

  private static RobotModel robot(boolean aligned) {
    return RobotModel.parse(ROBOT.formatted(aligned));
  }

  @Test
  void theBodyIsTheSameWhereItStandsAndItsFrameIsThatOfItsInertia() {
    RobotModel plain = robot(false);
    RobotModel aligned = robot(true);
    BodyInertia own = aligned.joint("f").body();
    assertThat(Doubles.of(own.com())).containsExactly(0, 0, 0);
    Mat3 m = own.atCom();
    assertThat(new double[] {m.xy().value(), m.xz().value(), m.yz().value()}).containsExactly(0, 0, 0);
    assertThat(m.xx().value()).isGreaterThan(m.yy().value());
    assertThat(m.yy().value()).isGreaterThan(m.zz().value());
    assertThat(Doubles.distance(Doubles.of(inWorld(plain)), Doubles.of(inWorld(aligned)))).isLessThan(1e-14);
    assertThat(Doubles.distance(Doubles.of(Doubles.pose(plain, plain.neutral(), "s")),
        Doubles.of(Doubles.pose(aligned, aligned.neutral(), "s")))).isLessThan(1e-14);
    for (int i = 0; i < 2; i++) {
      Transform there = Doubles.poses(plain, plain.neutral())[0].times(plain.geometries().get(i).placement());
      Transform here = Doubles.poses(aligned, aligned.neutral())[0].times(aligned.geometries().get(i).placement());
      assertThat(Doubles.distance(Doubles.of(there), Doubles.of(here))).isLessThan(1e-14);
    }
    assertThat(Doubles.distance(plain.neutral(), aligned.neutral())).as("the frame moved").isGreaterThan(0.1);
  }

  private static BodyInertia inWorld(RobotModel model) {
    return model.joint("f").body().toParent(Doubles.poses(model, model.neutral())[0]);
  }

  @Test
  void keyframesAreOfTheFrameThatTheBodyHasThen() {
    Keyframe key = robot(true).keyframe("k");
    assertThat(key.q()).containsExactly(4, 5, 6, 0, 0, 0, 1);
    assertThat(key.v()).containsExactly(1, 2, 3, 4, 5, 6);
  }

  /** Quaternions (w, x, y, z) that MuJoCo 3.14.0 gives the body. */
  @ParameterizedTest
  @CsvSource({
    "fullinertia='1 3 2.5 .1 .2 .3', 0.3591596836931026 0.6418862841285053 0.3871531052800009 0.5559665393971346",
    "diaginertia='1 3 2.5' euler='.1 .2 .3',"
        + " 0.9818561728660808 0.06407134770607116 0.09115754934299071 0.15343930202422257",
    "fullinertia='1 2 2.5 .1 .2 .3', 0.16614751303739808 0.733971732639641 0.14137252990189386 0.6431907239587596",
    "fullinertia='1 1 1 1e-11 0 0', 0.6532814824381892 0.6532814824381892 0.2705980500730989 0.2705980500730989",
    "fullinertia='1 1 1 1e-16 0 0', 1 0 0 0",
    "fullinertia='.99999999999 1 1 0 0 0', .5 .5 .5 .5",
    "fullinertia='.9999999999999 1 1 0 0 0', 1 0 0 0"
  })
  void axesAreOrderedAndSignedAsMujocoDoes(String inertial, String quaternion) {
    RobotModel model = RobotModel.parse("<mujoco><compiler angle='radian'/><worldbody><body><freejoint align='true'/>"
        + "<inertial pos='.1 .2 .3' mass='1' " + inertial + "/></body></worldbody></mujoco>");
    double[] q = model.neutral();
    assertThat(Doubles.distance(new double[] {q[0], q[1], q[2]}, new double[] {0.1, 0.2, 0.3})).isLessThan(1e-15);
    String[] words = quaternion.split(" ");
    double[] wxyz = {q[6], q[3], q[4], q[5]};
    for (int i = 0; i < 4; i++) {
      assertThat(Math.abs(wxyz[i] - Double.parseDouble(words[i]))).as(quaternion).isLessThan(1e-12);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "<body pos='1 0 0'><geom size='.1'/></body>", "<frame><body><geom size='.1'/></body></frame>"
  })
  void aBodyThatCarriesAnotherStays(String other) {
    String body = "<mujoco><worldbody><body><freejoint align='true'/><geom size='.1' pos='1 0 0'/>" + other
        + "</body></worldbody></mujoco>";
    assertThat(RobotModel.parse(body).neutral()[0]).isZero();
    assertThat(RobotModel.parse(body.replace(other, "")).neutral()[0]).isEqualTo(1);
  }

  @Test
  void theCompilerAlignsWhatTheJointLeavesToIt() {
    String robot = "<mujoco><compiler alignfree='%s'/><worldbody><body><%s/><geom size='.1' pos='1 0 0'/></body>"
        + "</worldbody></mujoco>";
    assertThat(RobotModel.parse(robot.formatted("true", "freejoint")).neutral()[0]).isEqualTo(1);
    assertThat(RobotModel.parse(robot.formatted("true", "joint type='free'")).neutral()[0]).isEqualTo(1);
    assertThat(RobotModel.parse(robot.formatted("true", "freejoint align='auto'")).neutral()[0]).isEqualTo(1);
    assertThat(RobotModel.parse(robot.formatted("true", "freejoint align='false'")).neutral()[0]).isZero();
    assertThat(RobotModel.parse(robot.formatted("false", "freejoint align='true'")).neutral()[0]).isEqualTo(1);
    assertThat(RobotModel.parse(robot.formatted("false", "freejoint")).neutral()[0]).isZero();
  }

  /** Of a mesh it is the frame in which MuJoCo 3.14.0 keeps its points, of another shape that of the geom. */
  @ParameterizedTest
  @ValueSource(strings = {"mesh", "box"})
  void aGeomAloneGivesItsOwnFrame(String type) {
    RobotModel model = RobotModel.parse("<mujoco><compiler angle='radian'/><asset><mesh name='m' vertex='0 0 0  1 0 0"
        + "  0 .625 0  0 0 .375  1 .625 .125  .25 .25 .75'/></asset><worldbody><body><freejoint align='true'/>"
        + "<geom type='" + type + "' mesh='m' pos='1 2 3' euler='.1 .2 .3'/><geom size='1' mass='0'/></body>"
        + "</worldbody></mujoco>");
    double[] expected = {1.3471495156, 2.36731210672, 3.18574390105, -0.776876992679, -0.206147272391, -0.582291863011,
        0.122072218799};
    assertThat(Doubles.distance(model.neutral(), expected)).isLessThan(1e-9);
  }

  @Test
  void principalAxesMakeTheMatrixDiagonal() {
    Random random = new Random(11);
    for (int trial = 0; trial < 1000; trial++) {
      Mat3 turn = Orientation.quaternion(
          random.nextGaussian(), random.nextGaussian(), random.nextGaussian(), random.nextGaussian());
      double scale = Math.pow(10, 12 * random.nextDouble() - 9);
      Mat3 inertia = turn.conjugateSymmetric(
          BodyInertia.of(1, Vec3.ZERO, scale, random.nextDouble() * scale, random.nextDouble() * scale).atCom());
      PrincipalAxes axes = PrincipalAxes.of(inertia);
      double[] d = Doubles.of(axes.rotation().transpose().conjugate(inertia));
      double[] m = axes.moments();
      assertThat(Doubles.distance(d, new double[] {m[0], 0, 0, 0, m[1], 0, 0, 0, m[2]})).isLessThan(1e-14 * scale);
      assertThat(m[0] >= m[1] && m[1] >= m[2]).isTrue();
      Mat3 r = axes.rotation();
      assertThat(r.columnX().cross(r.columnY()).dot(r.columnZ()).value()).as("right-handed").isGreaterThan(0.999);
    }
  }
}
