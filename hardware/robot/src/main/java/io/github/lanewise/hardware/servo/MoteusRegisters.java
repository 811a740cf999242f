package io.github.lanewise.hardware.servo;

import io.github.lanewise.hardware.port.Clock;
import io.github.lanewise.hardware.port.Line;
import io.github.lanewise.hardware.servo.protocol.Moteus;
import io.github.lanewise.hardware.servo.protocol.Moteus.Type;
import io.github.lanewise.hardware.servo.protocol.MoteusEncoder;
import io.github.lanewise.hardware.servo.protocol.MoteusFrame;
import io.github.lanewise.hardware.servo.protocol.MoteusParser;
import io.github.lanewise.hardware.servo.protocol.MoteusSubframes;
import java.util.List;

/** Registers of moteus controllers, as integers of 1, 2 or 4 bytes. */
final class MoteusRegisters implements Registers {
  private final Clock clock;
  private final MoteusParser parser = new MoteusParser();
  private final MoteusSubframes subframes = new MoteusSubframes();
  private final MoteusFrame frame = new MoteusFrame();
  private final byte[] line = new byte[MoteusEncoder.MAX_LINE];
  private final Exchange exchange;

  MoteusRegisters(Line port, Clock clock) {
    this.clock = clock;
    exchange = new Exchange(port, clock, parser);
  }

  @Override
  public ServoProtocol protocol() {
    return ServoProtocol.MOTEUS;
  }

  @Override
  public int minId() {
    return Moteus.MIN_ID;
  }

  @Override
  public int maxId() {
    return Moteus.MAX_ID;
  }

  @Override
  public Found ping(int id, long timeoutNanos) throws BusException {
    frame.clear().read(Type.INT8, Moteus.MODE, 1);
    answer(id, timeoutNanos);
    boolean twice = false;
    long deadline = clock.nanoTime() + timeoutNanos;
    while (exchange.receive(deadline) == BusError.NONE) {
      twice = twice || parser.kind() == MoteusParser.Kind.RECEIVED && parser.source() == id;
    }
    long firmware = read(id, Moteus.FIRMWARE, 4, timeoutNanos);
    return new Found(id, (int) read(id, Moteus.MODEL_NUMBER, 4, timeoutNanos), ServoModel.MOTEUS.name(),
        (firmware >> 16) + "." + (firmware >> 8 & 0xFF) + "." + (firmware & 0xFF), twice);
  }

  @Override
  public List<Integer> everyone(long timeoutNanos) throws BusException {
    throw new BusException(BusError.UNSUPPORTED, "moteus controllers cannot be asked all at once");
  }

  @Override
  public String hardwareError(int id, long timeoutNanos) throws BusException {
    return read(id, Moteus.MODE, 1, timeoutNanos) != Moteus.FAULT ? ""
        : Moteus.describe((int) read(id, Moteus.FAULT_CODE, 1, timeoutNanos));
  }

  @Override
  public void reboot(int id, long timeoutNanos) throws BusException {
    write(id, Moteus.MODE, 1, Moteus.STOPPED, timeoutNanos);
  }

  @Override
  public long read(int id, int address, int count, long timeoutNanos) throws BusException {
    Type type = type(count);
    frame.clear().read(type, address, 1);
    answer(id, timeoutNanos);
    subframes.of(parser);
    while (subframes.next()) {
      if (subframes.kind() == MoteusSubframes.Kind.ANSWER && subframes.register() == address
          && subframes.type() == type) {
        return subframes.raw(0) & -1L >>> 64 - 8 * count;
      }
    }
    throw new BusException(BusError.DEVICE, "controller " + id + " has no register " + address + " of " + count
        + " bytes");
  }

  @Override
  public void write(int id, int address, int count, long value, long timeoutNanos) throws BusException {
    Type type = type(count);
    if (value >> 8 * count != 0 && value >> 8 * count - 1 != -1) {
      throw new IllegalArgumentException(value + " does not fit a register of " + count + " bytes");
    }
    frame.clear();
    if (address == Moteus.MODE && value == Moteus.POSITION_MODE) {
      // Where it is: a command that says no position is one of 0.
      frame.position(Double.NaN, 0);
    } else {
      frame.write(type, address, 1).raw(type, (int) value);
    }
    frame.read(Type.INT8, Moteus.MODE, 1);
    answer(id, timeoutNanos);
    subframes.of(parser);
    while (subframes.next()) {
      if (subframes.kind() == MoteusSubframes.Kind.ERROR) {
        throw new BusException(BusError.DEVICE, "controller " + id + " refuses to write register " + address);
      }
    }
  }

  private static Type type(int count) {
    return switch (count) {
      case 1 -> Type.INT8;
      case 2 -> Type.INT16;
      case 4 -> Type.INT32;
      default -> throw new IllegalArgumentException("a register of " + count + " bytes: moteus has 1, 2 and 4");
    };
  }

  /** Sends the frame, and waits for an answer of controller {@code id}, which the parser then holds. */
  private void answer(int id, long timeoutNanos) throws BusException {
    long deadline = clock.nanoTime() + timeoutNanos;
    int end = MoteusEncoder.send(line, 0, 0, id, true, frame.pad());
    BusError error = exchange.send(line, parser.checksums() ? MoteusEncoder.withChecksum(line, 0, end) : end);
    while (error == BusError.NONE) {
      error = exchange.receive(deadline);
      if (error == BusError.NONE && parser.kind() == MoteusParser.Kind.RECEIVED && parser.source() == id) {
        return;
      }
      if (error == BusError.NONE && parser.kind() == MoteusParser.Kind.ERROR) {
        if (parser.checksumWanted()) {
          throw new BusException(BusError.CHECKSUM, "controller " + id + ": " + BusError.CHECKSUM.text());
        }
        throw new BusException(BusError.DEVICE, "the adapter refuses to send to controller " + id);
      }
    }
    throw new BusException(error, "controller " + id + (error == BusError.TIMEOUT
        ? " does not answer within " + timeoutNanos / 1_000_000 + " ms: check id, power and wiring"
        : ": " + error.text()));
  }

  @Override
  public void close() {
    exchange.close();
  }
}
