package io.github.lanewise.measure;

import io.github.lanewise.lanes.ElementType;
import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Work that does nothing but fused multiply-adds of the widest vectors: whoever times it has the roof under which
 * kernels run.
 *
 * <p>Twelve independent chains {@code x <- 1/2 1/2 + x} keep two units of four cycles' latency busy. The factors come
 * from an array: C2 loads a broadcast constant again for every operation, and the loads would be measured. Safe for
 * threads.
 */
public final class FmaChains {
  private static final VectorSpecies<Double> DOUBLES = DoubleVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
  private static final int CHAINS = 12;
  private static final double[] HALVES = new double[DOUBLES.length()];
  private static final float[] FLOAT_HALVES = new float[FLOATS.length()];

  static {
    Arrays.fill(HALVES, 0.5);
    Arrays.fill(FLOAT_HALVES, 0.5f);
  }

  private FmaChains() {}

  /**
   * Floating-point operations of {@link #run}: two for each multiply-add of each lane.
   *
   * @param type element type of the vectors
   * @param rounds multiply-adds of every chain
   * @return 2 chains x rounds x lanes
   */
  public static double flops(ElementType type, int rounds) {
    return 2.0 * CHAINS * rounds * (type == ElementType.DOUBLE ? DOUBLES.length() : FLOATS.length());
  }

  /**
   * {@code rounds} multiply-adds of every chain; nothing is allocated.
   *
   * @param type element type of the vectors
   * @param rounds multiply-adds of every chain
   * @return the sum of all chains and lanes, there to be used, so that the work cannot be left out
   */
  public static double run(ElementType type, int rounds) {
    return type == ElementType.DOUBLE ? doubles(rounds) : floats(rounds);
  }

  private static double doubles(int rounds) {
    DoubleVector h = DoubleVector.fromArray(DOUBLES, HALVES, 0);
    DoubleVector a = DoubleVector.broadcast(DOUBLES, rounds);
    DoubleVector b = a;
    DoubleVector c = a;
    DoubleVector d = a;
    DoubleVector e = a;
    DoubleVector f = a;
    DoubleVector g = a;
    DoubleVector i = a;
    DoubleVector j = a;
    DoubleVector k = a;
    DoubleVector l = a;
    DoubleVector m = a;
    for (int n = 0; n < rounds; n++) {
      a = h.fma(h, a);
      b = h.fma(h, b);
      c = h.fma(h, c);
      d = h.fma(h, d);
      e = h.fma(h, e);
      f = h.fma(h, f);
      g = h.fma(h, g);
      i = h.fma(h, i);
      j = h.fma(h, j);
      k = h.fma(h, k);
      l = h.fma(h, l);
      m = h.fma(h, m);
    }
    return a.add(b).add(c).add(d).add(e).add(f).add(g).add(i).add(j).add(k).add(l).add(m)
        .reduceLanes(VectorOperators.ADD);
  }

  private static double floats(int rounds) {
    FloatVector h = FloatVector.fromArray(FLOATS, FLOAT_HALVES, 0);
    FloatVector a = FloatVector.broadcast(FLOATS, rounds);
    FloatVector b = a;
    FloatVector c = a;
    FloatVector d = a;
    FloatVector e = a;
    FloatVector f = a;
    FloatVector g = a;
    FloatVector i = a;
    FloatVector j = a;
    FloatVector k = a;
    FloatVector l = a;
    FloatVector m = a;
    for (int n = 0; n < rounds; n++) {
      a = h.fma(h, a);
      b = h.fma(h, b);
      c = h.fma(h, c);
      d = h.fma(h, d);
      e = h.fma(h, e);
      f = h.fma(h, f);
      g = h.fma(h, g);
      i = h.fma(h, i);
      j = h.fma(h, j);
      k = h.fma(h, k);
      l = h.fma(h, l);
      m = h.fma(h, m);
    }
    return a.add(b).add(c).add(d).add(e).add(f).add(g).add(i).add(j).add(k).add(l).add(m)
        .reduceLanes(VectorOperators.ADD);
  }
}
