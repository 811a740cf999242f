package io.github.lanewise.simulation;

import io.github.lanewise.dynamics.ControlLaw;
import io.github.lanewise.lanes.RandomStream;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.network.Normalizer;
import io.github.lanewise.sobolev.TrainingData;
import io.github.lanewise.sobolev.fitting.Dataset;
import io.github.lanewise.sobolev.fitting.RolloutErrors;
import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * {@code s' = F(s, a)} with {@code dF/d(s, a)}: samples of what becomes of a robot in a control step, for models to
 * learn.
 *
 * <p>States s = (q, v, w) have nq + nv rows and one for each actuator that has a state of its own; derivatives are by
 * these rows, of quaternions that are normalised first.
 * Motors of the robot take the actions; without motors they are the joints' forces. One caller at a time.
 */
public final class RobotSamples implements AutoCloseable {
  private static final int CHUNK = 256;

  private final Simulation simulation;
  private final int states;
  private final int actions;
  private StepJacobian jacobian;

  /**
   * Compiles the robot.
   *
   * @param model of the robot
   * @param period of a control step [s]
   * @param substeps time steps of the simulator in it
   * @param threads that share the samples
   * @throws IllegalArgumentException if a time step is not above 0 and finite
   */
  public RobotSamples(RobotModel model, double period, int substeps, int threads) {
    simulation = Simulation.of(model).robots(CHUNK).threads(threads).timeStep(period / substeps).substeps(substeps)
        .control(ControlLaw.of(model)).build();
    states = simulation.state().rowCount();
    actions = simulation.actionCount();
  }

  /** {@return rows of s} */
  public int stateCount() {
    return states;
  }

  /** {@return rows of a} */
  public int actionCount() {
    return actions;
  }

  /**
   * Next states, not finite where the simulator does not stay finite.
   *
   * @param count N
   * @param x N x (states + actions), row after row, positions, velocities and actions in the robot's units
   * @param y N x states; overwritten
   * @param jacobians of y by x, N states x (states + actions); overwritten; null if they are not wanted
   */
  public void run(int count, double[] x, double[] y, double[] jacobians) {
    for (int first = 0; first < count; first += CHUNK) {
      int some = Math.min(CHUNK, count - first);
      load(some, x, first);
      if (jacobians == null) {
        simulation.step();
      } else {
        differentiate(some, jacobians, first);
      }
      for (int k = 0; k < some; k++) {
        for (int i = 0; i < states; i++) {
          y[(first + k) * states + i] = simulation.state().get(i, k);
        }
      }
    }
  }

  private void load(int some, double[] x, int first) {
    int n = states + actions;
    for (int k = 0; k < some; k++) {
      for (int i = 0; i < states; i++) {
        simulation.state().set(i, k, x[(first + k) * n + i]);
      }
      for (int i = 0; i < actions; i++) {
        simulation.action().set(i, k, x[(first + k) * n + states + i]);
      }
    }
  }

  private void differentiate(int some, double[] jacobians, int first) {
    if (jacobian == null) {
      jacobian = simulation.rowJacobian();
    }
    jacobian.run();
    simulation.state().copyFrom(jacobian.next());
    int n = states + actions;
    for (int k = 0; k < some; k++) {
      for (int i = 0; i < states; i++) {
        int at = ((first + k) * states + i) * n;
        for (int j = 0; j < states; j++) {
          jacobians[at + j] = jacobian.byState().get(i * states + j, k);
        }
        for (int j = 0; j < actions; j++) {
          jacobians[at + states + j] = jacobian.byAction().get(i * actions + j, k);
        }
      }
    }
  }

  /**
   * Draws samples, and leaves out those that do not stay finite; the first of a seed are the same, however many.
   *
   * @param ranges from which samples are drawn
   * @param samples to train with
   * @param heldOut samples to be tested on
   * @param seed of all that is drawn
   * @return samples to train with, and held out
   * @throws IllegalArgumentException if they are too many for an array, or none stays finite
   */
  public Dataset draw(SampleRanges ranges, int samples, int heldOut, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    SplittableRandom other = random.split();
    TrainingData training = data(ranges, samples, random);
    TrainingData tests = data(ranges, heldOut, other);
    return new Dataset(ranges.names(), ranges.names().subList(0, states), states, true,
        training.droppedCount() + tests.droppedCount(), training, tests);
  }

  private TrainingData data(SampleRanges ranges, int count, RandomGenerator random) {
    int n = states + actions;
    if ((long) count * states * n > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(String.format(Locale.ROOT,
          "%,d samples with Jacobians of %d x %d are more numbers than an array can hold", count, states, n));
    }
    double[] x = ranges.draw(count, random);
    double[] y = new double[count * states];
    double[] jacobians = new double[count * states * n];
    run(count, x, y, jacobians);
    try {
      return TrainingData.finite(n, states, x, y, jacobians);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("none of " + count + " samples stays finite for a control step of "
          + simulation.controlPeriod() + " s in " + simulation.substepCount()
          + " substeps: its velocities or forces are too" + " large for such steps; take more or shorter ones", e);
    }
  }

  /**
   * What becomes of held-out states under random actions, for models to foretell.
   *
   * @param ranges from which actions are drawn
   * @param x held-out samples, row after row, of which the first {@code count} give the states to begin with
   * @param count roll-outs
   * @param units of inputs
   * @param steps control steps
   * @param seed of all that is drawn
   * @return what was simulated, to be foretold
   */
  public RolloutErrors rollouts(SampleRanges ranges, double[] x, int count, Normalizer units, int steps, long seed) {
    int n = states + actions;
    RandomStream random = RandomStream.of(seed);
    double[] start = Arrays.copyOf(x, count * n);
    double[][] drawn = new double[steps][];
    double[][] truth = new double[steps][count * states];
    double[] now = start.clone();
    for (int step = 0; step < steps; step++) {
      drawn[step] = ranges.draw(count, random);
      for (int k = 0; k < count; k++) {
        System.arraycopy(drawn[step], k * n + states, now, k * n + states, actions);
      }
      run(count, now, truth[step], null);
      for (int k = 0; k < count; k++) {
        System.arraycopy(truth[step], k * states, now, k * n, states);
      }
    }
    return new RolloutErrors(states, start, drawn, truth, units);
  }

  /** Ends the threads. */
  @Override
  public void close() {
    simulation.close();
  }
}
