package io.github.lanewise.dynamics;

import static io.github.lanewise.dynamics.Numbers.error;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.compile.Kernel;
import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.lanes.Lanes;
import io.github.lanewise.model.RobotModel;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The points of a robot are one piece of code. */
class PlaneForcesTest {
  /** A free body and a slanted hinge below it, each with so many balls at random places. */
  private static RobotModel robot(int balls) {
    Random random = new Random(7);
    String[] geometry = new String[2];
    for (int body = 0; body < 2; body++) {
      geometry[body] = IntStream.range(0, balls).mapToObj(k -> "<geom type='sphere' size='%.3f' pos='%.3f %.3f %.3f'/>"
          .formatted(0.05 + 0.1 * random.nextDouble(), random.nextDouble(), random.nextDouble(), random.nextDouble()))
          .collect(Collectors.joining());
    }
    return RobotModel.parse("<mujoco><worldbody><body pos='0 0 0.3'><freejoint/>" + geometry[0]
        + "<body pos='.2 .1 -.3' quat='.9 .1 .3 .2'><joint axis='.3 .5 .8'/>" + geometry[1]
        + "</body></body></worldbody></mujoco>");
  }

  private static StepFunction step(RobotModel model, Integrator rule) {
    return new StepFunction(model, rule, 0.001, ControlLaw.torque(model), false)
        .touching(GroundContact.of(model, new PenaltyContact(2e3, 1e2, 1e2, 0.5)));
  }

  @Test
  void codeDoesNotGrowWithTheNumberOfPoints() {
    Lanes lanes = Lanes.widest(ElementType.FLOAT);
    for (int derivative = 0; derivative < 3; derivative++) {
      int[] methods = new int[2];
      for (int more = 0; more < 2; more++) {
        StepFunction step = step(robot(more == 0 ? 10 : 30), Integrator.EXPLICIT_EULER);
        methods[more] = Kernel.compile(
            derivative == 0 ? step.step() : derivative == 1 ? step.vjp() : step.jvp(), lanes).shape().chunks();
      }
      assertThat(methods[1]).as("derivative %d, chunks of 60 points; %d of 20", derivative, methods[0])
          .isLessThanOrEqualTo(methods[0] + 15);
    }
  }

  /** A law of its own for each point leaves no two alike, so that all are written out. */
  @Test
  void callsAndWhatIsWrittenOutAgree() {
    RobotModel model = robot(12);
    PenaltyContact law = new PenaltyContact(2e3, 1e2, 1e2, 0.5);
    GroundContact alike = GroundContact.byMaterial(model, material -> law);
    GroundContact different = GroundContact.byMaterial(model, material -> (h, v, n) -> law.force(h, v, n));
    StepFunction air = new StepFunction(
        model, Integrator.EXPLICIT_EULER, 0.001, ControlLaw.torque(model), false);
    Evaluation[] steps = {new Evaluation(air.touching(alike).step()), new Evaluation(air.touching(different).step()),
      new Evaluation(air.step())};
    Evaluation[] pullbacks = {new Evaluation(air.touching(alike).vjp()), new Evaluation(air.touching(different).vjp())};
    double[] tau = new double[model.nv()];
    for (int k = 0; k < 5; k++) {
      TestRobots.State s = TestRobots.state(model, k);
      s.q()[2] = 0.1;
      double[] x = Numbers.join(s.q(), s.v());
      double[] next = steps[0].of(x, tau);
      assertThat(error(next, steps[1].of(x, tau))).as("state %d", k).isLessThan(1e-11);
      assertThat(error(next, steps[2].of(x, tau))).as("state %d, touches", k).isGreaterThan(1e-3);
      double[][] in = {x, tau, TestRobots.normal(new Random(k), 2 * model.nv()), new double[2 * model.nv()], tau};
      assertThat(error(pullbacks[0].get("x_bar", in), pullbacks[1].get("x_bar", in))).as("pullback in state %d", k)
          .isLessThan(1e-10);
    }
  }
}
