package io.github.lanewise.hardware.recording.mcap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The writer's files read again: whole, cut off everywhere, and damaged everywhere. */
final class McapReaderTest {
  @TempDir
  private Path folder;
  private final Sample sample = new Sample();
  private Path whole;
  private byte[] bytes;

  @BeforeEach
  void write() throws IOException {
    whole = folder.resolve("whole.mcap");
    sample.write(whole, 120);
    bytes = Files.readAllBytes(whole);
  }

  private record Content(List<Sample.Sent> messages, List<McapReader.Metadata> metadata, String cutOff) {}

  private static Content read(Path file) throws IOException {
    try (McapReader reader = McapReader.open(file)) {
      List<Sample.Sent> messages = new ArrayList<>();
      for (McapReader.Message m = reader.next(); m != null; m = reader.next()) {
        messages.add(new Sample.Sent(m.channel().topic().equals("/first") ? 0 : 1, m.sequence(), m.time(),
            new String(m.data(), StandardCharsets.UTF_8)));
      }
      return new Content(messages, reader.metadata(), reader.cutOff());
    }
  }

  @Test
  void aWholeFileIsReadInOrder() throws IOException {
    Content content = read(whole);
    assertThat(content.messages).isEqualTo(sample.sent);
    assertThat(content.cutOff).isNull();
    assertThat(content.metadata).extracting(McapReader.Metadata::name).containsExactly("about", "half");
    assertThat(content.metadata.getLast().values()).isEqualTo(Map.of("of", "all", "two", "2"));
  }

  @Test
  void aChannelHasItsSchemaAndMetadata() throws IOException {
    try (McapReader reader = McapReader.open(whole)) {
      reader.next();
      McapReader.Channel first = reader.channels().getFirst();
      assertThat(first.schema().name()).isEqualTo("A");
      assertThat(first.schema().data()).isEqualTo("{}".getBytes(StandardCharsets.UTF_8));
      assertThat(first.metadata()).isEqualTo(Map.of("key", "value"));
      assertThat(reader.channels().get(1).schema()).isNull();
    }
  }

  /** At every record boundary and at random bytes: exactly the messages of the chunks that are whole. */
  @Test
  void aFileThatIsCutOffIsReadUpToTheLastWholeChunk() throws IOException {
    List<SlowParser.Found> records = SlowParser.records(bytes, 8, bytes.length - 8);
    List<Integer> cuts = new ArrayList<>(records.stream().map(SlowParser.Found::start).toList());
    new SplittableRandom(3).ints(300, 8, bytes.length).forEach(cuts::add);
    for (int cut : cuts) {
      Path file = Files.write(folder.resolve("cut.mcap"), Arrays.copyOf(bytes, cut));
      int messages = records.stream().filter(record -> record.opcode() == 6 && record.end() <= cut)
          .mapToInt(McapReaderTest::messages).sum();
      Content content = read(file);
      assertThat(content.messages).as("cut at %d", cut).isEqualTo(sample.sent.subList(0, messages));
      assertThat(content.cutOff).as("cut at %d", cut).contains("is cut off at byte ");
      int readable = records.stream().filter(record -> record.end() <= cut).mapToInt(SlowParser.Found::end).max()
          .orElse(8);
      assertThat(content.cutOff).contains(" " + readable + ",");
    }
    for (int cut = 0; cut < 8; cut++) {
      Path file = Files.write(folder.resolve("cut.mcap"), Arrays.copyOf(bytes, cut));
      assertThatIllegalArgumentException().isThrownBy(() -> read(file)).withMessageContaining("is no MCAP file");
    }
  }

  private static int messages(SlowParser.Found chunk) {
    SlowParser fields = chunk.fields();
    fields.take(28);
    fields.string();
    byte[] records = fields.longArray();
    return SlowParser.records(records, 0, records.length).size();
  }

  /** What a file system may leave behind a write that was never finished. */
  @Test
  void zerosAtTheEndAreACutOff() throws IOException {
    SlowParser.Found third = SlowParser.records(bytes, 8, bytes.length - 8).stream()
        .filter(record -> record.opcode() == 6).skip(2).findFirst().orElseThrow();
    byte[] zeros = bytes.clone();
    Arrays.fill(zeros, third.start(), zeros.length, (byte) 0);
    Content content = read(Files.write(folder.resolve("zeros.mcap"), zeros));
    assertThat(content.messages).isNotEmpty().isEqualTo(sample.sent.subList(0, content.messages.size()));
    assertThat(content.cutOff).isEqualTo("is cut off at byte " + third.start() + ", within what should follow");
  }

  /**
   * One bit anywhere before the summary, which is not read, is noticed: by a checksum, as a record that makes no sense,
   * or as a file that ends too early. No number is read wrongly without a word.
   */
  @Test
  void damageIsNoticed() throws IOException {
    int dataEnd = SlowParser.records(bytes, 8, bytes.length - 8).stream().filter(record -> record.opcode() == 0x0F)
        .findFirst().orElseThrow().start();
    SplittableRandom random = new SplittableRandom(5);
    for (int trial = 0; trial < 400; trial++) {
      byte[] damaged = bytes.clone();
      int at = random.nextInt(dataEnd);
      damaged[at] ^= (byte) (1 << random.nextInt(8));
      Path file = Files.write(folder.resolve("damaged.mcap"), damaged);
      String notice;
      try {
        notice = read(file).cutOff;
      } catch (IllegalArgumentException e) {
        notice = e.getMessage();
      }
      assertThat(notice).as("a bit of byte %d", at).isNotNull().containsAnyOf("damaged", "cut off", "no MCAP",
          "compressed");
    }
  }

  /** A file that was never finished has no checksum but those of its chunks. */
  @Test
  void damageInAChunkOfAnUnfinishedFileIsNoticed() throws IOException {
    SlowParser.Found chunk = SlowParser.records(bytes, 8, bytes.length - 8).stream()
        .filter(record -> record.opcode() == 6).findFirst().orElseThrow();
    byte[] damaged = Arrays.copyOf(bytes, chunk.end());
    damaged[chunk.end() - 2] ^= 1;
    Path file = Files.write(folder.resolve("damaged.mcap"), damaged);
    assertThatIllegalArgumentException().isThrownBy(() -> read(file)).withMessage(file
        + " is damaged: the record at byte " + chunk.start() + " has a checksum that does not match its records");
  }

  @Test
  void aLargeChunkEndsByItself() throws IOException {
    Path file = folder.resolve("large.mcap");
    try (McapWriter mcap = new McapWriter(FileChannel.open(file, StandardOpenOption.CREATE_NEW,
        StandardOpenOption.WRITE), "", "")) {
      int channel = mcap.channel(0, "/large", "json", Map.of());
      for (int i = 0; i < 30; i++) {
        mcap.message(channel, i, i, new byte[100_000]);
      }
      assertThat(Files.size(file)).isGreaterThan(2_000_000);
      assertThat(read(file).messages).hasSize(22);
      assertThatIllegalArgumentException().isThrownBy(() -> mcap.message(1, 0, 0, new byte[0]))
          .withMessage("there is no channel 1: the file has 1");
      assertThatIllegalArgumentException().isThrownBy(() -> mcap.message(0, 0, -1, new byte[0]))
          .withMessageContaining("-1 ns");
    }
    assertThat(read(file).messages).hasSize(30);
    assertThat(read(file).cutOff).isNull();
  }
}
