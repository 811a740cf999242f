package io.github.lanewise.app.train;

import io.github.lanewise.app.train.Learning.Point;
import io.github.lanewise.task.Returns;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What came of all trainings.
 *
 * @param trained one of each seed that was begun, at least one
 * @param stopped whether a signal ended the last of them
 */
record TrainResult(TrainSettings settings, List<Trained> trained, boolean stopped) {
  /**
   * All trainings at one number of environment steps.
   *
   * @param seconds mean of the times at which they were there
   * @param returns of all of them
   */
  record Spread(long environmentSteps, double seconds, Returns returns) {}

  /** Of the returns at the end. */
  Returns finalReturns() {
    return of(Trained::finalReturn);
  }

  /** Of a number of each. */
  Returns of(ToDoubleFunction<Trained> number) {
    return Returns.of(trained.stream().mapToDouble(number).toArray());
  }

  /** Their curves, point by point as far as all go and have the same steps. */
  List<Spread> spread() {
    List<Spread> spread = new ArrayList<>();
    int points = trained.stream().mapToInt(one -> one.curve().size()).min().orElse(0);
    for (int k = 0; k < points; k++) {
      int place = k;
      List<Point> there = trained.stream().map(one -> one.curve().get(place)).toList();
      long steps = there.getFirst().environmentSteps();
      if (there.stream().allMatch(point -> point.environmentSteps() == steps)) {
        spread.add(new Spread(steps, there.stream().mapToDouble(Point::seconds).average().orElseThrow(),
            Returns.of(there.stream().mapToDouble(Point::returnMean).toArray())));
      }
    }
    return spread;
  }
}
