package io.github.lanewise.policy;

import io.github.lanewise.model.RobotModel;
import io.github.lanewise.task.Posture;

/** The policies that come with the library, by short names. */
final class Policies {
  private Policies() {}

  static Policy get(RobotModel model, String name) {
    return switch (name) {
      case "pd" -> PdPolicy.of(model, Posture.bent(model));
      case "targets" -> PdPolicy.withTargets(model, Posture.bent(model));
      case "linear" -> new LinearInTime(model);
      case "sine" -> new Sinusoid(model);
      case "network" -> new NeuralPolicy(model, 4, 7);
      default -> throw new IllegalArgumentException(name);
    };
  }
}
