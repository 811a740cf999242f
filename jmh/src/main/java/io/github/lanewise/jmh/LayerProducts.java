package io.github.lanewise.jmh;

import io.github.lanewise.dense.DoubleGemm;
import io.github.lanewise.dense.FloatGemm;
import io.github.lanewise.lanes.ElementType;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * The three products of a network's layer, all row-major and added to what is there: samples X, weights W (out x in).
 */
@State(Scope.Thread)
public class LayerProducts extends Dense {
  /** Samples, or samples times tangents. */
  @Param({"64", "256", "512", "3584"})
  public int rows;
  /** Inputs and outputs of the layer. */
  @Param({"64x64", "256x256", "12x256", "21x256", "97x256", "256x8", "256x14", "256x76"})
  public String layer;
  /** Number type. */
  @Param({"DOUBLE", "FLOAT"})
  public ElementType type;

  private int in;
  private int out;
  private double[] x;
  private double[] w;
  private double[] y;
  private float[] fx;
  private float[] fw;
  private float[] fy;

  /** Compares with EJML and states the work. */
  @Setup
  public void setup() {
    in = Integer.parseInt(layer.substring(0, layer.indexOf('x')));
    out = Integer.parseInt(layer.substring(layer.indexOf('x') + 1));
    x = random(rows * in, 1);
    w = random(out * in, 2);
    y = random(rows * out, 3);
    fx = rounded(x);
    fw = rounded(w);
    fy = rounded(y);
    DMatrixRMaj samples = DMatrixRMaj.wrap(rows, in, x.clone());
    DMatrixRMaj weights = DMatrixRMaj.wrap(out, in, w.clone());
    DMatrixRMaj outputs = DMatrixRMaj.wrap(rows, out, y.clone());
    CommonOps_DDRM.multAddTransB(samples, weights, outputs);
    forward();
    check("forward", type == ElementType.DOUBLE ? y : widened(fy), outputs);
    CommonOps_DDRM.multAdd(outputs, weights, samples);
    backward();
    check("backward", type == ElementType.DOUBLE ? x : widened(fx), samples);
    CommonOps_DDRM.multAddTransA(outputs, samples, weights);
    gradient();
    check("gradient", type == ElementType.DOUBLE ? w : widened(fw), weights);
    Rates.flops(type, 2.0 * rows * in * out);
  }

  private void check(String name, double[] ours, DMatrixRMaj expected) {
    Agreement.check("EJML, " + name, expected.data, ours, Agreement.tolerance(type));
  }

  /** {@code Y += X W'}. */
  @Benchmark
  public void forward() {
    if (type == ElementType.DOUBLE) {
      DoubleGemm.addTimesTransposed(rows, out, in, x, 0, in, w, 0, in, y, 0, out);
    } else {
      FloatGemm.addTimesTransposed(rows, out, in, fx, 0, in, fw, 0, in, fy, 0, out);
    }
  }

  /** {@code X += Y W}. */
  @Benchmark
  public void backward() {
    if (type == ElementType.DOUBLE) {
      DoubleGemm.addTimes(rows, in, out, y, 0, out, w, 0, in, x, 0, in);
    } else {
      FloatGemm.addTimes(rows, in, out, fy, 0, out, fw, 0, in, fx, 0, in);
    }
  }

  /** {@code W += Y' X}. */
  @Benchmark
  public void gradient() {
    if (type == ElementType.DOUBLE) {
      DoubleGemm.addTransposedTimes(out, in, rows, y, 0, out, x, 0, in, w, 0, in);
    } else {
      FloatGemm.addTransposedTimes(out, in, rows, fy, 0, out, fx, 0, in, fw, 0, in);
    }
  }
}
