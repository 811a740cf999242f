package io.github.lanewise.learning;

import io.github.lanewise.lanes.Snapshot;

/**
 * How a learned model agrees with the robots: {@code e_h = sqrt(sum |x~_h - x_h|^2 / sum |x_h - x_0|^2)} after h steps
 * under the same actions, and mean policy gradients of windows beside those of the robots, at the same weights and with
 * the same noise.
 *
 * @param errors e_1 .. e_N, rows in units of the deviations of their changes
 * @param backwards gradient with the model's derivatives along the robots' states
 * @param imagined gradient of windows that the model moves, with its derivatives
 */
public record ModelAgreement(double[] errors, Gradient backwards, Gradient imagined) {
  /**
   * A mean gradient beside that of the robots.
   *
   * @param cosine between both
   * @param ratio of their norms
   */
  public record Gradient(double cosine, double ratio) {}

  /**
   * Measures; nothing is learned meanwhile, the robots go on by so many windows.
   *
   * @param trainer with a model, at the weights of interest
   * @param windows one after the other, at least 1
   * @return the agreement
   * @throws IllegalArgumentException if there are fewer windows, or there is no model
   */
  public static ModelAgreement of(WindowTrainer trainer, int windows) {
    ImaginedWindows model = trainer.model();
    if (windows < 1 || model == null) {
      throw new IllegalArgumentException(model == null ? "this training learns no model: --method mbmix does"
          : windows + " windows: at least 1");
    }
    int n = trainer.parameterCount();
    double[][] means = new double[3][n];
    double[] gradient = new double[n];
    ModelErrors errors = model.errors(trainer.rollout());
    for (int k = 0; k < windows; k++) {
      Snapshot start = trainer.start();
      for (int way = 2; way >= 0; way--) {
        trainer.restart(start);
        model.use(way == 2, way > 0);
        trainer.gradient(gradient);
        for (int e = 0; e < n; e++) {
          means[way][e] += gradient[e] / windows;
        }
      }
      errors.add(model.dynamics());
      trainer.goOn();
    }
    return new ModelAgreement(errors.errors(), compare(means[1], means[0]), compare(means[2], means[0]));
  }

  private static Gradient compare(double[] mean, double[] robots) {
    GradientPair pair = GradientPair.of(mean, robots);
    return new Gradient(pair.cosine(), pair.norm() / pair.other());
  }
}
