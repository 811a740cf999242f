package io.github.lanewise.model;

/**
 * A name that a format of robot files has, and what becomes of it here.
 *
 * @param element where it stands: the name of an element or, where that has two meanings, its parent, a slash and the
 *     name
 * @param name of the attribute or of the element within
 * @param attribute whether it is an attribute
 * @param use what becomes of it
 */
public record FormatWord(String element, String name, boolean attribute, Use use) {
  /** What becomes of a name in a file. */
  public enum Use {
    /** It is part of the robot. */
    READ,
    /** It is not, and {@link RobotModel#warnings()} tells so. */
    LEFT_ASIDE,
    /** The file is refused. */
    REFUSED
  }
}
