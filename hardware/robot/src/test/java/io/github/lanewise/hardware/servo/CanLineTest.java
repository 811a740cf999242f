package io.github.lanewise.hardware.servo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import io.github.lanewise.hardware.linux.Descriptor;
import io.github.lanewise.hardware.linux.SocketPair;
import io.github.lanewise.hardware.linux.SystemCall;
import io.github.lanewise.hardware.port.Clock;
import io.github.lanewise.hardware.port.Line;
import io.github.lanewise.hardware.port.PortException;
import io.github.lanewise.hardware.servo.protocol.Moteus;
import io.github.lanewise.hardware.servo.protocol.MoteusEncoder;
import io.github.lanewise.hardware.servo.protocol.MoteusFrame;
import io.github.lanewise.hardware.servo.protocol.MoteusParser;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Frames of a CAN interface, played by a pair of sockets that keep them apart as CAN sockets do. */
@Timeout(60)
final class CanLineTest {
  private SocketPair pair;
  private CanLine line;
  private Descriptor bus;

  @BeforeEach
  void open() throws IOException {
    assumeTrue(SystemCall.AVAILABLE, "sockets are called on Linux only");
    pair = SocketPair.open();
    line = new CanLine(pair.one());
    bus = pair.other();
  }

  @AfterEach
  void close() {
    if (pair != null) {
      line.close();
      bus.close();
    }
  }

  /** The layout of struct canfd_frame: id with the flag of extended ids, length, flags BRS and FDF, data. */
  @Test
  void aLineBecomesAFrame() {
    write("can send 8001 1100 \n");
    byte[] frame = new byte[72];
    assertThat(bus.read(frame)).isEqualTo(72);
    ByteBuffer fields = ByteBuffer.wrap(frame).order(ByteOrder.nativeOrder());
    assertThat(fields.getInt(0)).isEqualTo(0x80008001);
    assertThat(Arrays.copyOfRange(frame, 4, 10)).containsExactly(2, 5, 0, 0, 0x11, 0);
    assertThat(read()).isEqualTo("OK\n");
    assertThat(read()).isEmpty();
  }

  @Test
  void framesBecomeLines() {
    bus.write(frame(0x100, 4, 0x23, 0x00, 0x0A, 0x50), 72);
    bus.write(frame(0x80000200, 1, 0xFF), 72);
    bus.write(frame(0x80018205, 1, 0xFF), 72); // another device
    bus.write(frame(0x20000004, 8), 72); // an error frame
    bus.write(frame(0x300, 2, 0x31, 0x32), 16); // struct can_frame
    bus.write(frame(0x300, 30), 16); // cut off
    assertThat(read()).isEqualTo("rcv 0100 23000a50 E B F\nrcv 0200 ff E B F\nrcv 0300 3132 E B F\n");
    byte[] little = new byte[5];
    bus.write(frame(0x100, 1, 0x50), 72);
    assertThat(line.read(little)).isEqualTo(5);
    assertThat(new String(little, StandardCharsets.US_ASCII) + read()).isEqualTo("rcv 0100 50 E B F\n");
  }

  /** Whole lines are taken, as many as the queue of the interface has room for. */
  @Test
  void aFullQueueTakesNoMore() {
    byte[] text = "can send 8001 1100\n".getBytes(StandardCharsets.US_ASCII);
    int taken = 0;
    while (line.write(text, text.length) == text.length) {
      taken++;
    }
    assertThat(taken).isPositive();
    assertThat(line.write(text, text.length)).isZero();
    byte[] frame = new byte[72];
    for (int i = 0; i < taken; i++) {
      assertThat(bus.read(frame)).isEqualTo(72);
    }
    assertThat(bus.read(frame)).isZero();
    assertThat(read()).isEqualTo("OK\n".repeat(taken));
    bus.close();
    assertThat(line.write(text, text.length)).isEqualTo(-1);
    assertThat(line.read(frame)).isLessThanOrEqualTo(0);
  }

  /** The same bus as behind an fdcanusb: telemetry, commands and registers of two controllers. */
  @Test
  void controllersAnswer() throws IOException {
    FakeControllers device = new FakeControllers(1, 2);
    Controllers controllers = new Controllers(device);
    device.registers(1)[Moteus.MODE] = Moteus.POSITION_MODE;
    device.registers(1)[Moteus.POSITION] = 0.25;
    device.registers(1)[Moteus.MODEL_NUMBER] = 4;
    MoteusBus servos = new MoteusBus(controllers, controllers, List.of(Servo.of(1, ServoModel.MOTEUS),
        Servo.of(2, ServoModel.MOTEUS)));
    ServoState state = new ServoState(2);
    assertThat(servos.read(state, controllers.nanoTime() + 5_000_000)).isEqualTo(BusError.NONE);
    assertThat(state.position[1]).isCloseTo(Math.PI / 2, within(1e-9));
    ServoCommand command = new ServoCommand(2);
    command.mode = ServoCommand.Mode.TORQUE;
    command.target[0] = 0.5;
    assertThat(servos.mode(command.mode, controllers.nanoTime() + 5_000_000)).isEqualTo(BusError.NONE);
    assertThat(servos.write(command, controllers.nanoTime() + 5_000_000)).isEqualTo(BusError.NONE);
    assertThat(device.registers(0)[Moteus.FEEDFORWARD_TORQUE]).isEqualTo(0.5);
    device.silent = 1;
    assertThat(servos.read(state, controllers.nanoTime() + 5_000_000)).isEqualTo(BusError.TIMEOUT);
    device.silent = -1;
    assertThat(new MoteusRegisters(controllers, controllers).read(2, Moteus.MODEL_NUMBER, 4, 5_000_000)).isEqualTo(4);
  }

