package io.github.lanewise.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.lanes.Lanes;
import io.github.lanewise.lanes.Workers;
import io.github.lanewise.trace.Graph;
import io.github.lanewise.trace.Scalar;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/**
 * Functions of one's own: a cost, a contact law and an actuator, against the same formulas in plain Java and finite
 * differences.
 */
class BatchedFunctionTest {
  private static final int ROBOTS = 100;

  private static Batch random(int rows, double scale) {
    Batch batch = new Batch(ElementType.DOUBLE, rows, ROBOTS);
    Random random = new Random(3);
    for (int robot = 0; robot < ROBOTS; robot++) {
      batch.setRobot(robot, random.doubles(rows, -scale, scale).toArray());
    }
    return batch;
  }

  private static Batch zeros(int rows) {
    return new Batch(ElementType.DOUBLE, rows, ROBOTS);
  }

  @Test
  void aCost() {
    BatchedFunction reach = BatchedFunction.traceScalar("reach", 3,
        p -> p[0].minus(0.4).squared().plus(p[1].squared()).plus(p[2].minus(0.6).squared()));
    Batch positions = random(3, 1);
    Batch costs = zeros(1);
    Batch seeds = zeros(1);
    seeds.fill(0, 1);
    Batch gradients = zeros(3);
    reach.evaluate(positions, costs);
    reach.vjp(positions, seeds, gradients);
    for (int robot = 0; robot < ROBOTS; robot++) {
      double[] p = positions.robot(robot);
      assertThat(costs.get(0, robot))
          .isCloseTo(Math.pow(p[0] - 0.4, 2) + p[1] * p[1] + Math.pow(p[2] - 0.6, 2), within(1e-15));
      assertThat(gradients.robot(robot)).containsExactly(
          new double[] {2 * (p[0] - 0.4), 2 * p[1], 2 * (p[2] - 0.6)}, within(1e-15));
    }
  }

  /** Normal force {@code k s ln(1 + e^(d/s))} of the depth d, friction {@code -mu N tanh(v / v0)}. */
  @Test
  void aSmoothedContactLaw() {
    UnaryOperator<Scalar[]> law = x -> {
      Scalar normal = x[0].over(0.05).exp().plus(1).log().times(0.05 * 800);
      return new Scalar[] {normal, x[1].over(0.1).tanh().times(normal).times(-0.7)};
    };
    BatchedFunction contact = BatchedFunction.trace("contact", 2, law);
    Batch x = random(2, 0.3);
    Batch forces = zeros(2);
    contact.evaluate(x, forces);
    for (int robot = 0; robot < ROBOTS; robot++) {
      double normal = 40 * Math.log1p(Math.exp(x.get(0, robot) / 0.05));
      assertThat(forces.get(0, robot)).isCloseTo(normal, within(1e-12 * (1 + normal)));
      assertThat(forces.get(1, robot))
          .isCloseTo(-0.7 * normal * Math.tanh(x.get(1, robot) / 0.1), within(1e-12 * (1 + normal)));
    }
    derivativesAgree(contact, x);
  }

  /** A motor: torque limited by what the back EMF leaves of the voltage, with the limit chosen by the speed's sign. */
  @Test
  void anActuator() {
    UnaryOperator<Scalar[]> motor = x -> {
      Scalar command = x[0].times(12);
      Scalar available = x[1].ifLess(0, x[1].times(0.3).plus(8), Scalar.of(8).minus(x[1].times(0.5)));
      return new Scalar[] {command.min(available).max(available.negate())};
    };
    BatchedFunction actuator = BatchedFunction.trace("motor", 2, motor);
    Batch x = random(2, 1.5);
    Batch torque = zeros(1);
    actuator.evaluate(x, torque);
    int limited = 0;
    for (int robot = 0; robot < ROBOTS; robot++) {
      double speed = x.get(1, robot);
      double available = speed < 0 ? 8 + 0.3 * speed : 8 - 0.5 * speed;
      limited += Math.abs(12 * x.get(0, robot)) > available ? 1 : 0;
      assertThat(torque.get(0, robot))
          .isCloseTo(Math.clamp(12 * x.get(0, robot), -available, available), within(1e-14));
    }
    assertThat(limited).isBetween(20, 80);
    derivativesAgree(actuator, x);
  }

