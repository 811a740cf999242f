/**
 * What a learned sensitivity is good for: policy gradients, steps inside the shaken region, and reaching goals at the
 * first attempt.
 */
package io.github.lanewise.sensitivity.planning;