  /** The least of some rounds, because the virtual machine allocates now and then when it compiles anew. */
  @Test
  void allocatesNothing() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    byte[] text = "can send 8001 1100\ncan send 8002 1100\n".getBytes(StandardCharsets.US_ASCII);
    byte[] answer = frame(0x100, 4, 0x23, 0x00, 0x0A, 0x50);
    byte[] into = new byte[256];
    long least = Long.MAX_VALUE;
    for (int round = 0; round < 12; round++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < 3000; i++) {
        line.write(text, text.length);
        bus.read(into);
        bus.read(into);
        bus.write(answer, answer.length);
        line.read(into);
      }
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }
    assertThat(least).isZero();
  }

  @Test
  void whatIsWrongIsSaid(@TempDir Path folder) throws IOException {
    assertThat(CanLine.problem(folder, "can0")).startsWith("there is no interface can0:");
    put(folder, "eth0", 1, 1500, "0x1003");
    put(folder, "can0", 280, 16, "0x400c1");
    put(folder, "can1", 280, 72, "0x400c0");
    put(folder, "can2", 280, 72, "0x400c1");
    assertThat(CanLine.problem(folder, "eth0")).isEqualTo("eth0 is not a CAN interface");
    assertThat(CanLine.problem(folder, "can0")).startsWith("can0 is not set to CAN-FD").endsWith("fd on'");
    assertThat(CanLine.problem(folder, "can1")).startsWith("can1 is down: 'sudo ip link set can1 up ");
    assertThat(CanLine.problem(folder, "can2")).isNull();
    assertThat(CanLine.isInterface(folder, "eth0")).isTrue();
    assertThat(CanLine.isInterface(folder, "can7")).isTrue();
    assertThat(CanLine.isInterface(folder, "/dev/ttyUSB0")).isFalse();
    assertThat(CanLine.isInterface(folder, "COM3")).isFalse();
    assertThatThrownBy(() -> CanLine.open("can97")).isInstanceOf(PortException.class)
        .hasMessageStartingWith("there is no interface can97");
  }

  /** Where the kernel has a virtual CAN interface, two sockets on it hear each other. */
  @Test
  void twoSocketsOnAVirtualInterface() throws IOException {
    assumeTrue(Files.exists(Path.of("/sys/class/net/vcan0")), "there is no vcan0 on this machine");
    try (CanLine one = CanLine.open("vcan0"); CanLine other = CanLine.open("vcan0")) {
      byte[] text = "can send 0100 5050\n".getBytes(StandardCharsets.US_ASCII);
      assertThat(one.write(text, text.length)).isEqualTo(text.length);
      byte[] into = new byte[64];
      int got = other.read(into);
      assertThat(new String(into, 0, got, StandardCharsets.US_ASCII)).isEqualTo("rcv 0100 5050 E B F\n");
    }
  }

  private static void put(Path folder, String name, int type, int mtu, String flags) throws IOException {
    Path made = Files.createDirectory(folder.resolve(name));
    Files.writeString(made.resolve("type"), type + "\n");
    Files.writeString(made.resolve("mtu"), mtu + "\n");
    Files.writeString(made.resolve("flags"), flags + "\n");
  }

  private void write(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    assertThat(line.write(bytes, bytes.length)).isEqualTo(bytes.length);
  }

  private String read() {
    byte[] into = new byte[8192];
    return new String(into, 0, line.read(into), StandardCharsets.US_ASCII);
  }

  private static byte[] frame(int id, int length, int... data) {
    byte[] frame = new byte[72];
    ByteBuffer.wrap(frame).order(ByteOrder.nativeOrder()).putInt(0, id);
    frame[4] = (byte) length;
    for (int i = 0; i < data.length; i++) {
      frame[8 + i] = (byte) data[i];
    }
    return frame;
  }

  /** Controllers at the other socket, which act whenever the line is used, by a clock of their own. */
  private final class Controllers implements Line, Clock {
    private final SimulatedLine device;
    private final MoteusParser parser = new MoteusParser();
    private final byte[] text = new byte[MoteusEncoder.MAX_LINE];

    Controllers(FakeControllers device) {
      this.device = new SimulatedLine(device);
    }

    @Override
    public int read(byte[] into) {
      serve();
      return line.read(into);
    }

    @Override
    public int write(byte[] from, int count) {
      int taken = line.write(from, count);
      serve();
      return taken;
    }

    private void serve() {
      byte[] frame = new byte[72];
      while (bus.read(frame) > 0) {
        int id = ByteBuffer.wrap(frame).order(ByteOrder.nativeOrder()).getInt(0) & 0xFFFF;
        StringBuilder sent = new StringBuilder(String.format("can send %04x ", id));
        for (int i = 0; i < frame[4]; i++) {
          sent.append(String.format("%02x", frame[8 + i]));
        }
        byte[] bytes = sent.append('\n').toString().getBytes(StandardCharsets.US_ASCII);
        device.write(bytes, bytes.length);
      }
      for (int got = device.read(text); got > 0; got = device.read(text)) {
        answer(got);
      }
    }

    private void answer(int count) {
      for (int at = 0; at < count;) {
        at = parser.accept(text, at, count);
        if (parser.complete() && parser.kind() == MoteusParser.Kind.RECEIVED) {
          int[] data = new int[Math.min(parser.dataCount(), MoteusFrame.MAX_BYTES)];
          Arrays.setAll(data, parser::data);
          bus.write(frame(parser.arbitrationId(), data.length, data), 72);
        }
      }
    }

    @Override
    public long nanoTime() {
      return device.nanoTime();
    }

    @Override
    public void sleepUntil(long nanoTime) {
      device.sleepUntil(nanoTime);
    }

    @Override
    public void close() {
      line.close();
    }
  }
}
