package io.github.lanewise.app.options;

import io.github.lanewise.model.RobotModel;

/**
 * A robot that a command was given.
 *
 * @param name as it was named on the command line: a file, or a robot of the library
 */
public record NamedRobot(String name, RobotModel model) {}
