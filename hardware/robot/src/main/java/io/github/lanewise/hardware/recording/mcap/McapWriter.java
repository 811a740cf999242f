package io.github.lanewise.hardware.recording.mcap;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;

/**
 * Writes an MCAP file: timestamped messages on channels, in uncompressed chunks with checksums and indexes, and a
 * summary at the end.
 *
 * <p>Each chunk goes out with its message indexes in one write when it is full or {@link #endChunk} is called, so a
 * file that is never closed can be read up to its last whole chunk. For one thread. Source: MCAP Format Specification,
 * https://mcap.dev/spec.
 */
public final class McapWriter implements AutoCloseable {
  /** Beyond this a chunk ends [bytes]. */
  private static final int CHUNK_BYTES = 1 << 20;
  /** Two places and a checksum, which counts this length too. */
  private static final int FOOTER_BYTES = 2 * Long.BYTES + Integer.BYTES;
  private static final String NO_COMPRESSION = "";
  private static final int MOST_IDS = 0xFFFF;

  private final WritableByteChannel out;
  private final RecordBuffer buffer = new RecordBuffer();
  private final RecordBuffer chunk = new RecordBuffer();
  private final CRC32 dataCrc = new CRC32();
  private long position;
  private boolean broken;
  private long chunkStart;
  private long chunkEnd;

  private final RecordBuffer schemas = new RecordBuffer();
  private final RecordBuffer channels = new RecordBuffer();
  private final RecordBuffer chunkIndexes = new RecordBuffer();
  private final RecordBuffer metadataIndexes = new RecordBuffer();
  private final RecordBuffer attachmentIndexes = new RecordBuffer();
  private final List<Messages> messages = new ArrayList<>();
  private int schemaCount;
  private int chunkCount;
  private int metadataCount;
  private int attachmentCount;
  private long firstTime = Long.MAX_VALUE;
  private long lastTime;

  /**
   * The messages of one channel: how many, and those in the open chunk, when and where in it. Used chunk after chunk.
   */
  private static final class Messages {
    private long count;
    private long[] entries = new long[64];
    private int size;

    void add(long time, long offset) {
      count++;
      if (size == entries.length) {
        entries = Arrays.copyOf(entries, 2 * size);
      }
      entries[size] = time;
      entries[size + 1] = offset;
      size += 2;
    }
  }

  /**
   * Begins a file.
   *
   * @param out where its bytes go; closed by {@link #close}
   * @param profile what is agreed about the messages; may be empty
   * @param library who writes it
   * @throws IOException if the bytes cannot be written
   */
  public McapWriter(WritableByteChannel out, String profile, String library) throws IOException {
    this.out = out;
    buffer.put(Opcode.magic());
    int start = buffer.beginRecord(Opcode.HEADER);
    buffer.putString(profile).putString(library).endRecord(start);
    writeData();
  }

  /**
   * Adds a schema.
   *
   * @param name of it
   * @param encoding the language that it is written in, such as {@code jsonschema}
   * @param data the schema
   * @return its id, for {@link #channel}
   * @throws IOException if the bytes cannot be written
   */
  public int schema(String name, String encoding, byte[] data) throws IOException {
    requireId(++schemaCount, "schemas");
    RecordBuffer record = new RecordBuffer();
    int start = record.beginRecord(Opcode.SCHEMA);
    record.putShort(schemaCount).putString(name).putString(encoding).putInt(data.length).put(data).endRecord(start);
    schemas.put(record);
    buffer.put(record);
    writeData();
    return schemaCount;
  }

  /**
   * Adds a channel.
   *
   * @param schema id of what its messages look like; 0 for none
   * @param topic what they are about
   * @param messageEncoding what their bytes are, such as {@code json}
   * @param metadata named values about the channel
   * @return its id, for {@link #message}
   * @throws IOException if the bytes cannot be written
   */
  public int channel(int schema, String topic, String messageEncoding, Map<String, String> metadata)
      throws IOException {
    if (schema < 0 || schema > schemaCount) {
      throw new IllegalArgumentException("channel " + topic + " has schema " + schema + ", but there are "
          + schemaCount);
    }
    int id = messages.size();
    requireId(id, "channels");
    messages.add(new Messages());
    RecordBuffer record = new RecordBuffer();
    int start = record.beginRecord(Opcode.CHANNEL);
    record.putShort(id).putShort(schema).putString(topic).putString(messageEncoding).putMap(metadata)
        .endRecord(start);
    channels.put(record);
    buffer.put(record);
    writeData();
    return id;
  }

