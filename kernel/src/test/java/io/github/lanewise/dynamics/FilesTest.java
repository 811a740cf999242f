package io.github.lanewise.dynamics;

import static io.github.lanewise.dynamics.Numbers.error;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.lanewise.model.Actuator;
import io.github.lanewise.model.Affine;
import io.github.lanewise.model.Joint;
import io.github.lanewise.model.RobotFormatException;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.trace.Graph;
import io.github.lanewise.trace.Scalar;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Small robot files, each with something that people write into theirs, against the numbers that MuJoCo 3.14 has for
 * them (for two URDF files a sum over links): mass matrix, bias forces, accelerations, forces of springs and dampers.
 */
class FilesTest {
  private static final double TOLERANCE = 1e-12;

  static Path folder() {
    try {
      return Path.of(FilesTest.class.getResource("files/expected.json").toURI()).getParent();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "part.xml", "axis_not_unit.urdf", "floating_base_joint.urdf", "massless_link_with_inertia.urdf",
    "mesh_massless.xml", "mesh_visual_group.xml", "free_limited_default.xml", "motor_general_default.xml",
    "include_file.xml", "include_in_body.xml", "include_visual.xml", "range_zero.xml", "ball_limited_no_range.xml",
    "comment_dashes.xml", "xml_version.urdf", "range_reversed.urdf", "free_armature.xml", "free_armature_drift.xml",
    "near_axis.urdf", "ball_spring.xml", "bound_mass.xml", "balance_inertia.xml", "actuator_armature.xml",
    "frame.xml", "replicate.xml", "attach.xml",
    "mesh_inertia.xml", "mesh_shell.xml", "mesh_on_base.xml", "free_align.xml", "mocap.xml",
    "planar.urdf", "mimic.urdf", "general_position_default.xml", "gravcomp.xml", "poly_damping.xml",
    "springdamper.xml", "tendon_armature.xml", "keyframe.xml", "flag_passive.xml", "stiff_damping.urdf"
  })
  void isTheRobotThatMujocoReads(String name) throws IOException {
    JsonNode expected = new ObjectMapper().readTree(folder().resolve("expected.json").toFile()).get(name);
    RobotModel model = RobotModel.load(folder().resolve(name));
    assertThat(model.joints()).extracting(Joint::name).as("joints")
        .filteredOn(joint -> !joint.startsWith("joint")).isEqualTo(StreamSupport
            .stream(expected.get("joints").spliterator(), false).map(JsonNode::asText)
            .filter(joint -> !joint.isEmpty()).toList());
    assertThat(model.totalMass()).isCloseTo(expected.get("mass").asDouble(), within(1e-12));
    for (JsonNode state : expected.get("states")) {
      double[] q = numbers(state.get("q"));
      double[] v = numbers(state.get("v"));
      double[] tau = numbers(state.get("tau"));
      double[] m = new Evaluation(Algorithms.massMatrix(model)).of(q);
      assertThat(error(Numbers.symmetric(m, model.nv()), numbers(state.get("M")))).as("M").isLessThan(TOLERANCE);
      double[] h = new Evaluation(Algorithms.biasForces(model)).of(q, v);
      assertThat(error(h, numbers(state.get("nle")))).as("h").isLessThan(TOLERANCE);
      double[] a = new Evaluation(Algorithms.articulatedBody(model)).of(q, v, tau);
      assertThat(error(a, numbers(state.get("qdd")))).as("a").isLessThan(TOLERANCE);
      if (state.has("passive")) {
        Evaluation acting = new Evaluation(acting(model));
        assertThat(error(acting.get("passive", q, v, tau), numbers(state.get("passive")))).as("passive")
            .isLessThan(TOLERANCE);
        if (state.has("qdd_with_passive")) {
          assertThat(error(acting.get("a", q, v, tau), numbers(state.get("qdd_with_passive")))).as("a with passive")
              .isLessThan(TOLERANCE);
        }
      }
    }
    if (expected.has("actuators")) {
      assertThat(model.actuators())
          .extracting(Actuator::name, actuator -> actuator.gear() * actuator.gain().constant(), Actuator::bias)
          .isEqualTo(StreamSupport.stream(expected.get("actuators").spliterator(), false)
              .map(FilesTest::actuator).toList());
    }
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "two_roots.urdf | links 'base' and 'stray' are both roots",
    "trailing_text.urdf | malformed XML",
    "mass_no_inertia.urdf | <inertial> has no <inertia>",
    "inertia_indefinite.urdf | link 'a' has an inertia that is not positive definite"})
  void isRefusedForItsTrueReason(String name, String reason) {
    assertThatThrownBy(() -> RobotModel.load(folder().resolve(name))).isInstanceOf(RobotFormatException.class)
        .hasMessageContaining(reason);
  }

  @ParameterizedTest
  @ValueSource(strings = {"no_joints.urdf", "one_body.urdf"})
  void isARobotThatDoesNotMove(String name) throws IOException {
    assertThat(RobotModel.load(folder().resolve(name)).joints()).isEmpty();
  }

  @Test
  void anUndescribedWorldIsTheWorld() throws IOException {
    assertThat(RobotModel.load(folder().resolve("world_link_implicit.urdf")).warnings())
        .containsExactly("links that are not described, taken as the world: world");
  }

  @Test
  void aFlagSwitchesSpringsAndDampersOff() throws IOException {
    RobotModel model = RobotModel.load(folder().resolve("flag_passive.xml"));
    double[][] in = {{0.7}, {1.3}, {0}};
    assertThat(new Evaluation(acting(model)).get("passive", in)).containsExactly(0.0);
  }

  /** h d is 1/50 and 25 times what the joints feel; by the explicit rule the lighter one leaves the finite numbers. */
  @Test
  void aDampedLightLinkComesToRest() throws IOException {
    RobotModel model = RobotModel.load(folder().resolve("stiff_damping.urdf"));
    double[][] end = new double[2][];
    for (Integrator integrator : List.of(Integrator.EULER, Integrator.EXPLICIT_EULER)) {
      Evaluation step =
          new Evaluation(new StepFunction(model, integrator, 1e-3, ControlLaw.torque(model), false).step());
      double[] x = {0.5, -0.4, 3, -20};
      for (int k = 0; k < 5000; k++) {
        x = step.of(x, new double[2]).clone();
      }
      end[integrator == Integrator.EULER ? 0 : 1] = x;
    }
    assertThat(Math.abs(end[0][2]) + Math.abs(end[0][3])).isLessThan(0.1);
    assertThat(Double.isFinite(end[1][3])).isFalse();
  }

  @Test
  void aRobotWithoutInertiaHasKinematicsButNoAccelerations() throws IOException {
    RobotModel model = RobotModel.load(folder().resolve("no_inertia.urdf"));
    double[] poses = new Evaluation(Algorithms.forwardKinematics(model)).get("joints", new double[2]);
    assertThat(poses[23]).as("height of the second joint").isEqualTo(1.5);
    assertThat(new Evaluation(Algorithms.inverseDynamics(model)).of(new double[2], new double[2], new double[2]))
        .containsExactly(0, 0);
    for (ThrowingCallable computed : List.<ThrowingCallable>of(() -> Algorithms.articulatedBody(model),
        () -> Algorithms.forwardDynamics(model), () -> Algorithms.forwardDynamicsDerivatives(model),
        () -> new StepFunction(model, Integrator.RK4, 0.1, ControlLaw.torque(model), false).step())) {
      assertThatThrownBy(computed).isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("robot 'no_inertia' has no accelerations: link 'b', which joint 'k' moves, has no");
    }
  }

  /** MuJoCo leaves Drake's elements aside and has 0.05 kg m^2; a rotor of 1e-5 kg m^2 behind 1:100 is 0.1 more. */
  @Test
  void aRotorBehindAGearCounts() throws IOException {
    RobotModel model = RobotModel.load(folder().resolve("rotor_inertia_drake.urdf"));
    assertThat(new Evaluation(Algorithms.massMatrix(model)).of(new double[1])[0]).isCloseTo(0.15, within(1e-15));
  }

  private static Tuple actuator(JsonNode actuator) {
    double[] bias = numbers(actuator.get("biasprm"));
    return tuple(actuator.get("name").asText(), actuator.get("gear").asDouble() * actuator.get("gain").asDouble(),
        actuator.get("affine").asBoolean() ? new Affine(bias[0], bias[1], bias[2]) : Affine.ZERO);
  }

  /** What acts besides tau and weight, as joint forces, and the accelerations with it. */
  private static Graph acting(RobotModel model) {
    Graph g = new Graph("passive forces");
    Mechanism robot = Mechanism.of(model);
    Scalar[] q = g.input("q", model.nq());
    Scalar[] v = g.input("v", model.nv());
    Scalar[] tau = g.input("tau", model.nv());
    List<ForceTerm> terms =
        List.of(new PassiveForces(Parameters.constants(model)), new TendonForces(model), new LiftForces(model));
    Forces forces = new Forces(robot, 0);
    terms.forEach(term -> term.addTo(forces, new Kinematics(robot, q, v)));
    Scalar[] passive = forces.drive(v).tau().clone();
    Scalar[] rest = Scalar.zeros(model.nv());
    Scalar[] weight = Rnea.inverseDynamics(robot, q, rest, rest, null);
    Scalar[] carried = Rnea.inverseDynamics(robot, q, rest, rest, forces.onBodies(q));
    for (int i = 0; i < passive.length; i++) {
      passive[i] = passive[i].plus(weight[i]).minus(carried[i]);
    }
    g.output("passive", passive);
    List<ForceTerm> all = Stream.concat(terms.stream(), Stream.of(ForceTerm.held(tau))).toList();
    g.output("a", new Step(g, robot, new Scalar[0], all).acceleration(q, v));
    return g;
  }

  private static double[] numbers(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false)
        .flatMapToDouble(item -> item.isArray() ? DoubleStream.of(numbers(item)) : DoubleStream.of(item.asDouble()))
        .toArray();
  }
}
