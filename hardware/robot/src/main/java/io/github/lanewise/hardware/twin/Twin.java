package io.github.lanewise.hardware.twin;

import io.github.lanewise.dynamics.DrivenJoints;
import io.github.lanewise.hardware.port.Clock;
import io.github.lanewise.hardware.port.Line;
import io.github.lanewise.hardware.port.PortException;
import io.github.lanewise.hardware.port.PseudoTerminal;
import io.github.lanewise.hardware.servo.RegisterTable;
import io.github.lanewise.hardware.servo.Servo;
import io.github.lanewise.hardware.servo.ServoModel;
import io.github.lanewise.hardware.servo.ServoProtocol;
import io.github.lanewise.lanes.DivergenceException;
import io.github.lanewise.model.RobotModel;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;

/**
 * A simulated robot with servos on a line: whoever writes to the other end of the line cannot tell it from a real one.
 *
 * <p>The robot moves in the time of a clock: real time in a thread of its own after {@link #start}, or, stepped by
 * whoever calls {@link #serve}, the time of any clock, and then the same commands at the same times give the same
 * motion and the same noise. Answers come at once, whatever the register of the return delay says. Exchanges allocate
 * nothing.
 *
 * <p>Safe for threads. Servo i moves the i-th of the {@link DrivenJoints}, with no more torque than its actuators have;
 * other joints swing freely.
 */
public final class Twin implements AutoCloseable {
  /** Length of a simulated step [ns]. */
  public static final long STEP_NANOS = 250_000;

  private static final long WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long POLL_NANOS = TimeUnit.MICROSECONDS.toNanos(50);
  // In real time an answer waits no longer for the robot: it goes on from where it was rather than fall behind further.
  private static final long LONGEST_WORK_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  private static final int WARM_UP_STEPS = 2000;

  private final Line line;
  private final Clock clock;
  private final List<Servo> servos;
  private final TwinRobot robot;
  private final Device<?> device;
  private final Reply reply;
  private final LongConsumer await;
  private final PseudoTerminal terminal;
  private final byte[] chunk = new byte[1024];
  private Thread thread;
  private boolean closed;
  private volatile DivergenceException divergence;
  private long skippedNanos;
  private long receivedBytes;

  private Twin(Line line, PseudoTerminal terminal, Clock clock, RobotModel model, List<Servo> servos,
      Imperfections imperfections) {
    this.line = line;
    this.clock = clock;
    this.servos = List.copyOf(servos);
    this.terminal = terminal;
    await = terminal == null ? nanos -> LockSupport.parkNanos(Math.min(nanos, POLL_NANOS)) : terminal::awaitBytes;
    ServoProtocol protocol = protocol(model, servos);
    robot = new TwinRobot(model, imperfections, STEP_NANOS, clock.nanoTime());
    reply = new Reply(line);
    device = switch (protocol) {
      case DYNAMIXEL -> new DynamixelDevice(servos, robot, reply);
      case FEETECH -> new FeetechDevice(servos, robot, reply);
      case MOTEUS -> new MoteusDevice(servos, robot, reply);
    };
  }

  /**
   * A robot whose servos listen on this line; {@link #start} lets it live by itself.
   *
   * @param line the servos' end of the cable
   * @param clock whose time the robot lives in
   * @param model the robot
   * @param servos one for each driven joint, in the order of the robot's joints; all of one protocol
   * @param imperfections of the servos
   * @return a robot at rest
   * @throws IllegalArgumentException if the robot has a joint with more than one axis, or the servos do not fit it
   */
  public static Twin on(Line line, Clock clock, RobotModel model, List<Servo> servos, Imperfections imperfections) {
    return new Twin(line, null, clock, model, servos, imperfections);
  }

  /**
   * A robot on a new pseudo-terminal, already started, in real time.
   *
   * @param model the robot
   * @param servos one for each driven joint, in the order of the robot's joints; all of one protocol
   * @param imperfections of the servos
   * @return the robot
   * @throws PortException if the system gives no pseudo-terminal
   */
  public static Twin onPseudoTerminal(RobotModel model, List<Servo> servos, Imperfections imperfections)
      throws PortException {
    return onPseudoTerminal(model, servos, imperfections, () -> { });
  }

