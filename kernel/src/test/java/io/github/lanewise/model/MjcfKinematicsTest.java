package io.github.lanewise.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.spatial.Mat3;
import io.github.lanewise.spatial.Vec3;
import io.github.lanewise.trace.Scalar;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Bodies with several joints off their origin, and joints with ref, against the rule in MuJoCo's documentation: start
 * where the file puts the body, then for each joint in turn rotate about its anchor by q - ref or shift along its axis
 * by q - ref.
 */
class MjcfKinematicsTest {
  private static final long SEED = 7003;

  /** A pose that is moved step by step. */
  private static final class Moving {
    Mat3 r = Mat3.IDENTITY;
    Vec3 p = Vec3.ZERO;

    Moving placed(Vec3 position, Mat3 rotation) {
      p = p.plus(r.times(position));
      r = r.times(rotation);
      return this;
    }

    Moving hinge(Vec3 at, Vec3 axis, double angle) {
      Vec3 anchor = p.plus(r.times(at));
      r = r.times(Orientation.axisAngle(axis, angle));
      p = anchor.minus(r.times(at));
      return this;
    }

    Moving slide(Vec3 axis, double length) {
      p = p.plus(r.times(Orientation.unit(axis)).times(Scalar.of(length)));
      return this;
    }
  }

  @Test
  void chainOfJointsOffTheOriginMovesAsMujocoSays() {
    RobotModel model = RobotModel.parse("""
        <mujoco>
          <compiler angle="radian"/>
          <worldbody>
            <body name="a" pos=".1 .2 .3" euler=".4 -.5 .6">
              <joint name="a1" axis="1 2 -1" pos=".1 .05 -.2" ref=".7"/>
              <joint name="a2" type="slide" axis="0 1 1" pos="0 .1 0" ref="-.3"/>
              <joint name="a3" axis="0 0 1" pos=".3 0 0"/>
              <geom size=".1"/>
              <body name="b" pos="0 .4 0" quat=".5 .5 -.5 .7">
                <joint name="b1" axis="0 -1 0" pos=".2 0 0" ref="-1.1"/>
                <inertial pos=".1 0 0" mass="1.5" diaginertia=".03 .04 .05"/>
                <body name="c" pos="0 0 1"><geom size=".1"/></body>
              </body>
            </body>
          </worldbody>
        </mujoco>
        """);
    assertThat(model.neutral()).containsExactly(0.7, -0.3, 0, -1.1);
    Random random = new Random(SEED);
    for (int trial = 0; trial < 100; trial++) {
      double[] q = trial == 0 ? model.neutral() : random.doubles(4, -3, 3).toArray();
      Moving body = new Moving()
          .placed(Vec3.of(.1, .2, .3), Orientation.euler("xyz", new double[] {.4, -.5, .6}))
          .hinge(Vec3.of(.1, .05, -.2), Vec3.of(1, 2, -1), q[0] - .7)
          .slide(Vec3.of(0, 1, 1), q[1] + .3)
          .hinge(Vec3.of(.3, 0, 0), Vec3.of(0, 0, 1), q[2]);
      at(model, q, "a", body);
      body.placed(Vec3.of(0, .4, 0), Orientation.quaternion(.5, .5, -.5, .7))
          .hinge(Vec3.of(.2, 0, 0), Vec3.of(0, -1, 0), q[3] + 1.1);
      at(model, q, "b", body);
      at(model, q, "c", body.placed(Vec3.of(0, 0, 1), Mat3.IDENTITY));
    }
  }

  @Test
  void linksBetweenTheJointsOfOneBodyHaveNoMassAndNoName() {
    RobotModel model = RobotModel.parse("<mujoco><worldbody><body name='b'><joint name='x'/>"
        + "<joint name='y' axis='0 1 0'/><geom size='.1' mass='2'/></body></worldbody></mujoco>");
    assertThat(model.joints()).extracting(joint -> joint.body().mass()).containsExactly(0.0, 2.0);
    assertThat(model.frames()).extracting(Frame::name).containsExactly("b");
  }

  private static void at(RobotModel model, double[] q, String frame, Moving expected) {
    double[] actual = Doubles.of(Doubles.pose(model, q, frame));
    double[] wanted = Doubles.of(new io.github.lanewise.spatial.Transform(expected.r, expected.p));
    assertThat(Doubles.distance(actual, wanted)).as("%s, seed %d", frame, SEED).isLessThan(1e-13);
  }
}
