package io.github.lanewise.app.train;

import io.github.lanewise.lanes.DivergenceException;
import io.github.lanewise.learning.GaussianPolicy;
import io.github.lanewise.learning.Trainer;
import java.util.List;

/**
 * A training that has ended.
 *
 * @param curve its points
 * @param speed environment steps per second, compilation of the JVM included
 * @param episodes that ended
 * @param finalReturn mean of the last hundred episodes
 * @param bestReturn the highest there was
 * @param best the policy that had it
 * @param failure what ended it too soon; null if nothing did
 */
record Trained(long seed, List<Learning.Point> curve, double speed, long episodes, double finalReturn,
    double bestReturn, GaussianPolicy best, Trainer.Losses losses, DivergenceException failure) {
  static Trained of(Learning learning) {
    Trainer trainer = learning.trainer();
    return new Trained(learning.seed(), learning.curve(), learning.speed(), trainer.episodes().count(),
        trainer.episodes().meanReturn(), learning.bestReturn(), learning.best(), trainer.losses(), learning.failure());
  }

  Learning.Point end() {
    return curve.getLast();
  }
}
