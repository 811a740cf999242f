/**
 * Networks of fully connected layers: values, derivatives of first order and those of losses on Jacobians, on batches;
 * and what trains them.
 *
 * <p>Read {@link io.github.lanewise.network.Mlp} first: a shape, how its weights lie in one array, and its formula,
 * traced for kernels. {@link io.github.lanewise.network.DoubleNetwork} evaluates batches, with VJP, JVP and Jacobians;
 * {@link io.github.lanewise.network.DoubleValues} and {@link io.github.lanewise.network.DoubleAdjoint} are its passes,
 * for those who differentiate further. {@link io.github.lanewise.network.DoubleAdam} takes steps, and
 * {@link io.github.lanewise.network.Normalizer} finds units for what goes in and out. No other package has networks,
 * optimisers or normalisers of its own.
 *
 * <p>It may use {@code lanes}, {@code trace}, {@code compile} and {@code dense}, and knows no robots. Classes whose
 * names begin with Float are made from those with Double when the library is built.
 */
package io.github.lanewise.network;
