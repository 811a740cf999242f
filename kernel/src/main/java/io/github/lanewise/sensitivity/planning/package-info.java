/**
 * What a learned sensitivity is good for: policy gradients, steps in a trust region, and reaching goals at the
 * first attempt.
 */
package io.github.lanewise.sensitivity.planning;
