package io.github.lanewise.sensitivity;

import io.github.lanewise.dense.DoubleGemm;
import java.util.List;
import org.ejml.data.DMatrixRMaj;

/**
 * The ensemble of {@link NetworkRegression}: {@code x_t(W)} and {@code dx_t/dW} at any parameters among those of the
 * roll-outs. Immutable.
 */
public final class FittedNetwork {
  private final ShakenInputs inputs;
  private final Trend trend;
  private final int steps;
  private final Detrended rows;
  private final List<NetworkMember> networks;
  private final double[] noise;

  FittedNetwork(ShakenInputs inputs, Trend trend, int steps, Detrended rows, List<NetworkMember> networks) {
    this.inputs = inputs;
    this.trend = trend;
    this.steps = steps;
    this.rows = rows;
    this.networks = List.copyOf(networks);
    noise = noise();
  }

  /** What networks see: parameters (n x p) along known directions, decorrelated and of size one, n x rank. */
  static double[] points(Trend trend, double[] z) {
    double[] q = trend.coordinates(z);
    for (int e = 0; e < q.length; e++) {
      q[e] *= Math.sqrt(trend.count());
    }
    return q;
  }

  /** From a value and derivatives by what networks see, in columns, to a value and those by z, rows x (1 + p). */
  private double[] byParameters(double[] columns) {
    int p = inputs.parameterCount();
    int rank = trend.rank();
    int rows = columns.length / (1 + rank);
    double[] result = new double[rows * (1 + p)];
    double[] slopes = trend.byParameters().clone();
    for (int e = 0; e < slopes.length; e++) {
      slopes[e] *= Math.sqrt(trend.count());
    }
    DoubleGemm.addTimes(rows, p, rank, columns, 1, 1 + rank, slopes, 0, p, result, 1, 1 + p);
    for (int r = 0; r < rows; r++) {
      result[r * (1 + p)] = columns[r * (1 + rank)];
    }
    return result;
  }

  /** Mean square error of each row in roll-outs predicted by the network that was not trained on them. */
  private double[] noise() {
    int count = rows.residuals().length / rows.rows().length;
    double[] squares = new double[rows.rows().length];
    for (NetworkMember network : networks) {
      double[] weights = network.predictLeft(points(trend, inputs.z()), trend.rank());
      int left = network.left().length;
      double[] errors = new double[count * left];
      for (int v = 0; v < left; v++) {
        for (int k = 0; k < network.trained().length; k++) {
          errors[network.trained()[k] * left + v] = -weights[k * left + v];
        }
        errors[network.left()[v] * left + v] = 1;
      }
      double[] off = new double[squares.length * left];
      DoubleGemm.addTimes(squares.length, left, count, rows.residuals(), 0, count, errors, 0, left, off, 0, left);
      for (int e = 0; e < off.length; e++) {
        squares[e / left] += off[e] * off[e] / count;
      }
    }
    return squares;
  }

  /**
   * {@return the mean trajectory of the networks at W and its derivative there, with standard errors}
   *
   * @param w W, p numbers
   */
  public Sensitivity at(double[] w) {
    double[] point = inputs.scaled(w);
    int m = point.length + 1;
    int r = trend.size();
    int count = trend.count();
    int members = networks.size();
    double[] alongTrend = trend.valueAndSlopes(point);
    double[] seen = points(trend, point);
    double[] meanWeights = new double[count * m];
    double[] mean = new double[noise.length * m];
    double[] spread = new double[mean.length];
    for (int member = 0; member < members; member++) {
      double[] weights = byParameters(networks.get(member).weights(seen));
      double[] estimates = new double[mean.length];
      DoubleGemm.addTimes(noise.length, m, count, rows.residuals(), 0, count, weights, 0, m, estimates, 0, m);
      for (int e = 0; e < meanWeights.length; e++) {
        meanWeights[e] += weights[e] / members;
      }
      for (int e = 0; e < mean.length; e++) {
        double off = estimates[e] - mean[e];
        mean[e] += off / (member + 1);
        spread[e] += off * (estimates[e] - mean[e]) / (members - 1);
      }
    }
    DoubleGemm.addTimes(noise.length, m, r, rows.coefficients(), 0, r, alongTrend, 0, m, mean, 0, m);
    return sensitivity(mean, spread, through(meanWeights, alongTrend));
  }

  /** Sums of squares of weights of the observations: the trend's, and those of what it leaves of them. */
  private double[] through(double[] weights, double[] alongTrend) {
    int r = trend.size();
    int m = alongTrend.length / r;
    int count = trend.count();
    double[] along = new double[alongTrend.length];
    DoubleGemm.addTransposedTimes(r, m, count, trend.basis(), 0, r, weights, 0, m, along, 0, m);
    double[] squares = new double[m];
    for (int e = 0; e < weights.length; e++) {
      squares[e % m] += weights[e] * weights[e];
    }
    for (int e = 0; e < along.length; e++) {
      squares[e % m] += alongTrend[e] * alongTrend[e] - along[e] * along[e];
    }
    return squares;
  }

  private Sensitivity sensitivity(double[] mean, double[] spread, double[] through) {
    int p = inputs.parameterCount();
    DMatrixRMaj derivative = new DMatrixRMaj(noise.length, p);
    DMatrixRMaj error = new DMatrixRMaj(noise.length, p);
    DMatrixRMaj nominal = new DMatrixRMaj(noise.length, 1);
    for (int r = 0; r < noise.length; r++) {
      int row = rows.rows()[r];
      nominal.data[row] = mean[r * (p + 1)];
      for (int j = 0; j < p; j++) {
        int at = r * (p + 1) + 1 + j;
        derivative.data[row * p + j] = mean[at] / inputs.units().deviation(j);
        error.data[row * p + j] = trend.unknown(j) ? Double.POSITIVE_INFINITY
            : Math.sqrt(noise[r] * through[1 + j] + spread[at]) / inputs.units().deviation(j);
      }
    }
    return new Sensitivity(steps, derivative, error, nominal, trend.freedom(), trend.rank());
  }
}
