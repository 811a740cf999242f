/**
 * From samples to a learned model in one call: ensembles trained within a limit of epochs or time, judged on held-out
 * samples and roll-outs on the way.
 *
 * <p>Read {@link Fitting} first. {@link Dataset} holds the samples, {@link FitSettings} and {@link LossKind} say how
 * networks are trained, {@link Fit} is what came of it, {@link HeldOutErrors} and {@link RolloutErrors} say how good it
 * is, and {@link TrainingState} is what training goes on from.
 *
 * <p>It may use {@code lanes}, {@code network} and {@code sobolev}, and knows no robots.
 */
package io.github.lanewise.sobolev.fitting;
