package io.github.lanewise.hardware.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.lanewise.data.NpzFile;
import io.github.lanewise.data.RolloutFile;
import io.github.lanewise.hardware.recording.mcap.McapWriter;
import io.github.lanewise.sensitivity.Rollouts;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Recordings to files of every format and back: whole, cut off, and as roll-outs. */
final class RecordingTest {
  @TempDir
  private Path folder;
  private final RecordingSample sample = new RecordingSample();

  private Path write(String name) throws IOException {
    Path file = folder.resolve(name);
    try (RecordingWriter out = RecordingWriter.open(file, sample.header)) {
      sample.writeTo(out);
    }
    return file;
  }

  @ParameterizedTest
  @ValueSource(strings = {"r.mcap", "r.npz", "r.csv"})
  void theBitsThatWereWrittenAreRead(String name) throws IOException {
    Recording read = Recording.read(write(name));
    assertThat(read.cutOff()).isNull();
    assertThat(read.rows()).hasSameSizeAs(sample.rows);
    for (int i = 0; i < sample.rows.size(); i++) {
      assertThat(read.rows().get(i)).isEqualTo(sample.rows.get(i));
    }
    assertThat(read.header().timeStep()).isEqualTo(1e-3);
    assertThat(read.header().nominal()).isEqualTo(RecordingSample.NOMINAL);
    assertThat(read.header().fields()).extracting(RecordedField::name)
        .isEqualTo(sample.header.fields().stream().map(RecordedField::name).toList());
    assertThat(read.header().fields()).extracting(RecordedField::size)
        .isEqualTo(sample.header.fields().stream().map(RecordedField::size).toList());
    for (int k = 0; k < RecordingSample.ROLLOUTS; k++) {
      assertThat(read.parameters().get(k)).isEqualTo(RecordingSample.parameters(k));
    }
    assertThat(Files.list(folder)).containsExactly(folder.resolve(name));
  }

  @Test
  void anMcapRecordingKeepsTheMeaningOfItsFieldsAndItsStart() throws IOException {
    RecordingHeader read = Recording.read(write("r.mcap")).header();
    assertThat(read.fields()).isEqualTo(sample.header.fields());
    assertThat(read.startNanos()).isEqualTo(sample.header.startNanos());
  }

  /** Sample t of roll-out k: the state of step t + 1, the target of step t. */
  @ParameterizedTest
  @ValueSource(strings = {"r.mcap", "r.npz", "r.csv"})
  void aRecordingIsReadAsRollouts(String name) throws IOException {
    RolloutFile.Content content = RecordedRollouts.read(write(name), false);
    Rollouts rollouts = content.rollouts();
    assertThat(content.dropped()).isEmpty();
    assertThat(content.ignored()).isEmpty();
    assertThat(rollouts.count()).isEqualTo(RecordingSample.ROLLOUTS);
    assertThat(rollouts.stepCount()).isEqualTo(RecordingSample.SAMPLES);
    assertThat(rollouts.timeStep()).isEqualTo(1e-3);
    assertThat(rollouts.nominal()).isEqualTo(RecordingSample.NOMINAL);
    assertThat(rollouts.weights()).isNull();
    for (int k = 0; k < RecordingSample.ROLLOUTS; k++) {
      assertThat(Arrays.copyOfRange(rollouts.parameters().data, 2 * k, 2 * k + 2))
          .isEqualTo(RecordingSample.parameters(k));
      for (int t = 0; t < RecordingSample.SAMPLES; t++) {
        double[] state = sample.row(k, t + 1);
        double[] action = sample.row(k, t);
        for (int i = 0; i < 4; i++) {
          assertThat(rollouts.states().get(4 * t + i, k)).isEqualTo(state[6 + i]);
        }
        for (int i = 0; i < 2; i++) {
          assertThat(rollouts.actions().get(2 * t + i, k)).isEqualTo(action[10 + i]);
        }
      }
    }
  }

