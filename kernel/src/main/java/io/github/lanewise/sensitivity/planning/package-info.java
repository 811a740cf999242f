/**
 * What a learned sensitivity is good for: policy gradients, steps in a trust region, and reaching goals at the first
 * attempt.
 *
 * <p>Read {@link io.github.lanewise.sensitivity.planning.Improvement} first: it shakes a
 * {@link io.github.lanewise.sensitivity.planning.Plant}, models the return by a
 * {@link io.github.lanewise.sensitivity.planning.Proposal} (by
 * {@link io.github.lanewise.sensitivity.planning.GaussNewton},
 * {@link io.github.lanewise.sensitivity.planning.QuasiNewton} or the
 * {@link io.github.lanewise.sensitivity.planning.PolicyGradient} itself), and tries its steps within a
 * {@link io.github.lanewise.sensitivity.planning.TrustRegion}.
 * {@link io.github.lanewise.sensitivity.planning.ReachPlan} stands beside it: parameters that bring outputs through
 * points.
 *
 * <p>It may use {@code dense} and {@code sensitivity}.
 */
package io.github.lanewise.sensitivity.planning;
