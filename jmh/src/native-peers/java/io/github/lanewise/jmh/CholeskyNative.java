package io.github.lanewise.jmh;

import static org.bytedeco.openblas.global.openblas.LAPACKE_dpotrf_work;
import static org.bytedeco.openblas.global.openblas.LAPACKE_spotrf_work;
import static org.bytedeco.openblas.global.openblas.LAPACK_COL_MAJOR;

import io.github.lanewise.lanes.ElementType;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** {@link Cholesky} in native libraries. */
@State(Scope.Thread)
@Fork(value = 1, jvmArgsAppend = OpenBlas.JVM_ARGUMENT)
public class CholeskyNative extends Dense {
  /** Rows and columns. */
  @Param({"64", "512"})
  public int n;
  /** Number type. */
  @Param({"DOUBLE", "FLOAT"})
  public ElementType type;

  private DoublePointer a;
  private DoublePointer l;
  private FloatPointer fa;
  private FloatPointer fl;

  /** Compares with this library. */
  @Setup
  public void setup() {
    OpenBlas.useOneThread();
    Cholesky ours = new Cholesky();
    ours.n = n;
    ours.type = type;
    ours.setup();
    ours.lanewise();
    double[] expected = ours.lower();
    a = new DoublePointer(ours.a);
    l = new DoublePointer(ours.l.length);
    fa = new FloatPointer(ours.fa);
    fl = new FloatPointer(ours.fl.length);
    openblas();
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        ours.l[i * n + j] = l.get((long) j * n + i);
        ours.fl[i * n + j] = fl.get((long) j * n + i);
      }
    }
    Agreement.check("OpenBLAS", ours.lower(), expected, Agreement.tolerance(type));
  }

  /** OpenBLAS, column-major, without LAPACKE's search for numbers that are not. */
  @Benchmark
  public int openblas() {
    if (type == ElementType.DOUBLE) {
      Pointer.memcpy(l, a, (long) Double.BYTES * n * n);
      return LAPACKE_dpotrf_work(LAPACK_COL_MAJOR, (byte) 'L', n, l, n);
    }
    Pointer.memcpy(fl, fa, (long) Float.BYTES * n * n);
    return LAPACKE_spotrf_work(LAPACK_COL_MAJOR, (byte) 'L', n, fl, n);
  }
}
