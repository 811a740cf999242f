package io.github.lanewise.jmh;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lanewise.lanes.ElementType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the benchmarks of dense kernels compare in their set-up; and that the comparisons can fail. */
class DenseAgreementTest {
  @ParameterizedTest
  @EnumSource(ElementType.class)
  void ridgeRegressionsAgree(ElementType type) {
    RidgeRegression.Ridge ridge = new RidgeRegression.Ridge();
    ridge.p = 6;
    ridge.type = type;
    assertThatCode(ridge::setup).doesNotThrowAnyException();
    double[] projector = new double[RidgeState.ROLLOUTS * ridge.p];
    assertThatThrownBy(() -> ridge.check("a peer", projector))
        .hasMessageContaining("the standard error of a peer disagrees");
    ridge.d[1] += 1e-3;
    ridge.fd[1] += 1e-3f;
    assertThatThrownBy(() -> ridge.check("a peer", projector)).hasMessageContaining("a peer disagrees");
  }

  @ParameterizedTest
  @EnumSource(ElementType.class)
  void productsAndFactorsAgree(ElementType type) {
    Gemm gemm = new Gemm();
    gemm.n = 64;
    gemm.type = type;
    assertThatCode(gemm::setup).doesNotThrowAnyException();
    Cholesky cholesky = new Cholesky();
    cholesky.n = 64;
    cholesky.type = type;
    assertThatCode(cholesky::setup).doesNotThrowAnyException();
  }

  @Test
  void weightedRegressionsAgree() {
    WeightedRegression weighted = new WeightedRegression();
    weighted.rollouts = 64;
    assertThatCode(weighted::setup).doesNotThrowAnyException();
  }

  @Test
  void recursionsAgree() {
    RecursiveUpdate.Data data = new RecursiveUpdate.Data();
    data.setup();
    assertThatCode(() -> new RecursiveUpdate.Ejml().setup(data)).doesNotThrowAnyException();
  }

  @Test
  void intervalsOfGaussianProcessesCoverTheExactSlopes() {
    GaussianProcessRegression processes = new GaussianProcessRegression();
    processes.rollouts = 200;
    processes.steps = 20;
    assertThatCode(processes::setup).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @EnumSource(ElementType.class)
  void networksAgreeWithFiniteDifferences(ElementType type) {
    for (SobolevState.Penalty penalty : SobolevState.Penalty.values()) {
      SobolevGradient.Problem sobolev = new SobolevGradient.Problem();
      sobolev.network = "6-16-16-3:10";
      sobolev.penalty = penalty;
      sobolev.type = type;
      assertThatCode(sobolev::setup).doesNotThrowAnyException();
      assertThatThrownBy(() -> sobolev.check("a peer", sobolev.lanewise() * (1 + 1e-2), new double[0]))
          .hasMessageContaining("the loss of a peer disagrees");
    }
    NetworkJacobian.Problem jacobian = new NetworkJacobian.Problem();
    jacobian.network = "6-16-16-3:10";
    jacobian.type = type;
    assertThatCode(jacobian::setup).doesNotThrowAnyException();
  }
}
