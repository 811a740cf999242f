package io.github.lanewise.jmh;

import io.github.lanewise.network.Mlp;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** {@link NetworkJacobian} in libtorch, in the ways of {@link SobolevGradientNative}. */
@Fork(value = 1, jvmArgsAppend = {OpenBlas.JVM_ARGUMENT, Libtorch.NOT_COLLECTED, Libtorch.NOT_COUNTED})
public class NetworkJacobianNative extends Dense {
  /** Tensors. */
  @State(Scope.Thread)
  public static class Problem extends JacobianState {
    private TorchNetwork torch;
    private Tensor x;
    /** What the last call found, only within its scope: y, and m tensors of B x n. */
    private Tensor y;
    private Tensor[] rows;

    /** Compares with this library. */
    @Setup
    public void setup() {
      Libtorch.useOneThread();
      prepare();
      torch = new TorchNetwork(data.mlp, type, data.parameters);
      x = Libtorch.tensor(type, data.x, data.fx, data.batch, data.mlp.inputCount()).set_requires_grad(true);
      rows = new Tensor[data.mlp.outputCount()];
      try (PointerScope _ = new PointerScope()) {
        rowByRow();
        check("libtorch, row by row", Libtorch.numbers(y), interleaved(Libtorch.numbers(rows)));
        Tensor all = spelledOut();
        check("libtorch, spelled out", Libtorch.numbers(y), Libtorch.numbers(all));
      }
    }

    /** Rows of a sample beside each other. */
    private double[] interleaved(double[] byRow) {
      Mlp mlp = data.mlp;
      int n = mlp.inputCount();
      double[] bySample = new double[byRow.length];
      for (int i = 0; i < rows.length; i++) {
        for (int b = 0; b < data.batch; b++) {
          System.arraycopy(byRow, (i * data.batch + b) * n, bySample, (b * rows.length + i) * n, n);
        }
      }
      return bySample;
    }

    private void rowByRow() {
      Tensor[] a = torch.hidden(x);
      Tensor top = a[a.length - 1];
      y = torch.outputs(a);
      for (int i = 0; i < rows.length; i++) {
        rows[i] = Libtorch.gradient(top, x, torch.weights(a.length).select(0, i).expand_as(top), false);
      }
    }

    @SuppressWarnings("try") // it is there to be closed
    private Tensor spelledOut() {
      try (NoGradGuard _ = new NoGradGuard()) {
        Tensor[] a = torch.hidden(x);
        y = torch.outputs(a);
        return torch.jacobian(a, torch.weights(a.length).unsqueeze(0));
      }
    }
  }

  /** A product of a row of the last weights with the network's derivative, m times. */
  @Benchmark
  public void libtorch(Problem s) {
    try (PointerScope _ = new PointerScope()) {
      s.rowByRow();
    }
  }

  /** The Jacobian spelled out in products of tensors, none of which is recorded. */
  @Benchmark
  public void libtorchSpelledOut(Problem s) {
    try (PointerScope _ = new PointerScope()) {
      s.spelledOut();
    }
  }
}
