package io.github.lanewise.hardware.learning;

import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.lanes.Lanes;
import io.github.lanewise.sobolev.Activation;
import io.github.lanewise.sobolev.Mlp;
import io.github.lanewise.sobolev.SobolevLoss;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * How networks are trained.
 *
 * @param hidden widths of hidden layers
 * @param gaussian whether networks give variances too
 * @param projections of each Jacobian that the projected loss takes
 * @param alphaStates weight of squared errors of derivatives by states, all in units of standard deviations
 * @param alphaActions the same for actions
 * @param batch samples of a step
 * @param learningRate at the beginning; it falls along a cosine to a hundredth of it
 * @param members networks of an ensemble
 * @param seed of beginnings, orders of samples and directions
 */
public record FitSettings(int[] hidden, Activation activation, boolean layerNorm, boolean gaussian, int projections,
    double alphaStates, double alphaActions, int batch, double learningRate, int members, ElementType precision,
    int threads, long seed) {
  /** All by name; trainings of the same samples agree to the bit if these do. */
  Map<String, String> named() {
    Map<String, String> named = new LinkedHashMap<>();
    named.put("hidden", Arrays.toString(hidden));
    named.put("activation", activation.toString());
    named.put("layer norm", Boolean.toString(layerNorm));
    named.put("gaussian", Boolean.toString(gaussian));
    named.put("projections", Integer.toString(projections));
    named.put("alpha of states", Double.toString(alphaStates));
    named.put("alpha of actions", Double.toString(alphaActions));
    named.put("batch", Integer.toString(batch));
    named.put("learning rate", Double.toString(learningRate));
    named.put("ensemble", Integer.toString(members));
    named.put("precision", precision.name().toLowerCase(Locale.ROOT));
    named.put("vector bits", Integer.toString(Lanes.widest(precision).bits()));
    named.put("threads", Integer.toString(threads));
    named.put("seed", Long.toString(seed));
    return named;
  }

  /** The loss for so many inputs, of which the first are states, and outputs. */
  SobolevLoss loss(LossKind kind, int inputs, int states, int outputs) {
    Mlp mlp = Mlp.of(inputs, gaussian ? 2 * outputs : outputs, activation, hidden);
    mlp = layerNorm ? mlp.withLayerNorm() : mlp;
    SobolevLoss loss = switch (kind) {
      case VALUE -> SobolevLoss.value(mlp);
      case SOBOLEV -> SobolevLoss.exact(mlp);
      case PROJECTED -> SobolevLoss.projected(mlp, projections);
    };
    loss = gaussian ? loss.gaussian() : loss;
    double[] ones = new double[outputs];
    Arrays.fill(ones, 1);
    double[] alphas = new double[inputs];
    Arrays.setAll(alphas, j -> j < states ? alphaStates : alphaActions);
    return loss.weights(ones, alphas);
  }
}
