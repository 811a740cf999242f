package io.github.lanewise.app.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.task.TaskRollout.End;
import org.junit.jupiter.api.Test;

/** Means of few returns against numbers by hand. */
final class FinishedEpisodesTest {
  @Test
  void ofFiveEpisodesOneIsCutOffAtEachEnd() {
    FinishedEpisodes episodes = new FinishedEpisodes(2, false);
    double[] returns = {10, -100, 2, 1, 3};
    for (int k = 0; k < returns.length; k++) {
      episodes.add(k % 2, returns[k] - 0.5, End.NONE);
      episodes.add(k % 2, 0.5, k == 1 ? End.BLOWN_UP : k == 0 ? End.TIME_LIMIT : End.FAILED);
    }
    episodes.add(1, 7, End.NONE);
    episodes.finish();
    assertThat(episodes.returns().count()).isEqualTo(5);
    assertThat(episodes.count(End.FAILED)).isEqualTo(3);
    assertThat(episodes.count(End.TIME_LIMIT)).isEqualTo(1);
    assertThat(episodes.count(End.BLOWN_UP)).isEqualTo(1);
    assertThat(episodes.returns().mean()).isCloseTo(-16.8, within(1e-12));
    assertThat(episodes.returns().median()).isEqualTo(2);
    assertThat(episodes.returns().interquartileMean()).isEqualTo(2);
    // Deviations 26.8, -83.2, 18.8, 17.8, 19.8: squares 718.24, 6922.24, 353.44, 316.84, 392.04.
    assertThat(episodes.returns().standardError()).isCloseTo(Math.sqrt(8702.8 / 4 / 5), within(1e-12));
    assertThat(episodes.laneReturns()).containsExactly(15, -92);
  }

  @Test
  void ofNoneThereIsNoMean() {
    FinishedEpisodes episodes = new FinishedEpisodes(1, false);
    episodes.add(0, 1, End.NONE);
    episodes.finish();
    assertThat(episodes.returns().mean()).isNaN();
    assertThat(episodes.returns().median()).isNaN();
    assertThat(episodes.returns().interquartileMean()).isNaN();
    assertThat(episodes.returns().standardError()).isNaN();
  }

  /** A lane that fails soon has more episodes in as many steps. */
  @Test
  void ofEachLaneTheFirstAloneMayCount() {
    FinishedEpisodes episodes = new FinishedEpisodes(2, true);
    for (int t = 0; t < 4; t++) {
      episodes.add(0, 1, End.FAILED);
      episodes.add(1, 10, t == 3 ? End.TIME_LIMIT : End.NONE);
    }
    episodes.finish();
    assertThat(episodes.returns().count()).isEqualTo(2);
    assertThat(episodes.returns().mean()).isEqualTo(20.5);
    assertThat(episodes.count(End.FAILED)).isEqualTo(1);
    assertThat(episodes.laneReturns()).containsExactly(4, 40);
  }
}
