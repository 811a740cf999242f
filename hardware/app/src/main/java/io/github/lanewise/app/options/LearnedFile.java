package io.github.lanewise.app.options;

import io.github.lanewise.data.PolicyFile;
import io.github.lanewise.learning.LearnedPolicy;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;

/**
 * A policy that was learned in simulation, to act on a robot.
 *
 * @param file that it was read from
 * @param content of the file
 * @param subject what it was learned for, with the robot that is to act
 */
public record LearnedFile(Path file, PolicyFile content, TipSubject subject) {
  /**
   * Reads it.
   *
   * @param place its file, or the folder of its training
   * @param robot that is to act; null for the one that it was learned on
   * @throws IllegalArgumentException if it was learned for another task than that of a robot on a wire
   */
  public static LearnedFile read(Path place, NamedRobot robot, CommandSpec spec) throws IOException {
    Path file = PolicyPlace.file(place);
    PolicyFile content = PolicyFile.read(file);
    return new LearnedFile(file, content, TipSubject.of(file, content, robot, spec));
  }

  /**
   * The policy.
   *
   * @param part of its numbers that may change
   * @throws IllegalArgumentException if it does not fit the robot, with both sides
   */
  public LearnedPolicy policy(LearnedPolicy.Part part) {
    try {
      return new LearnedPolicy(subject.task(), content.policy(), part);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(file + " and robot '" + subject.robot().model().name() + "': "
          + e.getMessage(), e);
    }
  }
}
