package io.github.lanewise.learning;

/** What trainers say of their {@link ActorCritic}. */
abstract class ActorTrainer implements Trainer {
  /** Robots, policy, critic and statistics. */
  abstract ActorCritic learner();

  @Override
  public final long stepCount() {
    return learner().stepCount();
  }

  @Override
  public final Episodes episodes() {
    return learner().episodes();
  }

  @Override
  public final GaussianPolicy policy() {
    return learner().policy();
  }
}
