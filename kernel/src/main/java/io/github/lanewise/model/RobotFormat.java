package io.github.lanewise.model;

import java.util.List;

/** The formats of robot files. */
public enum RobotFormat {
  /** MuJoCo's, whose root element is {@code <mujoco>}. */
  MJCF(MjcfVocabulary.NAMES),
  /** That of ROS, whose root element is {@code <robot>}. */
  URDF(UrdfVocabulary.NAMES);

  private final Vocabulary vocabulary;

  RobotFormat(Vocabulary vocabulary) {
    this.vocabulary = vocabulary;
  }

  /** {@return all names that the readers know, by the element that they stand in; what is none of them is refused} */
  public List<FormatWord> words() {
    return vocabulary.words();
  }
}
