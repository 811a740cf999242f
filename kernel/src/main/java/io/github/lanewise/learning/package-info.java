/**
 * Policies that learn a task, above all by the gradient of short windows of simulation.
 *
 * <p>Begin with {@link io.github.lanewise.learning.WindowTrainer}: window after window, {@code PolicyRollout} rolls a
 * policy out, {@code WindowGradient} pulls the objective of {@link io.github.lanewise.learning.MixedReturn} back
 * through robot, observation and policy, and {@code Critic} learns to value states; {@code ImaginedWindows} are those
 * that a model of the robots moves, which {@code DynamicsFit} learns meanwhile. {@link
 * io.github.lanewise.learning.PpoTrainer} and {@link io.github.lanewise.learning.SacTrainer} are baselines without
 * derivatives of the robots; the latter learns from a {@code Replay}. What comes of it is a {@link
 * io.github.lanewise.learning.GaussianPolicy}, which {@link io.github.lanewise.learning.PolicyAgent} lets act. May use
 * all packages below but those of shaking.
 */
package io.github.lanewise.learning;
