package io.github.lanewise.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.dynamics.GroundContact;
import io.github.lanewise.dynamics.Integrator;
import io.github.lanewise.dynamics.PenaltyContact;
import io.github.lanewise.dynamics.SmoothContact;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.spatial.Transform;
import io.github.lanewise.spatial.Vec3;
import io.github.lanewise.trace.Interpreter;
import io.github.lanewise.trace.Scalar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How ellipsoids, meshes and materials meet the ground, against simpler shapes and brute force. */
class ContactShapesTest {
  private static final PenaltyContact LAW = new PenaltyContact(2e4, 2e3, 2e3, 0.6);
  private static final double[] TURNED = {0.3, -0.2, 0.05, 0.1, 0.4, -0.3, Math.sqrt(1 - 0.26)};
  private static final String CUBE = "-1 -1 -1  -1 -1 1  -1 1 -1  -1 1 1  1 -1 -1  1 -1 1  1 1 -1  1 1 1";
  private static final String FLOOR = "<mujoco><worldbody><geom name='floor' type='plane' size='1 1 1' friction='.5'/>"
      + "<body name='ball'><freejoint/><geom name='g' size='.1' mass='1' %s/></body></worldbody>%s</mujoco>";

  private static RobotModel body(String geom) {
    return RobotModel.parse("<mujoco><asset><mesh name='cube' scale='.1 .2 .3' vertex='" + CUBE
        + " 0 0 0  .5 -1 .2  0 0 1'/></asset><worldbody><body><freejoint/><inertial pos='0 0 0' mass='2'"
        + " diaginertia='.1 .2 .2'/>" + geom + "</body></worldbody></mujoco>");
  }

  private static double[] next(RobotModel model, double... x) {
    try (Simulation simulation = Simulation.of(model).timeStep(1e-3).integrator(Integrator.EULER)
        .contact(GroundContact.of(model, LAW)).build()) {
      simulation.state().setRobot(0, x);
      simulation.step();
      return simulation.state().robot(0);
    }
  }

  private static double[] moving(double[] q) {
    double[] x = Arrays.copyOf(q, 13);
    System.arraycopy(new double[] {0.3, -0.5, -0.4, 1, -2, 0.7}, 0, x, 7, 6);
    return x;
  }

  /** The lowest of many points on an ellipsoid that is turned in its body, which is turned in the world. */
  @Test
  void anEllipsoidTouchesWithItsLowestPoint() {
    RobotModel model = body("<geom type='ellipsoid' size='.3 .1 .2' pos='.1 .2 .3' euler='20 -40 70'/>");
    double[] found = new Interpreter(GroundContact.of(model, LAW).forces(model)).evaluate(TURNED, new double[6])[0];
    Scalar[] q = Scalar.of(TURNED);
    Transform pose = new Transform(Transform.rotation(q[3], q[4], q[5], q[6]), Vec3.of(q, 0))
        .times(model.geometries().getFirst().placement());
    Random random = new Random(4);
    Vec3 lowest = Vec3.of(0, 0, 9);
    for (int k = 0; k < 100_000; k++) {
      double[] u = {random.nextGaussian(), random.nextGaussian(), random.nextGaussian()};
      double length = Math.sqrt(u[0] * u[0] + u[1] * u[1] + u[2] * u[2]);
      Vec3 point = pose.times(Vec3.of(0.3 * u[0] / length, 0.1 * u[1] / length, 0.2 * u[2] / length));
      lowest = point.z().value() < lowest.z().value() ? point : lowest;
    }
    assertThat(found[2]).isLessThanOrEqualTo(lowest.z().value()).isCloseTo(lowest.z().value(), within(2e-5));
    assertThat(found[0]).isCloseTo(lowest.x().value(), within(4e-3));
    assertThat(found[1]).isCloseTo(lowest.y().value(), within(4e-3));
  }

  @Test
  void anEllipsoidOfEqualRadiiIsABallAndAMeshedBoxIsABox() {
    double[] x = moving(TURNED);
    assertThat(next(body("<geom type='ellipsoid' size='.2 .2 .2' pos='0 0 .1' euler='20 9 70'/>"), x))
        .containsExactly(next(body("<geom type='sphere' size='.2' pos='0 0 .1'/>"), x), within(1e-12));
    RobotModel mesh = body("<geom type='mesh' mesh='cube'/>");
    assertThat(next(mesh, x)).containsExactly(next(body("<geom type='box' size='.1 .2 .3'/>"), x), within(1e-12));
    assertThat(GroundContact.of(mesh, LAW).points()).hasSize(8);
    assertThat(GroundContact.of(mesh, LAW).meshError()).isZero();
  }

