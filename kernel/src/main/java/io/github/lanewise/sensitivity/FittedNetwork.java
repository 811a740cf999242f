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
  private final int steps;
  private final Detrended rows;
  private final List<NetworkMember> networks;
  private final double[] noise;

  FittedNetwork(ShakenInputs inputs, int steps, Detrended rows, List<NetworkMember> networks) {
    this.inputs = inputs;
    this.steps = steps;
    this.rows = rows;
    this.networks = List.copyOf(networks);
    noise = noise();
  }

  /** Mean square error of each row in roll-outs predicted by the network that was not trained on them. */
  private double[] noise() {
    int count = rows.residuals().length / rows.rows().length;
    double[] squares = new double[rows.rows().length];
    for (NetworkMember network : networks) {
      double[] weights = network.predictLeft(inputs.z(), inputs.parameters());
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
   * The mean trajectory of the networks at W and its derivative there, with standard errors.
   *
   * @param w W, p numbers
   */
  public Sensitivity at(double[] w) {
    double[] point = inputs.scaled(w);
    int m = point.length + 1;
    int count = rows.residuals().length / rows.rows().length;
    int members = networks.size();
    double[] meanWeights = new double[count * m];
    double[] mean = new double[noise.length * m];
    double[] spread = new double[mean.length];
    for (int member = 0; member < members; member++) {
      double[] weights = networks.get(member).weights(point);
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
    double[] through = Kriging.squares(m, meanWeights);
    return sensitivity(point, mean, spread, through);
  }

  private Sensitivity sensitivity(double[] point, double[] mean, double[] spread, double[] through) {
    int p = point.length;
    DMatrixRMaj derivative = new DMatrixRMaj(noise.length, p);
    DMatrixRMaj error = new DMatrixRMaj(noise.length, p);
    DMatrixRMaj nominal = new DMatrixRMaj(noise.length, 1);
    for (int r = 0; r < noise.length; r++) {
      int row = rows.rows()[r];
      nominal.data[row] = rows.coefficients()[r * (p + 1)] + mean[r * (p + 1)];
      for (int j = 0; j < p; j++) {
        int at = r * (p + 1) + 1 + j;
        nominal.data[row] += rows.coefficients()[at] * point[j];
        derivative.data[row * p + j] = (rows.coefficients()[at] + mean[at]) / inputs.spread()[j];
        error.data[row * p + j] = Math.sqrt(noise[r] * through[1 + j] + spread[at]) / inputs.spread()[j];
      }
    }
    int freedom = rows.residuals().length / noise.length - p - 1;
    return new Sensitivity(steps, derivative, error, nominal, freedom, p);
  }
}
