package io.github.lanewise.jmh;

import io.github.lanewise.lanes.RandomStream;
import io.github.lanewise.network.Activation;
import io.github.lanewise.network.Mlp;
import io.github.lanewise.sobolev.UnitVectors;
import java.util.Arrays;

/** A network of tanh with random parameters and samples that it has not learned; row after row, in double and float. */
final class NetworkData {
  /** B. */
  final int batch;
  /** The shape. */
  final Mlp mlp;
  /** As {@link Mlp} lays them out; none is 0. */
  final double[] parameters;
  /** Inputs, B x n. */
  final double[] x;
  /** Values wanted, B x m. */
  final double[] t;
  /** Jacobians wanted, B m x n. */
  final double[] jacobians;
  /** A unit vector of the outputs' space for each sample, B x m. */
  final double[] directions;
  /** The same. */
  final float[] fparameters;
  final float[] fx;
  final float[] ft;
  final float[] fjacobians;
  final float[] fdirections;

  /**
   * Draws everything.
   *
   * @param network widths and batch: {@code 12-64-64-8:64}
   */
  NetworkData(String network) {
    String[] parts = network.split(":");
    int[] widths = Arrays.stream(parts[0].split("-")).mapToInt(Integer::parseInt).toArray();
    int last = widths.length - 1;
    batch = Integer.parseInt(parts[1]);
    mlp = Mlp.of(widths[0], widths[last], Activation.TANH, Arrays.copyOfRange(widths, 1, last));
    double[] initial = mlp.initial(1);
    double[] shift = Dense.random(initial.length, 2);
    parameters = new double[initial.length];
    Arrays.setAll(parameters, e -> initial[e] + 0.1 * shift[e]);
    int n = mlp.inputCount();
    int m = mlp.outputCount();
    x = Dense.random(batch * n, 3);
    t = Dense.random(batch * m, 4);
    jacobians = Dense.random(batch * m * n, 5);
    directions = new double[batch * m];
    new UnitVectors(m, RandomStream.of(6)).draw(batch, directions);
    fparameters = Dense.rounded(parameters);
    fx = Dense.rounded(x);
    ft = Dense.rounded(t);
    fjacobians = Dense.rounded(jacobians);
    fdirections = Dense.rounded(directions);
  }

  /** {@code sum_l n_l n_(l-1)} for l from 1 to {@code last}: multiplications of a row with these weights. */
  double weights(int last) {
    double sum = 0;
    for (int l = 1; l <= last; l++) {
      sum += (double) mlp.width(l) * mlp.width(l - 1);
    }
    return sum;
  }
}
