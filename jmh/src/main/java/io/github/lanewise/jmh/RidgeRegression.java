package io.github.lanewise.jmh;

import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.sensitivity.DesignMatrix;
import io.github.lanewise.sensitivity.DoubleRegression;
import io.github.lanewise.sensitivity.FloatRegression;
import java.util.Arrays;
import java.util.Random;
import org.ejml.data.DMatrixRMaj;
import org.ejml.data.FMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.CommonOps_FDRM;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.dense.row.factory.LinearSolverFactory_FDRM;
import org.ejml.interfaces.linsol.LinearSolverDense;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Sensitivities {@code D_t} of all samples of a trajectory by least squares from perturbed roll-outs, from the arrays
 * to the result. An operation is one sample. This library's time has the design's factor, intercepts and standard
 * errors in it; the peers' is that of D_t alone.
 */
public class RidgeRegression extends Settings {
  private static final int STEPS = 1000;
  private static final int STATES = 9;
  private static final int ROLLOUTS = 1024;

  /** The same data for all. */
  @State(Scope.Thread)
  public static class Data {
    /** Number type. */
    @Param({"DOUBLE", "FLOAT"})
    public ElementType type;
    /** How many parameters. */
    @Param({"6", "64"})
    public int parameters;

    double[] change;
    double[] states;
    float[] floatChange;
    float[] floatStates;
    double[] truth;

    /** Straight data with some noise; the perturbations' means are zero, so that the peers need no intercept. */
    @Setup
    public void setup() {
      Random random = new Random(1);
      change = new double[ROLLOUTS * parameters];
      for (int e = 0; e < change.length / 2; e++) {
        change[e] = (float) (0.05 * random.nextGaussian());
        change[change.length / 2 + e] = -change[e];
      }
      truth = random.doubles((long) STEPS * STATES * parameters, -1, 1).toArray();
      states = new double[STEPS * STATES * ROLLOUTS];
      for (int r = 0; r < STEPS * STATES; r++) {
        for (int k = 0; k < ROLLOUTS; k++) {
          double x = 1e-4 * random.nextDouble();
          for (int j = 0; j < parameters; j++) {
            x += truth[r * parameters + j] * change[k * parameters + j];
          }
          states[r * ROLLOUTS + k] = x;
        }
      }
      if (type == ElementType.FLOAT) {
        floatChange = floats(change);
        floatStates = floats(states);
        states = null;
      }
      Rates.flops(type, 2.0 * STATES * ROLLOUTS * parameters);
      Rates.bytes((double) STATES * ROLLOUTS * (type == ElementType.FLOAT ? Float.BYTES : Double.BYTES));
    }

    private static float[] floats(double[] values) {
      float[] result = new float[values.length];
      for (int i = 0; i < values.length; i++) {
        result[i] = (float) values[i];
      }
      return result;
    }

    private double slope(Object slopes, int e) {
      return type == ElementType.FLOAT ? ((float[]) slopes)[e] : ((double[]) slopes)[e];
    }

    /** Refuses a competitor that does not find the slopes to a small part of the noise. */
    void check(String competitor, Object slopes) {
      double error = 0;
      double norm = 0;
      for (int e = 0; e < truth.length; e++) {
        error += Math.pow(slope(slopes, e) - truth[e], 2);
        norm += truth[e] * truth[e];
      }
      if (!(Math.sqrt(error / norm) < 1e-3)) {
        throw new IllegalStateException(competitor + " misses the slopes by " + Math.sqrt(error / norm)
            + " of their norm");
      }
    }
  }

  /** This library. */
  @State(Scope.Thread)
  public static class Lanewise {
    private Data data;
    private double[][] results;
    private float[][] floatResults;

    /** Compares and warms up. */
    @Setup
    public void setup(Data d) {
      data = d;
      int rows = STEPS * STATES;
      int[] sizes = {rows * d.parameters, rows * d.parameters, rows};
      if (d.type == ElementType.FLOAT) {
        floatResults = Arrays.stream(sizes).mapToObj(float[]::new).toArray(float[][]::new);
      } else {
        results = Arrays.stream(sizes).mapToObj(double[]::new).toArray(double[][]::new);
      }
      d.check("Lanewise", run());
      Steady.reach(this::run);
    }

