package io.github.lanewise.dynamics.lagrange;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.dynamics.Numbers;
import io.github.lanewise.dynamics.Parameters;
import io.github.lanewise.dynamics.TestRobots;
import io.github.lanewise.model.Frame;
import io.github.lanewise.model.Joint;
import io.github.lanewise.model.JointKind;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.spatial.Transform;
import io.github.lanewise.spatial.Vec3;
import io.github.lanewise.trace.Scalar;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Joints, bodies and frames as the library reads them from a file and as they are read here. */
class ReadersTest {
  private static final double TOLERANCE = 1e-14;

  static Stream<String> robots() {
    return Golden.robots();
  }

  @ParameterizedTest
  @MethodSource("robots")
  void agree(String name) throws IOException {
    Robot robot = Golden.robot(name);
    RobotModel model = TestRobots.get(name);
    close("gravity", numbers(model.gravity()), robot.gravity);
    assertThat(model.joints()).hasSameSizeAs(robot.joints);
    for (int i = 0; i < robot.joints.size(); i++) {
      joint(model.joints().get(i), robot.joints.get(i));
      int row = i * Parameters.ROWS_PER_JOINT;
      parameters(Arrays.copyOfRange(Parameters.values(model), row, row + Parameters.ROWS_PER_JOINT),
          robot.joints.get(i));
    }
    assertThat(model.frames().stream().map(Frame::name)).containsExactlyElementsOf(robot.frames.keySet());
    for (Frame frame : model.frames()) {
      Robot.Frame expected = robot.frames.get(frame.name());
      assertThat(frame.joint()).as(frame.name()).isEqualTo(expected.joint());
      close(frame.name(), numbers(frame.placement()), Golden.rows(expected.pose()).toArray(Real[]::new));
    }
  }

  private static void joint(Joint joint, Robot.Joint expected) {
    String name = expected.name();
    assertThat(joint.name()).isEqualTo(name);
    assertThat(List.of(joint.parent(), joint.idxQ(), joint.idxV(), joint.kind().nq(), joint.kind().nv())).as(name)
        .containsExactly(expected.parent(), expected.q(), expected.v(), expected.nq(), expected.nv());
    close(name, numbers(joint.placement()), Golden.rows(expected.placement()).toArray(Real[]::new));
    if (expected.nv() == 1) {
      close(name, new double[] {joint.springReference()}, expected.passive().reference());
      Real[][] direction = expected.directions()[0];
      double[] axis = numbers(joint.axis());
      boolean slide = joint.kind() == JointKind.PRISMATIC;
      close(name, slide ? Numbers.join(new double[3], axis) : Numbers.join(axis, new double[3]), direction[2][1],
          direction[0][2], direction[1][0], direction[0][3], direction[1][3], direction[2][3]);
    }
  }

  /** The library's {@link Parameters} of one joint. */
  private static void parameters(double[] rows, Robot.Joint joint) {
    Real[][] i = Rigid.inertia(joint.body());
    Robot.Passive p = joint.passive();
    close(joint.name(), Arrays.copyOf(rows, 1), joint.body()[3][3]);
    close(joint.name(), Arrays.copyOfRange(rows, 1, 4), Rigid.com(joint.body()));
    close(joint.name(), Arrays.copyOfRange(rows, 4, 10), i[0][0], i[0][1], i[0][2], i[1][1], i[1][2], i[2][2]);
    close(joint.name(), Arrays.copyOfRange(rows, 10, 14), p.armature(), p.damping(), p.friction(), p.stiffness());
  }

  private static double[] numbers(Transform pose) {
    double[] rotation = Arrays.stream(pose.rotation().toArrays()).flatMap(Arrays::stream)
        .mapToDouble(Scalar::value).toArray();
    return Numbers.join(rotation, numbers(pose.translation()));
  }

  private static double[] numbers(Vec3 u) {
    return Arrays.stream(u.toArray()).mapToDouble(Scalar::value).toArray();
  }

  private static void close(String what, double[] actual, Real... expected) {
    assertThat(Numbers.error(actual, Real.values(expected), 1e-9)).as(what).isLessThan(TOLERANCE);
  }
}
