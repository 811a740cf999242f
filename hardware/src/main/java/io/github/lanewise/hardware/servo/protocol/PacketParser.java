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

  /** Whether the packet held answers an instruction, as far as the protocol tells. */
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

  /** The servo that the packet is for, or from. */
  public final int id() {
    return id;
  }

  /** The instruction's code. */
  public final int instruction() {
    return instruction;
  }

  /** The error byte of a status packet; 0 in an instruction. */
  public final int error() {
    return error;
  }

  /** Number of parameters; those of a status packet do not count its error byte. */
  public final int parameterCount() {
    return parameterCount;
  }

  /** Parameter {@code index}, 0 to 255. Throws {@link IndexOutOfBoundsException} outside the packet. */
  public final int parameter(int index) {
    return parameters[Objects.checkIndex(index, parameterCount)] & 0xFF;
  }

  /** The two parameters from {@code index} as a number without sign, low byte first. */
  public final int parameter16(int index) {
    return parameter(index) | parameter(index + 1) << 8;
  }

  /** Copies {@code count} parameters from {@code index} to {@code into[at...]}. */
  public final void copyParameters(int index, byte[] into, int at, int count) {
    Objects.checkFromIndexSize(index, count, parameterCount);
    System.arraycopy(parameters, index, into, at, count);
  }
}
