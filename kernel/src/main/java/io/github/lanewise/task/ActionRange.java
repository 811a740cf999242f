package io.github.lanewise.task;

/**
 * One number of an action, and the range in which policies choose it; an actuator keeps within it whoever acts.
 *
 * @param name of its row
 * @param low least value
 * @param high greatest value
 */
public record ActionRange(String name, double low, double high) {}
