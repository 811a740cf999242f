package io.github.lanewise.task;

import io.github.lanewise.lanes.RandomStream;
import io.github.lanewise.lanes.Snapshot;
import io.github.lanewise.task.TaskRollout.End;
import java.util.Arrays;

/** The episodes that are under way in the lanes: how old they are, where others begin, and how many have blown up. */
final class LaneEpisodes {
  private final int length;
  private final TaskRollout.Start start;
  private final RandomStream[] random;
  private final double[][] starts;
  private final int[] ages;
  private final long[] blownUp;
  /** Of episodes that are put aside. */
  private final int[] asideAges;
  private final long[] asideBlownUp;

  /**
   * At age 0; a lane draws its starts from a stream of its own below the seeds.
   *
   * @param length T, steps after which an episode ends anyway
   * @param rows of a state
   */
  LaneEpisodes(int length, TaskRollout.Start start, RandomStream seeds, int lanes, int rows) {
    this.length = length;
    this.start = start;
    random = new RandomStream[lanes];
    Arrays.setAll(random, seeds::stream);
    starts = new double[lanes][rows];
    ages = new int[lanes];
    blownUp = new long[lanes];
    asideAges = new int[lanes];
    asideBlownUp = new long[lanes];
  }

  /** Another episode begins in a lane: where, the same array at each call. */
  double[] begin(int lane) {
    ages[lane] = 0;
    start.set(lane, random[lane], starts[lane]);
    return starts[lane];
  }

  /** A lane has done a step, after which its margin is this. */
  End step(int lane, double margin) {
    if (Double.isNaN(margin)) {
      blownUp[lane]++;
      return End.BLOWN_UP;
    }
    ages[lane]++;
    if (margin < 0) {
      return End.FAILED;
    }
    return ages[lane] >= length ? End.TIME_LIMIT : End.NONE;
  }

  long blownUp() {
    return Arrays.stream(blownUp).sum();
  }

  /** Others are at age 0 meanwhile. */
  void putAside() {
    System.arraycopy(ages, 0, asideAges, 0, ages.length);
    System.arraycopy(blownUp, 0, asideBlownUp, 0, blownUp.length);
    Arrays.fill(ages, 0);
  }

  void takeUp() {
    System.arraycopy(asideAges, 0, ages, 0, ages.length);
    System.arraycopy(asideBlownUp, 0, blownUp, 0, blownUp.length);
  }

  void save(Snapshot snapshot) {
    snapshot.put("episodes.ages_in_steps", Arrays.stream(ages).asDoubleStream().toArray());
    snapshot.putWhole("episodes.random", Arrays.stream(random).mapToLong(RandomStream::state).toArray());
    snapshot.putWhole("episodes.blown_up", blownUp);
  }

  void resume(Snapshot snapshot) {
    double[] kept = snapshot.get("episodes.ages_in_steps", ages.length);
    Arrays.setAll(ages, lane -> (int) kept[lane]);
    long[] states = snapshot.getWhole("episodes.random", random.length);
    for (int lane = 0; lane < random.length; lane++) {
      random[lane].resume(states[lane]);
    }
    System.arraycopy(snapshot.getWhole("episodes.blown_up", blownUp.length), 0, blownUp, 0, blownUp.length);
  }
}
