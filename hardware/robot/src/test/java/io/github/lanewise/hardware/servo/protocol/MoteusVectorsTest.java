package io.github.lanewise.hardware.servo.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.hardware.servo.protocol.Moteus.Type;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Lines of the vendor's documentation and tools, byte for byte, written and read back. */
final class MoteusVectorsTest {
  private final byte[] into = new byte[256];
  private final MoteusFrame frame = new MoteusFrame();
  private final MoteusParser parser = new MoteusParser();
  private final MoteusSubframes subframes = new MoteusSubframes();

  @Test
  void positionCommandWithQuery() {
    int end = MoteusEncoder.send(into, 0, 0, 1, true, frame.clear().position(0.5, 0.25).query().pad());
    agrees(end, "can send 8001 01000a0e200000003f0000803e11001f01130d50\n");
    assertThat(parser.kind()).isEqualTo(MoteusParser.Kind.SEND);
    assertThat(parser.source()).isZero();
    assertThat(parser.destination()).isEqualTo(1);
    assertThat(parser.answerWanted()).isTrue();
    subframes.of(parser);
    next(MoteusSubframes.Kind.WRITE, Type.INT8, Moteus.MODE, 1);
    assertThat(subframes.value(0)).isEqualTo(Moteus.POSITION_MODE);
    next(MoteusSubframes.Kind.WRITE, Type.FLOAT, Moteus.COMMAND_POSITION, 2);
    assertThat(subframes.value(0)).isEqualTo(0.5);
    assertThat(subframes.value(1)).isEqualTo(0.25);
    next(MoteusSubframes.Kind.READ, Type.INT8, Moteus.MODE, 1);
    next(MoteusSubframes.Kind.READ, Type.FLOAT, Moteus.POSITION, 3);
    next(MoteusSubframes.Kind.READ, Type.INT8, Moteus.VOLTAGE, 3);
    assertThat(subframes.next()).isFalse();
    assertThat(subframes.malformed()).isFalse();
  }

  @Test
  void answer() {
    frame.clear().answer(Type.INT16, Moteus.MODE, 4).value(Type.INT16, Moteus.MODE, 10)
        .value(Type.INT16, Moteus.POSITION, 0.008).value(Type.INT16, Moteus.VELOCITY, 0.064)
        .value(Type.INT16, Moteus.TORQUE, -1.44).answer(Type.INT8, Moteus.VOLTAGE, 3)
        .value(Type.INT8, Moteus.VOLTAGE, 12).value(Type.INT8, Moteus.TEMPERATURE, 20)
        .value(Type.INT8, Moteus.FAULT_CODE, 0).pad();
    agrees(MoteusEncoder.received(into, 0, 1, 0, frame), "rcv 100 2404000a005000000170ff230d181400 E B F\n");
    assertThat(parser.kind()).isEqualTo(MoteusParser.Kind.RECEIVED);
    assertThat(parser.source()).isEqualTo(1);
    assertThat(parser.destination()).isZero();
    assertThat(parser.answerWanted()).isFalse();
    subframes.of(parser);
    next(MoteusSubframes.Kind.ANSWER, Type.INT16, Moteus.MODE, 4);
    assertThat(subframes.value(0)).isEqualTo(10);
    assertThat(subframes.value(1)).isCloseTo(0.008, within(1e-12));
    assertThat(subframes.value(2)).isCloseTo(0.064, within(1e-12));
    assertThat(subframes.value(3)).isCloseTo(-1.44, within(1e-12));
    next(MoteusSubframes.Kind.ANSWER, Type.INT8, Moteus.VOLTAGE, 3);
    assertThat(subframes.value(0)).isEqualTo(12.0);
    assertThat(subframes.value(1)).isEqualTo(20.0);
    assertThat(subframes.next()).isFalse();
    assertThat(subframes.malformed()).isFalse();
  }

