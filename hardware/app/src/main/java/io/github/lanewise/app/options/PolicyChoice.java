package io.github.lanewise.app.options;

import io.github.lanewise.model.RobotModel;
import io.github.lanewise.policy.LinearInTime;
import io.github.lanewise.policy.NeuralPolicy;
import io.github.lanewise.policy.PdPolicy;
import io.github.lanewise.policy.Policy;
import io.github.lanewise.policy.ReachPolicy;
import io.github.lanewise.policy.ReachTargets;
import io.github.lanewise.policy.Sinusoid;
import io.github.lanewise.task.Posture;

/** Which policy moves a robot: the words after {@code --controller}. */
public enum PolicyChoice {
  PD, LINEAR, SINE, NETWORK, REACH;

  private static final int HIDDEN_UNITS = 4;
  /** The rest of the time the robot is to stay where the way led. */
  private static final double SHARE_OF_WAY = 0.75;

  /**
   * Its nominal form.
   *
   * @param seconds length of roll-outs [s]
   * @param seed of the weights of a network
   */
  public Policy policy(RobotModel model, double seconds, long seed) {
    return switch (this) {
      case PD -> PdPolicy.withTargets(model, Posture.bent(model));
      case LINEAR -> new LinearInTime(model);
      case SINE -> new Sinusoid(model);
      case NETWORK -> new NeuralPolicy(model, HIDDEN_UNITS, seed);
      case REACH -> new ReachPolicy(model, SHARE_OF_WAY * seconds);
    };
  }

  /**
   * The one that servos take that are sent to positions.
   *
   * @param seconds length of roll-outs [s]
   */
  public static Policy targets(RobotModel model, double seconds) {
    return new ReachTargets(model, SHARE_OF_WAY * seconds);
  }
}
