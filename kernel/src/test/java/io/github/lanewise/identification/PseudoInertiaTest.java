package io.github.lanewise.identification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.model.BodyInertia;
import io.github.lanewise.model.Joint;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.spatial.Vec3;
import io.github.lanewise.trace.Scalar;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Coordinates of bodies: 0 is the given one, and all others can be bodies too. */
class PseudoInertiaTest {
  private static double[] rows(PseudoInertia body, double[] theta) {
    return Arrays.stream(body.rows(Scalar.of(theta))).mapToDouble(Scalar::value).toArray();
  }

  @Test
  void zeroIsTheBodyItself() {
    for (Joint joint : RobotModel.builtIn("arm7").joints()) {
      BodyInertia body = joint.body();
      double[] rows = rows(PseudoInertia.around(body), new double[PseudoInertia.SIZE]);
      double[] expected = {body.mass(), body.com().x().value(), body.com().y().value(), body.com().z().value(),
        body.atCom().xx().value(), body.atCom().xy().value(), body.atCom().xz().value(), body.atCom().yy().value(),
        body.atCom().yz().value(), body.atCom().zz().value()};
      assertThat(rows).containsExactly(expected, within(1e-12));
    }
  }

  /** A body of points has {@code x' (tr(I)/2 - I) x > 0} for all x, the sum of their squares along x. */
  @Test
  void everyChoiceIsABodyOfPoints() {
    PseudoInertia body = PseudoInertia.around(RobotModel.builtIn("finger").joints().get(1).body());
    Random random = new Random(1);
    for (int k = 0; k < 200; k++) {
      double[] r = rows(body, random.doubles(PseudoInertia.SIZE, -2, 2).toArray());
      assertThat(r[0]).isPositive();
      double half = (r[4] + r[7] + r[9]) / 2;
      for (int j = 0; j < 20; j++) {
        double x = random.nextGaussian();
        double y = random.nextGaussian();
        double z = random.nextGaussian();
        double along = (half - r[4]) * x * x + (half - r[7]) * y * y + (half - r[9]) * z * z
            - 2 * (r[5] * x * y + r[6] * x * z + r[8] * y * z);
        assertThat(along).isPositive();
      }
    }
  }

  @Test
  void massIsAShareOfItsOwn() {
    BodyInertia body = RobotModel.builtIn("finger").joints().get(1).body();
    double[] theta = new double[PseudoInertia.SIZE];
    theta[0] = 0.5;
    assertThat(rows(PseudoInertia.around(body), theta)[0]).isCloseTo(Math.E * body.mass(), within(1e-12));
  }

  @Test
  void flatBodiesHaveNone() {
    assertThat(PseudoInertia.around(BodyInertia.of(1, Vec3.ZERO, 1, 1, 2))).isNull();
    assertThat(PseudoInertia.around(BodyInertia.NONE)).isNull();
  }
}
