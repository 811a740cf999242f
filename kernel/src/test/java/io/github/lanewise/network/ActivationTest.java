package io.github.lanewise.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.compile.Binding;
import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.lanes.Workspace;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ActivationTest {
  private static final int COUNT = 4000;

  /** phi, phi' and phi'' at random z and at some where they might go wrong. */
  private static double[][] at(Activation activation, ElementType type, double[] z) {
    Batch[] ports = new Batch[4];
    Arrays.setAll(ports, p -> new Batch(type, 1, z.length));
    for (int e = 0; e < z.length; e++) {
      ports[0].set(0, e, z[e]);
    }
    Binding binding = activation.kernel(type, 2).bind(ports);
    Workspace workspace = new Workspace(type);
    binding.prepare(workspace);
    binding.run(workspace);
    double[][] out = new double[4][z.length];
    for (int p = 0; p < 4; p++) {
      for (int e = 0; e < z.length; e++) {
        out[p][e] = ports[p].get(0, e);
      }
    }
    return out;
  }

  private static double[] points() {
    double[] z = new Random(1).doubles(COUNT, -12, 12).toArray();
    double[] special = {0, 1e-300, -1e-300, 1e-9, -1e-9, 40, -40, 300, -300, 1e4, -1e4};
    System.arraycopy(special, 0, z, 0, special.length);
    return z;
  }

  /** Relative to the larger of the result and, where two terms cancel, the argument. */
  @ParameterizedTest
  @EnumSource(Activation.class)
  void valuesAreThoseOfTheFormula(Activation activation) {
    for (ElementType type : ElementType.values()) {
      double ulp = type == ElementType.DOUBLE ? Math.ulp(1.0) : Math.ulp(1f);
      double[][] out = at(activation, type, points());
      for (int e = 0; e < COUNT; e++) {
        double z = out[0][e];
        double bound = 4 * ulp * Math.max(Math.abs(z), Math.abs(SlowNetwork.phi(activation, z)));
        assertThat(out[1][e]).as("%s of %s in %s", activation, z, type)
            .isCloseTo(SlowNetwork.phi(activation, z), within(Math.max(bound, Double.MIN_NORMAL)));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Activation.class)
  void derivativesAreThoseOfDifferences(Activation activation) {
    double[] z = points();
    double[][] out = at(activation, ElementType.DOUBLE, z);
    for (int e = 0; e < COUNT; e++) {
      double h = 1e-3;
      if (activation == Activation.ELU && Math.abs(z[e]) < 3 * h) {
        continue;
      }
      double slope = SlowNetwork.slope(x -> SlowNetwork.phi(activation, x), z[e], h);
      assertThat(out[2][e]).as("slope of %s at %s", activation, z[e])
          .isCloseTo(slope, within(1e-10 * Math.max(1, Math.abs(z[e]))));
      double curvature = SlowNetwork.slope(
          x -> SlowNetwork.slope(y -> SlowNetwork.phi(activation, y), x, h), z[e], h);
      assertThat(out[3][e]).as("curvature of %s at %s", activation, z[e])
          .isCloseTo(curvature, within(1e-7 * Math.max(1, Math.abs(z[e]))));
    }
  }

  @ParameterizedTest
  @EnumSource(Activation.class)
  void floatsAgreeWithDoubles(Activation activation) {
    double[] z = points();
    for (int e = 0; e < COUNT; e++) {
      z[e] = (float) z[e];
    }
    double[][] expected = at(activation, ElementType.DOUBLE, z);
    double[][] out = at(activation, ElementType.FLOAT, z);
    // 1 - tanh^2 loses what tanh rounds, and its derivatives grow with the argument's.
    int growth = activation == Activation.GELU ? 2 : 1;
    for (int k = 2; k < 4; k++) {
      for (int e = 0; e < COUNT; e++) {
        assertThat(out[k][e]).as("derivative %d of %s at %s", k - 1, activation, z[e])
            .isCloseTo(expected[k][e], within(1e-6 * Math.max(1, Math.pow(Math.abs(z[e]), growth))));
      }
    }
  }

  @Test
  void namesAreReadInAnyCase() {
    assertThat(Activation.of("SiLU")).isSameAs(Activation.SILU);
    assertThatThrownBy(() -> Activation.of("relu")).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no activation 'relu': one of tanh, silu, elu, gelu, softplus, identity");
  }
}
