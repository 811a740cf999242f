package io.github.lanewise.hardware.servo.protocol;

import java.util.Objects;

/** What the parsers of the two binary protocols share: the packet held, and the counts. */
public abstract sealed class PacketParser implements Parser permits DynamixelParser, FeetechParser {
  private final byte[] parameters;
  private int parameterCount;
  private int id;
  private int instruction;
  private int error;
  private boolean complete;
  private long framedBytes;

  long takenBytes;
  long checksumErrors;

  PacketParser(int maxParameters) {
    parameters = new byte[maxParameters];
  }

  /** Bytes that may still become a packet. */
  abstract int pendingBytes();

  /** {@return whether the packet held answers an instruction, as far as the protocol tells} */
  public abstract boolean status();

  final void begin(int packetId) {
    id = packetId;
    parameterCount = 0;
    error = 0;
  }

  final void instruction(int code) {
    instruction = code;
  }

  final void error(int code) {
    error = code;
  }

  final void append(int value) {
    parameters[parameterCount++] = (byte) value;
  }

  final void finish(int bytes) {
    framedBytes += bytes;
    complete = true;
  }

  final void discard() {
    complete = false;
  }

  @Override
  public final boolean complete() {
    return complete;
  }

  @Override
  public final long checksumErrors() {
    return checksumErrors;
  }

  @Override
  public final long skippedBytes() {
    return takenBytes - framedBytes - pendingBytes();
  }

  /** {@return the servo that the packet is for, or from} */
  public final int id() {
    return id;
  }

  /** {@return the instruction's code} */
  public final int instruction() {
    return instruction;
  }

  /** {@return the error byte of a status packet; 0 in an instruction} */
  public final int error() {
    return error;
  }

  /** {@return the number of parameters; those of a status packet do not count its error byte} */
  public final int parameterCount() {
    return parameterCount;
  }

  /**
   * A parameter of the packet.
   *
   * @param index from 0
   * @return the parameter, 0 to 255
   * @throws IndexOutOfBoundsException outside the packet
   */
  public final int parameter(int index) {
    return parameters[Objects.checkIndex(index, parameterCount)] & 0xFF;
  }

  /**
   * Two parameters as a number without sign, low byte first.
   *
   * @param index of the first, from 0
   * @return the number
   * @throws IndexOutOfBoundsException outside the packet
   */
  public final int parameter16(int index) {
    return parameter(index) | parameter(index + 1) << 8;
  }

  /**
   * Copies parameters out.
   *
   * @param index of the first, from 0
   * @param into where they go (modified)
   * @param at where the first goes
   * @param count how many
   * @throws IndexOutOfBoundsException outside the packet, or the array
   */
  public final void copyParameters(int index, byte[] into, int at, int count) {
    Objects.checkFromIndexSize(index, count, parameterCount);
    System.arraycopy(parameters, index, into, at, count);
  }
}
