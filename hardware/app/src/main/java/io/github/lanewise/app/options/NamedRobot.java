package io.github.lanewise.app.options;

import io.github.lanewise.model.RobotModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A robot that a command was given.
 *
 * @param name as it was named on the command line: a file, or a robot of the library
 */
public record NamedRobot(String name, RobotModel model) {
  /** The text of its file. */
  public String description() throws IOException {
    Path file = Path.of(name);
    return Files.isRegularFile(file) ? Files.readString(file) : RobotModel.builtInText(name.replaceFirst(
        "\\.(urdf|xml)$", ""));
  }
}
