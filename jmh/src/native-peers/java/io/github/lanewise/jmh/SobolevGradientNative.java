package io.github.lanewise.jmh;

import io.github.lanewise.lanes.ElementType;
import java.util.function.DoubleSupplier;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * {@link SobolevGradient} in libtorch, in the two fastest ways from Java: as its users write it, with gradients of
 * gradients, and with the Jacobian spelled out, which leaves a single gradient to libtorch.
 *
 * <p>Slower is to repeat every sample m times, so that one vector-Jacobian product gives all rows: that takes 6
 * products of matrices where the others take 3. Forward tangents have n rows a sample, more than m in all of these
 * networks.
 */
@Fork(value = 1, jvmArgsAppend = {OpenBlas.JVM_ARGUMENT, Libtorch.NOT_COLLECTED, Libtorch.NOT_COUNTED})
public class SobolevGradientNative extends Dense {
  /** Libtorch's number for a loss that is a sum. */
  private static final long SUM = 2;
  /** Rows of Jacobians spelled out at a time: 76 for each of 256 samples, all at once, take 1.3 times as long. */
  private static final int ROWS = 4096;

  /** Tensors. */
  @State(Scope.Thread)
  public static class Problem extends SobolevState {
    private TorchNetwork mlp;
    private Tensor x;
    private Tensor t;
    /** B m x n; and m tensors of B x n. */
    private Tensor jacobians;
    private Tensor[] rows;
    private Tensor directions;
    private Scalar mean;
    private Scalar projectedMean;
    /** What the last call found; only within its scope. */
    private Tensor[] gradient;

    /** Compares with this library. */
    @Setup
    public void setup() {
      Libtorch.useOneThread();
      prepare();
      int batch = data.batch;
      int n = data.mlp.inputCount();
      int m = data.mlp.outputCount();
      mean = new Scalar(1.0 / batch);
      projectedMean = new Scalar((double) m / batch);
      mlp = new TorchNetwork(data.mlp, type, data.parameters);
      x = Libtorch.tensor(type, data.x, data.fx, batch, n).set_requires_grad(true);
      t = Libtorch.tensor(type, data.t, data.ft, batch, m);
      jacobians = Libtorch.tensor(type, data.jacobians, data.fjacobians, (long) batch * m, n);
      directions = Libtorch.tensor(type, data.directions, data.fdirections, batch, m);
      rows = new Tensor[m];
      for (int i = 0; i < m; i++) {
        rows[i] = jacobians.view(batch, m, n).select(1, i).contiguous();
      }
      check("libtorch, row by row", this::rowByRow);
      check("libtorch, spelled out", this::spelledOut);
    }

    private void check(String competitor, DoubleSupplier way) {
      try (PointerScope _ = new PointerScope()) {
        double loss = way.getAsDouble();
        check(competitor, loss, Libtorch.numbers(gradient));
      }
    }

    private double rowByRow() {
      Tensor[] a = mlp.hidden(x);
      Tensor y = mlp.outputs(a);
      Tensor top = a[a.length - 1];
      Tensor loss = squares(y, t).mul(mean);
      if (penalty == Penalty.PROJECTED) {
        Tensor row = Libtorch.gradient(y, x, directions, true);
        return differentiate(loss.add(squares(row, projected(directions, jacobians)).mul(projectedMean)));
      }
      Tensor slopes = null;
      for (int i = 0; i < rows.length; i++) {
        Tensor row = Libtorch.gradient(top, x, mlp.weights(a.length).select(0, i).expand_as(top), true);
        Tensor square = squares(row, rows[i]);
        slopes = slopes == null ? square : slopes.add(square);
      }
      return differentiate(loss.add(slopes.mul(mean)));
    }

    /** Gradients of some samples at a time, added up. */
    private double spelledOut() {
      double loss = 0;
      Tensor[] sum = null;
      int samples = penalty == Penalty.EXACT ? ROWS / rows.length : ROWS;
      for (int from = 0; from < data.batch; from += samples) {
        int count = Math.min(samples, data.batch - from);
        loss += spelledOut(from, count);
        for (int i = 0; sum != null && i < sum.length; i++) {
          sum[i].add_(gradient[i]);
        }
        sum = sum == null ? gradient : sum;
      }
      gradient = sum;
      return loss;
    }

    private double spelledOut(int from, int count) {
      int m = rows.length;
      Tensor[] a = mlp.hidden(x.detach().narrow(0, from, count));
      Tensor value = squares(mlp.outputs(a), t.narrow(0, from, count)).mul(mean);
      Tensor top = mlp.weights(a.length);
      Tensor wanted = jacobians.narrow(0, (long) from * m, (long) count * m);
      if (penalty == Penalty.EXACT) {
        Tensor slopes = mlp.jacobian(a, top.unsqueeze(0));
        return differentiate(value.add(squares(slopes, wanted).mul(mean)));
      }
      Tensor v = directions.narrow(0, from, count);
      Tensor slopes = mlp.jacobian(a, v.mm(top).unsqueeze(1));
      return differentiate(value.add(squares(slopes, projected(v, wanted)).mul(projectedMean)));
    }

    /** {@code v' T}, B x n. */
    private Tensor projected(Tensor v, Tensor wanted) {
      return v.unsqueeze(1).bmm(wanted.view(v.size(0), v.size(1), -1)).squeeze(1);
    }

    private double differentiate(Tensor loss) {
      gradient = torch.grad(new TensorVector(loss), mlp.parameters).get();
      return type == ElementType.DOUBLE ? loss.item_double() : loss.item_float();
    }

    private static Tensor squares(Tensor a, Tensor b) {
      return torch.mse_loss(a, b, SUM);
    }
  }

  /** A product of a row of the last weights with the network's derivative, m times; differentiated again. */
  @Benchmark
  public double libtorch(Problem s) {
    try (PointerScope _ = new PointerScope()) {
      return s.rowByRow();
    }
  }

  /** The Jacobian spelled out in products of tensors; differentiated once. */
  @Benchmark
  public double libtorchSpelledOut(Problem s) {
    try (PointerScope _ = new PointerScope()) {
      return s.spelledOut();
    }
  }
}
