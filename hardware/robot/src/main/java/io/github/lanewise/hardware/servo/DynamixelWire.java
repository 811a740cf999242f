package io.github.lanewise.hardware.servo;

import io.github.lanewise.hardware.servo.protocol.Dynamixel;
import io.github.lanewise.hardware.servo.protocol.DynamixelEncoder;
import io.github.lanewise.hardware.servo.protocol.DynamixelParser;
import io.github.lanewise.hardware.servo.protocol.XSeries;

/** DYNAMIXEL protocol 2.0. */
final class DynamixelWire implements PacketWire {
  private static final int ANSWER_BYTES = 11;
  private static final int MAX_DATA = 512;

  @Override
  public ServoProtocol protocol() {
    return ServoProtocol.DYNAMIXEL;
  }

  @Override
  public DynamixelParser parser(int maxData) {
    return new DynamixelParser();
  }

  @Override
  public int maxId() {
    return Dynamixel.MAX_ID;
  }

  @Override
  public int maxData() {
    return MAX_DATA;
  }

  @Override
  public int answerBytes(int data) {
    return ANSWER_BYTES + data;
  }

  @Override
  public byte[] frame(int servos, int data) {
    return new byte[DynamixelEncoder.maxLength(4 + servos * (1 + data))];
  }

  @Override
  public int ping(byte[] into, int id) {
    return DynamixelEncoder.ping(into, 0, id);
  }

  @Override
  public int read(byte[] into, int id, int address, int count) {
    return DynamixelEncoder.read(into, 0, id, address, count);
  }

  @Override
  public int write(byte[] into, int id, int address, byte[] data, int count) {
    return DynamixelEncoder.write(into, 0, id, address, data, 0, count);
  }

  @Override
  public int syncRead(byte[] into, int address, int count, int[] ids) {
    return DynamixelEncoder.syncRead(into, 0, address, count, ids);
  }

  @Override
  public int syncWrite(byte[] into, int address, int count, int[] ids, byte[] data) {
    return DynamixelEncoder.syncWrite(into, 0, address, count, ids, data);
  }

  @Override
  public BusError error(int status) {
    return (status & ~Dynamixel.ALERT) != 0 ? BusError.DEVICE : status == 0 ? BusError.NONE : BusError.HARDWARE;
  }

  @Override
  public String describe(int status) {
    return Dynamixel.describe(status);
  }

  @Override
  public RegisterName voltageRegister() {
    return RegisterName.PRESENT_INPUT_VOLTAGE;
  }

  @Override
  public String describeHardware(int bits) {
    return XSeries.describe(bits);
  }

  @Override
  public int reboot(byte[] into, int id) {
    return DynamixelEncoder.reboot(into, 0, id);
  }

  @Override
  public int modelAddress() {
    return XSeries.MODEL_NUMBER;
  }

  @Override
  public int idAddress() {
    return XSeries.ID;
  }

  @Override
  public int firmwareAddress() {
    return XSeries.FIRMWARE;
  }

  @Override
  public int firmwareBytes() {
    return 1;
  }
}