  @Test
  void documentedCommandOfThreeShortRegisters() {
    frame.clear().mode(Moteus.POSITION_MODE).write(Type.INT16, Moteus.COMMAND_POSITION, 3)
        .value(Type.INT16, Moteus.COMMAND_POSITION, 0.0096).value(Type.INT16, Moteus.COMMAND_VELOCITY, 0.072)
        .value(Type.INT16, Moteus.FEEDFORWARD_TORQUE, -1.76).read(Type.INT16, Moteus.MODE, 4)
        .read(Type.INT8, Moteus.VOLTAGE, 3).pad();
    agrees(MoteusEncoder.send(into, 0, 0, 1, true, frame), "can send 8001 01000a07206000200150ff140400130d\n");
  }

  @Test
  void torqueCommandIsPositionControlWithoutGains() {
    agrees(MoteusEncoder.send(into, 0, 0, 3, false, frame.clear().torque(1.5).watchdog(0.25).pad()),
        "can send 0003 01000a0c05200000c07f000000000000c03f0000000000000000" + "0d270000803e\n");
    assertThat(parser.answerWanted()).isFalse();
    subframes.of(parser);
    assertThat(subframes.next()).isTrue();
    next(MoteusSubframes.Kind.WRITE, Type.FLOAT, Moteus.COMMAND_POSITION, 5);
    assertThat(subframes.value(0)).isNaN();
    assertThat(subframes.value(2)).isEqualTo(1.5);
    next(MoteusSubframes.Kind.WRITE, Type.FLOAT, Moteus.WATCHDOG, 1);
    assertThat(subframes.value(0)).isEqualTo(0.25);
  }

  @Test
  void padsToTheNextSizeOfACanFrame() {
    int[] sizes = {8, 12, 16, 20, 24, 32, 48, 64};
    for (int bytes = 3; bytes <= 60; bytes++) {
      frame.clear();
      for (int i = 0; i < bytes / 3; i++) {
        frame.mode(0);
      }
      int before = frame.size();
      int after = frame.pad().size();
      assertThat(after).isGreaterThanOrEqualTo(before);
      assertThat(after < 8 || Arrays.binarySearch(sizes, after) >= 0).as("%d bytes", after).isTrue();
    }
  }

