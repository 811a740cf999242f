package io.github.lanewise.hardware.loop;

import io.github.lanewise.hardware.servo.BusError;
import java.util.List;
import java.util.Map;

/**
 * How a loop went, from the moment when torque was on.
 *
 * @param armed whether the servos were told anything; if not, they are as they were found, with torque or without
 * @param ticks the ticks that happened
 * @param missed the ticks that did not, because one before was late or took too long
 * @param lateness how late ticks began
 * @param cost how long ticks took, waiting for the servos included
 * @param busErrors how many of each kind; kinds that did not occur are left out
 * @param checksumErrors packets with a wrong checksum
 * @param skippedBytes bytes that belonged to no packet, or came too late
 * @param allocatedBytes what the loop's thread allocated; -1 if this JVM does not tell. Nothing by the loop itself;
 *     but HotSpot makes the string constants of a class in the thread that makes it compile the first of its methods by
 *     C2, which rehearsals rarely leave to be done: some 100 to 2,000 B once in the life of a JVM
 * @param stop why it stopped
 * @param ending {@link BusError#NONE} if the servos have confirmed that torque is off, or that they hold; otherwise why
 *     that is not known, and the robot must be switched off by hand
 * @param holds whether they have confirmed that they hold their position, without a watchdog
 * @param notes what was asked for and refused or granted: real-time scheduling, the servos' watchdog
 */
public record LoopResult(boolean armed, long ticks, long missed, Jitter.Summary lateness, Jitter.Summary cost,
    Map<BusError, Long> busErrors, long checksumErrors, long skippedBytes, long allocatedBytes, Stop stop,
    BusError ending, boolean holds, List<String> notes) {
  /** Takes a copy of the collections. */
  public LoopResult {
    busErrors = Map.copyOf(busErrors);
    notes = List.copyOf(notes);
  }
}
