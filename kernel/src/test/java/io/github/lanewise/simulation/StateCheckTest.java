package io.github.lanewise.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lanewise.dynamics.StateCheck;
import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.lanes.Lanes;
import io.github.lanewise.model.BodyInertia;
import io.github.lanewise.model.JointSpec;
import io.github.lanewise.model.RobotBuilder;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.spatial.Vec3;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** States that cannot be are refused before they are used, once. */
class StateCheckTest {
  private static final BodyInertia BODY = BodyInertia.of(1, Vec3.of(0.1, 0, 0), 0.02, 0.03, 0.04);
  private static final RobotModel MODEL = RobotBuilder.named("mixed").link("base").link("flying", BODY)
      .link("ball", BODY).link("wheel", BODY).link("slide", BODY)
      .joint(JointSpec.free("flight", "base", "flying")).joint(JointSpec.spherical("socket", "flying", "ball"))
      .joint(JointSpec.continuous("axle", "ball", "wheel")).joint(JointSpec.prismatic("rail", "wheel", "slide"))
      .build();
  private static final int BALL = 7;
  private static final int WHEEL = 11;
  private static final int SLIDE = 12;

  private static Simulation simulation(ElementType type) {
    return Simulation.of(MODEL).lanes(Lanes.scalar(type)).robots(5).build();
  }

  @ParameterizedTest
  @EnumSource(ElementType.class)
  void aLongQuaternionIsRefusedBeforeItsFirstUse(ElementType type) {
    for (Consumer<Simulation> use : List.<Consumer<Simulation>>of(Simulation::step, s -> s.pullback().run(),
        s -> s.pushforward().run(), s -> s.jacobian().run())) {
      try (Simulation simulation = simulation(type)) {
        simulation.state().set(BALL + 3, 4, 2);
        assertThatThrownBy(() -> use.accept(simulation)).isInstanceOf(IllegalArgumentException.class)
            .hasMessage("robot 4 of 'mixed': joint 'socket' has a quaternion of length 2.0, where 1 is needed");
        simulation.state().set(BALL + 3, 4, 1);
        use.accept(simulation);
      }
    }
  }

  @Test
  void aQuaternionOfZerosIsRefused() {
    try (Simulation simulation = simulation(ElementType.DOUBLE)) {
      simulation.state().setRobot(2, new double[simulation.stateCount()]);
      assertThatThrownBy(simulation::step).isInstanceOf(IllegalArgumentException.class)
          .hasMessage("robot 2 of 'mixed': joint 'flight' has a quaternion of length 0.0, where 1 is needed");
      Rollout rollout = new Rollout(simulation, 2);
      assertThatThrownBy(rollout::run).as("initial states begin as zeros").hasMessageContainingAll("robot 0",
          "length 0.0");
    }
  }

  @Test
  void afterAResetItIsLookedForAgain() {
    try (Simulation simulation = simulation(ElementType.DOUBLE)) {
      simulation.step();
      simulation.reset();
      simulation.state().set(3, 0, 0.01);
      assertThatThrownBy(simulation::step).hasMessageContainingAll("robot 0", "'flight'");
    }
  }

  @Test
  void rolloutsAndTheirDerivativesRefuseIt() {
    try (Simulation simulation = simulation(ElementType.DOUBLE)) {
      Rollout rollout = new Rollout(simulation, 3);
      for (int robot = 0; robot < 5; robot++) {
        rollout.initial().setRobot(robot, simulation.state().robot(robot));
      }
      rollout.run();
      rollout.initial().set(BALL, 2, 1);
      for (Runnable use : List.<Runnable>of(rollout::run, rollout.pullback()::run, rollout.pushforward()::run)) {
        assertThatThrownBy(use::run).hasMessageContainingAll("robot 2", "'socket'", "length 1.414");
      }
    }
  }

  @ParameterizedTest
  @EnumSource(ElementType.class)
  void anAngleMustResolveATurnAndALengthNeedNot(ElementType type) {
    try (Simulation simulation = simulation(type)) {
      double far = 4 * StateCheck.farthestAngle(type);
      assertThat(Math.ulp(far) > 0.4 || Math.ulp((float) far) > 2).as("neighbours of %s are far apart", far).isTrue();
      simulation.state().set(SLIDE, 1, far);
      simulation.state().set(WHEEL, 1, -StateCheck.farthestAngle(type));
      assertThat(StateCheck.fault(MODEL, simulation.state(), 1)).isNull();
      simulation.state().set(WHEEL, 3, -far);
      assertThatThrownBy(simulation::step).hasMessageContainingAll("robot 3", "joint 'axle' is at -4.0E", "resolve");
      assertThat(StateCheck.lost(MODEL, simulation.state())).containsExactly(3);
    }
  }

  @Test
  void roundingToFloatAndLostRobotsPass() {
    try (Simulation simulation = simulation(ElementType.FLOAT)) {
      double third = Math.sqrt(1.0 / 3);
      simulation.state().setRobot(0, new double[] {0, 0, 0, 0, 0, 0, 1, third, -third, third, 0, 0, 0,
          0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0});
      for (int row = 0; row < simulation.state().rowCount(); row++) {
        simulation.state().set(row, 1, Double.NaN);
        simulation.state().set(row, 2, Double.POSITIVE_INFINITY);
      }
      assertThatCode(simulation::step).doesNotThrowAnyException();
      Batch state = simulation.state();
      assertThat(StateCheck.lost(MODEL, state)).containsExactly(state.nonFiniteRobots()).containsExactly(1, 2);
    }
  }
}