  @Test
  void answersOfTheAdapter() {
    agrees(MoteusEncoder.ok(into, 0), "OK\n");
    assertThat(parser.kind()).isEqualTo(MoteusParser.Kind.OK);
    take("OK\r\n");
    assertThat(parser.kind()).isEqualTo(MoteusParser.Kind.OK);
    take("ERR unknown command\r\n");
    assertThat(parser.kind()).isEqualTo(MoteusParser.Kind.ERROR);
    take("rcv 8100 2A0b E B F t123\r\n");
    assertThat(parser.data(0)).isEqualTo(0x2A);
    assertThat(parser.data(1)).isEqualTo(0x0B);
    assertThat(parser.dataCount()).isEqualTo(2);
    assertThatThrownBy(() -> parser.data(2)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  /** "OK *BD" is of mjbots/moteus, lib/python/moteus/test/fdcanusb_test.py. */
  @Test
  void linesWithChecksums() {
    assertThat(parser.checksums()).isFalse();
    take("OK *BD\n");
    assertThat(parser.kind()).isEqualTo(MoteusParser.Kind.OK);
    assertThat(parser.checksums()).isTrue();
    byte[] wrong = "OK *FF\n".getBytes(StandardCharsets.US_ASCII);
    parser.accept(wrong, 0, wrong.length);
    assertThat(parser.complete()).isFalse();
    assertThat(parser.checksumErrors()).isEqualTo(1);
    int end = MoteusEncoder.withChecksum(into, 0, MoteusEncoder.ok(into, 0));
    assertThat(new String(into, 0, end, StandardCharsets.US_ASCII)).isEqualTo("OK *bd\n");
    end = MoteusEncoder.withChecksum(into, 0, MoteusEncoder.refused(into, 0));
    assertThat(parser.accept(into, 0, end)).isEqualTo(end);
    assertThat(parser.complete() && parser.checksumWanted()).isTrue();
    assertThat(parser.kind()).isEqualTo(MoteusParser.Kind.ERROR);
    end = MoteusEncoder.withChecksum(into, 0, MoteusEncoder.received(into, 0, 0x185, new byte[] {0x24, 4, 1}, 0, 3));
    assertThat(parser.accept(into, 0, end)).isEqualTo(end);
    assertThat(parser.complete()).isTrue();
    assertThat(parser.dataCount()).isEqualTo(3);
    assertThat(parser.arbitrationId()).isEqualTo(0x185);
    assertThat(parser.checksumWanted()).isFalse();
  }

  @Test
  void whatIsNoLineIsCountedAndSkipped() {
    String[] bad = {"rcv", "rcv 1x 00", "rcv 100 0", "rcv 100 0g", "rcv 123456789 00", "can on", "hello",
        "rcv 100 " + "00".repeat(65), "x".repeat(1000)};
    for (String line : bad) {
      byte[] bytes = (line + "\n").getBytes(StandardCharsets.US_ASCII);
      assertThat(parser.accept(bytes, 0, bytes.length)).isEqualTo(bytes.length);
      assertThat(parser.complete()).as(line).isFalse();
    }
    assertThat(parser.checksumErrors()).isEqualTo(bad.length);
    take("OK\n");
  }

  @Test
  void aFrameThatPromisesMoreThanItHoldsIsMalformed() {
    for (String data : new String[] {"2404000a00", "24", "24ffffffffff", "ff", "0c", "2480"}) {
      take("rcv 100 " + data + "\n");
      subframes.of(parser);
      assertThat(subframes.next()).as(data).isFalse();
      assertThat(subframes.malformed()).as(data).isTrue();
    }
  }

  @Test
  void everyIntegerValueComesBackWithinHalfAUnit() {
    int[] registers = {Moteus.POSITION, Moteus.VELOCITY, Moteus.TORQUE, Moteus.VOLTAGE, Moteus.TEMPERATURE,
        Moteus.KP_SCALE, Moteus.WATCHDOG};
    for (int register : registers) {
      for (Type type : Type.values()) {
        double value = 0.3;
        frame.clear().answer(type, register, 1).value(type, register, value).pad();
        take(new String(into, 0, MoteusEncoder.received(into, 0, 5, 0, frame), StandardCharsets.US_ASCII));
        subframes.of(parser);
        assertThat(subframes.next()).isTrue();
        double tolerance = type == Type.FLOAT ? 1e-7 : 0.5000001 * Moteus.unit(register, type);
        assertThat(subframes.value(0)).as("%d %s", register, type).isCloseTo(value, within(tolerance));
        frame.clear().answer(type, register, 1).value(type, register, Double.NaN).pad();
        take(new String(into, 0, MoteusEncoder.received(into, 0, 5, 0, frame), StandardCharsets.US_ASCII));
        subframes.of(parser);
        assertThat(subframes.next()).isTrue();
        assertThat(subframes.value(0)).isNaN();
      }
    }
    assertThatThrownBy(() -> frame.clear().value(Type.INT8, Moteus.POSITION, 1.28)).hasMessageContaining("1.28");
  }

  private void next(MoteusSubframes.Kind kind, Type type, int register, int count) {
    assertThat(subframes.next()).isTrue();
    assertThat(subframes.kind()).isEqualTo(kind);
    assertThat(subframes.type()).isEqualTo(type);
    assertThat(subframes.register()).isEqualTo(register);
    assertThat(subframes.count()).isEqualTo(count);
  }

  private void agrees(int length, String expected) {
    assertThat(new String(into, 0, length, StandardCharsets.US_ASCII)).isEqualTo(expected);
    take(expected);
  }

  private void take(String line) {
    byte[] bytes = line.getBytes(StandardCharsets.US_ASCII);
    assertThat(parser.accept(bytes, 0, bytes.length)).isEqualTo(bytes.length);
    assertThat(parser.complete()).as(line).isTrue();
  }
}
