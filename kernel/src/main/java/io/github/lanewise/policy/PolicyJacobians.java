package io.github.lanewise.policy;

import org.ejml.data.DMatrixRMaj;

/**
 * {@code pi_x, pi_W} along a trajectory: row t m + i belongs to action i that led to sample t, so they are taken at
 * sample t - 1, those of t = 0 at the initial state, and {@code du_t/dW = pi_x D_{t-1} + pi_W} with D_{-1} = 0.
 *
 * @param byState T m x n
 * @param byParameter T m x p
 */
public record PolicyJacobians(DMatrixRMaj byState, DMatrixRMaj byParameter) {}
