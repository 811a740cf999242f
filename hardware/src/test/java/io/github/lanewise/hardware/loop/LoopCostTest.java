package io.github.lanewise.hardware.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.lanewise.hardware.port.Clock;
import io.github.lanewise.hardware.servo.BusError;
import io.github.lanewise.hardware.servo.DynamixelBus;
import io.github.lanewise.hardware.servo.Servo;
import io.github.lanewise.hardware.servo.ServoCommand;
import io.github.lanewise.hardware.servo.ServoModel;
import io.github.lanewise.hardware.servo.ServoProtocol;
import io.github.lanewise.hardware.servo.ServoState;
import io.github.lanewise.hardware.servo.protocol.XSeries;
import io.github.lanewise.model.RobotModel;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * What a tick of a seven-joint arm costs without the wire: decoding, feedback with gravity compensation by the
 * recursive Newton-Euler algorithm, limits, encoding, and copying everything to a record.
 */
final class LoopCostTest {
  private static final int JOINTS = 7;
  private static final int ATTEMPTS = 3;
  /** Where 99 % of wake-ups come so soon, others do not take the core, nor what lies in its caches. */
  private static final int QUIET_MICROS = 100;
  /** How long it is measured; {@code -Dlanewise.loop.seconds}. */
  private static final int SECONDS = Integer.getInteger("lanewise.loop.seconds", 4);

  /** Copies all numbers of a tick to the next of many places. */
  private static final class Record implements TickListener {
    private static final int WIDTH = 4 + 5 * JOINTS;

    private final double[] rows = new double[4_096 * WIDTH];
    private int at;
    private final long[] first = new long[20];
    private long begin;

    @Override
    public void tick(long tick, long time, ServoState state, ServoCommand command, BusError error, long late) {
      rows[at++] = tick;
      rows[at++] = time;
      rows[at++] = late;
      rows[at++] = error.ordinal();
      copy(state.position);
      copy(state.velocity);
      copy(state.torque);
      copy(state.temperature);
      copy(command.target);
      at = at == rows.length ? 0 : at;
      begin = time;
      if (tick >= 0 && tick < first.length) {
        first[(int) tick] = System.nanoTime() - time;
      }
    }

    private void copy(double[] numbers) {
      System.arraycopy(numbers, 0, rows, at, numbers.length);
      at += numbers.length;
    }
  }

  @Test
  void isUnderTenMicrosecondsAndAllocatesNothing() {
    boolean quiet = false;
    boolean shown = false;
    for (int attempt = 0; attempt < ATTEMPTS && !shown; attempt++) {
      MemoryServos servos = new MemoryServos(JOINTS);
      Record record = new Record();
      LoopResult result = run(servos, record);
      System.out.printf(Locale.ROOT, "tick cost: %s; the first 20 armed ticks: %s ns; allocated %d B; lateness %s%n",
          result.cost(), Arrays.toString(record.first), result.allocatedBytes(), result.lateness());
      assertThat(result.stop().reason()).isEqualTo(Stop.Reason.FINISHED);
      assertThat(servos.goalCurrents).isEqualTo((int) result.ticks() + 1);
      assertThat(servos.tables[0][XSeries.TORQUE_ENABLE]).isZero();
      assertThat(result.allocatedBytes()).isZero();
      shown = result.cost().p99() < 10;
      quiet |= result.lateness().p99() < QUIET_MICROS;
    }
    assumeTrue(shown || quiet, "other programs kept this machine too busy to measure microseconds");
    assertThat(shown).as("one of %d measurements, printed above", ATTEMPTS).isTrue();
  }

  private static LoopResult run(MemoryServos servos, TickListener record) {
    RobotModel arm = RobotModel.builtIn("arm7");
    ServoModel model = ServoModel.named(ServoProtocol.DYNAMIXEL, "XM540-W270").withTorqueConstant(50);
    List<Servo> ids = IntStream.rangeClosed(1, JOINTS).mapToObj(id -> Servo.of(id, model)).toList();
    double[] gains = new double[JOINTS];
    Arrays.fill(gains, 10);
    double[] goal = new double[JOINTS];
    Arrays.fill(goal, 0.5);
    Pd pd = new Pd(gains, gains, goal).approach(1).compensating(arm);
    try (DynamixelBus bus = new DynamixelBus(servos, Clock.system(), ids)) {
      return new ControlLoop(bus, pd, Safety.of(arm).lateTicks(1_000).staleTicks(1_000).controllerTicks(500).build())
          .ticks(SECONDS * 1_000L).watchdog(2_000_000_000).listener(record).run();
    }
  }
}
