package io.github.lanewise.learning;

import io.github.lanewise.lanes.Snapshot;
import io.github.lanewise.task.TaskRollout;
import io.github.lanewise.task.TaskRollout.End;
import java.util.Arrays;

/** Returns and lengths of the episodes that have ended, of which the last hundred are kept. One thread at a time. */
public final class Episodes {
  private static final int KEPT = 100;

  private final double[] sums;
  private final double[] ages;
  private final double[] returns = new double[KEPT];
  private final double[] lengths = new double[KEPT];
  private long count;

  Episodes(int robots) {
    sums = new double[robots];
    ages = new double[robots];
  }

  /** Takes what a roll-out has just done. */
  void add(TaskRollout rollout, int steps) {
    for (int t = 0; t < steps; t++) {
      for (int lane = 0; lane < sums.length; lane++) {
        sums[lane] += rollout.rewards().get(t, lane);
        ages[lane]++;
        if (rollout.end(t, lane) != End.NONE) {
          returns[(int) (count % KEPT)] = sums[lane];
          lengths[(int) (count % KEPT)] = ages[lane];
          count++;
          sums[lane] = 0;
          ages[lane] = 0;
        }
      }
    }
  }

  /** {@return episodes that have ended} */
  public long count() {
    return count;
  }

  private int kept() {
    return (int) Math.min(KEPT, count);
  }

  /** {@return mean return of the last hundred episodes, undiscounted; not a number before the first has ended} */
  public double meanReturn() {
    return Arrays.stream(returns, 0, kept()).average().orElse(Double.NaN);
  }

  /** {@return mean length of the last hundred episodes in steps; not a number before the first has ended} */
  public double meanLength() {
    return Arrays.stream(lengths, 0, kept()).average().orElse(Double.NaN);
  }

  /** Keeps all of it. */
  void save(Snapshot snapshot) {
    snapshot.put("returns.under_way", sums);
    snapshot.put("returns.steps_under_way", ages);
    snapshot.put("returns.last", returns);
    snapshot.put("returns.last_lengths", lengths);
    snapshot.putWhole("returns.count", count);
  }

  /** Goes on from what was kept. */
  void resume(Snapshot snapshot) {
    System.arraycopy(snapshot.get("returns.under_way", sums.length), 0, sums, 0, sums.length);
    System.arraycopy(snapshot.get("returns.steps_under_way", ages.length), 0, ages, 0, ages.length);
    System.arraycopy(snapshot.get("returns.last", KEPT), 0, returns, 0, KEPT);
    System.arraycopy(snapshot.get("returns.last_lengths", KEPT), 0, lengths, 0, KEPT);
    count = snapshot.getWhole("returns.count", 1)[0];
  }
}
