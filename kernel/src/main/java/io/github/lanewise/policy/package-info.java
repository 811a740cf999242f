/**
 * Policies u = pi(q, v, t; W) on scalars, and a robot under one of them.
 *
 * <p>Read {@link Policy} first, then {@link PolicySimulation}: roll-outs with parameters of their own, the exact
 * sensitivity of a trajectory to W, and exact gradients of returns, all by {@link
 * io.github.lanewise.simulation.Rollout}. {@link Disturbance} makes logs late and noisy; {@link SimulatedPlant} is what
 * improvement asks of a simulated robot. {@link PdPolicy}, {@link ReachPolicy}, {@link Sinusoid}, {@link LinearInTime}
 * and {@link NeuralPolicy} come with the library and act on the joints with one axis.
 *
 * <p>It may use {@code task}, {@code simulation}, {@code sensitivity}, {@code network} and what is below them.
 */
package io.github.lanewise.policy;
