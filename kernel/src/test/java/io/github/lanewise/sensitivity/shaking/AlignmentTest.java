package io.github.lanewise.sensitivity.shaking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.sensitivity.Ridge;
import io.github.lanewise.sensitivity.Rollouts;
import io.github.lanewise.sensitivity.Sensitivity;
import java.util.Arrays;
import java.util.Random;
import org.ejml.data.DMatrixRMaj;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Logs of known motions that are late by known times. */
class AlignmentTest {
  private static final int STEPS = 300;
  private static final double PERIOD = 0.01;
  private static final double LARGEST = 5;
  private static final int STATES = 3;
  private static final double[] SIGMA = {0.05, 0.05};

  /**
   * States in different units at a time [s]; all start in one state, at once where {@code abrupt}, else from rest with
   * no acceleration.
   */
  private static double[] motion(double time, double[] w, boolean abrupt) {
    double s = Math.max(0, time);
    if (!abrupt) {
      double x = (1 + w[0]) * s * s * s * Math.exp(-s);
      return new double[] {x, 100 * (1 + w[0] + w[1]) * s * s * s, x * s};
    }
    double second = 0.5 * Math.sin(2 * s) + (1 + w[1]) * (1 - Math.cos(2.5 * s));
    return new double[] {(1 + w[0]) * (1 - Math.cos(3 * s)), 1000 * second,
        3 * (1 + w[0]) * Math.sin(3 * s) + w[1] * s};
  }

  private record Case(Rollouts late, Rollouts prompt, double[] delays, DMatrixRMaj truth) {}

  private static Case made(long seed, int count, double noise, boolean shaken, boolean abrupt) {
    Random random = new Random(seed);
    double[] nominal = {0, 0};
    DMatrixRMaj parameters = shaken
        ? new Shaking(Shaking.Design.GAUSSIAN, SIGMA).inPairs().withNominals(8).withSeed(seed).parameters(nominal,
            count)
        : new DMatrixRMaj(count, 2);
    double[] delays = random.doubles(count, 0, LARGEST).toArray();
    double[] units = {noise, 1000 * noise, 3 * noise};
    DMatrixRMaj late = new DMatrixRMaj(STATES * STEPS, count);
    DMatrixRMaj prompt = new DMatrixRMaj(STATES * STEPS, count);
    DMatrixRMaj truth = new DMatrixRMaj(STATES * STEPS, 2);
    for (int t = 0; t < STEPS; t++) {
      for (int k = 0; k < count; k++) {
        double[] w = {parameters.get(k, 0), parameters.get(k, 1)};
        double[] now = motion((t + 1) * PERIOD, w, abrupt);
        double[] before = motion((t + 1 - delays[k]) * PERIOD, w, abrupt);
        for (int i = 0; i < STATES; i++) {
          double error = units[i] * random.nextGaussian();
          prompt.set(t * STATES + i, k, now[i] + error);
          late.set(t * STATES + i, k, before[i] + error);
        }
      }
      for (int j = 0; j < 2; j++) {
        double[] up = motion((t + 1) * PERIOD, new double[] {1 - j, j}, abrupt);
        double[] down = motion((t + 1) * PERIOD, new double[2], abrupt);
        for (int i = 0; i < STATES; i++) {
          truth.set(t * STATES + i, j, up[i] - down[i]);
        }
      }
    }
    return new Case(new Rollouts(nominal, parameters, late, late, null, STEPS, PERIOD),
        new Rollouts(nominal, parameters, prompt, null, null, STEPS, PERIOD), delays, truth);
  }

  /** Mean over the states of the error relative to that state's own sensitivity, so that units do not matter. */
  private static double error(Rollouts rollouts, DMatrixRMaj truth) {
    Sensitivity sensitivity = new Ridge().estimate(rollouts);
    double mean = 0;
    for (int i = 0; i < STATES; i++) {
      double off = 0;
      double size = 0;
      for (int row = i; row < sensitivity.derivative().numRows; row += STATES) {
        for (int j = 0; j < 2; j++) {
          off += Math.pow(sensitivity.derivative().get(row, j) - truth.get(row, j), 2);
          size += Math.pow(truth.get(row, j), 2);
        }
      }
      mean += Math.sqrt(off / size) / STATES;
    }
    return mean;
  }

