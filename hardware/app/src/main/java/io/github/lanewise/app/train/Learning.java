package io.github.lanewise.app.train;

import io.github.lanewise.lanes.DivergenceException;
import io.github.lanewise.lanes.Snapshot;
import io.github.lanewise.learning.GaussianPolicy;
import io.github.lanewise.learning.Trainer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * A training under way: its learning curve, its best policy, and the time it took. The return of the moment is the mean
 * of the last hundred episodes, of the policy with its noise.
 */
final class Learning {
  /**
   * Where a training was.
   *
   * @param seconds since its beginning
   * @param returnMean of the last hundred episodes; NaN before one has ended
   */
  record Point(long environmentSteps, double seconds, double returnMean) {}

  private final TrainSettings settings;
  private final int number;
  private final Trainer trainer;
  private final long began = System.nanoTime();
  private final List<Point> curve = new ArrayList<>();
  private double secondsBefore;
  private long resumedAt;
  private long windows;
  private double bestReturn = Double.NaN;
  private GaussianPolicy best;
  private DivergenceException failure;

  /**
   * At its beginning.
   *
   * @param number of the training, from 0
   * @param secondsBefore that count for it
   */
  Learning(TrainSettings settings, int number, Trainer trainer, double secondsBefore) {
    this.settings = settings;
    this.number = number;
    this.trainer = trainer;
    this.secondsBefore = secondsBefore;
  }

  /** Does a window; false if the training has diverged. */
  boolean window() {
    try {
      trainer.window();
    } catch (DivergenceException e) {
      failure = e;
      return false;
    }
    windows++;
    double now = trainer.episodes().meanReturn();
    if (now > bestReturn || best == null && !Double.isNaN(now)) {
      bestReturn = now;
      best = trainer.policy();
    }
    if (windows % settings.windowsOfPoint() == 0) {
      curve.add(point());
    }
    return true;
  }

  private Point point() {
    return new Point(trainer.stepCount(), seconds(), trainer.episodes().meanReturn());
  }

  /** Whether it has gone on as long as it was to; a window is done in any case. */
  boolean isOver() {
    return windows > 0 && share() >= 1;
  }

  /** How far it is, 0 to 1. */
  double share() {
    return settings.share(trainer.stepCount(), seconds());
  }

  /** Since it began [s], without breaks. */
  double seconds() {
    return secondsBefore + 1e-9 * (System.nanoTime() - began);
  }

  /** Environment steps per second since it began, or went on. */
  double speed() {
    return (trainer.stepCount() - resumedAt) / (1e-9 * (System.nanoTime() - began));
  }

  Trainer trainer() {
    return trainer;
  }

  /** Its seed. */
  long seed() {
    return settings.training(number).seed();
  }

  /** What ended it; null if nothing did. */
  DivergenceException failure() {
    return failure;
  }

  /** The highest mean return of a hundred episodes; NaN before one has ended. */
  double bestReturn() {
    return bestReturn;
  }

  /** The policy that had it after its window, or that of the moment before an episode has ended. */
  GaussianPolicy best() {
    return best == null ? trainer.policy() : best;
  }

  /** Whether an episode has ended, so that one policy is known to be better than another. */
  boolean hasBest() {
    return best != null;
  }

  /** The curve up to now, whose last point is now. */
  List<Point> curve() {
    List<Point> whole = new ArrayList<>(curve);
    if (whole.isEmpty() || whole.getLast().environmentSteps() < trainer.stepCount()) {
      whole.add(point());
    }
    return whole;
  }

  /** Keeps all of it but the best policy. */
  Snapshot save() {
    Snapshot snapshot = new Snapshot();
    trainer.save(snapshot);
    snapshot.putWhole("curve.windows", windows);
    snapshot.put("curve.seconds_until_now", seconds());
    snapshot.put("curve.environment_steps", of(Point::environmentSteps));
    snapshot.put("curve.seconds", of(Point::seconds));
    snapshot.put("curve.return_mean", of(Point::returnMean));
    snapshot.put("best.return_mean", bestReturn);
    return snapshot;
  }

  private double[] of(ToDoubleFunction<Point> part) {
    return curve.stream().mapToDouble(part).toArray();
  }

  /**
   * Goes on from what was kept.
   *
   * @param kept by {@link #save}
   * @param policy the best one; null if there was none
   */
  void resume(Snapshot kept, GaussianPolicy policy) {
    trainer.resume(kept);
    windows = kept.getWhole("curve.windows", 1)[0];
    secondsBefore += kept.get("curve.seconds_until_now", 1)[0];
    resumedAt = trainer.stepCount();
    int points = kept.arrays().getOrDefault("curve.seconds", new double[0]).length;
    double[] steps = kept.get("curve.environment_steps", points);
    double[] seconds = kept.get("curve.seconds", points);
    double[] returns = kept.get("curve.return_mean", points);
    curve.clear();
    for (int k = 0; k < points; k++) {
      curve.add(new Point((long) steps[k], seconds[k], returns[k]));
    }
    bestReturn = kept.get("best.return_mean", 1)[0];
    best = policy;
  }
}