  private static void requireId(int id, String what) {
    if (id > MOST_IDS) {
      throw new IllegalStateException("a file has at most " + MOST_IDS + " " + what);
    }
  }

  /**
   * Adds a message to the open chunk.
   *
   * @param channel its id
   * @param sequence its number on the channel
   * @param time when it was sent and recorded [ns since a moment of the writer's choice], not negative
   * @param data its bytes
   * @throws IOException if the bytes cannot be written
   */
  public void message(int channel, long sequence, long time, byte[] data) throws IOException {
    message(channel, sequence, time, data, data.length);
  }

  /**
   * The same with {@code data[0..count)}.
   *
   * @param channel its id
   * @param sequence its number on the channel
   * @param time when it was sent and recorded [ns since a moment of the writer's choice], not negative
   * @param data of which the first bytes are the message
   * @param count how many
   * @throws IOException if the bytes cannot be written
   */
  public void message(int channel, long sequence, long time, byte[] data, int count) throws IOException {
    if (channel < 0 || channel >= messages.size()) {
      throw new IllegalArgumentException("there is no channel " + channel + ": the file has " + messages.size());
    }
    if (time < 0) {
      throw new IllegalArgumentException("a message of channel " + channel + " has the time " + time + " ns");
    }
    boolean first = chunk.size() == 0;
    chunkStart = first ? time : Math.min(chunkStart, time);
    chunkEnd = first ? time : Math.max(chunkEnd, time);
    messages.get(channel).add(time, chunk.size());
    int start = chunk.beginRecord(Opcode.MESSAGE);
    chunk.putShort(channel).putInt(sequence).putLong(time).putLong(time).put(data, count).endRecord(start);
    if (chunk.size() >= CHUNK_BYTES) {
      endChunk();
    }
  }

  /**
   * Adds named values about the whole file; they are written at once, before the open chunk.
   *
   * @param name of the values together
   * @param values by name
   * @throws IOException if the bytes cannot be written
   */
  public void metadata(String name, Map<String, String> values) throws IOException {
    int start = buffer.beginRecord(Opcode.METADATA);
    buffer.putString(name).putMap(values).endRecord(start);
    int index = metadataIndexes.beginRecord(Opcode.METADATA_INDEX);
    metadataIndexes.putLong(position).putLong(buffer.size()).putString(name).endRecord(index);
    metadataCount++;
    writeData();
  }

  /**
   * Adds a file within the file; it is written at once, before the open chunk.
   *
   * @param time when it was made and recorded [ns since a moment of the writer's choice], not negative
   * @param name of the file
   * @param mediaType of its bytes, such as {@code application/xml}
   * @param data its bytes
   * @throws IOException if the bytes cannot be written
   */
  public void attachment(long time, String name, String mediaType, byte[] data) throws IOException {
    int start = buffer.beginRecord(Opcode.ATTACHMENT);
    buffer.putLong(time).putLong(time).putString(name).putString(mediaType).putLong(data.length).put(data);
    buffer.putInt(buffer.crc(start)).endRecord(start);
    int index = attachmentIndexes.beginRecord(Opcode.ATTACHMENT_INDEX);
    attachmentIndexes.putLong(position).putLong(buffer.size()).putLong(time).putLong(time).putLong(data.length)
        .putString(name).putString(mediaType).endRecord(index);
    attachmentCount++;
    writeData();
  }

