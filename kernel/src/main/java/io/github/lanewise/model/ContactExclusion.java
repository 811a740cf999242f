package io.github.lanewise.model;

/**
 * Two bodies of which no shapes touch each other: an {@code <exclude>} of MJCF.
 *
 * @param name as in the file, empty if it has none there
 * @param first name of one body's frame, as in {@link Geometry#link()}: empty for the world
 * @param second that of the other
 */
public record ContactExclusion(String name, String first, String second) {}
