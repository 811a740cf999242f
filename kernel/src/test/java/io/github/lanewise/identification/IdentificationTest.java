package io.github.lanewise.identification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.github.lanewise.dynamics.ControlLaw;
import io.github.lanewise.dynamics.Parameters;
import io.github.lanewise.identification.Unknowns.Kind;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.simulation.Simulation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Robots whose numbers are known are found from what they did, and standard errors say how well. */
class IdentificationTest {
  private static final RobotModel FINGER = RobotModel.builtIn("finger");
  private static final double PERIOD = 0.005;
  private static final int TRIALS = 6;
  private static final int STEPS = 120;
  private static final double AMPLITUDE = 0.04;
  private static final int WINDOW = 20;
  private static final int SEEDS = Integer.getInteger("identification.seeds", 6);
  private static final double POSITION_ERROR = 1e-3;
  private static final double VELOCITY_ERROR = 2e-2;
  private static final ControlLaw LAW = ControlLaw.scaledTorque(FINGER);
  private static final List<String> GAINS = List.of("gain of spread", "gain of bend", "gain of curl");
  private static Simulation robot;
  private static Unknowns unknowns;
  private static final Set<Kind> KINDS =
      EnumSet.of(Kind.INERTIA, Kind.ARMATURE, Kind.DAMPING, Kind.FRICTION, Kind.GAIN, Kind.DELAY);

  /** The file's robot, with gains of 1 and no delay. */
  private static double[] nominal() {
    double[] rows = Parameters.values(FINGER);
    double[] numbers = Arrays.copyOf(rows, rows.length + FINGER.nv() + 1);
    Arrays.fill(numbers, rows.length, rows.length + FINGER.nv(), 1);
    return numbers;
  }

  /** What a robot of some parameters, gains and delay does under smooth commands; measured with errors. */
  private static List<Trial> trials(double[] numbers, double positionError, double velocityError, long seed) {
    Random random = new Random(seed);
    int nv = FINGER.nv();
    int rows = numbers.length - nv - 1;
    int late = (int) numbers[rows + nv];
    double share = numbers[rows + nv] - late;
    List<Trial> trials = new ArrayList<>();
    for (int k = 0; k < TRIALS; k++) {
      robot.reset();
      for (int row = 0; row < rows + nv; row++) {
        robot.parameters().set(row, 0, numbers[row]);
      }
      double[][] states = new double[STEPS + 1][2 * nv];
      double[][] commands = new double[STEPS][nv];
      double[] phase = random.doubles(3 * nv, 0, 2 * Math.PI).toArray();
      double[] rate = random.doubles(3 * nv, 4, 25).toArray();
      for (int t = 0; t <= STEPS; t++) {
        for (int i = 0; i < 2 * nv; i++) {
          states[t][i] = robot.state().get(i, 0) + random.nextGaussian() * (i < nv ? positionError : velocityError);
        }
        for (int j = 0; j < nv && t < STEPS; j++) {
          for (int c = 3 * j; c < 3 * j + 3; c++) {
            commands[t][j] += AMPLITUDE * Math.sin(rate[c] * t * PERIOD + phase[c]);
          }
          double now = commands[Math.max(0, t - late)][j];
          double before = commands[Math.max(0, t - late - 1)][j];
          robot.action().set(j, 0, (1 - share) * now + share * before);
        }
        if (t < STEPS) {
          robot.step();
        }
      }
      trials.add(new Trial(states, commands));
    }
    return trials;
  }

  /** Coordinates of another robot, as far off as files are. */
  private static double[] drawn(Random random) {
    double[] theta = new double[unknowns.size()];
    Arrays.setAll(theta, k -> Double.isInfinite(unknowns.lowest(k)) ? 0.5 * random.nextGaussian()
        : unknowns.lowest(k) + 0.05 * Math.abs(random.nextGaussian()));
    theta[theta.length - 1] = 2 * random.nextDouble();
    return theta;
  }

  @BeforeAll
  static void build() {
    robot = Simulation.of(FINGER).control(LAW).timeStep(PERIOD / 4).substeps(4).laneParameters().robots(1).build();
    unknowns = new Unknowns(robot, LAW, GAINS, KINDS, trials(nominal(), 0, 0, 1));
  }

  @AfterAll
  static void close() {
    robot.close();
  }

