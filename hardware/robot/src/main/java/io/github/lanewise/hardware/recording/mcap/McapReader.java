package io.github.lanewise.hardware.recording.mcap;

import java.io.EOFException;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;

/**
 * Reads an MCAP file from its beginning, message after message, and checks its checksums.
 *
 * <p>Of a file that was never finished it reads everything up to the last whole chunk, and {@link #cutOff} says where
 * it ends. Chunks must be uncompressed; records of other kinds are passed over. For one thread. Source: MCAP Format
 * Specification, https://mcap.dev/spec.
 */
public final class McapReader implements AutoCloseable {
  /** Longer records are taken for damage [bytes]. */
  private static final long MOST_BYTES = 1 << 30;

  private final Path file;
  private final SeekableByteChannel in;
  private final long size;
  private final CRC32 dataCrc = new CRC32();
  private final Map<Integer, Schema> schemas = new LinkedHashMap<>();
  private final Map<Integer, Channel> channels = new LinkedHashMap<>();
  private final List<Metadata> metadata = new ArrayList<>();
  private ByteBuffer chunk = ByteBuffer.allocate(0);
  private long chunkPosition;
  private long position;
  private boolean dataEnded;
  private boolean ended;
  private String cutOff;

  /**
   * What messages look like.
   *
   * @param name of the schema
   * @param encoding the language that it is written in
   * @param data the schema
   */
  public record Schema(String name, String encoding, byte[] data) {}

  /**
   * Messages of one kind.
   *
   * @param topic what they are about
   * @param schema what they look like; null if nothing says so
   * @param metadata named values about the channel
   */
  public record Channel(String topic, Schema schema, Map<String, String> metadata) {}

  /**
   * One message.
   *
   * @param channel its kind
   * @param sequence its number on the channel
   * @param time when it was recorded [ns]
   * @param data its bytes
   */
  public record Message(Channel channel, long sequence, long time, byte[] data) {}

  /**
   * Named values about the whole file.
   *
   * @param name of the values together
   * @param values by name
   */
  public record Metadata(String name, Map<String, String> values) {}

  private McapReader(Path file, SeekableByteChannel in) throws IOException {
    this.file = file;
    this.in = in;
    size = in.size();
  }

  /**
   * Opens a file.
   *
   * @param file to be read, and closed with the reader
   * @return a reader of its first message
   * @throws IOException if it cannot be read
   * @throws IllegalArgumentException if it does not begin as an MCAP file does
   */
  public static McapReader open(Path file) throws IOException {
    McapReader reader = new McapReader(file, Files.newByteChannel(file));
    try {
      reader.requireMagic("begin");
      return reader;
    } catch (IOException | RuntimeException e) {
      reader.close();
      throw e;
    }
  }

  private void requireMagic(String place) throws IOException {
    byte[] magic = Opcode.magic();
    ByteBuffer bytes = read((int) Math.min(magic.length, size - position));
    if (!Arrays.equals(bytes.array(), magic)) {
      throw new IllegalArgumentException(file + " is no MCAP file: it does not " + place + " with \\x89MCAP0\\r\\n");
    }
    dataCrc.update(magic);
  }

  /** {@return metadata that stood before the last message read; all of the file's after the last} */
  public List<Metadata> metadata() {
    return metadata;
  }

  /** {@return channels that were declared before the last message read; all of the file's after the last} */
  public List<Channel> channels() {
    return List.copyOf(channels.values());
  }

  /** {@return where and in what the file ends too early, in a sentence without a subject; null for a whole file} */
  public String cutOff() {
    return cutOff;
  }

  /**
   * Reads on to the next message.
   *
   * @return the message; null after the last
   * @throws IOException if the file cannot be read
   * @throws IllegalArgumentException if the file is damaged, or a chunk compressed; the message names the byte
   */
  public Message next() throws IOException {
    Message message = null;
    while (message == null && (chunk.hasRemaining() || !ended)) {
      long start = chunk.hasRemaining() ? chunkPosition + chunk.position() : position;
      try {
        message = chunk.hasRemaining() ? takeFromChunk() : takeFromFile();
      } catch (BufferUnderflowException | NegativeArraySizeException e) {
        throw damaged(start, "is too short for what it should hold");
      }
    }
    return message;
  }

  private Message takeFromFile() throws IOException {
    long start = position;
    ByteBuffer head = read((int) Math.min(Opcode.RECORD_START, size - start));
    if (head.remaining() < Opcode.RECORD_START || head.get(0) == 0) {
      return cutOff(start, head.hasRemaining() && head.get(0) != 0 ? "a record" : "what should follow");
    }
    byte opcode = head.get(0);
    long length = head.getLong(1);
    if (length < 0 || length > size - position) {
      return cutOff(start, opcode == Opcode.CHUNK ? "a chunk" : "a record");
    }
    if (length > MOST_BYTES) {
      throw damaged(start, "has " + length + " bytes, which is too long");
    }
    ByteBuffer content = read((int) length);
    Message message = dataEnded ? null : take(opcode, content.duplicate().order(ByteOrder.LITTLE_ENDIAN), start);
    if (opcode == Opcode.FOOTER) {
      ended = true;
      if (!dataEnded || size - position < Opcode.magic().length) {
        return cutOff(position, "its end");
      }
      requireMagic("end");
    }
    dataCrc.update(head);
    dataCrc.update(content);
    return message;
  }