  /**
   * Writes the messages since the last chunk; nothing if there are none.
   *
   * @throws IOException if the bytes cannot be written
   */
  public void endChunk() throws IOException {
    if (chunk.size() == 0) {
      return;
    }
    long chunkAt = position;
    int start = buffer.beginRecord(Opcode.CHUNK);
    buffer.putLong(chunkStart).putLong(chunkEnd).putLong(chunk.size()).putInt(chunk.crc(0)).putString(NO_COMPRESSION)
        .putLong(chunk.size()).put(chunk).endRecord(start);
    int chunkLength = buffer.size();
    int record = chunkIndexes.beginRecord(Opcode.CHUNK_INDEX);
    chunkIndexes.putLong(chunkStart).putLong(chunkEnd).putLong(chunkAt).putLong(chunkLength);
    int map = chunkIndexes.beginArray();
    for (int channel = 0; channel < messages.size(); channel++) {
      if (messages.get(channel).size > 0) {
        chunkIndexes.putShort(channel).putLong(chunkAt + buffer.size());
        putMessageIndex(channel, messages.get(channel));
      }
    }
    chunkIndexes.endArray(map).putLong(buffer.size() - chunkLength).putString(NO_COMPRESSION).putLong(chunk.size())
        .putLong(chunk.size()).endRecord(record);
    chunkCount++;
    firstTime = Math.min(firstTime, chunkStart);
    lastTime = Math.max(lastTime, chunkEnd);
    chunk.clear();
    writeData();
  }

  private void putMessageIndex(int channel, Messages inChunk) {
    int start = buffer.beginRecord(Opcode.MESSAGE_INDEX);
    buffer.putShort(channel);
    int array = buffer.beginArray();
    for (int i = 0; i < inChunk.size; i++) {
      buffer.putLong(inChunk.entries[i]);
    }
    buffer.endArray(array).endRecord(start);
    inChunk.size = 0;
  }

  /** Ends the chunk, writes the summary and closes the channel; only the last if a write failed before. */
  @Override
  public void close() throws IOException {
    try (out) {
      if (broken) {
        return;
      }
      endChunk();
      int end = buffer.beginRecord(Opcode.DATA_END);
      buffer.putInt(dataCrc.getValue()).endRecord(end);
      writeData();
      putSummary();
      write();
    }
  }

  private void putSummary() {
    RecordBuffer offsets = new RecordBuffer();
    RecordBuffer statistics = statistics();
    putGroup(offsets, Opcode.SCHEMA, schemas);
    putGroup(offsets, Opcode.CHANNEL, channels);
    putGroup(offsets, Opcode.STATISTICS, statistics);
    putGroup(offsets, Opcode.CHUNK_INDEX, chunkIndexes);
    putGroup(offsets, Opcode.ATTACHMENT_INDEX, attachmentIndexes);
    putGroup(offsets, Opcode.METADATA_INDEX, metadataIndexes);
    long offsetStart = position + buffer.size();
    buffer.put(offsets);
    buffer.put(Opcode.FOOTER).putLong(FOOTER_BYTES).putLong(position).putLong(offsetStart);
    buffer.putInt(buffer.crc(0)).put(Opcode.magic());
  }

  private RecordBuffer statistics() {
    RecordBuffer statistics = new RecordBuffer();
    int start = statistics.beginRecord(Opcode.STATISTICS);
    statistics.putLong(messages.stream().mapToLong(ofChannel -> ofChannel.count).sum()).putShort(schemaCount)
        .putInt(messages.size()).putInt(attachmentCount).putInt(metadataCount).putInt(chunkCount)
        .putLong(chunkCount == 0 ? 0 : firstTime).putLong(lastTime);
    int map = statistics.beginArray();
    for (int channel = 0; channel < messages.size(); channel++) {
      statistics.putShort(channel).putLong(messages.get(channel).count);
    }
    return statistics.endArray(map).endRecord(start);
  }

  /** Appends the records of one opcode to the summary, and where they are to the offsets; nothing if there are none. */
  private void putGroup(RecordBuffer offsets, byte opcode, RecordBuffer group) {
    if (group.size() > 0) {
      int start = offsets.beginRecord(Opcode.SUMMARY_OFFSET);
      offsets.put(opcode).putLong(position + buffer.size()).putLong(group.size()).endRecord(start);
      buffer.put(group);
    }
  }

  private void writeData() throws IOException {
    dataCrc.update(buffer.written());
    write();
  }

  private void write() throws IOException {
    ByteBuffer bytes = buffer.written();
    position += bytes.remaining();
    broken = true;
    while (bytes.hasRemaining()) {
      out.write(bytes);
    }
    broken = false;
    buffer.clear();
  }
}
