package io.github.lanewise.sensitivity;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The same kernel at several scales of length and ratios of signal to noise: components, of which each row of a
 * trajectory has one, with the factors that all rows of a pattern share.
 *
 * <p>Decades of ratios are enough: the noise variance adapts to the component, and where there is noise to speak of,
 * its estimate hardly depends on it.
 */
final class Mixture {
  /** Signal variance over noise variance: from curvature that hardly matters to where rounding drowns the noise. */
  private static final double[] RATIOS = IntStream.rangeClosed(-1, 12).mapToDouble(e -> Math.pow(10, e)).toArray();
  private static final int BLOCK = 256;

  private final Trend trend;
  private final double[][] lengths;
  private final List<Kriging> krigings;

  /**
   * Decomposes the kernel at each scale.
   *
   * @param points z of the roll-outs, K x p
   * @param lengths in spreads of the parameters
   * @param scales factors of all lengths
   */
  Mixture(double[] points, Trend trend, double[] lengths, double[] scales) {
    this.trend = trend;
    this.lengths = Arrays.stream(scales)
        .mapToObj(scale -> Arrays.stream(lengths).map(l -> scale * l).toArray()).toArray(double[][]::new);
    krigings = Arrays.stream(this.lengths).map(l -> new Kriging(ArdKernel.pairs(points, l), trend)).toList();
  }

  /** How many there are for so many scales: no signal at all is the first, then ratios within scales. */
  static int componentCount(int scales) {
    return 1 + scales * RATIOS.length;
  }

  int componentCount() {
    return componentCount(krigings.size());
  }

  /** Signal variance over noise variance of a component. */
  static double ratio(int component) {
    return component == 0 ? 0 : RATIOS[(component - 1) % RATIOS.length];
  }

  /** Number of a component's scale. */
  static int scale(int component) {
    return component == 0 ? 0 : (component - 1) / RATIOS.length;
  }

  Kriging kriging(int component) {
    return krigings.get(scale(component));
  }

  double[] lengths(int component) {
    return lengths[scale(component)];
  }

  /** Estimates of each row's noise variance by each component, rows x components. */
  double[] noise(Detrended rows) {
    int m = componentCount();
    double[] noise = new double[rows.count() * m];
    for (int from = 0; from < rows.count(); from += BLOCK) {
      Detrended block = rows.range(from, Math.min(from + BLOCK, rows.count()));
      for (int scale = 0; scale < krigings.size(); scale++) {
        Kriging kriging = krigings.get(scale);
        double[] squares = kriging.squares(block.count(), kriging.rotate(block.count(), block.residuals()), RATIOS);
        for (int r = 0; r < block.count(); r++) {
          int at = (from + r) * m;
          System.arraycopy(squares, r * RATIOS.length, noise, at + 1 + scale * RATIOS.length, RATIOS.length);
        }
      }
      for (int r = 0; r < block.count(); r++) {
        for (int k = 0; k < trend.count(); k++) {
          double e = block.residuals()[r * trend.count() + k];
          noise[(from + r) * m] += e * e;
        }
      }
    }
    for (int e = 0; e < noise.length; e++) {
      noise[e] /= trend.freedom();
    }
    return noise;
  }

  /**
   * Log of each row's restricted likelihood by each component, the noise variance at its best and the trend integrated
   * out, but for a constant: {@code -1/2 ((K - r) log s^2 + sum_i log(1 + a lambda_i))}.
   *
   * @param noise {@link #noise}
   */
  double[] logLikelihoods(double[] noise) {
    int m = componentCount();
    double[] determinants = new double[m];
    for (int c = 1; c < m; c++) {
      determinants[c] = kriging(c).logDeterminant(ratio(c));
    }
    double[] likelihoods = new double[noise.length];
    for (int e = 0; e < noise.length; e++) {
      likelihoods[e] = -0.5 * (trend.freedom() * Math.log(noise[e]) + determinants[e % m]);
    }
    return likelihoods;
  }
}