  /** In 95 of 100 runs or more, each number that the data show; before, the file explained nothing. */
  @Test
  void numbersOfKnownRobotsAreWithinThreeStandardErrors() {
    Random random = new Random(3);
    int names = unknowns.names().size();
    int[] shown = new int[names];
    int[] within = new int[names];
    for (int seed = 0; seed < SEEDS; seed++) {
      double[] theta = drawn(random);
      double[] truth = unknowns.values(theta);
      List<Trial> trials = trials(unknowns.numbers(theta), POSITION_ERROR, VELOCITY_ERROR, seed);
      Identified found = new Identification(robot, unknowns, trials, WINDOW).run();
      assertThat(found.errorBefore()).isGreaterThan(50);
      assertThat(found.errorAfter()).isBetween(0.9, 1.1);
      for (int i = 0; i < FINGER.nv(); i++) {
        assertThat(found.noise()[i]).isCloseTo(POSITION_ERROR, withinPercentage(15));
        assertThat(found.noise()[FINGER.nv() + i]).isCloseTo(VELOCITY_ERROR, withinPercentage(15));
      }
      for (int k = 0; k < names; k++) {
        if (found.isShown(k)) {
          shown[k]++;
          within[k] += Math.abs(found.values()[k] - truth[k]) <= 3 * found.standardErrors()[k] ? 1 : 0;
        }
      }
    }
    for (int k = 0; k < names; k++) {
      String name = unknowns.names().get(k);
      assertThat(within[k]).as(name).isGreaterThanOrEqualTo((int) Math.floor(0.95 * shown[k] - 1e-9));
      if (!name.startsWith("spread.") && name.matches(".*(armature|damping|friction|com_z|delay).*")) {
        assertThat(shown[k]).as(name).isEqualTo(SEEDS);
      }
      if (name.startsWith("spread.mass")) {
        assertThat(shown[k]).as("the knuckle turns about a fixed axis, and its mass never acts").isZero();
      }
    }
  }

  @Test
  void theRobotFoundExplainsTrialsThatItWasNotFoundFrom() {
    double[] theta = drawn(new Random(5));
    double[] numbers = unknowns.numbers(theta);
    Identified found =
        new Identification(robot, unknowns, trials(numbers, POSITION_ERROR, VELOCITY_ERROR, 11), WINDOW).run();
    Identification others =
        new Identification(robot, unknowns, trials(numbers, POSITION_ERROR, VELOCITY_ERROR, 12), WINDOW);
    double truth = others.misfit(theta, found.noise());
    assertThat(others.misfit(found.theta(), found.noise())).isCloseTo(truth, withinPercentage(3));
    assertThat(others.misfit(new double[unknowns.size()], found.noise())).isGreaterThan(50 * truth);
  }

  @Test
  void slopesAreThoseOfDifferences() {
    double[] theta = drawn(new Random(7));
    Windows windows = new Windows(robot, unknowns, trials(unknowns.numbers(theta), 0, 0, 2), 8);
    int n = 2 * FINGER.nv();
    double[] starts = windows.measuredStarts();
    windows.runWithSlopes(theta, starts, true);
    double h = 1e-6;
    for (int k = 0; k < n + unknowns.size(); k++) {
      double[] up = new double[windows.count() * 9 * n];
      double[] slope = new double[up.length];
      for (int at = 0; at < up.length; at++) {
        slope[at] = windows.slope(k, at / (9 * n), at / n % 9, at % n);
      }
      for (int side = -1; side <= 1; side += 2) {
        double[] moved = theta.clone();
        double[] movedStarts = starts.clone();
        for (int w = 0; w < windows.count() && k < n; w++) {
          movedStarts[w * n + k] += side * h;
        }
        if (k >= n) {
          moved[k - n] += side * h;
        }
        windows.run(moved, movedStarts);
        for (int at = 0; at < up.length; at++) {
          up[at] -= side * windows.error(at / (9 * n), at / n % 9, at % n) / (2 * h);
        }
      }
      double size = Math.max(1, Arrays.stream(up).map(Math::abs).max().orElseThrow());
      assertThat(slope).as("column " + k).containsExactly(up, within(1e-6 * size));
      windows.runWithSlopes(theta, starts, true);
    }
  }

  @Test
  void whatDoesNotFitIsNamed() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Trial(new double[3][6], new double[3][3]))
        .withMessageContaining("3 states and 3 commands");
    List<Trial> two = List.of(new Trial(new double[31][4], new double[30][2]));
    assertThatIllegalArgumentException().isThrownBy(() -> new Identification(robot, unknowns, two, 5))
        .withMessageContaining("states of 4 numbers and 2 commands, robot 'finger' has 6 and 3");
    List<Trial> still = List.of(new Trial(new double[31][6], new double[30][3]));
    assertThatIllegalArgumentException().isThrownBy(() -> new Unknowns(robot, LAW, GAINS, KINDS, still))
        .withMessageContaining("in one and the same state in all trials");
    List<Trial> brief = List.of(new Trial(new double[7][6], new double[6][3]));
    assertThatIllegalArgumentException().isThrownBy(() -> new Identification(robot, unknowns, brief, 9))
        .withMessageContaining("no trial has 9 control steps in a row").withMessageContaining("the longest has 6");
    List<Trial> blown = trials(nominal(), 0, 0, 8);
    blown.getFirst().commands()[12][1] = 1e200;
    assertThatIllegalArgumentException().isThrownBy(() -> new Identification(robot, unknowns, blown, 12).run())
        .withMessageContaining("with the numbers of its file leaves the finite numbers within 3 samples");
  }
}
