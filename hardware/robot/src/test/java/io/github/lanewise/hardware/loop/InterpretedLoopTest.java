package io.github.lanewise.hardware.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import io.github.lanewise.hardware.controller.Pd;
import io.github.lanewise.hardware.linux.SystemCall;
import io.github.lanewise.hardware.port.Clock;
import io.github.lanewise.hardware.port.Line;
import io.github.lanewise.hardware.port.PseudoTerminal;
import io.github.lanewise.hardware.port.SerialLine;
import io.github.lanewise.hardware.servo.DynamixelBus;
import io.github.lanewise.hardware.servo.Servo;
import io.github.lanewise.hardware.servo.ServoModel;
import io.github.lanewise.hardware.servo.ServoProtocol;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A tick allocates nothing even where nothing is compiled: compiled code is thrown away when something rare happens,
 * and then objects that only C2 leaves out would be made, in hundreds of ticks until it has compiled anew. All of a
 * tick but the gravity's vectors: a real port, decoding, feedback, limits, encoding, recording; lost answers, too.
 */
final class InterpretedLoopTest {
  private static final int JOINTS = 3;
  private static final int TICKS = 200;
  private static final int LOST_ONE_IN = 16;

  @Test
  void aTickAllocatesNothing(@TempDir Path folder) throws Exception {
    assumeTrue(SystemCall.AVAILABLE, "the port is a pseudo-terminal, which are made on Linux");
    String said = CProgram.run(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xint", "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"),
        Child.class.getName()), List.of(folder.resolve("r.mcap").toString()));
    assertThat(said).contains("reason FINISHED", "lost true", "allocated 0 B", "filling a line allocated 40 B");
  }

  /** Runs the loop, in a JVM that only interprets. */
  static final class Child {
    private Child() {}

    /** Where to record. */
    public static void main(String[] file) throws Exception {
      ServoModel model = ServoModel.named(ServoProtocol.DYNAMIXEL, "XM540-W270").withTorqueConstant(50);
      List<Servo> servos = IntStream.rangeClosed(1, JOINTS).mapToObj(id -> Servo.of(id, model)).toList();
      SafetyBuilder limits = Safety.of("a", "b", "c").busErrors(TICKS).lateTicks(TICKS).staleTicks(TICKS)
          .controllerTicks(TICKS);
      for (int i = 0; i < JOINTS; i++) {
        limits.range(i, -4, 4).velocity(i, 10).torque(i, 10);
      }
      double[] gains = {1, 1, 1};
      try (PseudoTerminal robot = PseudoTerminal.open();
          SerialLine port = SerialLine.open(robot.path(), 4_000_000);
          Recorder recorder = Recorder.open(Path.of(file[0]), JOINTS, 1e-2, Clock.system());
          DynamixelBus bus = new DynamixelBus(new TappedServos(port), Clock.system(), servos)) {
        Thread.ofPlatform().daemon().start(() -> takeAll(robot));
        LoopResult result = new ControlLoop(bus, new Pd(gains, gains, gains), limits.build()).rate(100)
            .rehearsal(2 * TICKS).ticks(TICKS).listener(recorder).run();
        System.out.println("reason " + result.stop().reason() + ", lost " + !result.busErrors().isEmpty()
            + ", allocated " + result.allocatedBytes() + " B: " + result);
      }
      fillALine();
    }

    /** The first write that fails costs the slice that the JDK makes of the error number's place, and no linking. */
    private static void fillALine() throws Exception {
      ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
      byte[] bytes = new byte[256];
      try (PseudoTerminal silent = PseudoTerminal.open(); SerialLine line = SerialLine.open(silent.path(), 4_000_000)) {
        long before = threads.getCurrentThreadAllocatedBytes();
        while (line.write(bytes, bytes.length) > 0) {
          Thread.onSpinWait();
        }
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        System.out.println("filling a line allocated " + allocated + " B");
      }
    }

    private static void takeAll(PseudoTerminal robot) {
      byte[] bytes = new byte[256];
      while (robot.awaitBytes(Long.MAX_VALUE / 2) && robot.read(bytes) >= 0) {
        Thread.onSpinWait();
      }
    }
  }

  /** Servos in memory, whose requests go out through a port, too; some of their answers get lost. */
  private static final class TappedServos implements Line {
    private final MemoryServos servos = new MemoryServos(JOINTS);
    private final SerialLine port;
    private final byte[] none = new byte[1];
    private int reads;

    TappedServos(SerialLine port) {
      this.port = port;
    }

    @Override
    public int read(byte[] into) {
      int silent = port.read(none);
      int count = servos.read(into);
      return silent < 0 ? silent : count > 0 && ++reads % LOST_ONE_IN == 0 ? 0 : count;
    }

    @Override
    public int write(byte[] from, int count) {
      return Math.min(port.write(from, count), servos.write(from, count));
    }

    @Override
    public void close() {}
  }
}
