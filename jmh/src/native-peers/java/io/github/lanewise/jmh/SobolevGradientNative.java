package io.github.lanewise.jmh;

import io.github.lanewise.lanes.ElementType;
import java.util.function.DoubleSupplier;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.LongOptional;
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
 * {@link SobolevGradient} in libtorch, in the three ways there are to whole Jacobians from Java. A projection is one
 * vector-Jacobian product in all of them, so that it is measured once.
 *
 * <p>Forward tangents would be a fourth, with n rows a sample, more than m in all of these networks.
 */
@Fork(value = 1, jvmArgsAppend = {OpenBlas.JVM_ARGUMENT, Libtorch.NOT_COLLECTED, Libtorch.NOT_COUNTED})
public class SobolevGradientNative extends Dense {
  /** Libtorch's number for a loss that is a sum. */
  private static final long SUM = 2;

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
      int n = data.mlp.inputs();
      int m = data.mlp.outputs();
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
      check("libtorch, rows at once", this::rowsAtOnce);
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
        return differentiate(loss.add(squares(row, projections()).mul(projectedMean)));
      }
      Tensor slopes = null;
      for (int i = 0; i < rows.length; i++) {
        Tensor row = Libtorch.gradient(top, x, mlp.weights(a.length).select(0, i).expand_as(top), true);
        Tensor square = squares(row, rows[i]);
        slopes = slopes == null ? square : slopes.add(square);
      }
      return differentiate(loss.add(slopes.mul(mean)));
    }

    private double rowsAtOnce() {
      if (penalty == Penalty.PROJECTED) {
        return rowByRow();
      }
      Tensor y = mlp.outputs(mlp.hidden(x));
      Tensor repeated = x.detach().repeat_interleave(rows.length, new LongOptional(0), new LongOptional())
          .set_requires_grad(true);
      Tensor[] a = mlp.hidden(repeated);
      Tensor seeds = mlp.weights(a.length).repeat(data.batch, 1);
      Tensor slopes = Libtorch.gradient(a[a.length - 1], repeated, seeds, true);
      return differentiate(squares(y, t).add(squares(slopes, jacobians)).mul(mean));
    }

    private double spelledOut() {
      Tensor[] a = mlp.hidden(x.detach());
      Tensor value = squares(mlp.outputs(a), t).mul(mean);
      if (penalty == Penalty.PROJECTED) {
        Tensor slopes = mlp.jacobian(a, directions.mm(mlp.weights(a.length)).unsqueeze(1));
        return differentiate(value.add(squares(slopes, projections()).mul(projectedMean)));
      }
      Tensor slopes = mlp.jacobian(a, mlp.weights(a.length).unsqueeze(0));
      return differentiate(value.add(squares(slopes, jacobians).mul(mean)));
    }

    /** {@code v' T}, B x n. */
    private Tensor projections() {
      Tensor all = jacobians.view(data.batch, data.mlp.outputs(), data.mlp.inputs());
      return directions.unsqueeze(1).bmm(all).squeeze(1);
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

  /** Every sample m times, so that one product gives all rows; differentiated again. */
  @Benchmark
  public double libtorchRepeated(Problem s) {
    try (PointerScope _ = new PointerScope()) {
      return s.rowsAtOnce();
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
