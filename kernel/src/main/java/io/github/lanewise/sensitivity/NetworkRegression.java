package io.github.lanewise.sensitivity;

import io.github.lanewise.dense.DoubleGemm;
import io.github.lanewise.lanes.RandomStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;

/**
 * {@code x_t(W) = g(W, t) = B_t (1, W, tanh(V W + c))}: an ensemble of small networks, whose Jacobian {@code dg/dW} is
 * the sensitivity.
 *
 * <p>The hidden units see the parameters, decorrelated; every state at every sample has its own readout,
 * which is always the least squares one, so that only (V, c) are trained. It is meant for roll-outs about several
 * nominal policies: one network answers at all of them. Where there is hardly any noise, its error stays far above that
 * of {@link GaussianProcess}.
 *
 * <p>Standard errors add two variances: that of the noise as the smoother lets it through, with the noise of a row
 * measured by predicting each roll-out with the network that was not trained on it; and the spread of the networks,
 * each trained without another part of the roll-outs. A network that saw fewer roll-outs errs more than the mean of
 * all, so that intervals come out longer than they need be; errors that all networks share are in neither. The degrees
 * of freedom are those of the linear trend's residuals, K - p - 1. A direction of the parameters that the roll-outs do
 * not tell apart is no error: {@link Sensitivity#rank} is then below p, the estimate zero along it, and the standard
 * errors of the parameters that it touches are infinite. The same seed gives the same result. Immutable; any number of
 * threads may use one.
 */
public final class NetworkRegression implements Estimator {
  private final int units;
  private final int members;
  private final long seed;

  /** Five networks of 16 hidden units. */
  public NetworkRegression() {
    this(16, 5, 1);
  }

  /**
   * An ensemble.
   *
   * @param units hidden ones, 1 or more
   * @param members networks, 2 or more, each of which is trained without another 1/members of the roll-outs
   * @param seed of initial weights and of the parts left out
   */
  public NetworkRegression(int units, int members, long seed) {
    if (units < 1 || members < 2) {
      throw new IllegalArgumentException(units + " units and " + members + " networks: it takes at least 1 and 2");
    }
    this.units = units;
    this.members = members;
    this.seed = seed;
  }

  /** {@inheritDoc} */
  @Override
  public Sensitivity estimate(Rollouts rollouts) {
    return fit(rollouts).at(rollouts.nominal());
  }

  /**
   * {@return the ensemble given roll-outs about one or several nominal policies}
   *
   * @param about of the same robot, each with a nominal policy of its own
   * @throws IllegalArgumentException if they differ in samples or states, are too few in all, have missing samples or
   *     different weights, or do not shake a parameter at all
   */
  public FittedNetwork fit(Rollouts... about) {
    Rollouts rollouts = join(about);
    ShakenInputs inputs = ShakenInputs.of(rollouts);
    int count = rollouts.count();
    int p = inputs.parameterCount();
    // Each network has to have enough for a linear fit and as many for its units.
    int least = (int) Math.ceil((p + 2.0 + units) * members / (members - 1));
    if (count < least) {
      throw new IllegalArgumentException(count + " roll-outs: " + members + " networks of " + units + " units for " + p
          + " parameters take at least " + least);
    }
    SamplePattern pattern = complete(rollouts);
    inputs.requireEnough(pattern);
    Trend trend = new Trend(inputs, pattern);
    double[] points = FittedNetwork.points(trend, inputs.z());
    Detrended rows = Detrended.of(rollouts, trend, pattern, pattern.rows(rollouts.stateCount()));
    double[] gram = gram(rows, rollouts.stateCount(), count);
    RandomStream random = RandomStream.of(seed);
    int[] order = new int[count];
    random.permute(order);
    List<NetworkMember> networks = new ArrayList<>();
    for (int member = 0; member < members; member++) {
      int part = member;
      int[] trained = IntStream.range(0, count).filter(k -> k % members != part).map(k -> order[k]).sorted().toArray();
      int[] left = IntStream.range(0, count).filter(k -> k % members == part).map(k -> order[k]).sorted().toArray();
      networks.add(NetworkMember.train(points, trend.rank(), units, gram, trained, left, random.stream(member)));
    }
    return new FittedNetwork(inputs, trend, rollouts.stepCount(), rows, networks);
  }

  private static SamplePattern complete(Rollouts rollouts) {
    for (int t = 0; t < rollouts.stepCount(); t++) {
      for (int k = 0; k < rollouts.count(); k++) {
        if (rollouts.weight(t, k) != rollouts.weight(0, 0) || rollouts.weight(t, k) == 0) {
          throw new IllegalArgumentException("roll-out " + k + " has weight " + rollouts.weight(t, k) + " at sample "
              + t + ", but the network takes only roll-outs that all have the same weight: crop to samples that all"
              + " have, or use another estimator");
        }
      }
    }
    int[] all = IntStream.range(0, rollouts.count()).toArray();
    double[] alike = new double[all.length];
    Arrays.fill(alike, 1);
    return new SamplePattern(IntStream.range(0, rollouts.stepCount()).toArray(), all, alike);
  }

  /** {@code sum_r e_r e_r'} over rows of residuals, each state in units of its root mean square, K x K. */
  private static double[] gram(Detrended rows, int states, int count) {
    double[] squares = new double[states];
    double[] scaled = rows.residuals().clone();
    for (int e = 0; e < scaled.length; e++) {
      squares[e / count % states] += rows.linear()[e / count] ? 0 : scaled[e] * scaled[e];
    }
    for (int e = 0; e < scaled.length; e++) {
      double square = squares[e / count % states];
      scaled[e] = rows.linear()[e / count] ? 0 : scaled[e] / Math.sqrt(square);
    }
    double[] gram = new double[count * count];
    int all = scaled.length / count;
    DoubleGemm.addTransposedTimes(count, count, all, scaled, 0, count, scaled, 0, count, gram, 0, count);
    return gram;
  }

  /** All roll-outs as one, with the nominal policy of the first. */
  private static Rollouts join(Rollouts... about) {
    if (about.length == 1) {
      return about[0];
    }
    if (about.length == 0) {
      throw new IllegalArgumentException("no roll-outs");
    }
    Rollouts first = about[0];
    int total = 0;
    for (Rollouts one : about) {
      if (one.stepCount() != first.stepCount() || one.stateCount() != first.stateCount()
          || one.parameterCount() != first.parameterCount()) {
        throw new IllegalArgumentException("roll-outs of " + sizes(one) + " beside others of " + sizes(first));
      }
      total += one.count();
    }
    DMatrixRMaj parameters = new DMatrixRMaj(total, first.parameterCount());
    DMatrixRMaj states = new DMatrixRMaj(first.states().numRows, total);
    DMatrixRMaj weights = new DMatrixRMaj(first.stepCount(), total);
    int from = 0;
    for (Rollouts one : about) {
      int numbers = one.parameters().getNumElements();
      System.arraycopy(one.parameters().data, 0, parameters.data, from * parameters.numCols, numbers);
      for (int k = 0; k < one.count(); k++) {
        for (int row = 0; row < states.numRows; row++) {
          states.set(row, from + k, one.states().get(row, k));
        }
        for (int t = 0; t < weights.numRows; t++) {
          weights.set(t, from + k, one.weight(t, k));
        }
      }
      from += one.count();
    }
    return new Rollouts(first.nominal(), parameters, states, null, weights, first.stepCount(), first.timeStep());
  }

  private static String sizes(Rollouts rollouts) {
    return rollouts.stepCount() + " samples, " + rollouts.stateCount() + " states and "
        + rollouts.parameterCount() + " parameters";
  }
}
