package io.github.lanewise.identification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.dynamics.ControlLaw;
import io.github.lanewise.identification.Unknowns.Kind;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.simulation.Simulation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Robots that stand on nothing, and joints of three axes, are found as others are. Slopes are exact where errors are 0,
 * as they are in what the same robot did.
 */
class FloatingRobotTest {
  private static final RobotModel MODEL = RobotModel.parse("""
      <mujoco model="drone">
        <worldbody>
          <body name="hull" pos="0 0 1">
            <freejoint name="base"/>
            <inertial pos="0.01 0 0.02" mass="1" fullinertia="0.01 0.02 0.015 0.001 0 0"/>
            <body name="weight" pos="0 0 -0.1">
              <joint name="ball" type="ball"/>
              <inertial pos="0 0.01 -0.1" mass="0.3" diaginertia="0.002 0.002 0.001"/>
              <body name="flap" pos="0 0 -0.2">
                <joint name="turn" axis="1 0 0" damping="0.01"/>
                <inertial pos="0 0.05 0" mass="0.1" diaginertia="0.0003 0.0002 0.0003"/>
              </body>
            </body>
          </body>
        </worldbody>
      </mujoco>
      """);
  private static final ControlLaw LAW = ControlLaw.scaledTorque(MODEL);
  private static final double PERIOD = 0.005;
  private static final int STEPS = 60;
  private static final double POSITION_ERROR = 1e-3;
  private static final double VELOCITY_ERROR = 1e-2;
  private static Simulation robot;
  private static Unknowns unknowns;

  @BeforeAll
  static void build() {
    robot = Simulation.of(MODEL).control(LAW).timeStep(PERIOD / 2).substeps(2).laneParameters().build();
    unknowns = new Unknowns(robot, LAW, Collections.nCopies(MODEL.nv(), "gain"),
        EnumSet.of(Kind.INERTIA, Kind.DAMPING, Kind.FRICTION), trials(robot.nominalParameters(), 0, 1));
  }

  @AfterAll
  static void close() {
    robot.close();
  }

  /** Pushed about by smooth forces on all rows, and measured with white errors of so many standard deviations. */
  private static List<Trial> trials(double[] parameters, double errors, long seed) {
    Random random = new Random(seed);
    StateErrors tangents = new StateErrors(MODEL);
    int nv = MODEL.nv();
    List<Trial> trials = new ArrayList<>();
    for (int k = 0; k < 5; k++) {
      robot.reset();
      for (int row = 0; row < parameters.length; row++) {
        robot.parameters().set(row, 0, parameters[row]);
      }
      double[] rate = random.doubles(nv, 5, 30).toArray();
      double[] phase = random.doubles(nv, 0, 6).toArray();
      double[][] states = new double[STEPS + 1][];
      double[][] commands = new double[STEPS][nv];
      for (int t = 0; t <= STEPS; t++) {
        states[t] = robot.state().robot(0);
        double[] error = new double[2 * nv];
        Arrays.setAll(error,
            i -> errors * random.nextGaussian() * (i < nv ? POSITION_ERROR : VELOCITY_ERROR));
        tangents.move(states[t], 0, error, 0);
        for (int j = 0; j < nv && t < STEPS; j++) {
          double most = j < 3 ? 8 : j < 6 ? 1 : j < 9 ? 0.3 : 0.02;
          commands[t][j] = most * Math.sin(rate[j] * t * PERIOD + phase[j]);
          robot.action().set(j, 0, commands[t][j]);
        }
        if (t < STEPS) {
          robot.step();
        }
      }
      trials.add(new Trial(states, commands));
    }
    return trials;
  }

  @Test
  void itsNumbersAreWithinThreeStandardErrors() {
    Random random = new Random(4);
    double[] theta = new double[unknowns.size()];
    Arrays.setAll(theta, k -> Double.isInfinite(unknowns.lowest(k)) ? 0.5 * random.nextGaussian()
        : 0.02 * random.nextDouble());
    double[] truth = unknowns.values(theta);
    Identified found =
        new Identification(robot, unknowns, trials(unknowns.parameters(theta), 1, 2), 12).run();
    assertThat(found.errorBefore()).isGreaterThan(10);
    assertThat(found.errorAfter()).isCloseTo(1, within(0.1));
    int shown = 0;
    for (int k = 0; k < truth.length; k++) {
      assertThat(found.values()[k]).as(unknowns.names().get(k))
          .isCloseTo(truth[k], within(3 * found.standardErrors()[k]));
      shown += found.isShown(k) ? 1 : 0;
    }
    assertThat(unknowns.names()).filteredOn(name -> name.startsWith("base.")).hasSize(10);
    assertThat(shown).as("a body that is pushed about all axes hides little").isGreaterThan(20);
  }

  @Test
  void slopesAreThoseOfDifferences() {
    double[] theta = new double[unknowns.size()];
    Arrays.setAll(theta, k -> Double.isInfinite(unknowns.lowest(k)) ? 0 : 0.02); // Friction has a kink at 0.
    Windows windows =
        new Windows(robot, unknowns, trials(unknowns.parameters(theta), 0, 3).subList(0, 1), 5);
    double[] starts = windows.measuredStarts();
    int n = 2 * MODEL.nv();
    int size = windows.count() * 6 * n;
    windows.runWithSlopes(theta, starts, true);
    double h = 1e-6;
    for (int k = 0; k < n + theta.length; k++) {
      double[] slope = new double[size];
      double[] expected = new double[size];
      for (int at = 0; at < size; at++) {
        slope[at] = windows.slope(k, at / (6 * n), at / n % 6, at % n);
      }
      for (int side = -1; side <= 1; side += 2) {
        double[] moved = theta.clone();
        double[] movedStarts = starts.clone();
        double[] tangents = new double[windows.count() * n];
        for (int w = 0; w < windows.count() && k < n; w++) {
          tangents[w * n + k] = side * h;
        }
        windows.move(movedStarts, tangents);
        if (k >= n) {
          moved[k - n] += side * h;
        }
        windows.run(moved, movedStarts);
        for (int at = 0; at < size; at++) {
          expected[at] -= side * windows.error(at / (6 * n), at / n % 6, at % n) / (2 * h);
        }
      }
      double scale = Math.max(1, Arrays.stream(expected).map(Math::abs).max().orElseThrow());
      assertThat(slope).as("column " + k).containsExactly(expected, within(2e-6 * scale));
      windows.runWithSlopes(theta, starts, true);
    }
  }

  /** {@code (x (+) d) (-) x = d}, for turns below half a turn. */
  @Test
  void aDifferenceUndoesAMove() {
    StateErrors errors = new StateErrors(MODEL);
    Random random = new Random(5);
    for (int k = 0; k < 50; k++) {
      double[] x = random.doubles(errors.rows(), -1, 1).toArray();
      errors.normalise(x, 0);
      double[] d = random.doubles(errors.size(), -1.5, 1.5).toArray();
      double[] y = x.clone();
      errors.move(y, 0, d, 0);
      double[] back = new double[d.length];
      errors.difference(y, 0, x, 0, back, 0);
      assertThat(back).containsExactly(d, within(1e-12));
    }
  }

  @Test
  void whatIsNoTurnIsNamed() {
    List<Trial> trials = trials(robot.nominalParameters(), 0, 6);
    trials.getFirst().states()[3][6] *= 1.1;
    assertThatIllegalArgumentException().isThrownBy(() -> new Identification(robot, unknowns, trials, 12))
        .withMessageContaining("state 3 of a trial has a quaternion of joint 'base' whose length is not 1");
  }
}
