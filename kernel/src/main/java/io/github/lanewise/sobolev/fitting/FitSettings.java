package io.github.lanewise.sobolev.fitting;

import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.lanes.Lanes;
import io.github.lanewise.network.Activation;
import io.github.lanewise.network.Mlp;
import io.github.lanewise.sobolev.SobolevLoss;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * How networks are trained.
 *
 * @param network what is trained
 * @param slopes what derivatives count
 * @param optimiser how steps are made
 * @param precision of training
 * @param threads that share the samples of a step
 * @param seed of beginnings, orders of samples and directions
 */
public record FitSettings(Network network, Slopes slopes, Optimiser optimiser, ElementType precision, int threads,
    long seed) {
  /**
   * Networks, an ensemble of them alike.
   *
   * @param hidden widths of hidden layers
   * @param activation of hidden layers
   * @param layerNorm whether hidden layers are normalised
   * @param gaussian whether networks give variances too
   * @param members networks of the ensemble
   */
  public record Network(int[] hidden, Activation activation, boolean layerNorm, boolean gaussian, int members) {}

  /**
   * Derivatives in the loss.
   *
   * @param projections of each Jacobian that the projected loss takes
   * @param alphaStates weight of squared errors of derivatives by states, all in units of standard deviations
   * @param alphaActions the same for actions
   */
  public record Slopes(int projections, double alphaStates, double alphaActions) {}

  /**
   * Adam's steps.
   *
   * @param batch samples of a step
   * @param learningRate at the beginning; it falls along a cosine to a hundredth of it
   */
  public record Optimiser(int batch, double learningRate) {}

  /** All by name; trainings of the same samples agree to the bit if these do. */
  Map<String, String> named() {
    Map<String, String> named = new LinkedHashMap<>();
    named.put("hidden", Arrays.toString(network.hidden));
    named.put("activation", network.activation.toString());
    named.put("layer norm", Boolean.toString(network.layerNorm));
    named.put("gaussian", Boolean.toString(network.gaussian));
    named.put("projections", Integer.toString(slopes.projections));
    named.put("alpha of states", Double.toString(slopes.alphaStates));
    named.put("alpha of actions", Double.toString(slopes.alphaActions));
    named.put("batch", Integer.toString(optimiser.batch));
    named.put("learning rate", Double.toString(optimiser.learningRate));
    named.put("ensemble", Integer.toString(network.members));
    named.put("precision", precision.name().toLowerCase(Locale.ROOT));
    named.put("vector bits", Integer.toString(Lanes.widest(precision).bits()));
    named.put("threads", Integer.toString(threads));
    named.put("seed", Long.toString(seed));
    return named;
  }

  /** The loss for so many inputs, of which the first are states, and outputs. */
  SobolevLoss loss(LossKind kind, int inputs, int states, int outputs) {
    Mlp mlp = Mlp.of(inputs, network.gaussian ? 2 * outputs : outputs, network.activation, network.hidden);
    mlp = network.layerNorm ? mlp.withLayerNorm() : mlp;
    SobolevLoss loss = switch (kind) {
      case VALUE -> SobolevLoss.value(mlp);
      case SOBOLEV -> SobolevLoss.exact(mlp);
      case PROJECTED -> SobolevLoss.projected(mlp, slopes.projections);
    };
    loss = network.gaussian ? loss.gaussian() : loss;
    double[] ones = new double[outputs];
    Arrays.fill(ones, 1);
    double[] alphas = new double[inputs];
    Arrays.setAll(alphas, j -> j < states ? slopes.alphaStates : slopes.alphaActions);
    return loss.weights(ones, alphas);
  }
}
