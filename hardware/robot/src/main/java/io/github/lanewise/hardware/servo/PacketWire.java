package io.github.lanewise.hardware.servo;

import io.github.lanewise.hardware.servo.protocol.PacketParser;

/** What differs between the two binary protocols, for whoever sends requests and takes answers. */
interface PacketWire {
  ServoProtocol protocol();

  /** For answers with at most so many bytes of data. */
  PacketParser parser(int maxData);

  int maxId();

  /** The most bytes that one request may read or write. */
  int maxData();

  /** Bytes on the wire of an answer with so many bytes of data. */
  int answerBytes(int data);

  /** An array that any request to so many servos with so many bytes each fits into. */
  byte[] frame(int servos, int data);

  int ping(byte[] into, int id);

  int read(byte[] into, int id, int address, int count);

  int write(byte[] into, int id, int address, byte[] data, int count);

  int syncRead(byte[] into, int address, int count, int[] ids);

  int syncWrite(byte[] into, int address, int count, int[] ids, byte[] data);

  BusError error(int status);

  String describe(int status);

  /** The register of the supply voltage. */
  RegisterName voltageRegister();

  /** The bits of that register in words, "" for none. */
  String describeHardware(int bits);

  /** A restart of a servo; 0 if the protocol has none. */
  int reboot(byte[] into, int id);

  int modelAddress();

  int idAddress();

  int firmwareAddress();

  int firmwareBytes();
}
