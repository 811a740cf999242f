package io.github.lanewise.network;

import io.github.lanewise.compile.Kernel;
import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.lanes.Lanes;
import io.github.lanewise.trace.Graph;
import io.github.lanewise.trace.Scalar;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * {@code a = phi(z)}, elementwise, with its first and second derivatives.
 *
 * <p>Each is traced and compiled to vectors on first use; exp is within 1.5 and tanh and log are within 2 units in the
 * last place, phi within 4 of the larger of |z| and |phi|. Safe for threads.
 */
public enum Activation {
  /** {@code tanh z}. */
  TANH {
    @Override
    Scalar[] derivatives(Scalar z) {
      Scalar a = z.tanh();
      Scalar slope = Scalar.ONE.minus(a.squared());
      return new Scalar[] {a, slope, a.times(slope).times(-2)};
    }
  },
  /** {@code z s(z)} with the logistic function s (Elfwing et al., 2018). */
  SILU {
    @Override
    Scalar[] derivatives(Scalar z) {
      Scalar s = logistic(z);
      Scalar slope = s.times(Scalar.ONE.minus(s));
      Scalar bend = slope.times(Scalar.ONE.minus(s.times(2)));
      return new Scalar[] {z.times(s), z.times(slope).plus(s), slope.times(2).plus(z.times(bend))};
    }
  },
  /** {@code z} above 0, {@code e^z - 1} below; the second derivative at 0 is that from above, 0. */
  ELU {
    @Override
    Scalar[] derivatives(Scalar z) {
      // With t = tanh(z / 2): e^z - 1 = 2 t / (1 - t), without cancellation; 0 where z is above 0.
      Scalar t = z.min(0).times(0.5).tanh();
      Scalar below = t.times(2).over(Scalar.ONE.minus(t));
      Scalar e = below.plus(1);
      return new Scalar[] {z.ifLess(0, below, z), e, z.ifLess(0, e, Scalar.ZERO)};
    }
  },
  /** {@code z (1 + tanh(c (z + 0.044715 z^3))) / 2}, c = sqrt(2 / pi) (Hendrycks and Gimpel, arXiv 1606.08415). */
  GELU {
    @Override
    Scalar[] derivatives(Scalar z) {
      double c = Math.sqrt(2 / Math.PI);
      double cubic = 0.044715;
      Scalar square = z.squared();
      Scalar t = z.times(square.times(c * cubic).plus(c)).tanh();
      Scalar inner = square.times(3 * c * cubic).plus(c);
      Scalar slope = Scalar.ONE.minus(t.squared()).times(inner);
      Scalar bend = slope.times(inner).times(t).times(-2)
          .plus(Scalar.ONE.minus(t.squared()).times(z).times(6 * c * cubic));
      Scalar half = t.plus(1).times(0.5);
      return new Scalar[] {z.times(half), half.plus(z.times(slope).times(0.5)), slope.plus(z.times(bend).times(0.5))};
    }
  },
  /** {@code log(1 + e^z)}. */
  SOFTPLUS {
    @Override
    Scalar[] derivatives(Scalar z) {
      Scalar s = logistic(z);
      Scalar a = z.max(0).plus(z.abs().negate().exp().plus(1).log());
      return new Scalar[] {a, s, s.times(Scalar.ONE.minus(s))};
    }
  },
  /** {@code z}. */
  IDENTITY {
    @Override
    Scalar[] derivatives(Scalar z) {
      return new Scalar[] {z, Scalar.ONE, Scalar.ZERO};
    }
  };

  private final Map<ElementType, Kernel[]> kernels = new EnumMap<>(ElementType.class);

  /** phi, phi' and phi''. */
  abstract Scalar[] derivatives(Scalar z);

  /** {@code 1 / (1 + e^-z) = (1 + tanh(z / 2)) / 2}: to within a few units of the last place of 1. */
  private static Scalar logistic(Scalar z) {
    return z.times(0.5).tanh().plus(1).times(0.5);
  }

  /**
   * {@return the activation of a name in any case}
   *
   * @param name in any case
   * @throws IllegalArgumentException if there is none, with those there are
   */
  public static Activation of(String name) {
    return Arrays.stream(values()).filter(kind -> kind.name().equalsIgnoreCase(name)).findAny()
        .orElseThrow(() -> new IllegalArgumentException("no activation '" + name + "': one of "
            + Arrays.stream(values()).map(Activation::toString).collect(Collectors.joining(", "))));
  }

  /** The kernel with port z in and one port for phi and each of its derivatives up to an order, 0 to 2, out. */
  synchronized Kernel kernel(ElementType type, int order) {
    Kernel[] own = kernels.computeIfAbsent(type, t -> new Kernel[3]);
    if (own[order] == null) {
      Graph graph = new Graph(this + " of order " + order);
      Scalar[] out = derivatives(graph.input("z", 1)[0]);
      String[] names = {"value", "slope", "curvature"};
      for (int k = 0; k <= order; k++) {
        graph.output(names[k], out[k]);
      }
      own[order] = Kernel.compile(graph, Lanes.widest(type));
    }
    return own[order];
  }

  /** The name in lower case. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
