/**
 * What is learned and measured, as files: arrays, roll-outs, samples, models, and the state of a training.
 *
 * <p>{@link NpzFile} first, in which most of it is; then {@link RolloutFile}, {@link SampleFile}, {@link ModelFile} and
 * {@link Checkpoint}, and of policies {@link PolicyFile} and {@link TrainingCheckpoint}. {@link WholeFile} makes every
 * file appear whole or not at all. Uses {@code sensitivity}, {@code sobolev}, {@code network} and {@code learning}; no
 * robots.
 */
package io.github.lanewise.data;
