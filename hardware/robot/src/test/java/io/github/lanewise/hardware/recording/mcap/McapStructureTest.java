package io.github.lanewise.hardware.recording.mcap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every number in a file of the writer, found again by a parser that was made from the specification alone. */
final class McapStructureTest {
  private static final byte[] MAGIC = {(byte) 0x89, 0x4D, 0x43, 0x41, 0x50, 0x30, 0x0D, 0x0A};
  private static final int FOOTER_BYTES = 9 + 20;

  @TempDir
  private Path folder;
  private final Sample sample = new Sample();
  private byte[] file;
  private List<SlowParser.Found> data;
  private List<SlowParser.Found> summary;
  private List<SlowParser.Found> offsets;
  private int summaryStart;
  private int footerStart;

  @BeforeEach
  void parse() throws IOException {
    Path path = folder.resolve("sample.mcap");
    sample.write(path, 200);
    file = Files.readAllBytes(path);
    assertThat(Arrays.copyOf(file, 8)).isEqualTo(MAGIC);
    assertThat(Arrays.copyOfRange(file, file.length - 8, file.length)).isEqualTo(MAGIC);
    footerStart = file.length - 8 - FOOTER_BYTES;
    SlowParser.Found footer = SlowParser.records(file, footerStart, file.length - 8).getFirst();
    assertThat(footer.opcode()).isEqualTo(2);
    SlowParser fields = footer.fields();
    summaryStart = (int) fields.u64();
    int offsetStart = (int) fields.u64();
    assertThat(fields.u32()).isEqualTo(SlowParser.crc(file, summaryStart, file.length - 12));
    data = SlowParser.records(file, 8, summaryStart);
    summary = SlowParser.records(file, summaryStart, offsetStart);
    offsets = SlowParser.records(file, offsetStart, footerStart);
  }

  private static List<SlowParser.Found> of(List<SlowParser.Found> records, int opcode) {
    return records.stream().filter(record -> record.opcode() == opcode).toList();
  }

  @Test
  void theDataSectionBeginsWithAHeaderAndEndsWithItsChecksum() {
    SlowParser header = data.getFirst().fields();
    assertThat(data.getFirst().opcode()).isEqualTo(1);
    assertThat(header.string()).isEmpty();
    assertThat(header.string()).isEqualTo("t\u00e9st");
    assertThat(header.isEmpty()).isTrue();
    SlowParser.Found end = data.getLast();
    assertThat(end.opcode()).isEqualTo(0x0F);
    assertThat(end.fields().u32()).isEqualTo(SlowParser.crc(file, 0, end.start()));
  }

  @Test
  void schemasAndChannelsStandBeforeTheFirstChunkAndAgainInTheSummary() {
    List<SlowParser.Found> schemas = of(data, 3);
    SlowParser a = schemas.getFirst().fields();
    assertThat(a.u16()).isEqualTo(1);
    assertThat(List.of(a.string(), a.string(), new String(a.array(), StandardCharsets.UTF_8)))
        .containsExactly("A", "jsonschema", "{}");
    SlowParser first = of(data, 4).getFirst().fields();
    assertThat(List.of(first.u16(), first.u16())).containsExactly(0, 1);
    assertThat(List.of(first.string(), first.string())).containsExactly("/first", "json");
    assertThat(first.strings()).isEqualTo(Map.of("key", "value"));
    assertThat(of(data, 4).getLast().end()).isLessThanOrEqualTo(of(data, 6).getFirst().start());
    for (int opcode : new int[] {3, 4}) {
      assertThat(of(summary, opcode)).extracting(SlowParser.Found::content)
          .containsExactlyElementsOf(of(data, opcode).stream().map(SlowParser.Found::content).toList());
    }
  }

  /** Chunks, their message indexes and their entries in the summary, all against what was sent. */
  @Test
  void chunksHoldTheMessagesAndEveryIndexLeadsToThem() {
    List<Sample.Sent> seen = new ArrayList<>();
    List<SlowParser.Found> chunkIndexes = of(summary, 8);
    assertThat(chunkIndexes).hasSameSizeAs(of(data, 6)).hasSizeGreaterThan(10);
    for (int c = 0; c < chunkIndexes.size(); c++) {
      SlowParser.Found chunk = of(data, 6).get(c);
      SlowParser fields = chunk.fields();
      long start = fields.u64();
      long end = fields.u64();
      long size = fields.u64();
      long crc = fields.u32();
      assertThat(fields.string()).isEmpty();
      byte[] records = fields.longArray();
      assertThat(fields.isEmpty()).isTrue();
      assertThat(size).isEqualTo(records.length);
      assertThat(crc).isEqualTo(SlowParser.crc(records, 0, records.length));

      Map<Integer, List<Long>> entries = new TreeMap<>();
      List<Long> times = new ArrayList<>();
      for (SlowParser.Found message : SlowParser.records(records, 0, records.length)) {
        assertThat(message.opcode()).isEqualTo(5);
        SlowParser m = message.fields();
        int channel = m.u16();
        long sequence = m.u32();
        long time = m.u64();
        assertThat(m.u64()).isEqualTo(time);
        seen.add(new Sample.Sent(channel, sequence, time,
            new String(message.content(), 22, message.content().length - 22, StandardCharsets.UTF_8)));
        times.add(time);
        entries.computeIfAbsent(channel, id -> new ArrayList<>()).addAll(List.of(time, (long) message.start()));
      }
      assertThat(times).contains(start, end).allMatch(time -> start <= time && time <= end);

      SlowParser index = chunkIndexes.get(c).fields();
      assertThat(List.of(index.u64(), index.u64(), index.u64(), index.u64()))
          .containsExactly(start, end, (long) chunk.start(), (long) chunk.end() - chunk.start());
      Map<Integer, Long> places = index.byChannel();
      long indexBytes = index.u64();
      assertThat(index.string()).isEmpty();
      assertThat(List.of(index.u64(), index.u64())).containsExactly(size, size);
      assertThat(index.isEmpty()).isTrue();

      List<SlowParser.Found> messageIndexes =
          SlowParser.records(file, chunk.end(), (int) (chunk.end() + indexBytes));
      assertThat(places.keySet()).isEqualTo(entries.keySet());
      assertThat(messageIndexes).hasSameSizeAs(places.keySet());
      for (SlowParser.Found messageIndex : messageIndexes) {
        assertThat(messageIndex.opcode()).isEqualTo(7);
        SlowParser i = messageIndex.fields();
        int channel = i.u16();
        assertThat(places).containsEntry(channel, (long) messageIndex.start());
        SlowParser array = new SlowParser(i.array());
        List<Long> found = new ArrayList<>();
        while (!array.isEmpty()) {
          found.add(array.u64());
        }
        assertThat(found).isEqualTo(entries.get(channel));
      }
    }
    assertThat(seen).isEqualTo(sample.sent);
  }