  private Message take(byte opcode, ByteBuffer content, long start) {
    switch (opcode) {
      case Opcode.MESSAGE -> {
        return message(content, start);
      }
      case Opcode.SCHEMA -> {
        int id = id(content);
        schemas.put(id, new Schema(string(content), string(content), bytes(content, content.getInt())));
      }
      case Opcode.CHANNEL -> {
        int id = id(content);
        Schema schema = schemas.get(id(content));
        String topic = string(content);
        string(content); // the encoding of the messages, which the schema tells as well
        channels.put(id, new Channel(topic, schema, map(content)));
      }
      case Opcode.METADATA -> metadata.add(new Metadata(string(content), map(content)));
      case Opcode.CHUNK -> openChunk(content, start);
      case Opcode.DATA_END -> {
        requireCrc(content.getInt(), dataCrc, start, "does not match what stands before it");
        dataEnded = true;
      }
      default -> { } // the specification lets readers pass over what they do not need
    }
    return null;
  }

  private void openChunk(ByteBuffer content, long start) {
    content.position(content.position() + 3 * Long.BYTES);
    int expected = content.getInt();
    String compression = string(content);
    if (!compression.isEmpty()) {
      throw new IllegalArgumentException(file + ": the chunk at byte " + start + " is compressed with '" + compression
          + "', but only uncompressed ones are read; 'mcap compress --compression none' writes such a file");
    }
    long length = content.getLong();
    if (length != content.remaining()) {
      throw damaged(start, "has " + content.remaining() + " bytes of records, but says " + length);
    }
    CRC32 crc = new CRC32();
    crc.update(content.duplicate());
    requireCrc(expected, crc, start, "does not match its records");
    chunkPosition = start + Opcode.RECORD_START;
    chunk = content;
  }

  private void requireCrc(int expected, CRC32 crc, long start, String mismatch) {
    if (expected != 0 && expected != (int) crc.getValue()) {
      throw damaged(start, "has a checksum that " + mismatch);
    }
  }

  private Message takeFromChunk() {
    long start = chunkPosition + chunk.position();
    byte opcode = chunk.get();
    long length = chunk.getLong();
    if (length < 0 || length > chunk.remaining()) {
      throw damaged(start, "is longer than its chunk");
    }
    ByteBuffer content = chunk.slice(chunk.position(), (int) length).order(ByteOrder.LITTLE_ENDIAN);
    chunk.position(chunk.position() + (int) length);
    return take(opcode, content, start);
  }

  private Message message(ByteBuffer content, long start) {
    int id = id(content);
    Channel channel = channels.get(id);
    if (channel == null) {
      throw damaged(start, "is a message of channel " + id + ", which no record before it declares");
    }
    long sequence = Integer.toUnsignedLong(content.getInt());
    long time = content.getLong();
    content.getLong();
    return new Message(channel, sequence, time, bytes(content, content.remaining()));
  }

  private static int id(ByteBuffer content) {
    return Short.toUnsignedInt(content.getShort());
  }

  private static byte[] bytes(ByteBuffer content, int count) {
    if (count > content.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] bytes = new byte[count];
    content.get(bytes);
    return bytes;
  }

  private static String string(ByteBuffer content) {
    return new String(bytes(content, content.getInt()), StandardCharsets.UTF_8);
  }

  private static Map<String, String> map(ByteBuffer content) {
    ByteBuffer entries = ByteBuffer.wrap(bytes(content, content.getInt())).order(ByteOrder.LITTLE_ENDIAN);
    Map<String, String> map = new LinkedHashMap<>();
    while (entries.hasRemaining()) {
      map.put(string(entries), string(entries));
    }
    return map;
  }

  private Message cutOff(long at, String within) {
    cutOff = dataEnded ? "is cut off at byte " + at + ", within the index behind its last message"
        : "is cut off at byte " + at + ", within " + within;
    ended = true;
    return null;
  }

  private IllegalArgumentException damaged(long start, String reason) {
    return new IllegalArgumentException(file + " is damaged: the record at byte " + start + " " + reason);
  }

  /** The next bytes of the file, which are there. */
  private ByteBuffer read(int count) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
    while (bytes.hasRemaining()) {
      if (in.read(bytes) < 0) {
        throw new EOFException(file + " became shorter while it was read");
      }
    }
    position += count;
    return bytes.flip();
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