    Object run() {
      DesignMatrix design = new DesignMatrix(ROLLOUTS, data.parameters, data.parameters, data.change, 0);
      if (data.type == ElementType.FLOAT) {
        new FloatRegression(design)
            .fit(STEPS * STATES, data.floatStates, 0, ROLLOUTS, floatResults[0], floatResults[1], floatResults[2]);
        return floatResults[0];
      }
      new DoubleRegression(design).fit(STEPS * STATES, data.states, 0, ROLLOUTS, results[0], results[1], results[2]);
      return results[0];
    }
  }

  /** EJML, sample by sample: the products, a Cholesky factor and a solve. */
  @State(Scope.Thread)
  public static class Ejml {
    private Data data;
    private double[] slopes;
    private float[] floatSlopes;

    /** Compares. */
    @Setup
    public void setup(Data d) {
      data = d;
      slopes = new double[d.type == ElementType.FLOAT ? 0 : d.truth.length];
      floatSlopes = new float[d.type == ElementType.FLOAT ? d.truth.length : 0];
      d.check("EJML", run(false));
      d.check("EJML with a shared factor", run(true));
    }

    Object run(boolean shared) {
      return data.type == ElementType.FLOAT ? floats(shared) : doubles(shared);
    }

    private double[] doubles(boolean shared) {
      int p = data.parameters;
      DMatrixRMaj z = DMatrixRMaj.wrap(ROLLOUTS, p, data.change);
      DMatrixRMaj x = new DMatrixRMaj(STATES, ROLLOUTS);
      DMatrixRMaj normal = new DMatrixRMaj(p, p);
      DMatrixRMaj right = new DMatrixRMaj(p, STATES);
      DMatrixRMaj d = new DMatrixRMaj(p, STATES);
      LinearSolverDense<DMatrixRMaj> solver = LinearSolverFactory_DDRM.chol(p);
      for (int t = 0; t < STEPS; t++) {
        if (t == 0 || !shared) {
          CommonOps_DDRM.multInner(z, normal);
          solver.setA(normal);
        }
        System.arraycopy(data.states, t * x.data.length, x.data, 0, x.data.length);
        CommonOps_DDRM.multTransAB(z, x, right);
        solver.solve(right, d);
        for (int i = 0; i < STATES; i++) {
          for (int j = 0; j < p; j++) {
            slopes[(t * STATES + i) * p + j] = d.data[j * STATES + i];
          }
        }
      }
      return slopes;
    }

    private float[] floats(boolean shared) {
      int p = data.parameters;
      FMatrixRMaj z = FMatrixRMaj.wrap(ROLLOUTS, p, data.floatChange);
      FMatrixRMaj x = new FMatrixRMaj(STATES, ROLLOUTS);
      FMatrixRMaj normal = new FMatrixRMaj(p, p);
      FMatrixRMaj right = new FMatrixRMaj(p, STATES);
      FMatrixRMaj d = new FMatrixRMaj(p, STATES);
      LinearSolverDense<FMatrixRMaj> solver = LinearSolverFactory_FDRM.chol(p);
      for (int t = 0; t < STEPS; t++) {
        if (t == 0 || !shared) {
          CommonOps_FDRM.multInner(z, normal);
          solver.setA(normal);
        }
        System.arraycopy(data.floatStates, t * x.data.length, x.data, 0, x.data.length);
        CommonOps_FDRM.multTransAB(z, x, right);
        solver.solve(right, d);
        for (int i = 0; i < STATES; i++) {
          for (int j = 0; j < p; j++) {
            floatSlopes[(t * STATES + i) * p + j] = d.data[j * STATES + i];
          }
        }
      }
      return floatSlopes;
    }
  }

  /** This library. */
  @Benchmark
  @OperationsPerInvocation(STEPS)
  public Object lanewise(Lanewise regression) {
    return regression.run();
  }

  /** EJML, everything anew for each sample. */
  @Benchmark
  @OperationsPerInvocation(STEPS)
  public Object ejml(Ejml regression) {
    return regression.run(false);
  }

  /** EJML with one factor for all samples. */
  @Benchmark
  @OperationsPerInvocation(STEPS)
  public Object ejmlSharedFactor(Ejml regression) {
    return regression.run(true);
  }
}
