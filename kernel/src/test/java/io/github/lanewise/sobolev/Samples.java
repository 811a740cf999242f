package io.github.lanewise.sobolev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.network.Activation;
import io.github.lanewise.network.Mlp;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;

/** Random networks and samples for them. */
public record Samples(Mlp mlp, int count, double[] parameters, double[] x, double[] t, double[] jacobians) {
  /** Every activation, plain and normalised; none to four hidden layers of widths that fill no whole vectors. */
  static Stream<Mlp> networks() {
    Stream<Mlp> deep = Arrays.stream(Activation.values())
        .flatMap(activation -> {
          Mlp plain = Mlp.of(5, 3, activation, 19, 11);
          return Stream.of(plain, plain.withLayerNorm());
        });
    return Stream.concat(deep, Stream.of(Mlp.of(5, 3, Activation.TANH), Mlp.of(5, 3, Activation.TANH, 9),
        Mlp.of(5, 3, Activation.SILU, 7, 12, 9, 5), Mlp.of(5, 3, Activation.TANH, 19, 23, 17).withLayerNorm(),
        Mlp.of(5, 3, Activation.TANH, 6, 1), Mlp.of(5, 3, Activation.TANH, 6, 1).withLayerNorm()));
  }

  public static Samples random(Mlp mlp, int count, long seed) {
    Random random = new Random(seed);
    double[] parameters = mlp.initial(seed);
    for (int e = 0; e < parameters.length; e++) {
      parameters[e] += 0.2 * random.nextGaussian();
    }
    return new Samples(mlp, count, parameters, random.doubles((long) count * mlp.inputCount(), -1, 1).toArray(),
        random.doubles((long) count * mlp.outputCount(), -1, 1).toArray(),
        random.doubles((long) count * mlp.outputCount() * mlp.inputCount(), -1, 1).toArray());
  }

  /** Unit vectors, r of m numbers for each sample. */
  double[] directions(int r, long seed) {
    int m = mlp.outputCount();
    double[] v = new Random(seed).doubles((long) count * r * m, -1, 1).toArray();
    for (int row = 0; row < count * r; row++) {
      double square = 0;
      for (int i = 0; i < m; i++) {
        square += v[row * m + i] * v[row * m + i];
      }
      for (int i = 0; i < m; i++) {
        v[row * m + i] /= Math.sqrt(square);
      }
    }
    return v;
  }

  public double[] input(int sample) {
    return Arrays.copyOfRange(x, sample * mlp.inputCount(), (sample + 1) * mlp.inputCount());
  }

  public static float[] floats(double[] a) {
    float[] floats = new float[a.length];
    for (int e = 0; e < a.length; e++) {
      floats[e] = (float) a[e];
    }
    return floats;
  }

  public static double[] doubles(float[] a) {
    double[] doubles = new double[a.length];
    for (int e = 0; e < a.length; e++) {
      doubles[e] = a[e];
    }
    return doubles;
  }

  /** That these are {@code J xDot} and {@code J' yBar}, for samples of 5 inputs and 3 outputs. */
  public static void assertProducts(double[] j, double[] xDot, double[] yDot, double[] yBar, double[] xBar,
      double error) {
    for (int b = 0; b < xDot.length / 5; b++) {
      for (int i = 0; i < 3; i++) {
        double dot = 0;
        for (int k = 0; k < 5; k++) {
          dot += j[(b * 3 + i) * 5 + k] * xDot[b * 5 + k];
        }
        assertThat(yDot[b * 3 + i]).isCloseTo(dot, within(1e-12));
      }
      for (int k = 0; k < 5; k++) {
        double bar = 0;
        for (int i = 0; i < 3; i++) {
          bar += j[(b * 3 + i) * 5 + k] * yBar[b * 3 + i];
        }
        assertThat(xBar[b * 5 + k]).isCloseTo(bar, within(error));
      }
    }
  }
}
