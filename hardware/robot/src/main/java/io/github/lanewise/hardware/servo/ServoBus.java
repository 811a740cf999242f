package io.github.lanewise.hardware.servo;

import java.util.List;
import java.util.Locale;

/**
 * Several servos on one line, in SI units.
 *
 * <p>Every request has a deadline on the bus's clock [ns] and ends with a value; it returns at the deadline at the
 * latest but for one poll of the line, throws nothing because of what the line or a servo does, and allocates nothing.
 * Before a request is sent, whatever the line still holds is thrown away, and only answers of the right servo and
 * length are taken, so that late answers do not pass for new ones. A request is never repeated here.
 *
 * <p>States and commands are for {@link #joints} entries; a shorter one ends in an
 * {@link IndexOutOfBoundsException}, a command before anything is sent.
 *
 * <p>One thread at a time. Order of use: {@link #alreadyIn} or {@link #mode}, {@link #watchdog}, {@link #torque}, then
 * {@link #read} and {@link #write} at every tick.
 */
public interface ServoBus extends AutoCloseable {
  /** {@return the servos; where each moves a joint of its own, in the order of the entries of states and commands} */
  List<Servo> servos();

  /** {@return the number of entries of states and commands: one for each servo, unless told otherwise} */
  default int joints() {
    return servos().size();
  }

  /**
   * {@return which servos move a joint, for sentences: "servo 3"}
   *
   * @param joint its entry in states
   */
  default String servosOf(int joint) {
    return "servo " + servos().get(joint).id();
  }

  /**
   * {@return the most that the servos of a joint do [N m or N]; infinite if it is not known}
   *
   * @param joint its entry in states
   */
  default double mostTorque(int joint) {
    return servos().get(joint).mostTorque();
  }

  /**
   * {@return how fast the servos of a joint move it at most [rad/s or m/s]; infinite if it is not known}
   *
   * @param joint its entry in states
   */
  default double mostVelocity(int joint) {
    return servos().get(joint).mostVelocity();
  }

  /**
   * {@return the lowest position of a joint that the registers of its servos take, as last read by {@link #readRanges}
   * [rad or m]; -infinity if it is not known}
   *
   * @param joint its entry in states
   */
  default double lowest(int joint) {
    return Double.NEGATIVE_INFINITY;
  }

  /**
   * {@return the highest, infinity if it is not known [rad or m]}
   *
   * @param joint its entry in states
   */
  default double highest(int joint) {
    return Double.POSITIVE_INFINITY;
  }

  /**
   * {@return how far the positions that a servo can be told are from each other [rad or m]; 0 if it is not known}
   *
   * @param joint its entry in states
   */
  default double resolution(int joint) {
    return 0;
  }

  /**
   * Whether every servo takes such commands.
   *
   * @param mode what the targets are
   * @return whether it is so
   */
  boolean supports(ServoCommand.Mode mode);

  /**
   * Asks whether every servo is in this mode, and changes nothing; if so, its commands are taken from now on.
   *
   * @param mode what the targets will be
   * @param deadlineNanos when to give up [ns, the bus's clock]
   * @return {@link BusError#UNSUPPORTED} if one is in another, or cannot be in this one
   */
  BusError alreadyIn(ServoCommand.Mode mode, long deadlineNanos);

  /**
   * Puts every servo into this mode, which takes effect only while torque is off.
   *
   * @param mode what the targets will be
   * @param deadlineNanos when to give up [ns, the bus's clock]
   * @return {@link BusError#UNSUPPORTED} if one cannot; {@link BusError#DEVICE} if one reports another mode afterwards
   */
  BusError mode(ServoCommand.Mode mode, long deadlineNanos);

  /**
   * Switches the torque of all servos with one frame, then asks each whether it has done so.
   *
   * @param on whether torque is to be on
   * @param deadlineNanos when to give up [ns, the bus's clock]
   * @return {@link BusError#DEVICE} or {@link BusError#HARDWARE} if one has not
   */
  BusError torque(boolean on, long deadlineNanos);

  /**
   * Asks each servo whether its torque is on, and changes nothing.
   *
   * @param on which are (modified)
   * @param deadlineNanos when to give up [ns, the bus's clock]
   * @return with {@link BusError#HARDWARE}, too, every servo has said it
   */
  BusError readTorque(boolean[] on, long deadlineNanos);

  /**
   * Reads position, velocity, torque and status of all servos in one transaction.
   *
   * <p>After an error, entries of servos that answered may be new, the others are old, and {@code timeNanos} stays
   * unless every servo has answered; with {@link BusError#HARDWARE} every one has, and all is new.
   *
   * @param state what they report (modified)
   * @param deadlineNanos when to give up [ns, the bus's clock]
   * @return the first error; {@link BusError#NONE} if all is well
   */
  BusError read(ServoState state, long deadlineNanos);

  /**
   * Reads the temperature of one servo, where {@link #read} does not bring it; else does nothing.
   *
   * @param state what it reports (modified)
   * @param servo its place
   * @param deadlineNanos when to give up [ns, the bus's clock]
   * @return the error; {@link BusError#NONE} if all is well
   */
  default BusError readTemperature(ServoState state, int servo, long deadlineNanos) {
    return BusError.NONE;
  }

  /**
   * Asks servos for their supply voltage and what they bear, where their registers tell; for before the fact, it
   * allocates.
   *
   * @param supply what they report (modified)
   * @param deadlineNanos when to give up [ns, the bus's clock]
   * @return the error; a hardware error is none here
   */
  default BusError readSupply(ServoSupply supply, long deadlineNanos) {
    return BusError.NONE;
  }

