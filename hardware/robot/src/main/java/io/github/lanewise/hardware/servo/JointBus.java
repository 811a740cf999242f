package io.github.lanewise.hardware.servo;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The joints of a robot whose servos are on several lines, or more or fewer than its joints: states and commands are
 * those of the joints, by a {@link Transmission}.
 *
 * <p>Lines are asked one after the other. After an error other than {@link BusError#HARDWARE}, nothing of a state is
 * new. A joint is as hot as the hottest of its servos, and one that no servo moves as the hottest of all; such a joint
 * has torque if all servos have. Closes all lines.
 */
public final class JointBus implements ServoBus {
  private final List<ServoBus> buses;
  private final JointServos joined;
  private final Transmission transmission;
  private final ServoState[] states;
  private final ServoCommand[] commands;
  private final boolean[][] on;
  /** Of all servos, line after line. */
  private final double[] values;
  private final double[] temperatures;
  private final int[] statuses;
  private final boolean[] torques;
  private ServoBus failing;
  private int errorJoint = -1;

  /**
   * Of lines that are all of the robot's.
   *
   * @param buses the lines, whose servos are those of the transmission, line after line
   * @param transmission from servos to joints
   * @throws IllegalArgumentException if there is another number of servos
   */
  public JointBus(List<ServoBus> buses, Transmission transmission) {
    this.buses = List.copyOf(buses);
    this.transmission = transmission;
    joined = new JointServos(this.buses, transmission);
    int servos = joined.servos().size();
    states = buses.stream().map(bus -> new ServoState(bus.joints())).toArray(ServoState[]::new);
    commands = buses.stream().map(bus -> new ServoCommand(bus.joints())).toArray(ServoCommand[]::new);
    on = buses.stream().map(bus -> new boolean[bus.joints()]).toArray(boolean[][]::new);
    values = new double[servos];
    temperatures = new double[servos];
    statuses = new int[servos];
    torques = new boolean[servos];
    failing = buses.getFirst();
  }

  @Override
  public List<Servo> servos() {
    return joined.servos();
  }

  @Override
  public int joints() {
    return transmission.joints();
  }

  @Override
  public String servosOf(int joint) {
    return joined.of(joint);
  }

  @Override
  public double mostTorque(int joint) {
    return joined.mostTorque(joint);
  }

  @Override
  public double mostVelocity(int joint) {
    return joined.mostVelocity(joint);
  }

  /** Of servos that move this joint alone; what is left to coupled ones, is not known of one joint. */
  @Override
  public double lowest(int joint) {
    return joined.range(joint)[0];
  }

  @Override
  public double highest(int joint) {
    return joined.range(joint)[1];
  }

  @Override
  public double resolution(int joint) {
    return joined.resolution(joint);
  }

  @Override
  public BusError readRanges(long deadlineNanos) {
    return each((bus, _) -> bus.readRanges(deadlineNanos));
  }

  @Override
  public boolean supports(ServoCommand.Mode mode) {
    return buses.stream().allMatch(bus -> bus.supports(mode));
  }

  /** A request of one line. */
  @FunctionalInterface
  private interface Request {
    BusError of(ServoBus bus, int line);
  }

  /** Asks all lines; the first error, but a hardware error only if there is no other. */
  private BusError each(Request request) {
    BusError first = BusError.NONE;
    errorJoint = -1;
    for (int line = 0; line < buses.size(); line++) {
      first = first(first, line, request.of(buses.get(line), line));
    }
    return first;
  }

  private BusError first(BusError before, int line, BusError error) {
    if (error == BusError.NONE || before != BusError.NONE && before != BusError.HARDWARE) {
      return before;
    }
    failing = buses.get(line);
    int servo = failing.errorServo();
    errorJoint = servo < 0 ? -1 : joined.jointOf(joined.place(line) + servo);
    return error;
  }

  @Override
  public BusError alreadyIn(ServoCommand.Mode mode, long deadlineNanos) {
    return each((bus, _) -> bus.alreadyIn(mode, deadlineNanos));
  }

  @Override
  public BusError mode(ServoCommand.Mode mode, long deadlineNanos) {
    return each((bus, _) -> bus.mode(mode, deadlineNanos));
  }

  @Override
  public BusError torque(boolean wanted, long deadlineNanos) {
    BusError first = BusError.NONE;
    errorJoint = -1;
    for (int line = 0; line < states.length; line++) {
      first = first(first, line, buses.get(line).torque(wanted, deadlineNanos));
    }
    return first;
  }

  @Override
  public BusError readTorque(boolean[] wanted, long deadlineNanos) {
    BusError first = BusError.NONE;
    errorJoint = -1;
    for (int line = 0; line < states.length; line++) {
      first = first(first, line, buses.get(line).readTorque(on[line], deadlineNanos));
      System.arraycopy(on[line], 0, torques, joined.place(line), on[line].length);
    }
    for (int j = 0; j < wanted.length; j++) {
      wanted[j] = true;
      for (int i = 0; i < torques.length; i++) {
        wanted[j] &= torques[i] || !joined.concerns(i, j);
      }
    }
    return first;
  }

  @Override
  public BusError read(ServoState state, long deadlineNanos) {
    BusError first = BusError.NONE;
    errorJoint = -1;
    for (int line = 0; line < states.length && first != BusError.GONE; line++) {
      first = first(first, line, buses.get(line).read(states[line], deadlineNanos));
    }
    if (first == BusError.NONE || first == BusError.HARDWARE) {
      combine(state);
    }
    return first;
  }

  private void combine(ServoState state) {
    int place = 0;
    long oldest = Long.MAX_VALUE;
    for (ServoState part : states) {
      System.arraycopy(part.position, 0, values, place, part.position.length);
      System.arraycopy(part.status, 0, statuses, place, part.status.length);
      place += part.position.length;
      oldest = Math.min(oldest, part.timeNanos);
    }
    transmission.positions(values, state.position);
    place = 0;
    for (ServoState part : states) {
      System.arraycopy(part.velocity, 0, values, place, part.velocity.length);
      place += part.velocity.length;
    }
    transmission.velocities(values, state.velocity);
    place = 0;
    for (ServoState part : states) {
      System.arraycopy(part.torque, 0, values, place, part.torque.length);
      place += part.torque.length;
    }
    transmission.torques(values, state.torque);
    for (int j = 0; j < state.status.length; j++) {
      state.status[j] = 0;
      for (int i = 0; i < statuses.length; i++) {
        state.status[j] = state.status[j] == 0 && joined.moves(i, j) ? statuses[i] : state.status[j];
      }
    }
    combineTemperatures(state);
    state.timeNanos = oldest;
  }

  private void combineTemperatures(ServoState state) {
    int place = 0;
    for (ServoState part : states) {
      System.arraycopy(part.temperature, 0, temperatures, place, part.temperature.length);
      place += part.temperature.length;
    }
    for (int j = 0; j < state.temperature.length; j++) {
      double hottest = Double.NEGATIVE_INFINITY;
      for (int i = 0; i < temperatures.length; i++) {
        hottest = joined.concerns(i, j) ? Math.max(hottest, temperatures[i]) : hottest;
      }
      state.temperature[j] = hottest;
    }
  }

  @Override
  public BusError readTemperature(ServoState state, int joint, long deadlineNanos) {
    BusError first = BusError.NONE;
    errorJoint = -1;
    int servo = 0;
    for (int line = 0; line < states.length; line++) {
      for (int i = 0; i < states[line].temperature.length; i++) {
        if (joined.moves(servo++, joint)) {
          first = first(first, line, buses.get(line).readTemperature(states[line], i, deadlineNanos));
        }
      }
    }
    combineTemperatures(state);
    return first;
  }

  /** Of the servos of a joint, one that is not fed as it should be, or else the first. */
  @Override
  public BusError readSupply(ServoSupply supply, long deadlineNanos) {
    List<ServoSupply> parts = new ArrayList<>();
    BusError error = each((bus, _) -> {
      parts.add(new ServoSupply(bus.joints()));
      return bus.readSupply(parts.getLast(), deadlineNanos);
    });
    int servo = 0;
    boolean[] told = new boolean[joints()];
    for (ServoSupply part : parts) {
      for (int i = 0; i < part.voltage.length; i++, servo++) {
        for (int j = 0; j < joints(); j++) {
          boolean ill = part.voltage[i] < part.least[i] || part.voltage[i] > part.most[i];
          if (joined.moves(servo, j) && (ill || !told[j])) {
            supply.voltage[j] = part.voltage[i];
            supply.least[j] = part.least[i];
            supply.most[j] = part.most[i];
            supply.hottest[j] = told[j] ? Math.min(supply.hottest[j], part.hottest[i]) : part.hottest[i];
            told[j] = true;
          }
        }
      }
    }
    return error;
  }

  @Override
  public BusError readGoals(double[] goal, long deadlineNanos) {
    double[] ofServos = new double[values.length];
    BusError error = each((bus, line) -> {
      double[] part = new double[bus.joints()];
      BusError told = bus.readGoals(part, deadlineNanos);
      System.arraycopy(part, 0, ofServos, joined.place(line), part.length);
      return told;
    });
    if (error == BusError.NONE || error == BusError.HARDWARE) {
      transmission.positions(ofServos, goal);
    }
    return error;
  }

  @Override
  public BusError write(ServoCommand command, long deadlineNanos) {
    transmission.command(command, values);
    BusError first = BusError.NONE;
    errorJoint = -1;
    int place = 0;
    for (int line = 0; line < commands.length && first != BusError.GONE; line++) {
      ServoCommand part = commands[line];
      part.mode = command.mode;
      System.arraycopy(values, place, part.target, 0, part.target.length);
      place += part.target.length;
      first = first(first, line, buses.get(line).write(part, deadlineNanos));
    }
    return first;
  }

  @Override
  public BusError watchdog(long timeoutNanos, long deadlineNanos) {
    BusError first = BusError.NONE;
    errorJoint = -1;
    for (int line = 0; line < states.length; line++) {
      first = first(first, line, buses.get(line).watchdog(timeoutNanos, deadlineNanos));
    }
    return first;
  }

  /** Of a servo that moves several joints, the least. */
  @Override
  public BusError limitTorque(double[] shares, long deadlineNanos) {
    return each((bus, line) -> {
      double[] part = new double[bus.joints()];
      for (int i = 0; i < part.length; i++) {
        part[i] = Double.NaN;
        for (int j = 0; j < shares.length; j++) {
          if (joined.moves(joined.place(line) + i, j) && !Double.isNaN(shares[j])) {
            part[i] = Double.isNaN(part[i]) ? shares[j] : Math.min(part[i], shares[j]);
          }
        }
      }
      boolean asked = Arrays.stream(part).anyMatch(share -> !Double.isNaN(share));
      return asked ? bus.limitTorque(part, deadlineNanos) : BusError.NONE;
    });
  }

  @Override
  public BusError readReturnDelay(long deadlineNanos) {
    return each((bus, _) -> bus.readReturnDelay(deadlineNanos));
  }

  @Override
  public long returnDelayNanos() {
    return buses.stream().mapToLong(ServoBus::returnDelayNanos).max().orElseThrow();
  }

  /** Of all lines, one after the other. */
  @Override
  public long wireNanos(int baud) {
    return buses.stream().mapToLong(bus -> bus.wireNanos(baud)).sum();
  }

  @Override
  public ServoBus dry(ServoCommand.Mode mode) {
    return new JointBus(buses.stream().map(bus -> bus.dry(mode)).toList(), transmission);
  }

  /** The joint that the servo moves. */
  @Override
  public int errorServo() {
    return errorJoint;
  }

  @Override
  public String hardwareErrors(long deadlineNanos) {
    return buses.stream().map(bus -> bus.hardwareErrors(deadlineNanos)).filter(text -> !text.isEmpty())
        .collect(Collectors.joining("; "));
  }

  @Override
  public String explain(BusError error) {
    return failing.explain(error);
  }

  @Override
  public long checksumErrors() {
    return buses.stream().mapToLong(ServoBus::checksumErrors).sum();
  }

  @Override
  public long skippedBytes() {
    return buses.stream().mapToLong(ServoBus::skippedBytes).sum();
  }

  @Override
  public void close() {
    buses.forEach(ServoBus::close);
  }
}
