/**
 * {@code lanewise train}: policies learn a task. {@link TrainTool} first, its options; then {@code TrainRun}, its work,
 * {@code Learning}, one training with its curve, {@code TrainingFolder}, what is kept of it while it goes on, and
 * {@code TrainReport}, what it says. {@code Method} has the methods.
 *
 * <p>Uses what commands share, and the kernel.
 */
package io.github.lanewise.app.train;
