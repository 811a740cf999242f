package io.github.lanewise.hardware.servo;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Any servo on a line, register by register: for people, who want sentences, rather than for a control loop. Allocates.
 * One thread at a time.
 */
public interface Registers extends AutoCloseable {
  /**
   * A servo that answered.
   *
   * @param id its address
   * @param modelNumber what it says it is
   * @param modelName its name, or "unknown model"
   * @param firmware its version
   * @param twice whether two servos seem to have this id
   */
  record Found(int id, int modelNumber, String modelName, String firmware, boolean twice) {}

  /** {@return what a servo speaks} */
  ServoProtocol protocol();

  /** {@return the lowest id that a servo can have} */
  int minId();

  /** {@return the highest id that a servo can have} */
  int maxId();

  /**
   * Asks whether a servo is there, and waits as long again for a second one with its id.
   *
   * @param id of the servo
   * @param timeoutNanos how long to wait for an answer [ns]
   * @return what has answered
   * @throws IOException if none answers in time, or what answers is garbled, or the line is gone
   */
  Found ping(int id, long timeoutNanos) throws IOException;

  /**
   * Asks all servos at once who is there.
   *
   * @param timeoutNanos how long to listen; DYNAMIXEL servos answer one after the other, within 0.8 s [ns]
   * @return the ids, in the order of the answers, one as often as it answers; empty if none does
   * @throws IOException if what answers is garbled, as several Feetech servos at once are, or the line is gone, or the
   *     protocol has no such question
   */
  List<Integer> everyone(long timeoutNanos) throws IOException;

  /**
   * What is wrong with a servo.
   *
   * @param id of the servo
   * @param timeoutNanos how long to wait for an answer [ns]
   * @return its hardware errors, such as "overload"; empty if there is none
   * @throws IOException if the servo does not answer in time
   */
  String hardwareError(int id, long timeoutNanos) throws IOException;

  /**
   * Restarts a servo: its torque is off, errors whose cause is gone are forgotten, and the protocol's RAM registers are
   * as after power-up. It answers again some time later. A moteus controller is stopped, which ends its fault.
   *
   * @param id of the servo
   * @param timeoutNanos how long to wait for an answer [ns]
   * @throws IOException if the servo does not acknowledge it in time, or its protocol has no restart
   */
  void reboot(int id, long timeoutNanos) throws IOException;

  /**
   * The {@code count} bytes from {@code address} on as one number without sign, low byte first.
   *
   * @param id of the servo
   * @param address of the first byte
   * @param count how many bytes
   * @param timeoutNanos how long to wait for an answer [ns]
   * @return the number
   * @throws IOException if the servo does not answer in time, or refuses
   * @throws IllegalArgumentException if the protocol has no registers of so many bytes
   */
  long read(int id, int address, int count, long timeoutNanos) throws IOException;

  /**
   * Writes the {@code count} low bytes of {@code value} to {@code address}, low byte first.
   *
   * @param id of the servo
   * @param address of the first byte
   * @param count how many bytes
   * @param value whose low bytes are written
   * @param timeoutNanos how long to wait for an answer [ns]
   * @throws IOException if the servo does not acknowledge it in time, or refuses
   * @throws IllegalArgumentException if the value has more bytes
   */
  void write(int id, int address, int count, long value, long timeoutNanos) throws IOException;

  /** Closes the line. */
  @Override
  void close();

  /**
   * The servos that answer among these ids, one after the other. An id where only garbage comes is listed as {@link
   * Found#twice}, with model number -1; so is one whose answers are too short or too long, but not as twice.
   *
   * @param firstId the first id asked
   * @param lastId the last
   * @param timeoutNanos how long to wait at each [ns]
   * @return what has answered, by id
   * @throws IOException if the line is gone
   */
  default List<Found> scan(int firstId, int lastId, long timeoutNanos) throws IOException {
    List<Found> found = new ArrayList<>();
    for (int id = firstId; id <= lastId; id++) {
      try {
        found.add(ping(id, timeoutNanos));
      } catch (BusException e) {
        if (e.error() == BusError.CHECKSUM || e.error() == BusError.LENGTH) {
          found.add(new Found(id, -1, e.getMessage(), "", e.error() == BusError.CHECKSUM));
        } else if (e.error() != BusError.TIMEOUT && e.error() != BusError.WRONG_ID) {
          throw e;
        }
      }
    }
    return found;
  }
}
