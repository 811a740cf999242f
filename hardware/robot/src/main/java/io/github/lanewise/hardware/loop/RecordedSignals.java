package io.github.lanewise.hardware.loop;

import io.github.lanewise.hardware.recording.RecordedField;
import java.util.List;

/** What a controller reckons with at a tick, for {@link Recorder}s to write beside what the servos said. */
public interface RecordedSignals {
  /** Nothing. */
  RecordedSignals NONE = new RecordedSignals() {
    @Override
    public List<RecordedField> fields() {
      return List.of();
    }

    @Override
    public void copy(double[] numbers, int place) {}
  };

  /** {@return what there is, always the same; lists of numbers} */
  List<RecordedField> fields();

  /**
   * Copies the numbers of the last tick, in the order of the fields. In the loop's thread: it must neither wait nor
   * allocate.
   *
   * @param numbers a row (modified)
   * @param place of the first
   */
  void copy(double[] numbers, int place);
}