  /**
   * The same; {@code first} is done in the thread in which it lives, before anything else, such as asking for real-time
   * scheduling.
   *
   * @param model the robot
   * @param servos one for each driven joint, in the order of the robot's joints; all of one protocol
   * @param imperfections of the servos
   * @param first what to do
   * @return the robot
   * @throws PortException if the system gives no pseudo-terminal
   */
  public static Twin onPseudoTerminal(RobotModel model, List<Servo> servos, Imperfections imperfections,
      Runnable first) throws PortException {
    PseudoTerminal terminal = PseudoTerminal.open();
    try {
      Twin twin = new Twin(terminal, terminal, Clock.system(), model, servos, imperfections);
      twin.start(first);
      return twin;
    } catch (RuntimeException e) {
      terminal.close();
      throw e;
    }
  }

  /**
   * Servos for a robot: ids 1, 2, ..., XM430-W350, STS3215 or moteus, zero in the middle of their range.
   *
   * @param model the robot
   * @param protocol what they speak
   * @return one for each of the robot's {@link DrivenJoints}
   */
  public static List<Servo> servos(RobotModel model, ServoProtocol protocol) {
    ServoModel kind = switch (protocol) {
      case DYNAMIXEL -> ServoModel.named(protocol, "XM430-W350");
      case FEETECH -> ServoModel.named(protocol, "STS3215");
      case MOTEUS -> ServoModel.MOTEUS;
    };
    return IntStream.rangeClosed(1, DrivenJoints.of(model).joints().size()).mapToObj(id -> Servo.of(id, kind)).toList();
  }

  private static ServoProtocol protocol(RobotModel model, List<Servo> servos) {
    int driven = DrivenJoints.of(model).joints().size();
    if (servos.size() != driven || servos.isEmpty()) {
      throw new IllegalArgumentException("robot '" + model.name() + "' has " + driven
          + " joints" + (driven == model.joints().size() ? "" : " that are driven") + ", but there are "
          + servos.size() + " servos");
    }
    ServoProtocol protocol = servos.getFirst().model().protocol();
    for (Servo servo : servos) {
      if (servo.model().name().startsWith("P")) {
        throw new IllegalArgumentException("servo " + servo.id() + " is a " + servo.model().name()
            + ", and simulated robots have no servos of the P series");
      }
      if (servo.model().protocol() != protocol) {
        throw new IllegalArgumentException("servo " + servo.id() + " speaks " + servo.model().protocol().text()
            + ", but servo " + servos.getFirst().id() + " on the same line " + protocol.text());
      }
    }
    return protocol;
  }

  /** {@return the servos, in the order of the joints} */
  public List<Servo> servos() {
    return servos;
  }

  /** {@return the robot} */
  public RobotModel model() {
    return robot.model();
  }

  /**
   * {@return the path of the pseudo-terminal for other programs}
   *
   * @throws IllegalStateException if it is on another line
   */
  public String path() {
    return terminal().path();
  }

  /**
   * Puts a symbolic link to the pseudo-terminal at a place until this is closed, see {@link PseudoTerminal#link}.
   *
   * @param link where
   * @throws PortException if there is something else, no folder, or no right to write in it
   * @throws IllegalStateException if it is on another line
   */
  public synchronized void link(Path link) throws PortException {
    terminal().link(link);
  }

  private PseudoTerminal terminal() {
    if (terminal == null) {
      throw new IllegalStateException("this simulated robot is on no pseudo-terminal");
    }
    return terminal;
  }

  /**
   * Lets it live in a daemon thread of its own, in the time of the clock; takes a moment until it is up to speed.
   *
   * @throws IllegalStateException if it lives already, or was closed
   */
  public void start() {
    start(() -> { });
  }

  private synchronized void start(Runnable first) {
    if (closed || thread != null) {
      throw new IllegalStateException("this simulated robot was " + (closed ? "closed" : "started") + " already");
    }
    warmUp();
    thread = Thread.ofPlatform().daemon().name("twin of " + robot.model().name()).start(() -> live(first));
  }

  private void live(Runnable first) {
    try {
      first.run();
      while (serve(true)) {
        await.accept(WAIT_NANOS);
      }
    } catch (DivergenceException e) {
      divergence = e;
    } finally {
      synchronized (this) {
        line.close();
      }
    }
  }

  /**
   * Says whether it still lives in its thread: one that left the finite numbers has gone from its line.
   *
   * @throws DivergenceException if it left the finite numbers, with the joint at which it did
   */
  public void requireFinite() {
    if (divergence != null) {
      throw new DivergenceException(divergence.rollouts(), divergence.getMessage());
    }
  }

  /** Lets the compiler see enough steps for the robot to keep up with real time from the start. */
  private void warmUp() {
    double[] start = position();
    for (int k = 0; k < WARM_UP_STEPS; k++) {
      robot.stepUntil(robot.timeNanos() + STEP_NANOS);
    }
    robot.skipTo(clock.nanoTime());
    robot.place(start);
  }

