package io.github.lanewise.sensitivity.planning;

/**
 * A change of parameters, with what it is expected to bring.
 *
 * @param change dW, p numbers
 * @param predictedGain by how much the return should rise (the cost fall), by the model the step was made with
 */
public record Step(double[] change, double predictedGain) {}
