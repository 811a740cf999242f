package io.github.lanewise.hardware.recording;

import io.github.lanewise.hardware.AllocatedBytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.IntFunction;

/** What writing a recording leaves behind, to be collected sooner or later, which stops the loop beside it. */
final class RowGarbage {
  /** Of a quarter of a second of a loop. */
  private static final int ROWS = 250;
  private static final int WARM_UP = 200;

  private RowGarbage() {}

  /** Bytes a row, once warm; rows are asked for by number, from 0 on. */
  static double bytes(RecordingWriter out, IntFunction<double[]> rows) {
    int[] next = {0};
    Runnable quarterSecond = () -> {
      try {
        for (int i = 0; i < ROWS; i++) {
          out.row(rows.apply(next[0]++));
        }
        out.flush();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    };
    for (int i = 0; i < WARM_UP; i++) {
      quarterSecond.run();
    }
    return AllocatedBytes.of(quarterSecond, 1) / (double) ROWS;
  }
}
