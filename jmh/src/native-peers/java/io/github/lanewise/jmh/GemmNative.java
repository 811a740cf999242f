package io.github.lanewise.jmh;

import static org.bytedeco.openblas.global.openblas.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas.cblas_dgemm;
import static org.bytedeco.openblas.global.openblas.cblas_sgemm;

import io.github.lanewise.lanes.ElementType;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** {@link Gemm} in native libraries. */
@State(Scope.Thread)
@Fork(value = 1, jvmArgsAppend = OpenBlas.JVM_ARGUMENT)
public class GemmNative extends Dense {
  /** Rows and columns. */
  @Param({"64", "256", "512", "1024"})
  public int n;
  /** Number type. */
  @Param({"DOUBLE", "FLOAT"})
  public ElementType type;

  private DoublePointer a;
  private DoublePointer b;
  private DoublePointer c;
  private FloatPointer fa;
  private FloatPointer fb;
  private FloatPointer fc;

  /** Compares with this library. */
  @Setup
  public void setup() {
    OpenBlas.useOneThread();
    Gemm ours = new Gemm();
    ours.n = n;
    ours.type = type;
    ours.setup();
    ours.lanewise();
    double[] expected = ours.result();
    a = new DoublePointer(ours.a);
    b = new DoublePointer(ours.b);
    c = new DoublePointer(ours.c.length);
    fa = new FloatPointer(ours.fa);
    fb = new FloatPointer(ours.fb);
    fc = new FloatPointer(ours.fc.length);
    openblas();
    c.get(ours.c);
    fc.get(ours.fc);
    Agreement.check("OpenBLAS", ours.result(), expected, Agreement.tolerance(type));
  }

  /** OpenBLAS. */
  @Benchmark
  public void openblas() {
    if (type == ElementType.DOUBLE) {
      cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, n, n, n, 1, a, n, b, n, 0, c, n);
    } else {
      cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, n, n, n, 1, fa, n, fb, n, 0, fc, n);
    }
  }
}
