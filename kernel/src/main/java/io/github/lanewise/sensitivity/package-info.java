/**
 * How a trajectory depends on the parameters of a policy, {@code D_t = dx_t/dW}, learned from roll-outs alone, with
 * standard errors.
 *
 * <p>Read {@link io.github.lanewise.sensitivity.Rollouts} first, what goes in, and
 * {@link io.github.lanewise.sensitivity.Sensitivity}, what comes out. In between stands an
 * {@link io.github.lanewise.sensitivity.Estimator}: {@link io.github.lanewise.sensitivity.Ridge} and
 * {@link io.github.lanewise.sensitivity.Quadratic} by least squares, for fewer roll-outs than parameters
 * {@link io.github.lanewise.sensitivity.BayesianRidge} and {@link io.github.lanewise.sensitivity.RandomDirections},
 * {@link io.github.lanewise.sensitivity.GaussianProcess}, {@link io.github.lanewise.sensitivity.NetworkRegression}, and
 * {@link io.github.lanewise.sensitivity.RecursiveLeastSquares} for roll-outs as they come. The regression itself is
 * {@link io.github.lanewise.sensitivity.DoubleRegression} on arrays.
 *
 * <p>It may use {@code lanes}, {@code dense} and {@code network}, and knows no robots: roll-outs may be of anything.
 * Classes whose names begin with Float are made from those with Double when the library is built.
 */
package io.github.lanewise.sensitivity;
