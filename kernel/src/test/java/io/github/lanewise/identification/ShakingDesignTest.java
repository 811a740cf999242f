package io.github.lanewise.identification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.lanewise.dynamics.ControlLaw;
import io.github.lanewise.identification.ShakingDesign.Designed;
import io.github.lanewise.identification.ShakingDesign.Shown;
import io.github.lanewise.identification.Unknowns.Kind;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.simulation.Simulation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Shaking that was designed keeps its promise: numbers are found as well as was said, and better than by sines. */
class ShakingDesignTest {
  private static final RobotModel MODEL = RobotModel.builtIn("double_pendulum");
  private static final ControlLaw LAW = ControlLaw.scaledTorque(MODEL);
  private static final List<String> GAINS = List.of("gain 0", "gain 1");
  private static final Set<Kind> KINDS = EnumSet.of(Kind.INERTIA, Kind.ARMATURE, Kind.DAMPING, Kind.FRICTION);
  private static final double PERIOD = 0.01;
  private static final double POSITION_ERROR = 1e-3;
  private static final double VELOCITY_ERROR = 2e-2;
  private static final int WINDOW = 15;
  private static final ShakingLimits LIMITS = new ShakingLimits(new double[] {-2, -1.5}, new double[] {2, 2.5},
      new double[] {8, 8}, new double[] {40, 20});
  private static Simulation robot;

  @BeforeAll
  static void build() {
    robot = Simulation.of(MODEL).control(LAW).timeStep(PERIOD / 5).substeps(5).laneParameters().build();
  }

  @AfterAll
  static void close() {
    robot.close();
  }

  private static ShakingDesign design(ShakingLimits limits, double[] centre) {
    return new ShakingDesign(robot, LAW, Tracking.torques(MODEL, PERIOD), limits, centre, 2, POSITION_ERROR,
        VELOCITY_ERROR, WINDOW);
  }

  /** What a robot of other numbers does that is told to go along a planned motion, measured with errors. */
  private static Trial done(double[] parameters, Trial plan, Random random) {
    Tracking tracking = Tracking.torques(MODEL, PERIOD);
    double[][] states = new double[plan.states().length][4];
    double[][] commands = new double[plan.stepCount()][];
    robot.reset();
    robot.state().setRobot(0, plan.states()[0]);
    robot.parameters().setRobot(0, parameters);
    for (int t = 0; t < states.length; t++) {
      double[] x = robot.state().robot(0);
      for (int i = 0; i < 4; i++) {
        states[t][i] = x[i] + random.nextGaussian() * (i < 2 ? POSITION_ERROR : VELOCITY_ERROR);
      }
      if (t < commands.length) {
        double[] now = plan.states()[t];
        double[] next = plan.states()[t + 1];
        commands[t] = tracking.commands(x, Arrays.copyOf(now, 2), Arrays.copyOfRange(now, 2, 4),
            new double[] {(next[2] - now[2]) / PERIOD, (next[3] - now[3]) / PERIOD});
        robot.action().setRobot(0, commands[t]);
        robot.step();
      }
    }
    return new Trial(states, commands);
  }

  /**
   * Of robots near the file's and of numbers that shaking shows, medians over the errors that it promised.
   *
   * @param wrong of what was found wrong; of normal errors 0.67
   * @param said of the standard errors that came with it
   */
  private record Medians(double wrong, double said) {}

  private static Medians medians(Unknowns unknowns, Shown shown, Designed designed) {
    List<Double> wrong = new ArrayList<>();
    List<Double> said = new ArrayList<>();
    for (int seed = 0; seed < 4; seed++) {
      Random random = new Random(seed);
      double[] theta = new double[unknowns.size()];
      Arrays.setAll(theta, k -> Double.isInfinite(unknowns.lowest(k)) ? 0.3 * random.nextGaussian()
          : 0.02 * random.nextDouble());
      Trial trial = done(unknowns.parameters(theta), shown.trial(), random);
      Identified found = new Identification(robot, unknowns, List.of(trial), WINDOW).run();
      double[] truth = unknowns.values(theta);
      for (int k = 0; k < truth.length; k++) {
        double promised = designed.shaking().standardErrors()[k];
        if (promised < Identified.SHOWN * designed.priorErrors()[k]) {
          wrong.add(Math.abs(found.values()[k] - truth[k]) / promised);
          said.add(found.standardErrors()[k] / promised);
        }
      }
    }
    Collections.sort(wrong);
    Collections.sort(said);
    return new Medians(wrong.get(wrong.size() / 2), said.get(said.size() / 2));
  }

  @Test
  void errorsAreThosePromisedAndSmallerThanThoseOfSines() {
    Designed designed = design(LIMITS, new double[2]).run(GAINS, KINDS, 40, 1, k -> { });
    assertThat(designed.shaking().information()).isGreaterThan(designed.sines().information() + 5);
    Unknowns unknowns = new Unknowns(robot, LAW, GAINS, KINDS, List.of(designed.sines().trial()));
    Medians shaking = medians(unknowns, designed.shaking(), designed);
    Medians sines = medians(unknowns, designed.sines(), designed);
    assertThat(shaking.wrong).isBetween(0.2, 1.0);
    assertThat(shaking.said).isBetween(0.8, 1.3);
    assertThat(sines.wrong).isGreaterThan(1.3 * shaking.wrong);
    assertThat(sines.said).isGreaterThan(1.5 * shaking.said);
  }

  @Test
  void limitsAreKeptAndTheMotionComesBack() {
    Designed designed = design(LIMITS, new double[] {0.3, 0.2}).run(GAINS, KINDS, 5, 2, k -> { });
    double[][] states = designed.shaking().trial().states();
    for (double[] x : states) {
      for (int j = 0; j < 2; j++) {
        assertThat(x[j]).isBetween(LIMITS.lower()[j], LIMITS.upper()[j]);
        assertThat(Math.abs(x[2 + j])).isLessThan(LIMITS.velocity()[j]);
      }
    }
    for (double[] u : designed.shaking().trial().commands()) {
      assertThat(Math.abs(u[0])).isLessThan(40);
      assertThat(Math.abs(u[1])).isLessThan(20);
    }
    assertThat(states[0]).startsWith(0.3, 0.2, 0, 0);
    assertThat(states[states.length - 1][0]).isBetween(0.25, 0.35);
    assertThat(design(LIMITS, new double[] {0.3, 0.2}).run(GAINS, KINDS, 5, 2, k -> { }).shaking().information())
        .as("the same bits from the same seed").isEqualTo(designed.shaking().information());
  }

  @Test
  void whatCannotBeDesignedIsNamed() {
    assertThatIllegalArgumentException().isThrownBy(() -> design(LIMITS, new double[] {0, 3}))
        .withMessageContaining("is to begin at 3.0, and its range is -1.5 to 2.5");
    ShakingLimits weak = new ShakingLimits(LIMITS.lower(), LIMITS.upper(), LIMITS.velocity(), new double[] {1, 1e-3});
    assertThatIllegalArgumentException()
        .isThrownBy(() -> design(weak, new double[] {1, 1}).run(GAINS, KINDS, 3, 1, k -> { }))
        .withMessageContaining("leaves its limits however little it is moved");
  }
}
