package io.github.lanewise.hardware.twin;

import io.github.lanewise.hardware.port.Clock;
import io.github.lanewise.hardware.port.Line;
import io.github.lanewise.hardware.servo.Servo;
import io.github.lanewise.hardware.servo.ServoBus;
import io.github.lanewise.hardware.servo.ServoProtocol;
import io.github.lanewise.model.RobotModel;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** A robot in a clock of its own, spoken to by hand. */
final class Bench implements AutoCloseable, Clock {
  private static final HexFormat HEX = HexFormat.of().withUpperCase().withDelimiter(" ");

  final Twin twin;
  final Line client;
  final ServoProtocol protocol;
  private final SteppedTwin stepped;

  Bench(RobotModel model, List<Servo> servos, Imperfections imperfections) {
    protocol = servos.getFirst().model().protocol();
    stepped = new SteppedTwin(model, servos, imperfections);
    twin = stepped.twin();
    client = stepped.line();
  }

  /** The built-in finger with the usual servos. */
  static Bench finger(ServoProtocol protocol, Imperfections imperfections) {
    RobotModel finger = RobotModel.builtIn("finger");
    return new Bench(finger, Twin.servos(finger, protocol), imperfections);
  }

  /** A flywheel of that inertia [kg m^2], its axle upright: one joint, and nothing in it. */
  static RobotModel wheel(double inertia) {
    return RobotModel.parse("""
        <robot name="wheel">
          <link name="base"/>
          <link name="wheel"><inertial><mass value="0.1"/>
            <inertia ixx="%1$s" ixy="0" ixz="0" iyy="%1$s" iyz="0" izz="%1$s"/></inertial></link>
          <joint name="axle" type="continuous"><parent link="base"/><child link="wheel"/><axis xyz="0 0 1"/></joint>
        </robot>""".formatted(inertia));
  }

  @Override
  public long nanoTime() {
    return stepped.nanoTime();
  }

  @Override
  public void sleepUntil(long nanoTime) {
    stepped.sleepUntil(nanoTime);
  }

  /** Lets time pass. */
  void pass(double seconds) {
    sleepUntil(in(seconds));
  }

  long in(double seconds) {
    return nanoTime() + Math.round(seconds * 1e9);
  }

  ServoBus bus() {
    return protocol.bus(client, this, twin.servos());
  }

  /** What is answered to these bytes. */
  String answer(String hex) {
    byte[] bytes = HexFormat.ofDelimiter(" ").parseHex(hex);
    return answer(bytes, bytes.length);
  }

  String answer(byte[] bytes, int count) {
    client.write(bytes, count);
    twin.serve();
    byte[] answer = new byte[4096];
    return HEX.formatHex(answer, 0, client.read(answer));
  }

  /** A DYNAMIXEL packet without FF FF FD in it, its checksum bit by bit. */
  static String dynamixel(int id, int... instruction) {
    byte[] packet = new byte[9 + instruction.length];
    int at = 0;
    for (int value : new int[] {0xFF, 0xFF, 0xFD, 0, id, instruction.length + 2, 0}) {
      packet[at++] = (byte) value;
    }
    for (int value : instruction) {
      packet[at++] = (byte) value;
    }
    int crc = 0;
    for (int i = 0; i < at; i++) {
      for (int bit = 7; bit >= 0; bit--) {
        int top = crc >> 15 & 1;
        crc = crc << 1 & 0xFFFF;
        crc ^= (top ^ packet[i] >> bit & 1) * 0x8005;
      }
    }
    packet[at] = (byte) crc;
    packet[at + 1] = (byte) (crc >> 8);
    return HEX.formatHex(packet);
  }

  /** A Feetech packet. */
  static String feetech(int id, int... instruction) {
    int sum = id + instruction.length + 1 + Arrays.stream(instruction).sum();
    byte[] packet = new byte[5 + instruction.length];
    packet[0] = (byte) 0xFF;
    packet[1] = (byte) 0xFF;
    packet[2] = (byte) id;
    packet[3] = (byte) (instruction.length + 1);
    for (int i = 0; i < instruction.length; i++) {
      packet[4 + i] = (byte) instruction[i];
    }
    packet[packet.length - 1] = (byte) ~sum;
    return HEX.formatHex(packet);
  }

  @Override
  public void close() {
    stepped.close();
  }
}