  /** A mesh of a package of ROS; what cannot be read is named. */
  @Test
  void meshesOfUrdfTouchAndThoseThatCannotAreNamed(@TempDir Path folder) throws IOException {
    Files.createDirectories(folder.resolve("parts/meshes"));
    Files.createDirectories(folder.resolve("parts/urdf"));
    Files.writeString(folder.resolve("parts/meshes/tip.obj"),
        "v 0 0 0\nv 1 0 0\nv 0 1 0\nv 0 0 1\nf 1 3 2\nf 1 2 4\nf 1 4 3\nf 2 3 4\n");
    Path urdf = Files.writeString(folder.resolve("parts/urdf/r.urdf"), """
        <robot name='r'><link name='l'><inertial><mass value='1'/><inertia ixx='1' ixy='0' ixz='0' iyy='1' iyz='0'
          izz='1'/></inertial>
          <collision><geometry><mesh filename='package://parts/meshes/tip.obj' scale='.1 .1 .2'/></geometry></collision>
          <collision name='gone'><geometry><mesh filename='package://parts/meshes/gone.stl'/></geometry></collision>
          <visual><geometry><mesh filename='other.stl'/></geometry></visual></link></robot>""");
    GroundContact contact = GroundContact.of(RobotModel.load(urdf).withFreeBase(), LAW);
    assertThat(contact.points()).hasSize(4);
    assertThat(contact.points()).anySatisfy(point -> assertThat(point.centre().z().value()).isEqualTo(0.2));
    assertThat(contact.untouching()).containsExactly("gone");
  }

  /** The friction of a sliding ball over its normal force, under the materials of both, of a pair and of none. */
  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "friction='.3'|''|0.5", "friction='.8'|''|0.8", "friction='.3' priority='1'|''|0.3",
    "condim='1' priority='1'|''|0", "friction='.3'|<pair geom1='g' geom2='floor' friction='.1 .1'/>|0.1",
    "contype='0' conaffinity='0'|<pair geom1='floor' geom2='g' friction='.2 .2'/>|0.2"})
  void theMaterialsOfBothAndOfPairsDecide(String geom, String contact, double mu) {
    RobotModel model = RobotModel.parse(FLOOR.formatted(geom, "<contact>" + contact + "</contact>"));
    for (GroundContact ground : new GroundContact[] {GroundContact.byMaterial(model, LAW::on),
      GroundContact.byMaterial(model, new SmoothContact(2e4, 0, 9, 1e-4, 1e-9)::on)}) {
      double[] force = new Interpreter(ground.forces(model))
          .evaluate(new double[] {0, 0, 0.099, 0, 0, 0, 1}, new double[] {3, 4, 0, 0, 0, 0})[1];
      assertThat(force[2]).isGreaterThan(19);
      assertThat(force[0]).isCloseTo(-0.6 * mu * force[2], within(1e-9 * force[2]));
      assertThat(force[1]).isCloseTo(-0.8 * mu * force[2], within(1e-9 * force[2]));
    }
  }

  /** MuJoCo's bits, exclusions and margins. */
  @Test
  void theFileSaysWhatTouchesAndHowFar() {
    RobotModel apart = RobotModel.parse(FLOOR.formatted("contype='2' conaffinity='4'", ""));
    assertThat(GroundContact.of(apart, LAW).points()).isEmpty();
    RobotModel excluded = RobotModel.parse(FLOOR.formatted("",
        "<contact><exclude body1='world' body2='ball'/></contact>"));
    assertThat(GroundContact.of(excluded, LAW).points()).isEmpty();
    RobotModel early = RobotModel.parse(FLOOR.formatted("margin='.02' gap='.005'", ""));
    double[] q = {0, 0, 0.11, 0, 0, 0, 1};
    double[][] at = new Interpreter(GroundContact.byMaterial(early, LAW::on).forces(early)).evaluate(q, new double[6]);
    assertThat(at[1][2]).isCloseTo(2e4 * 0.005, within(1e-9));
    assertThat(at[0][2]).isCloseTo(0.01, within(1e-15));
    assertThat(GroundContact.byMaterial(early, LAW::on).lowest(early, q)).isCloseTo(0.01, within(1e-15));
  }
}