  /**
   * Asks servos where they were sent last, in position control; for before the fact, it allocates.
   *
   * @param goal positions [rad] (modified)
   * @param deadlineNanos when to give up [ns, the bus's clock]
   * @return {@link BusError#UNSUPPORTED} if they do not tell; with {@link BusError#HARDWARE}, too, every one has
   */
  default BusError readGoals(double[] goal, long deadlineNanos) {
    return BusError.UNSUPPORTED;
  }

  /**
   * Sends all targets in one frame where the protocol can; servos do not acknowledge it unless the protocol does.
   *
   * @param command the targets
   * @param deadlineNanos when to give up [ns, the bus's clock]
   * @return {@link BusError#RANGE} if a target is not finite or does not fit the servo's register, {@link
   *     BusError#UNSUPPORTED} if the servos were not put into the command's mode; nothing is sent then
   */
  BusError write(ServoCommand command, long deadlineNanos);

  /**
   * Arms the servos' own watchdog: without a command for so long [ns], they stop by themselves. 0 disarms it, and
   * resets one that has struck.
   *
   * @param timeoutNanos the time without a command [ns]
   * @param deadlineNanos when to give up [ns, the bus's clock]
   * @return {@link BusError#UNSUPPORTED} if they have none; {@link BusError#RANGE} if the time is negative or
   *     too long for them
   */
  BusError watchdog(long timeoutNanos, long deadlineNanos);

  /**
   * Lets servos use no more than a part of their torque, until their power goes off; other registers stay as they are.
   *
   * @param shares for each joint, up to 1; NaN leaves it as it is
   * @param deadlineNanos when to give up [ns, the bus's clock]
   * @return {@link BusError#UNSUPPORTED} if one has no such register, {@link BusError#DEVICE} if it keeps another value
   */
  default BusError limitTorque(double[] shares, long deadlineNanos) {
    return BusError.UNSUPPORTED;
  }

  /**
   * Asks the servos how long they wait before they answer, so that {@link #wireNanos} counts it.
   *
   * @param deadlineNanos when to give up [ns, the bus's clock]
   * @return with {@link BusError#HARDWARE}, too, every servo has said it
   */
  BusError readReturnDelay(long deadlineNanos);

  /**
   * Finds out whether the servos answer one request to all of them. Those that do not, but each answer a request of
   * their own, are from then on read one by one, which takes longer.
   *
   * @param timeoutNanos how long to wait for an answer [ns]
   * @return {@link BusError#NONE} or {@link BusError#HARDWARE} if they can be read in either way
   */
  default BusError learnToRead(long timeoutNanos) {
    return BusError.NONE;
  }

  /** {@return whether they are read one by one} */
  default boolean readsOneByOne() {
    return false;
  }

  /**
   * Asks servos for the range of goals that their registers take, for {@link #lowest} and {@link #highest}: one beyond
   * it they refuse without a word, or cut to it. For before the fact, it allocates.
   *
   * @param deadlineNanos when to give up [ns, the bus's clock]
   * @return with {@link BusError#HARDWARE}, too, every servo has said it
   */
  default BusError readRanges(long deadlineNanos) {
    return BusError.NONE;
  }

  /** {@return the longest return delay of a servo as last read, 0 before [ns]} */
  long returnDelayNanos();

  /**
   * The time that one {@link #read} and one {@link #write} take on the wire.
   *
   * @param baud the rate of the wire [bit/s]
   * @return the time [ns]
   */
  long wireNanos(int baud);

  /**
   * A bus of the same kind, with the same servos, on a line that takes everything and leads nowhere. A command written
   * to it goes the whole way that commands go, but for the port itself: what is written to it a few thousand times is
   * compiled by the time that it is written to this one.
   *
   * @param mode of the commands that it takes, whatever these servos are in
   * @return the bus
   */
  ServoBus dry(ServoCommand.Mode mode);

  /** {@return the servo that the last error is about, as its entry in states; -1 if none in particular} */
  int errorServo();

  /**
   * Asks servos what is wrong with them; for after the fact, it allocates.
   *
   * @param deadlineNanos when to give up [ns, the bus's clock]
   * @return the servos that report a hardware error and which, such as "servo 2 (XM430-W350): overload"; empty if none
   *     does, or they do not answer
   */
  String hardwareErrors(long deadlineNanos);

  /**
   * The last error in a sentence with the servo and what it reported; for after the fact, it allocates.
   *
   * @param error what came back
   * @return the sentence, without a full stop
   */
  String explain(BusError error);

  /** {@return the packets with a wrong checksum so far} */
  long checksumErrors();

  /** {@return the bytes so far that belonged to no packet, or came too late} */
  long skippedBytes();

  /** Closes the line. */
  @Override
  void close();

  /**
   * Checks that the wire is fast enough.
   *
   * @param ticksPerSecond one read and one write each [1/s]
   * @param baud the rate of the wire [bit/s]
   * @throws IllegalArgumentException if a tick is shorter than {@link #wireNanos}
   */
  default void requireRate(double ticksPerSecond, int baud) {
    long wire = wireNanos(baud);
    if (!(ticksPerSecond > 0) || 1e9 / ticksPerSecond < wire) {
      throw new IllegalArgumentException(String.format(Locale.ROOT,
          "%.0f ticks/s leave %.0f us each, but reading and writing %d servo%s takes %.0f us at %d baud: "
              + "at most %.0f ticks/s", ticksPerSecond, 1e6 / ticksPerSecond, servos().size(),
          servos().size() == 1 ? "" : "s", wire / 1e3, baud,
          Math.floor(1e9 / wire)));
    }
  }
}
