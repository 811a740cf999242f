package io.github.lanewise.hardware.servo;

import io.github.lanewise.hardware.servo.protocol.Feetech;
import io.github.lanewise.hardware.servo.protocol.FeetechEncoder;
import io.github.lanewise.hardware.servo.protocol.FeetechParser;
import io.github.lanewise.hardware.servo.protocol.StsSeries;

/** The Feetech SCS protocol. */
final class FeetechWire implements PacketWire {
  /** A longer read would only make a false header take longer to be recognised. */
  private static final int MAX_DATA = 128;

  @Override
  public ServoProtocol protocol() {
    return ServoProtocol.FEETECH;
  }

  @Override
  public FeetechParser parser(int maxData) {
    return new FeetechParser(maxData);
  }

  @Override
  public int maxId() {
    return Feetech.MAX_ID;
  }

  @Override
  public int maxData() {
    return MAX_DATA;
  }

  @Override
  public int answerBytes(int data) {
    return FeetechEncoder.FIXED_BYTES + data;
  }

  @Override
  public byte[] frame(int servos, int data) {
    return new byte[FeetechEncoder.FIXED_BYTES + 2 + servos * (1 + data)];
  }

  @Override
  public int ping(byte[] into, int id) {
    return FeetechEncoder.ping(into, 0, id);
  }

  @Override
  public int read(byte[] into, int id, int address, int count) {
    return FeetechEncoder.read(into, 0, id, address, count);
  }

  @Override
  public int write(byte[] into, int id, int address, byte[] data, int count) {
    return FeetechEncoder.write(into, 0, id, address, data, 0, count);
  }

  @Override
  public int syncRead(byte[] into, int address, int count, int[] ids) {
    return FeetechEncoder.syncRead(into, 0, address, count, ids);
  }

  @Override
  public int syncWrite(byte[] into, int address, int count, int[] ids, byte[] data) {
    return FeetechEncoder.syncWrite(into, 0, address, count, ids, data);
  }

  @Override
  public BusError error(int status) {
    return status == 0 ? BusError.NONE : BusError.HARDWARE;
  }

  @Override
  public String describe(int status) {
    return Feetech.describe(status);
  }

  @Override
  public RegisterName voltageRegister() {
    return RegisterName.PRESENT_VOLTAGE;
  }

  @Override
  public String describeHardware(int bits) {
    return Feetech.describeHardware(bits);
  }

  @Override
  public int reboot(byte[] into, int id) {
    return 0;
  }

  @Override
  public int modelAddress() {
    return StsSeries.MODEL_NUMBER;
  }

  @Override
  public int idAddress() {
    return StsSeries.ID;
  }

  @Override
  public int firmwareAddress() {
    return StsSeries.FIRMWARE;
  }

  @Override
  public int firmwareBytes() {
    return 2;
  }
}
