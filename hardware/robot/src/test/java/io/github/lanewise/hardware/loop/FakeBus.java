package io.github.lanewise.hardware.loop;

import io.github.lanewise.hardware.port.Clock;
import io.github.lanewise.hardware.servo.BusError;
import io.github.lanewise.hardware.servo.Servo;
import io.github.lanewise.hardware.servo.ServoBus;
import io.github.lanewise.hardware.servo.ServoCommand;
import io.github.lanewise.hardware.servo.ServoModel;
import io.github.lanewise.hardware.servo.ServoState;
import io.github.lanewise.hardware.servo.ServoSupply;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Servos that answer what a test says, and a diary of what they were asked. */
class FakeBus implements ServoBus {
  final List<String> diary = new ArrayList<>();
  final double[] position;
  final double[] velocity;
  final double[] torque;
  final double[] temperature;
  /** How a request ends, by its count since torque is on; the torque off at the start has the count -1. */
  IntFunction<BusError> armedRead = count -> BusError.NONE;
  IntFunction<BusError> armedWrite = count -> BusError.NONE;
  IntFunction<BusError> torqueOff = count -> BusError.NONE;
  BusError watchdog = BusError.NONE;
  BusError armedTemperature = BusError.NONE;
  boolean answers = true;
  /** Whether the servos are in the mode, and have torque, when the loop comes. */
  boolean inMode = true;
  boolean torqueFound;
  /** Whether they lose it meanwhile. */
  boolean torqueLost;
  boolean torqueOn;
  int armedReads;
  int armedWrites;
  int offs;
  long offNanos = -1;
  double[] lastTarget;
  /** What the servos say of their supply. */
  Consumer<ServoSupply> supply = nothing -> { };

  private final Clock clock;
  private int errorServo = -1;

  FakeBus(Clock clock, int servos) {
    this.clock = clock;
    position = new double[servos];
    velocity = new double[servos];
    torque = new double[servos];
    temperature = new double[servos];
    Arrays.fill(temperature, 30);
  }

  /** The diary in one line; ticks of the rehearsal and with torque on in one word each. */
  String summary() {
    return (String.join(", ", diary) + ", ").replaceAll("(read, dry write, (temperature \\d, )?)+", "rehearsal, ")
        .replaceAll("(read, write, (temperature \\d, )?)+", "ticks, ");
  }

  @Override
  public List<Servo> servos() {
    return IntStream.range(0, position.length).mapToObj(i -> Servo.of(i + 1, ServoModel.MOTEUS)).toList();
  }

  @Override
  public boolean supports(ServoCommand.Mode mode) {
    return true;
  }

  @Override
  public BusError alreadyIn(ServoCommand.Mode mode, long deadlineNanos) {
    diary.add("in " + mode + "?");
    return inMode ? BusError.NONE : BusError.UNSUPPORTED;
  }

  @Override
  public BusError readTorque(boolean[] on, long deadlineNanos) {
    diary.add("torque?");
    Arrays.fill(on, torqueFound || torqueOn && !torqueLost);
    return BusError.NONE;
  }

  @Override
  public BusError mode(ServoCommand.Mode mode, long deadlineNanos) {
    diary.add("mode " + mode);
    return BusError.NONE;
  }

  @Override
  public BusError torque(boolean on, long deadlineNanos) {
    diary.add(on ? "torque on" : "torque off");
    if (on) {
      torqueOn = true;
      return BusError.NONE;
    }
    BusError error = torqueOff.apply(torqueOn ? offs : -1);
    if (torqueOn) {
      offNanos = offNanos < 0 ? clock.nanoTime() : offNanos;
      offs++;
    }
    return error;
  }

  @Override
  public BusError read(ServoState state, long deadlineNanos) {
    diary.add("read");
    if (!answers) {
      clock.sleepUntil(deadlineNanos);
      errorServo = 0;
      return BusError.TIMEOUT;
    }
    BusError error = torqueOn ? armedRead.apply(armedReads++) : BusError.NONE;
    errorServo = error == BusError.NONE || error == BusError.GONE ? -1 : 0;
    if (error == BusError.NONE || error == BusError.HARDWARE) {
      System.arraycopy(position, 0, state.position, 0, position.length);
      System.arraycopy(velocity, 0, state.velocity, 0, position.length);
      System.arraycopy(torque, 0, state.torque, 0, position.length);
      state.status[0] = error == BusError.HARDWARE ? 32 : 0;
      state.timeNanos = clock.nanoTime();
    } else {
      clock.sleepUntil(deadlineNanos);
    }
    return error;
  }

  @Override
  public BusError readSupply(ServoSupply into, long deadlineNanos) {
    supply.accept(into);
    return BusError.NONE;
  }

  @Override
  public BusError readTemperature(ServoState state, int servo, long deadlineNanos) {
    diary.add("temperature " + servo);
    BusError error = torqueOn ? armedTemperature : BusError.NONE;
    if (error == BusError.NONE) {
      state.temperature[servo] = temperature[servo];
    }
    return error;
  }

  @Override
  public BusError write(ServoCommand command, long deadlineNanos) {
    diary.add("write");
    lastTarget = command.target.clone();
    return torqueOn ? armedWrite.apply(armedWrites++) : BusError.NONE;
  }

  @Override
  public BusError watchdog(long timeoutNanos, long deadlineNanos) {
    diary.add("watchdog " + timeoutNanos);
    return watchdog;
  }

  @Override
  public BusError readReturnDelay(long deadlineNanos) {
    return BusError.NONE;
  }

  @Override
  public long returnDelayNanos() {
    return 0;
  }

  @Override
  public ServoBus dry(ServoCommand.Mode mode) {
    diary.add("dry");
    return new FakeBus(clock, position.length) {
      @Override
      public BusError write(ServoCommand command, long deadlineNanos) {
        FakeBus.this.diary.add("dry write");
        return BusError.NONE;
      }
    };
  }

  @Override
  public long wireNanos(int baud) {
    return 0;
  }

  @Override
  public int errorServo() {
    return errorServo;
  }

  @Override
  public String hardwareErrors(long deadlineNanos) {
    return "";
  }

  @Override
  public String explain(BusError error) {
    return error.text();
  }

  @Override
  public long checksumErrors() {
    return 0;
  }

  @Override
  public long skippedBytes() {
    return 0;
  }

  @Override
  public void close() {}
}