  private static void derivativesAgree(BatchedFunction f, Batch x) {
    double step = 1e-7;
    Batch xDot = random(f.inputs(), 1);
    Batch yBar = random(f.outputs(), 1);
    Batch yDot = zeros(f.outputs());
    Batch xBar = zeros(f.inputs());
    f.jvp(x, xDot, yDot);
    f.vjp(x, yBar, xBar);
    Batch ahead = zeros(f.inputs());
    Batch behind = zeros(f.inputs());
    for (int robot = 0; robot < ROBOTS; robot++) {
      for (int row = 0; row < f.inputs(); row++) {
        ahead.set(row, robot, x.get(row, robot) + step * xDot.get(row, robot));
        behind.set(row, robot, x.get(row, robot) - step * xDot.get(row, robot));
      }
    }
    Batch plus = zeros(f.outputs());
    Batch minus = zeros(f.outputs());
    f.evaluate(ahead, plus);
    f.evaluate(behind, minus);
    for (int robot = 0; robot < ROBOTS; robot++) {
      double forward = 0;
      double reverse = 0;
      for (int row = 0; row < f.outputs(); row++) {
        double difference = (plus.get(row, robot) - minus.get(row, robot)) / (2 * step);
        assertThat(yDot.get(row, robot)).isCloseTo(difference, within(1e-5 * (1 + Math.abs(difference)))).isNotZero();
        forward += yBar.get(row, robot) * yDot.get(row, robot);
      }
      for (int row = 0; row < f.inputs(); row++) {
        reverse += xBar.get(row, robot) * xDot.get(row, robot);
      }
      assertThat(reverse).isCloseTo(forward, within(1e-12 * (1 + Math.abs(forward))));
    }
  }

  @Test
  void workersAndManyBatchesGiveTheSame() {
    BatchedFunction f = BatchedFunction.trace("swap", new Lanes(ElementType.DOUBLE, 128), 2,
        x -> new Scalar[] {x[1].sin(), x[0].times(x[1])});
    Batch x = random(2, 1);
    Batch expected = zeros(2);
    f.evaluate(x, expected);
    try (Workers workers = new Workers(ElementType.DOUBLE, 2)) {
      for (int i = 0; i < 50; i++) {
        Batch other = zeros(2);
        other.copyFrom(x);
        Batch y = zeros(2);
        f.evaluate(other, y, workers);
        for (int robot = 0; robot < ROBOTS; robot++) {
          assertThat(y.robot(robot)).containsExactly(expected.robot(robot));
        }
      }
    }
  }

  /** Calls that differ in one batch only, in turn: each is its own. */
  @Test
  void batchesAreNotTakenForEachOther() {
    BatchedFunction product = BatchedFunction.trace("product", 2, x -> new Scalar[] {x[0].times(x[1])});
    Batch[] x = {random(2, 1), random(2, 0.5)};
    Batch[] bar = {random(1, 1), random(1, 3)};
    Batch[] y = {zeros(1), zeros(1)};
    Batch[] xBar = {zeros(2), zeros(2)};
    for (int call = 0; call < 16; call++) {
      Batch in = x[call & 1];
      Batch seed = bar[call >> 1 & 1];
      product.evaluate(in, y[call >> 2 & 1]);
      product.vjp(in, seed, xBar[call >> 3]);
      assertThat(y[call >> 2 & 1].get(0, 9)).isEqualTo(in.get(0, 9) * in.get(1, 9));
      assertThat(xBar[call >> 3].robot(9))
          .containsExactly(seed.get(0, 9) * in.get(1, 9), seed.get(0, 9) * in.get(0, 9));
    }
  }

  @Test
  void misfitsAreNamed() {
    BatchedFunction f = BatchedFunction.trace("pair", 2, x -> new Scalar[] {x[0], x[1], x[0].plus(x[1])});
    refused(() -> f.evaluate(zeros(3), zeros(3)), "'x'", "2 rows", "3");
    refused(() -> f.evaluate(zeros(2), zeros(2)), "'y'", "3 rows", "2");
    refused(() -> f.vjp(zeros(2), zeros(2), zeros(2)), "'yBar'", "3 rows", "2");
    refused(() -> f.jvp(zeros(2), zeros(2), zeros(1)), "'yDot'", "3 rows", "1");
    refused(() -> f.evaluate(zeros(2), new Batch(ElementType.DOUBLE, 3, 7)), "7 robots", "100");
    refused(() -> f.evaluate(zeros(2), new Batch(ElementType.FLOAT, 3, ROBOTS)), "DOUBLE", "FLOAT");
    Batch same = zeros(3);
    refused(() -> f.evaluate(same.rows(0, 2), same), "'y'", "shares storage with 'x'");
    try (Workers workers = new Workers(ElementType.FLOAT, 1)) {
      refused(() -> f.evaluate(zeros(2), zeros(3), workers), "DOUBLE", "FLOAT");
    }
    refused(() -> BatchedFunction.trace("none", 0, x -> x), "none", "0 inputs");
    refused(() -> BatchedFunction.trace("void", 1, x -> new Scalar[0]), "void", "no outputs");
    Scalar foreign = new Graph("other").input("z", 1)[0];
    refused(() -> BatchedFunction.trace("mixed", 1, x -> new Scalar[] {foreign}), "other", "mixed");
  }

  private static void refused(ThrowingCallable call, String... parts) {
    assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessageContainingAll(parts);
  }
}