  /**
   * Moves the robot up to the present of the clock, then does and answers what has arrived; for who steps the clock.
   *
   * @return false if the line is gone
   * @throws DivergenceException if the robot left the finite numbers, with the joint at which it did
   */
  public boolean serve() {
    return serve(false);
  }

  private synchronized boolean serve(boolean realTime) {
    long now = clock.nanoTime();
    while (robot.stepUntil(now)) {
      device.tick(robot.timeNanos());
      if (realTime && clock.nanoTime() - now > LONGEST_WORK_NANOS) {
        skippedNanos += now - robot.timeNanos();
        robot.skipTo(now);
      }
    }
    device.tick(now);
    int count = closed ? -1 : line.read(chunk);
    while (count > 0) {
      receivedBytes += count;
      device.take(chunk, count, now);
      reply.flush();
      count = line.read(chunk);
    }
    return count == 0;
  }

  /**
   * Puts the robot into a configuration, at rest, as if by hand. Servos keep their goals: switch their torque off
   * before, or they go back.
   *
   * @param q one angle for each joint [rad]
   * @throws IllegalArgumentException if there are more or fewer, or one is outside its joint's range
   */
  public synchronized void place(double... q) {
    robot.place(q);
  }

  /** {@return true joint angles, whatever the sensors say; a new array [rad]} */
  public synchronized double[] position() {
    return IntStream.range(0, robot.jointCount()).mapToDouble(robot::position).toArray();
  }

  /** {@return true joint velocities; a new array [rad/s]} */
  public synchronized double[] velocity() {
    return IntStream.range(0, robot.jointCount()).mapToDouble(robot::velocity).toArray();
  }

  /**
   * What a register of a servo holds.
   *
   * @param servo its place
   * @param name of the register in the servo's {@link RegisterTable}
   * @return the number, with a sign where it is two's complement
   * @throws IndexOutOfBoundsException if there is no such servo
   * @throws IllegalArgumentException if there is no such register
   */
  public synchronized int register(int servo, String name) {
    TwinServo holder = device.servos[servo];
    return holder.table.get(RegisterTable.of(holder.servo.model()).named(name).address());
  }

  /**
   * Lets a servo find something wrong with itself.
   *
   * @param servo its place
   * @param bits of its register of hardware errors; those that its shutdown register has switch its torque off. A
   *     moteus controller's fault code
   * @throws IndexOutOfBoundsException if there is no such servo
   * @throws IllegalArgumentException if the register cannot hold the bits
   */
  public synchronized void hardwareError(int servo, int bits) {
    device.hardwareError(servo, oneByte("bits of hardware error", bits));
  }

  /**
   * What a servo's thermometer shows from now on; above its limit, it has a hardware error.
   *
   * @param servo its place
   * @param celsius 0 to 255 deg C
   * @throws IndexOutOfBoundsException if there is no such servo
   * @throws IllegalArgumentException if the register cannot hold the temperature
   */
  public synchronized void temperature(int servo, int celsius) {
    device.temperature(servo, oneByte("degrees Celsius", celsius));
  }

  /**
   * What a servo is fed with from now on; outside its limits, it has a hardware error.
   *
   * @param servo its place
   * @param volts 0 to 25.5 V
   * @throws IndexOutOfBoundsException if there is no such servo
   * @throws IllegalArgumentException if the register cannot hold the voltage
   */
  public synchronized void voltage(int servo, double volts) {
    device.voltage(servo, oneByte("tenths of a volt", (int) Math.rint(10 * volts)));
  }

  private static int oneByte(String what, int value) {
    if (value < 0 || value > 0xFF) {
      throw new IllegalArgumentException(value + " " + what + ": must be 0 to 255, for its register has one byte");
    }
    return value;
  }

  /** {@return what went over the line so far} */
  public synchronized Traffic traffic() {
    return new Traffic(receivedBytes, device.instructions, device.heard.checksumErrors(),
        device.heard.skippedBytes(), reply.sentBytes(), reply.lostBytes());
  }

  /** {@return time during which the robot stood still because the program did, after {@link #start} [ns]} */
  public synchronized long skippedNanos() {
    return skippedNanos;
  }

  /** Takes the robot away: for clients it is as if the port had been unplugged. */
  @Override
  public void close() {
    Thread living;
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      living = thread;
    }
    if (living == null) {
      line.close();
    } else {
      boolean interrupted = false;
      while (living.isAlive()) {
        try {
          living.join();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
    robot.close();
  }
}
