/**
 * Networks trained on values and Jacobians: Sobolev training (Czarnecki et al., Sobolev training for neural networks,
 * 2017).
 *
 * <p>From samples to a model: {@link TrainingData} takes x, y and dy/dx, {@link Normalizer} finds their units, {@link
 * Mlp} and {@link SobolevLoss} say what is learnt and how it is judged, {@link DoubleTraining} learns it with {@link
 * Adam}, {@link DynamicsModel} puts it into the user's units, and {@link ModelEvaluator} or {@link Ensemble} evaluates
 * it. For a training loop of one's own {@link DoubleSobolevLoss} gives a loss and its gradient and {@link DoubleAdam}
 * takes steps; {@link DoubleNetwork} evaluates a network from its parameters alone.
 *
 * <p>Matrices are the caller's arrays, row after row, a sample each; those of an EJML matrix are its {@code data}.
 * Arrays that are evaluated or overwritten may be longer than is needed. What is overwritten must not be what is read,
 * unless a method says that it may. Classes whose names begin with Float are made from those with Double when the
 * library is built.
 */
package io.github.lanewise.sobolev;
