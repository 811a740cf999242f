package io.github.lanewise.model;

/**
 * Two shapes that the file lets touch whatever else it says of them: a {@code <pair>} of MJCF.
 *
 * @param name as in the file, empty if it has none there
 * @param first place of one shape in {@link RobotModel#geometries()}
 * @param second place of the other
 * @param material of their contact, in place of the materials of both
 */
public record ContactPair(String name, int first, int second, Material material) {}
