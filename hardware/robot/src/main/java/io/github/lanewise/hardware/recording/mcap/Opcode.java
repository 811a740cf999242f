package io.github.lanewise.hardware.recording.mcap;

/** First bytes of MCAP's records that are written or read here, and what stands at both ends of a file. */
final class Opcode {
  static final byte HEADER = 0x01;
  static final byte FOOTER = 0x02;
  static final byte SCHEMA = 0x03;
  static final byte CHANNEL = 0x04;
  static final byte MESSAGE = 0x05;
  static final byte CHUNK = 0x06;
  static final byte MESSAGE_INDEX = 0x07;
  static final byte CHUNK_INDEX = 0x08;
  static final byte ATTACHMENT = 0x09;
  static final byte ATTACHMENT_INDEX = 0x0A;
  static final byte STATISTICS = 0x0B;
  static final byte METADATA = 0x0C;
  static final byte METADATA_INDEX = 0x0D;
  static final byte SUMMARY_OFFSET = 0x0E;
  static final byte DATA_END = 0x0F;

  /** An opcode and the length of what follows. */
  static final int RECORD_START = 1 + Long.BYTES;

  private static final byte[] MAGIC = {(byte) 0x89, 'M', 'C', 'A', 'P', '0', '\r', '\n'};

  private Opcode() {}

  static byte[] magic() {
    return MAGIC.clone();
  }
}
