package io.github.lanewise.dynamics;

import static io.github.lanewise.dynamics.Numbers.error;
import static io.github.lanewise.dynamics.Numbers.largest;
import static io.github.lanewise.dynamics.Numbers.symmetric;
import static io.github.lanewise.dynamics.Numbers.times;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.model.Frame;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.spatial.Transform;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The algorithms against each other: they share no recursion, so what holds between them holds for each. */
class DynamicsIdentitiesTest {
  private static final double TOLERANCE = 1e-9;

  static Stream<String> robots() {
    return TestRobots.all();
  }

  @ParameterizedTest
  @MethodSource("robots")
  void forwardDynamicsInvertsInverseDynamics(String name) {
    RobotModel model = TestRobots.get(name);
    Evaluation id = new Evaluation(Algorithms.inverseDynamics(model));
    Evaluation aba = new Evaluation(Algorithms.articulatedBody(model));
    Evaluation factors = new Evaluation(Algorithms.forwardDynamics(model));
    double[] noForce = new double[6 * model.joints().size()];
    for (TestRobots.State s : TestRobots.states(model, 4)) {
      double[] tau = id.of(s.q(), s.v(), s.a());
      assertThat(largest(tau)).isGreaterThan(1e-3);
      assertThat(error(aba.of(s.q(), s.v(), tau), s.a())).as("articulated-body algorithm").isLessThan(TOLERANCE);
      assertThat(error(factors.of(s.q(), s.v(), tau, noForce), s.a())).as("mass matrix").isLessThan(TOLERANCE);
    }
  }

  @ParameterizedTest
  @MethodSource("robots")
  void columnsOfTheMassMatrixAreInverseDynamicsOfUnitAccelerations(String name) {
    RobotModel model = TestRobots.get(name);
    int nv = model.nv();
    Evaluation id = new Evaluation(Algorithms.inverseDynamics(model));
    Evaluation crba = new Evaluation(Algorithms.massMatrix(model));
    Evaluation gravity = new Evaluation(Algorithms.gravityForces(model));
    for (TestRobots.State s : TestRobots.states(model, 2)) {
      double[] m = symmetric(crba.of(s.q()), nv);
      double[] g = gravity.of(s.q());
      for (int j = 0; j < nv; j++) {
        double[] unit = new double[nv];
        unit[j] = 1;
        double[] column = Numbers.plus(id.of(s.q(), new double[nv], unit), -1, g);
        int fixed = j;
        double[] expected = Arrays.stream(range(nv)).mapToDouble(i -> m[i * nv + fixed]).toArray();
        assertThat(error(column, expected, largest(m))).as("column %d", j).isLessThan(1e-13);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("robots")
  void theMassMatrixIsPositiveDefinite(String name) {
    RobotModel model = TestRobots.get(name);
    int nv = model.nv();
    Evaluation crba = new Evaluation(Algorithms.massMatrix(model));
    for (TestRobots.State s : TestRobots.states(model, 4)) {
      DMatrixRMaj m = new DMatrixRMaj(nv, nv, true, symmetric(crba.of(s.q()), nv));
      assertThat(DecompositionFactory_DDRM.chol(nv, true).decompose(m)).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("robots")
  void inverseDynamicsIsMassTimesAccelerationPlusBias(String name) {
    RobotModel model = TestRobots.get(name);
    int nv = model.nv();
    Evaluation id = new Evaluation(Algorithms.inverseDynamics(model));
    Evaluation bias = new Evaluation(Algorithms.biasForces(model));
    Evaluation gravity = new Evaluation(Algorithms.gravityForces(model));
    Evaluation crba = new Evaluation(Algorithms.massMatrix(model));
    for (TestRobots.State s : TestRobots.states(model, 3)) {
      double[] h = bias.of(s.q(), s.v());
      double[] expected = Numbers.plus(times(symmetric(crba.of(s.q()), nv), s.a()), 1, h);
      assertThat(error(id.of(s.q(), s.v(), s.a()), expected)).isLessThan(1e-12);
      double[] g = gravity.of(s.q());
      double[] twice = bias.of(s.q(), Numbers.plus(s.v(), 1, s.v()));
      double[] coriolis = Numbers.plus(h, -1, g);
      assertThat(error(Numbers.plus(twice, -1, g), Numbers.plus(coriolis, 3, coriolis), largest(g)))
          .as("Coriolis and centrifugal forces are quadratic in v").isLessThan(1e-12);
    }
  }

  /** The frames of some joints are not named; those bodies get no force. */
  @ParameterizedTest
  @MethodSource("robots")
  void externalForcesActThroughTheJacobians(String name) {
    RobotModel model = TestRobots.get(name);
    Evaluation poses = new Evaluation(Algorithms.forwardKinematics(model));
    Evaluation fd = new Evaluation(Algorithms.forwardDynamics(model));
    TestRobots.State s = TestRobots.state(model, 3);
    double[] f = new double[6 * model.joints().size()];
    double[] tau = s.tau().clone();
    double[] placed = poses.get("joints", s.q());
    for (int i = 0; i < model.joints().size(); i++) {
      Optional<Frame> frame = frameOf(model, i);
      if (frame.isPresent()) {
        double[] own = TestRobots.normal(new java.util.Random(i), 6);
        System.arraycopy(own, 0, f, 6 * i, 6);
        double[] r = Arrays.copyOfRange(placed, 12 * i, 12 * i + 9);
        double[] world = Numbers.join(
            times(r, Arrays.copyOf(own, 3)), times(r, Arrays.copyOfRange(own, 3, 6)));
        double[] jacobian = new Evaluation(Algorithms.geometricJacobian(model, frame.get().name())).of(s.q());
        tau = Numbers.plus(tau, 1, Numbers.transposeTimes(jacobian, world));
      }
    }
    assertThat(largest(f)).isGreaterThan(0);
    double[] expected = fd.of(s.q(), s.v(), tau, new double[f.length]);
    assertThat(error(fd.of(s.q(), s.v(), s.tau(), f), expected)).isLessThan(TOLERANCE);
    assertThat(error(fd.of(s.q(), s.v(), s.tau(), new double[f.length]), expected)).isGreaterThan(1e-3);
  }

  private static Optional<Frame> frameOf(RobotModel model, int joint) {
    return model.frames().stream()
        .filter(frame -> frame.joint() == joint && frame.placement().equals(Transform.IDENTITY)).findFirst();
  }

  private static int[] range(int n) {
    return java.util.stream.IntStream.range(0, n).toArray();
  }
}