  /** Tick 2 of roll-out 1 was never recorded, tick 4 of roll-out 2 had an error: four samples have no weight. */
  @Test
  void samplesWithoutTheirTicksAreMissing() throws IOException {
    sample.rows.remove(sample.row(1, 2));
    sample.row(2, 4)[4] = 1;
    Rollouts rollouts = RecordedRollouts.read(write("r.mcap"), false).rollouts();
    for (int k = 0; k < RecordingSample.ROLLOUTS; k++) {
      for (int t = 0; t < RecordingSample.SAMPLES; t++) {
        boolean missing = k == 1 && (t == 1 || t == 2) || k == 2 && (t == 3 || t == 4);
        assertThat(rollouts.weight(t, k)).as("sample %d of %d", t, k).isEqualTo(missing ? 0 : 1);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"r.mcap", "r.csv"})
  void aRecordingThatIsCutOffAnywhereIsReadUpToThere(String name) throws IOException {
    byte[] whole = Files.readAllBytes(write(name));
    Path cut = folder.resolve("cut-" + name);
    int most = 0;
    boolean refused = true;
    for (int length = 0; length < whole.length; length += 29) {
      Files.write(cut, Arrays.copyOf(whole, length));
      try {
        Recording read = Recording.read(cut);
        refused = false;
        assertThat(read.rows()).hasSizeBetween(most, sample.rows.size());
        most = read.rows().size();
        for (int i = 0; i < most; i++) {
          assertThat(read.rows().get(i)).isEqualTo(sample.rows.get(i));
        }
        assertThat(read.cutOff() == null).isEqualTo(name.endsWith("csv") && whole[length - 1] == '\n');
      } catch (IllegalArgumentException e) {
        assertThat(refused).as("a longer start is no worse: %s", e.getMessage()).isTrue();
        assertThat(e).hasMessageContaining(cut.toString());
      }
    }
    assertThat(most).isGreaterThan(sample.rows.size() - 4);
  }

  @Test
  void ofAFileThatIsCutOffTheWholeRolloutsAreUsed() throws IOException {
    byte[] whole = Files.readAllBytes(write("r.mcap"));
    Path cut = folder.resolve("cut.mcap");
    int length = whole.length;
    do {
      Files.write(cut, Arrays.copyOf(whole, --length));
    } while (Recording.read(cut).rows().size() == sample.rows.size());
    assertThatIllegalArgumentException().isThrownBy(() -> RecordedRollouts.read(cut, false))
        .withMessageContainingAll("roll-out 2", "but the others end with sample 4", "--drop-bad");
    RolloutFile.Content content = RecordedRollouts.read(cut, true);
    assertThat(content.rollouts().count()).isEqualTo(2);
    assertThat(content.dropped()).hasSize(2);
    assertThat(content.dropped().getLast()).contains("is cut off at byte");
    Path atIndex = Files.write(folder.resolve("index.mcap"), Arrays.copyOf(whole, whole.length - 40));
    assertThat(RecordedRollouts.read(atIndex, false).dropped()).singleElement().asString()
        .contains("within the index behind its last message");
  }

  @Test
  void anNpzThatWasNeverFinishedIsReadFromItsJournalAndFinishedLater() throws IOException {
    Path npz = folder.resolve("r.npz");
    RecordingWriter killed = RecordingWriter.open(npz, sample.header);
    sample.writeTo(killed);
    killed.flush();
    assertThat(npz).doesNotExist();
    assertThat(RecordedRollouts.read(npz, false).rollouts().count()).isEqualTo(RecordingSample.ROLLOUTS);
    assertThatIllegalArgumentException().isThrownBy(() -> RecordingWriter.open(npz, sample.header))
        .withMessageContainingAll("r.npz.mcap", "never finished");
    NpzRecording.finish(npz);
    assertThat(NpzRecording.journal(npz)).doesNotExist();
    assertThat(Recording.read(npz).rows()).hasSameSizeAs(sample.rows);
    assertThat(NpzFile.read(npz).array("position", "", sample.rows.size(), 2).values()[3])
        .isEqualTo(sample.rows.get(1)[7]);
  }

  @ParameterizedTest
  @CsvSource(delimiter = ';', value = {
    "tick,time_s; tack,time_s; r.csv:1",
    "rollout,; roll,; r.csv: has no rollout in its rows",
    "position1; position2; r.csv: has a column position2 without",
    "w0,w1; v0,v1; r.csv:2: has no number in column tick",
    "19,0.01; 19,0..1; r.csv:22: has '0..1",
    "17,; 17,,; r.csv:20: has 15 cells; the header has 14"})
  void slipsInACsvAreNamed(String right, String wrong, String message) throws IOException {
    Path file = write("r.csv");
    String text = Files.readString(file);
    assertThat(text).contains(right);
    Files.writeString(file, text.replaceFirst(right, wrong));
    assertThatIllegalArgumentException().isThrownBy(() -> RecordedRollouts.read(file, false))
        .withMessageContainingAll(message, "r.csv");
  }

  @Test
  void anotherMcapFileIsRefusedByWhatItHas() throws IOException {
    Path file = folder.resolve("other.mcap");
    try (McapWriter mcap = new McapWriter(FileChannel.open(file, StandardOpenOption.CREATE_NEW,
        StandardOpenOption.WRITE), "", "")) {
      mcap.channel(0, "/camera", "json", Map.of());
    }
    assertThatIllegalArgumentException().isThrownBy(() -> RecordedRollouts.read(file, false))
        .withMessage(file + ": has no channel '/ticks', only /camera");
  }

  @Test
  void aRowOfAnMcapLeavesNextToNothingBehind() throws IOException {
    try (RecordingWriter out = RecordingWriter.open(folder.resolve("r.mcap"), sample.header)) {
      assertThat(RowGarbage.bytes(out, i -> sample.rows.get(i % sample.rows.size()))).isLessThan(10);
    }
  }

  @Test
  void whatCannotBeWrittenIsRefusedAtTheStart() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RecordingWriter.open(folder.resolve("r.bag"), sample.header))
        .withMessageContaining(".mcap, .csv or .npz");
    assertThatExceptionOfType(FileNotFoundException.class)
        .isThrownBy(() -> RecordingWriter.open(folder.resolve("no/r.npz"), sample.header))
        .withMessageContaining("there is no folder");
    assertThatIllegalArgumentException().isThrownBy(() -> new RecordingHeader(List.of(), 1, 0, new double[0]))
        .withMessageContaining("tick");
  }
}
