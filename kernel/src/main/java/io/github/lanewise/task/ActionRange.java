package io.github.lanewise.task;

/**
 * One number of an action.
 *
 * @param name of its row
 * @param low least value that acts; below it acts like this
 * @param high greatest value that acts
 */
public record ActionRange(String name, double low, double high) {}
