package io.github.lanewise.hardware.recording.mcap;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A seeded file: two schemas, three channels, one of them empty, metadata, an attachment, messages out of order in
 * several chunks.
 */
final class Sample {
  /** A message as it was written. */
  record Sent(int channel, long sequence, long time, String text) {}

  static final String ATTACHED = "<robot name='\u00e9'/>";

  final List<Sent> sent = new ArrayList<>();
  int chunks;

  void write(Path file, int messages) throws IOException {
    SplittableRandom random = new SplittableRandom(7);
    try (McapWriter mcap = new McapWriter(FileChannel.open(file, StandardOpenOption.CREATE_NEW,
        StandardOpenOption.WRITE), "", "t\u00e9st")) {
      int a = mcap.schema("A", "jsonschema", "{}".getBytes(StandardCharsets.UTF_8));
      mcap.schema("B", "", new byte[0]);
      int first = mcap.channel(a, "/first", "json", Map.of("key", "value"));
      int second = mcap.channel(0, "/second", "json", Map.of());
      mcap.channel(2, "/never", "json", Map.of());
      mcap.metadata("about", Map.of("one", "1"));
      for (int i = 0; i < messages; i++) {
        int channel = random.nextInt(3) == 0 ? second : first;
        long time = 1_000_000_000_000_000_000L + 1000L * i + random.nextInt(3000);
        String text = "\"" + "x".repeat(random.nextInt(40)) + i + "\"";
        mcap.message(channel, i, time, text.getBytes(StandardCharsets.UTF_8));
        sent.add(new Sent(channel, i, time, text));
        if (random.nextInt(10) == 0) {
          mcap.endChunk();
          mcap.endChunk();
        }
        if (i == messages / 2) {
          mcap.metadata("half", Map.of("of", "all", "two", "2"));
          mcap.attachment(77, "robot.urdf", "application/xml", ATTACHED.getBytes(StandardCharsets.UTF_8));
        }
      }
    }
  }
}