  @Test
  void findsTheDelaysOfEqualMotionsToAThousandth() {
    Case made = made(1, 40, 0, false, true);
    Alignment.Result result = Alignment.toMean(made.late, LARGEST);
    double earliest = Arrays.stream(made.delays).min().orElseThrow();
    for (int k = 0; k < 40; k++) {
      assertThat(result.delays()[k]).as("delay of %d", k).isCloseTo(made.delays[k] - earliest, within(2e-3));
    }
    assertThat(result.atLimit()).isEmpty();
    assertThat(result.rollouts().stepCount()).isBetween(STEPS - 6, STEPS - 4);
    for (int t = 10; t < result.rollouts().stepCount(); t++) {
      double expected = motion((t + 1 - earliest) * PERIOD, new double[2], true)[1];
      assertThat(result.rollouts().states().get(t * STATES + 1, 7)).isCloseTo(expected, within(0.1));
    }
    assertThat(result.rollouts().actions().data).containsExactly(result.rollouts().states().data);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void findsThemUnderNoise(long seed) {
    Case made = made(seed, 40, 0.01, false, true);
    Alignment.Result result = Alignment.toMean(made.late, LARGEST);
    double offset = 0;
    for (int k = 0; k < 40; k++) {
      offset += (result.delays()[k] - made.delays[k]) / 40;
    }
    for (int k = 0; k < 40; k++) {
      assertThat(result.delays()[k] - offset).as("delay of %d", k).isCloseTo(made.delays[k], within(0.15));
    }
  }

  /** Four fifths of what the delays cost, under noise, in seeds that differ. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void recoversWhatDelaysCost(long seed) {
    Case made = made(seed, 136, 1e-3, true, true);
    double best = error(made.prompt, made.truth);
    double worst = error(made.late, made.truth);
    double aligned = error(Alignment.toPrediction(made.late, LARGEST).rollouts(), made.truth);
    double toMean = error(Alignment.toMean(made.late, LARGEST).rollouts(), made.truth);
    assertThat(worst).as("late").isGreaterThan(3 * best);
    assertThat((worst - aligned) / (worst - best)).as("recovered").isGreaterThan(0.8);
    assertThat(toMean).as("against the mean").isGreaterThan(aligned);
  }

  /** Where the start tells nothing, errors stay within twice those of roll-outs that are not aligned. */
  @Test
  void doesLittleHarmWhereTheStartTellsNothing() {
    double late = 0;
    double aligned = 0;
    for (int seed = 0; seed < 10; seed++) {
      Case made = made(seed, 136, 1e-3, true, false);
      late += error(made.late, made.truth);
      aligned += error(Alignment.toPrediction(made.late, LARGEST).rollouts(), made.truth);
    }
    assertThat(aligned).isLessThan(2 * late);
  }

  @Test
  void doesNotSeeUnits() {
    Case made = made(4, 40, 1e-3, true, true);
    DMatrixRMaj other = made.late.states().copy();
    for (int row = 0; row < other.numRows; row++) {
      for (int k = 0; k < other.numCols; k++) {
        other.set(row, k, row % STATES == 0 ? 1e4 * other.get(row, k) : other.get(row, k));
      }
    }
    Rollouts scaled = new Rollouts(new double[2], made.late.parameters(), other, null, null, STEPS, PERIOD);
    double[] expected = Alignment.toMean(made.late, LARGEST).delays();
    assertThat(Alignment.toMean(scaled, LARGEST).delays()).containsExactly(expected, within(1e-9));
  }

  @Test
  void reportsDelaysAtTheEndOfTheRangeAndRefusesShortLogs() {
    Case made = made(1, 40, 0, false, true);
    assertThat(Alignment.toMean(made.late, 1).atLimit()).isNotEmpty();
    assertThatThrownBy(() -> Alignment.toMean(made.late, 200)).hasMessageContaining("200.0")
        .hasMessageContaining("300");
    assertThatThrownBy(() -> Alignment.toMean(made.late, 0)).isInstanceOf(IllegalArgumentException.class);
    DMatrixRMaj weights = new DMatrixRMaj(STEPS, 40);
    Arrays.fill(weights.data, 1);
    Rollouts weighted = new Rollouts(new double[2], made.late.parameters(), made.late.states(), null, weights, STEPS,
        PERIOD);
    assertThatThrownBy(() -> Alignment.toMean(weighted, 5)).hasMessageContaining("no weights");
    assertThatThrownBy(() -> Alignment.toPrediction(made.late.select(0, 1), 5))
        .hasMessageContaining("2 roll-outs for 2 parameters");
  }

  /** Whatever the parameters do to the motion: here nothing of it is shown. */
  @Test
  void findsDelaysAgainstCommandsByTheirOwnClock() {
    Case made = made(6, 40, 0, true, true);
    DMatrixRMaj commands = made.prompt.states();
    Rollouts logs = new Rollouts(new double[2], made.late.parameters(), new DMatrixRMaj(STEPS, 40),
        made.late.states(), null, STEPS, PERIOD);
    Alignment.Result result = Alignment.toCommands(logs, commands, LARGEST);
    assertThat(result.delays()).containsExactly(made.delays, within(2e-3));
    assertThat(result.atLimit()).isEmpty();
    int steps = result.rollouts().stepCount();
    assertThat(steps).isEqualTo(STEPS - (int) Math.ceil(Arrays.stream(result.delays()).max().orElseThrow()));
    for (int row = 10 * STATES; row < steps * STATES; row++) {
      assertThat(result.rollouts().actions().get(row, 3)).isCloseTo(commands.get(row, 3), within(0.2));
    }
  }

  @Test
  void refusesCommandsThatShowNoDelay() {
    Case made = made(1, 40, 0, true, true);
    assertThatThrownBy(() -> Alignment.toCommands(made.prompt, made.prompt.states(), 5))
        .hasMessageContaining("no actions");
    assertThatThrownBy(() -> Alignment.toCommands(made.late, new DMatrixRMaj(STEPS, 40), 5))
        .hasMessage("commands are 300 x 40, but actions 900 x 40");
    DMatrixRMaj still = made.prompt.states().copy();
    for (int row = 0; row < still.numRows; row++) {
      still.set(row, 17, row % STATES);
    }
    assertThatThrownBy(() -> Alignment.toCommands(made.late, still, 5)).hasMessageContaining("roll-out 17");
  }
}
