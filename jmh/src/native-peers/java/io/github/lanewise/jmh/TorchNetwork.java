package io.github.lanewise.jmh;

import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.network.Activation;
import io.github.lanewise.network.Mlp;
import java.util.Arrays;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** An {@link Mlp} in libtorch, whose derivatives libtorch finds by itself. */
final class TorchNetwork {
  private static final double EPSILON = 1e-5;
  private static final Scalar ONE = new Scalar(1.0);

  /** All parameters, in the order in which {@link Mlp} lays them out; each asks for gradients. */
  final TensorVector parameters = new TensorVector();

  private final Mlp mlp;
  private final Tensor[] weights;
  private final Tensor[] biases;
  private final Tensor[] scales;
  private final Tensor[] shifts;

  TorchNetwork(Mlp mlp, ElementType type, double[] numbers) {
    this.mlp = mlp;
    int layers = mlp.layerCount();
    weights = new Tensor[layers + 1];
    biases = new Tensor[layers + 1];
    scales = new Tensor[layers];
    shifts = new Tensor[layers];
    for (int l = 1; l <= layers; l++) {
      int width = mlp.width(l);
      weights[l] = parameter(type, numbers, mlp.weights(l), width, mlp.width(l - 1));
      biases[l] = parameter(type, numbers, mlp.bias(l), width);
      if (mlp.normalized() && l < layers) {
        scales[l] = parameter(type, numbers, mlp.norm(l), width);
        shifts[l] = parameter(type, numbers, mlp.norm(l) + width, width);
      }
    }
  }

  private Tensor parameter(ElementType type, double[] numbers, int at, long... shape) {
    int length = (int) Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    double[] own = Arrays.copyOfRange(numbers, at, at + length);
    Tensor parameter = Libtorch.tensor(type, own, Dense.rounded(own), shape).set_requires_grad(true);
    parameters.push_back(parameter);
    return parameter;
  }

  /** {@code a_1} to {@code a_(L-1)} from index 1 on, and x at 0. */
  Tensor[] hidden(Tensor x) {
    Tensor[] a = new Tensor[mlp.layerCount()];
    a[0] = x;
    for (int l = 1; l < a.length; l++) {
      a[l] = activated(torch.addmm(biases[l], a[l - 1], weights[l].t()));
      if (mlp.normalized()) {
        a[l] = torch.layer_norm(a[l], new long[] {mlp.width(l)}, new TensorOptional(scales[l]),
            new TensorOptional(shifts[l]), EPSILON, false);
      }
    }
    return a;
  }

  /** y. */
  Tensor outputs(Tensor[] hidden) {
    int top = mlp.layerCount();
    return torch.addmm(biases[top], hidden[top - 1], weights[top].t());
  }

  /** W_l. */
  Tensor weights(int layer) {
    return weights[layer];
  }

  /**
   * {@code V dy/dx}, B R x n, with the activation's derivative and the products over layers spelled out in tensors:
   * what {@code grad} does for each row, for all rows at once.
   *
   * @param rows {@code V W_L}, B x R x n_(L-1); 1 x R x n_(L-1) if it is the same for all samples
   */
  Tensor jacobian(Tensor[] hidden, Tensor rows) {
    if (mlp.activation() != Activation.TANH || mlp.normalized()) {
      throw new IllegalArgumentException("spelled out for tanh alone, not for " + mlp);
    }
    long count = hidden[0].size(0);
    long each = rows.size(1);
    Tensor product = rows;
    for (int l = mlp.layerCount() - 1; l >= 1; l--) {
      Tensor slope = torch.rsub(hidden[l].square(), ONE).unsqueeze(1);
      Tensor p = product.view(-1, each, mlp.width(l)).mul(slope);
      product = p.view(count * each, mlp.width(l)).mm(weights[l]);
    }
    return product;
  }

  private Tensor activated(Tensor z) {
    return switch (mlp.activation()) {
      case TANH -> z.tanh();
      case SILU -> torch.silu(z);
      case ELU -> torch.elu(z);
      case GELU -> torch.gelu(z, "tanh");
      case SOFTPLUS -> torch.softplus(z);
      case IDENTITY -> z;
    };
  }
}