  @Test
  void statisticsCountWhatIsThere() {
    SlowParser statistics = of(summary, 0x0B).getFirst().fields();
    assertThat(statistics.u64()).isEqualTo(sample.sent.size());
    assertThat(statistics.u16()).isEqualTo(2);
    assertThat(List.of(statistics.u32(), statistics.u32(), statistics.u32(), statistics.u32()))
        .containsExactly(3L, 1L, 2L, (long) of(data, 6).size());
    assertThat(statistics.u64()).isEqualTo(sample.sent.stream().mapToLong(Sample.Sent::time).min().orElseThrow());
    assertThat(statistics.u64()).isEqualTo(sample.sent.stream().mapToLong(Sample.Sent::time).max().orElseThrow());
    Map<Integer, Long> counts = new HashMap<>(Map.of(2, 0L));
    sample.sent.forEach(message -> counts.merge(message.channel(), 1L, Long::sum));
    assertThat(statistics.byChannel()).isEqualTo(counts);
  }

  /** The checksum is of all before it in the record. */
  @Test
  void anAttachmentIsWholeAndIndexed() {
    SlowParser.Found attachment = of(data, 9).getFirst();
    SlowParser fields = attachment.fields();
    SlowParser index = of(summary, 0x0A).getFirst().fields();
    assertThat(List.of(index.u64(), index.u64()))
        .containsExactly((long) attachment.start(), (long) attachment.end() - attachment.start());
    for (int time = 0; time < 2; time++) {
      assertThat(fields.u64()).isEqualTo(77).isEqualTo(index.u64());
    }
    int size = Sample.ATTACHED.getBytes(StandardCharsets.UTF_8).length;
    assertThat(index.u64()).isEqualTo(size);
    for (String text : List.of("robot.urdf", "application/xml")) {
      assertThat(fields.string()).isEqualTo(text).isEqualTo(index.string());
    }
    assertThat(new String(fields.longArray(), StandardCharsets.UTF_8)).isEqualTo(Sample.ATTACHED);
    assertThat(fields.u32()).isEqualTo(SlowParser.crc(attachment.content(), 0, attachment.content().length - 4));
    assertThat(fields.isEmpty()).isTrue();
    assertThat(index.isEmpty()).isTrue();
  }

  @Test
  void metadataIsIndexed() {
    List<SlowParser.Found> indexes = of(summary, 0x0D);
    assertThat(indexes).hasSize(2);
    for (int i = 0; i < 2; i++) {
      SlowParser.Found metadata = of(data, 0x0C).get(i);
      SlowParser index = indexes.get(i).fields();
      assertThat(List.of(index.u64(), index.u64()))
          .containsExactly((long) metadata.start(), (long) metadata.end() - metadata.start());
      SlowParser fields = metadata.fields();
      assertThat(index.string()).isEqualTo(fields.string()).isEqualTo(i == 0 ? "about" : "half");
      assertThat(fields.strings()).isEqualTo(i == 0 ? Map.of("one", "1") : Map.of("of", "all", "two", "2"));
    }
  }

  /** The groups lie end to end, one for each opcode, and fill the summary. */
  @Test
  void summaryOffsetsLeadToTheGroups() {
    long place = summaryStart;
    List<Integer> opcodes = new ArrayList<>();
    for (SlowParser.Found offset : offsets) {
      assertThat(offset.opcode()).isEqualTo(0x0E);
      SlowParser fields = offset.fields();
      int opcode = fields.u8();
      opcodes.add(opcode);
      assertThat(fields.u64()).isEqualTo(place);
      long length = fields.u64();
      assertThat(SlowParser.records(file, (int) place, (int) (place + length)))
          .allMatch(record -> record.opcode() == opcode);
      place += length;
    }
    assertThat(place).isEqualTo(offsets.getFirst().start());
    assertThat(opcodes).containsExactly(3, 4, 0x0B, 8, 0x0A, 0x0D);
  }
}
