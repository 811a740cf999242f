package io.github.lanewise.dynamics;

import static io.github.lanewise.dynamics.Numbers.error;
import static io.github.lanewise.dynamics.Numbers.symmetric;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.lanewise.model.Joint;
import io.github.lanewise.model.JointKind;
import io.github.lanewise.model.RobotModel;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Our robots and random trees against mecano, which shares nothing with this library. Armatures, which it lacks, are
 * added here.
 */
class MecanoTest {
  private static final double TOLERANCE = 1e-9;

  static Stream<String> robots() {
    return Stream.concat(TestRobots.all(), TestRobots.files());
  }

  @ParameterizedTest
  @MethodSource("robots")
  void agrees(String name) throws Exception {
    assumeTrue(Files.isDirectory(Mecano.JARS), "no jars of mecano in " + Mecano.JARS + ": mvn puts them there");
    RobotModel model = TestRobots.get(name);
    int nv = model.nv();
    double[] armature = new double[nv];
    for (Joint joint : model.joints()) {
      Arrays.fill(armature, joint.idxV(), joint.idxV() + joint.kind().nv(), joint.armature());
    }
    Mecano mecano = new Mecano(model);
    Evaluation id = new Evaluation(Algorithms.inverseDynamics(model));
    Evaluation aba = new Evaluation(Algorithms.articulatedBody(model));
    Evaluation crba = new Evaluation(Algorithms.massMatrix(model));
    for (TestRobots.State s : TestRobots.states(model, 3)) {
      double[] tau = mecano.inverseDynamics(s.q(), s.v(), s.a());
      double[] m = mecano.massMatrix(s.q());
      double[] rotors = accelerationsOfCoordinates(model, s.v(), s.a());
      for (int i = 0; i < nv; i++) {
        tau[i] += armature[i] * rotors[i];
        m[i * nv + i] += armature[i];
      }
      assertThat(error(id.of(s.q(), s.v(), s.a()), tau)).as("inverse dynamics").isLessThan(TOLERANCE);
      assertThat(error(symmetric(crba.of(s.q()), nv), m)).as("mass matrix").isLessThan(TOLERANCE);
      double[] a = aba.of(s.q(), s.v(), s.tau());
      double[] left = s.tau().clone();
      rotors = accelerationsOfCoordinates(model, s.v(), a);
      for (int i = 0; i < nv; i++) {
        left[i] -= armature[i] * rotors[i];
      }
      assertThat(error(a, mecano.forwardDynamics(s.q(), s.v(), left))).as("forward dynamics").isLessThan(TOLERANCE);
    }
  }

  /** Those of a free joint are its place, whose second derivative on the turning axes is {@code v' + w x v}. */
  private static double[] accelerationsOfCoordinates(RobotModel model, double[] v, double[] a) {
    double[] result = a.clone();
    for (Joint joint : model.joints()) {
      if (joint.kind() == JointKind.FREE) {
        int i = joint.idxV();
        double[] turning = Numbers.cross(
            Arrays.copyOfRange(v, i + 3, i + 6), Arrays.copyOfRange(v, i, i + 3));
        for (int k = 0; k < 3; k++) {
          result[i + k] += turning[k];
        }
      }
    }
    return result;
  }
}
