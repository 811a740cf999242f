package io.github.lanewise.hardware.servo;

import io.github.lanewise.hardware.port.Clock;
import io.github.lanewise.hardware.port.Line;
import io.github.lanewise.hardware.servo.protocol.PacketParser;
import java.util.ArrayList;
import java.util.List;

/** Registers of servos that speak one of the two binary protocols. */
final class PacketRegisters implements Registers {
  private static final int MODEL_BYTES = 2;
  /** The id to which all servos of both protocols listen. */
  private static final int EVERYONE = 254;

  private final PacketWire wire;
  private final Clock clock;
  private final PacketParser parser;
  private final Exchange exchange;
  private final byte[] frame;

  PacketRegisters(Line line, Clock clock, PacketWire wire) {
    this.wire = wire;
    this.clock = clock;
    parser = wire.parser(wire.maxData());
    exchange = new Exchange(line, clock, parser);
    frame = wire.frame(1, wire.maxData());
  }

  @Override
  public ServoProtocol protocol() {
    return wire.protocol();
  }

  @Override
  public int minId() {
    return 0;
  }

  @Override
  public int maxId() {
    return wire.maxId();
  }

  @Override
  public Found ping(int id, long timeoutNanos) throws BusException {
    answer(id, wire.ping(frame, id), -1, timeoutNanos);
    boolean twice = hearsMore(timeoutNanos);
    int model = (int) read(id, wire.modelAddress(), MODEL_BYTES, timeoutNanos);
    int firmware = (int) read(id, wire.firmwareAddress(), wire.firmwareBytes(), timeoutNanos);
    String version = wire.firmwareBytes() == 1 ? Integer.toString(firmware)
        : (firmware & 0xFF) + "." + (firmware >> 8);
    return new Found(id, model, modelName(model), version, twice);
  }

  @Override
  public List<Integer> everyone(long timeoutNanos) throws BusException {
    long deadline = clock.nanoTime() + timeoutNanos;
    List<Integer> ids = new ArrayList<>();
    BusError error = exchange.send(frame, wire.ping(frame, EVERYONE));
    while (error == BusError.NONE) {
      error = exchange.receive(deadline);
      if (error == BusError.NONE && parser.status() && parser.id() <= wire.maxId()) {
        ids.add(parser.id());
      }
    }
    if (error == BusError.TIMEOUT && (!ids.isEmpty() || exchange.heardBytes() == 0)) {
      return ids;
    }
    throw error == BusError.CHECKSUM || error == BusError.TIMEOUT
        ? new BusException(BusError.CHECKSUM, "what answers is garbled: several servos speak at once, or one at another"
            + " rate") : new BusException(error, error.text());
  }

  private String modelName(int number) {
    try {
      return ServoModel.of(wire.protocol(), number).name();
    } catch (IllegalArgumentException unknown) {
      return "unknown model";
    }
  }

  /** Of an unknown model, that of the usual one. */
  private RegisterTable table(int model) {
    try {
      return RegisterTable.of(ServoModel.of(wire.protocol(), model));
    } catch (IllegalArgumentException unknown) {
      return RegisterTable.of(ServoModel.named(wire.protocol(), wire.protocol().usualModel()));
    }
  }

  /** Only a second servo has anything to say after the answer, whole or garbled. */
  private boolean hearsMore(long timeoutNanos) {
    long before = exchange.heardBytes();
    boolean packet = exchange.receive(clock.nanoTime() + timeoutNanos) == BusError.NONE;
    return packet || exchange.heardBytes() > before;
  }

  @Override
  public String hardwareError(int id, long timeoutNanos) throws BusException {
    Register register = table((int) read(id, wire.modelAddress(), MODEL_BYTES, timeoutNanos)).named("hardware_error");
    return wire.describeHardware((int) read(id, register.address(), register.size(), timeoutNanos));
  }

  @Override
  public void reboot(int id, long timeoutNanos) throws BusException {
    int length = wire.reboot(frame, id);
    if (length == 0) {
      throw new BusException(BusError.UNSUPPORTED, wire.protocol().text() + " servos have no restart: their errors end"
          + " with the cause, and torque comes back with torque_enable=1; else switch their power off and on");
    }
    answer(id, length, 0, timeoutNanos);
  }

  @Override
  public long read(int id, int address, int count, long timeoutNanos) throws BusException {
    if (count < 1 || count > Long.BYTES) {
      throw new IllegalArgumentException("a register of " + count + " bytes: 1 to " + Long.BYTES + " can be read");
    }
    answer(id, wire.read(frame, id, address, count), count, timeoutNanos);
    long value = 0;
    for (int i = 0; i < count; i++) {
      value |= (long) parser.parameter(i) << 8 * i;
    }
    return value;
  }

  @Override
  public void write(int id, int address, int count, long value, long timeoutNanos) throws BusException {
    if (count < 1 || count > Integer.BYTES || value >> 8 * count != 0 && value >> 8 * count - 1 != -1) {
      throw new IllegalArgumentException(value + " does not fit a register of " + count + " bytes");
    }
    byte[] data = new byte[count];
    for (int i = 0; i < count; i++) {
      data[i] = (byte) (value >> 8 * i);
    }
    int idAt = wire.idAddress() - address;
    int idThen = idAt >= 0 && idAt < count ? data[idAt] & 0xFF : id;
    answer(id, idThen, wire.write(frame, id, address, data, count), 0, timeoutNanos);
  }

  private void answer(int id, int length, int count, long timeoutNanos) throws BusException {
    answer(id, id, length, count, timeoutNanos);
  }

  /**
   * Sends the frame and waits for an answer of servo {@code id} with {@code count} bytes, or any number if -1. One that
   * was given another id answers from the old one or from the new one, {@code idThen}.
   */
  private void answer(int id, int idThen, int length, int count, long timeoutNanos) throws BusException {
    long deadline = clock.nanoTime() + timeoutNanos;
    int bytes = 0;
    BusError error = exchange.send(frame, length);
    while (error == BusError.NONE) {
      error = exchange.receive(deadline);
      if (error == BusError.NONE && parser.status() && (parser.id() == id || parser.id() == idThen)) {
        refuse(id);
        if (count < 0 || parser.parameterCount() == count) {
          return;
        }
        bytes = parser.parameterCount();
        exchange.rejectLength();
      }
      exchange.reject();
    }
    throw error == BusError.LENGTH ? new BusException(error, "servo " + id + " answers with " + bytes
        + " bytes of data where " + count + " were asked for: is it another model, or is its firmware another?")
        : failure(id, error, timeoutNanos);
  }

  /** A hardware alert is no refusal: the servo has done what it was asked. */
  private void refuse(int id) throws BusException {
    if (wire.error(parser.error()) == BusError.DEVICE) {
      throw new BusException(BusError.DEVICE, "servo " + id + " " + wire.describe(parser.error()));
    }
  }

  private BusException failure(int id, BusError error, long timeoutNanos) {
    if (error == BusError.WRONG_ID) {
      return new BusException(error, "servo " + id + " does not answer, but another servo does");
    }
    if (error == BusError.CHECKSUM || error == BusError.TIMEOUT && exchange.heardBytes() > 0) {
      return new BusException(BusError.CHECKSUM, "the answer of servo " + id
          + " is garbled: two servos have this id, or the baud rate is wrong");
    }
    if (error == BusError.TIMEOUT) {
      return new BusException(error, "servo " + id + " does not answer within "
          + timeoutNanos / 1_000_000 + " ms: check id, baud rate, power and wiring");
    }
    return new BusException(error, "servo " + id + ": " + error.text());
  }

  @Override
  public void close() {
    exchange.close();
  }
}
