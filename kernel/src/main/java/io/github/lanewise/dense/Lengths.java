package io.github.lanewise.dense;

/** Checks of the caller's arrays, once at the edge. */
public final class Lengths {
  private Lengths() {}

  /**
   * Refuses an array that is too short.
   *
   * @param what it holds, for the message
   * @param length of the array
   * @param needed numbers
   * @throws IllegalArgumentException with both lengths
   */
  public static void require(String what, int length, long needed) {
    if (length < needed) {
      throw new IllegalArgumentException(what + ": " + length + " numbers where it takes " + needed);
    }
  }

  /**
   * Refuses a number of samples for which there is no room.
   *
   * @param count the number
   * @param capacity the most there is room for
   * @throws IllegalArgumentException if it is not from 1 to {@code capacity}
   */
  public static void requireRoom(int count, int capacity) {
    if (count < 1 || count > capacity) {
      throw new IllegalArgumentException(count + " samples where there is room for 1 to " + capacity);
    }
  }
}
