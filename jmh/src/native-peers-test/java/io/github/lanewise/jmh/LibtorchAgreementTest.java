package io.github.lanewise.jmh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.lanes.RandomStream;
import io.github.lanewise.network.Activation;
import io.github.lanewise.network.Mlp;
import io.github.lanewise.sobolev.DoubleSobolevLoss;
import io.github.lanewise.sobolev.SobolevLoss;
import io.github.lanewise.sobolev.UnitVectors;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Losses and their gradients against libtorch's, which differentiates twice by itself. */
class LibtorchAgreementTest {
  private static final double TOLERANCE = 1e-9;
  private static final int BATCH = 7;
  private static final int N = 5;
  private static final int M = 4;
  private static final int PROJECTIONS = 3;
  private static final double[] OUTPUT_WEIGHTS = {1, 0.3, 2, 0.7};
  private static final double[] INPUT_WEIGHTS = {0.5, 1, 0, 3, 0.2};

  private final double[] x = Dense.random(BATCH * N, 1);
  private final double[] t = Dense.random(BATCH * M, 2);
  private final double[] jacobians = Dense.random(BATCH * M * N, 3);
  private final double[] directions = new double[BATCH * PROJECTIONS * M];

  /** What of a Jacobian is penalised. */
  enum Slopes {
    NONE, EXACT, PROJECTED
  }

  @BeforeAll
  static void loadsLibtorch() {
    Libtorch.useOneThread();
  }

  @ParameterizedTest
  @CsvSource({
    "TANH, false, NONE, false", "TANH, true, NONE, true",
    "TANH, false, EXACT, false", "TANH, true, EXACT, false", "TANH, false, EXACT, true",
    "TANH, false, PROJECTED, false", "TANH, true, PROJECTED, true",
    "SILU, false, EXACT, false", "SILU, true, EXACT, true", "SILU, true, PROJECTED, false",
    "ELU, false, EXACT, false", "ELU, true, PROJECTED, false",
    "GELU, false, EXACT, false", "GELU, true, EXACT, false", "GELU, true, PROJECTED, true",
    "SOFTPLUS, false, EXACT, false", "SOFTPLUS, true, PROJECTED, false",
    "IDENTITY, false, EXACT, false", "IDENTITY, true, EXACT, false"})
  void gradientsAreThoseOfDoubleBackward(Activation activation, boolean normalized, Slopes slopes, boolean gaussian) {
    Mlp plain = Mlp.of(N, gaussian ? 2 * M : M, activation, 9, 6);
    Mlp mlp = normalized ? plain.withLayerNorm() : plain;
    SobolevLoss loss = switch (slopes) {
      case NONE -> SobolevLoss.value(mlp);
      case EXACT -> SobolevLoss.exact(mlp);
      case PROJECTED -> SobolevLoss.projected(mlp, PROJECTIONS);
    };
    loss = (gaussian ? loss.gaussian() : loss).weights(OUTPUT_WEIGHTS, INPUT_WEIGHTS);
    new UnitVectors(M, RandomStream.of(5)).draw(BATCH * PROJECTIONS, directions);
    double[] parameters = mlp.initial(6);
    double[] shift = Dense.random(parameters.length, 7);
    for (int e = 0; e < parameters.length; e++) {
      parameters[e] += 0.2 * shift[e];
    }

    double[] gradient = new double[parameters.length];
    double value = new DoubleSobolevLoss(loss, BATCH).at(BATCH, parameters, x, t, jacobians, directions, gradient);

    TorchNetwork network = new TorchNetwork(mlp, ElementType.DOUBLE, parameters);
    Tensor expected = torchLoss(network, slopes, gaussian);
    Tensor[] expectedGradient = torch.grad(new TensorVector(expected), network.parameters).get();
    assertThat(value).isCloseTo(expected.item_double(), within(TOLERANCE * Math.abs(value)));
    Agreement.check("the gradient", gradient, Libtorch.numbers(expectedGradient), TOLERANCE);
  }

  /** The formula of {@link SobolevLoss}, V J by automatic differentiation. */
  private Tensor torchLoss(TorchNetwork network, Slopes slopes, boolean gaussian) {
    Tensor input = tensor(x, BATCH, N).set_requires_grad(true);
    Tensor outputs = network.outputs(network.hidden(input));
    Tensor y = outputs.narrow(1, 0, M);
    Tensor weights = tensor(OUTPUT_WEIGHTS, M);
    Tensor terms = y.sub(tensor(t, BATCH, M)).square();
    if (gaussian) {
      Tensor logarithms = outputs.narrow(1, M, M);
      terms = terms.mul(logarithms.neg().exp()).add(logarithms);
    }
    Tensor sum = terms.mul(weights).sum();
    int rows = slopes == Slopes.NONE ? 0 : slopes == Slopes.EXACT ? M : PROJECTIONS;
    Tensor wanted = tensor(jacobians, BATCH, M, N);
    for (int r = 0; r < rows; r++) {
      Tensor v = slopes == Slopes.EXACT ? torch.eye(M).to(torch.ScalarType.Double).select(0, r).expand(BATCH, M)
          : tensor(directions, BATCH, PROJECTIONS, M).select(1, r).mul(new Scalar(Math.sqrt(M / (double) rows)));
      Tensor rooted = v.mul(weights.sqrt());
      Tensor row = Libtorch.gradient(y, input, rooted, true).sub(rooted.unsqueeze(1).bmm(wanted).squeeze(1));
      sum = sum.add(row.square().mul(tensor(INPUT_WEIGHTS, N)).sum());
    }
    return sum.div(new Scalar((double) BATCH));
  }

  private static Tensor tensor(double[] numbers, long... shape) {
    return Libtorch.tensor(ElementType.DOUBLE, numbers, null, shape);
  }

  @ParameterizedTest
  @EnumSource(ElementType.class)
  void benchmarksAgree(ElementType type) {
    for (SobolevState.Penalty penalty : SobolevState.Penalty.values()) {
      SobolevGradientNative.Problem sobolev = new SobolevGradientNative.Problem();
      sobolev.network = "6-16-16-3:10";
      sobolev.penalty = penalty;
      sobolev.type = type;
      assertThatCode(sobolev::setup).doesNotThrowAnyException();
    }
    NetworkJacobianNative.Problem jacobian = new NetworkJacobianNative.Problem();
    jacobian.network = "6-16-16-3:10";
    jacobian.type = type;
    assertThatCode(jacobian::setup).doesNotThrowAnyException();
  }
}
