/**
 * Networks trained on values and Jacobians: Sobolev training (Czarnecki et al., Sobolev training for neural networks,
 * 2017).
 *
 * <p>From samples to a model; read {@link SobolevLoss} first. {@link TrainingData} takes x, y and dy/dx, {@link
 * Normalizer} finds their units, {@link Mlp} and {@link SobolevLoss} say what is learnt and how it is judged, {@link
 * DoubleTraining} learns it with {@link Adam}, {@link DynamicsModel} puts it into the user's units, and {@link
 * ModelEvaluator} evaluates it. {@link Fitting} does all of it with settings, an ensemble and errors on held-out
 * samples on the way. For a training loop of one's own {@link DoubleSobolevLoss} gives a loss and its gradient and
 * {@link DoubleAdam} takes steps; {@link DoubleNetwork} evaluates a network from its weights alone.
 *
 * <p>Matrices are the caller's arrays, row after row, a sample each; those of an EJML matrix are its {@code data}.
 * Arrays that are evaluated or overwritten may be longer than is needed. What is overwritten must not be what is read,
 * unless a method says that it may. Classes whose names begin with Float are made from those with Double when the
 * library is built.
 *
 * <p>It may use {@code lanes}, {@code dense} and {@code network}, and knows no robots.
 */
package io.github.lanewise.sobolev;

import io.github.lanewise.network.Adam;
import io.github.lanewise.network.DoubleAdam;
import io.github.lanewise.network.DoubleNetwork;
import io.github.lanewise.network.Mlp;
import io.github.lanewise.network.Normalizer;
import io.github.lanewise.sobolev.fitting.Fitting;
