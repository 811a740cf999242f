package io.github.lanewise.hardware.loop;

import io.github.lanewise.hardware.port.Clock;
import io.github.lanewise.hardware.recording.RecordedField;
import io.github.lanewise.hardware.recording.RecordingHeader;
import io.github.lanewise.hardware.recording.RecordingOrigin;
import io.github.lanewise.hardware.recording.RecordingWriter;
import io.github.lanewise.hardware.servo.BusError;
import io.github.lanewise.hardware.servo.ServoCommand;
import io.github.lanewise.hardware.servo.ServoState;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jctools.queues.atomic.SpscAtomicArrayQueue;

/**
 * Writes every tick of a control loop to a file, in a thread of its own.
 *
 * <p>The loop's thread copies the numbers of a tick into a bounded queue and goes on: it neither waits nor allocates.
 * If the queue is full, because the disk is slow, or if the file cannot be written any more, ticks are left out and
 * counted; a loop in simulated time may {@linkplain #waiting wait} instead. What is older than {@value #FLUSH_MILLIS}
 * ms survives the end of the process, however it ends, but for the last tick, which waits for the reason why the loop
 * stopped. The methods of the loop's thread are named so; all others are for any thread. The class and {@link Row} are
 * without texts, as {@link Ticks} is.
 */
public final class Recorder implements TickListener, AutoCloseable {
  /** Ticks that fit into the queue: four seconds at 1 kHz. */
  private static final int CAPACITY = 4096;
  /** Rows are handed to the operating system so often. */
  private static final long FLUSH_MILLIS = 250;
  private static final long FLUSH_NANOS = TimeUnit.MILLISECONDS.toNanos(FLUSH_MILLIS);
  /** The writer looks for ticks so often, because waking it would cost the loop a system call. */
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  private static final int STOP_PLACE = 8;

  private final RecordingWriter file;
  private final int servos;
  private final RecordedSignals signals;
  private final int nominalParameters;
  private final long startNanos;
  private final SpscAtomicArrayQueue<Row> empty;
  private final SpscAtomicArrayQueue<Row> full;
  private final AtomicInteger rollouts = new AtomicInteger();
  private final Thread writer =
      Thread.ofPlatform().daemon().name(Recorder.class.getSimpleName()).unstarted(this::write);
  private volatile long recorded;
  private volatile long overflowed;
  private volatile long lost;
  private volatile boolean closing;
  private volatile Exception failure;
  /** What the last row says of the end. */
  private volatile int stop;
  private boolean closed;
  private boolean waiting;
  private Rollout current;

  /** A roll-out under parameters of its own, from {@link #rollout}. */
  public static final class Rollout {
    private final int number;
    private final double[] parameters;
    /** Written by the loop's thread. */
    private long firstTick = -1;
    /** Written by the writer. */
    private boolean declared;

    private Rollout(Recorder recorder, double[] parameters) {
      if (parameters.length != recorder.nominalParameters) {
        throw new IllegalArgumentException("a roll-out has " + parameters.length
            + " parameters, but the nominal policy " + recorder.nominalParameters);
      }
      number = recorder.rollouts.getAndIncrement();
      this.parameters = parameters.clone();
    }

    private void requireNew() {
      if (firstTick >= 0) {
        throw new IllegalArgumentException("roll-out " + number + " has begun already");
      }
    }

    /** {@return its number in the recording, from 0 on} */
    public int number() {
      return number;
    }
  }

  /** The numbers of one tick, on their way. */
  final class Row {
    private final double[] numbers;
    private Rollout rollout;

    Row(int width) {
      numbers = new double[width];
    }

    private void copy(long tick, long timeNanos, ServoState state, ServoCommand command, BusError error,
        long latenessNanos) {
      rollout = current;
      numbers[0] = tick;
      numbers[1] = (timeNanos - startNanos) / 1e9;
      numbers[2] = current == null ? -1 : current.number;
      numbers[3] = current == null ? -1 : tick - current.firstTick;
      numbers[4] = latenessNanos / 1e9;
      numbers[5] = state.timeNanos == Long.MIN_VALUE ? Double.NaN : (timeNanos - state.timeNanos) / 1e9;
      numbers[6] = error.ordinal();
      numbers[7] = command.mode.ordinal();
      numbers[STOP_PLACE] = 0;
      int place = STOP_PLACE + 1;
      for (int i = 0; i < servos; i++, place++) {
        numbers[place] = state.position[i];
        numbers[place + servos] = state.velocity[i];
        numbers[place + 2 * servos] = state.torque[i];
        numbers[place + 3 * servos] = state.temperature[i];
        numbers[place + 4 * servos] = state.status[i];
        numbers[place + 5 * servos] = command.target[i];
      }
      signals.copy(numbers, place + 5 * servos);
    }
  }

  Recorder(RecordingWriter file, int servos, RecordedSignals signals, int nominalParameters, long startNanos,
      int capacity) {
    this.file = file;
    this.servos = servos;
    this.signals = signals;
    this.nominalParameters = nominalParameters;
    this.startNanos = startNanos;
    empty = new SpscAtomicArrayQueue<>(capacity);
    full = new SpscAtomicArrayQueue<>(capacity);
    int width = RecordedTick.fields(servos, signals, RecordingOrigin.NONE).stream().mapToInt(RecordedField::width)
        .sum();
    for (int i = 0; i < capacity; i++) {
      empty.offer(new Row(width));
    }
    writer.start();
  }

  /**
   * Begins a recording; {@link RecordingWriter#open} says in which formats.
   *
   * @param file its name says in which format
   * @param servos how many there are
   * @param timeStep of the loop [s]
   * @param clock of the loop
   * @param nominal the parameters around which those of the roll-outs lie; none if there are no roll-outs
   * @return the open recording
   * @throws IllegalArgumentException if the file's name has no known ending
   * @throws java.io.FileNotFoundException if no file can be written there, saying why
   */
  public static Recorder open(Path file, int servos, double timeStep, Clock clock, double... nominal)
      throws IOException {
    return open(file, servos, RecordedSignals.NONE, RecordingOrigin.NONE, timeStep, clock, nominal);
  }

  /**
   * The same with signals of the controller's, columns behind all others, and with whose ticks they are.
   *
   * @param file its name says in which format
   * @param servos how many there are
   * @param signals of the controller
   * @param origin whose ticks they are
   * @param timeStep of the loop [s]
   * @param clock of the loop
   * @param nominal the parameters around which those of the roll-outs lie; none if there are no roll-outs
   * @return the open recording
   * @throws IllegalArgumentException if the file's name has no known ending
   * @throws java.io.FileNotFoundException if no file can be written there, saying why
   */
  public static Recorder open(Path file, int servos, RecordedSignals signals, RecordingOrigin origin, double timeStep,
      Clock clock, double... nominal) throws IOException {
    Instant now = Instant.now();
    long startNanos = clock.nanoTime();
    RecordingHeader header = new RecordingHeader(RecordedTick.fields(servos, signals, origin), timeStep,
        TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano(), nominal.clone(), origin);
    return new Recorder(RecordingWriter.open(file, header), servos, signals, nominal.length, startNanos, CAPACITY);
  }

  /**
   * From now on a tick waits for the file where the queue is full, and none is left out for that: for a loop in
   * simulated time. To be called before the loop.
   *
   * @return this
   */
  public Recorder waiting() {
    waiting = true;
    return this;
  }

  /**
   * A new roll-out, for {@link #begin}.
   *
   * @param parameters W of its policy
   * @return the roll-out
   * @throws IllegalArgumentException if it has not as many parameters as the nominal policy
   */
  public Rollout rollout(double... parameters) {
    return new Rollout(this, parameters);
  }

  /**
   * The next tick is the start of this roll-out, which has not begun before. For the loop's thread.
   *
   * @param rollout one of {@link #rollout}'s
   * @throws IllegalArgumentException if it has begun already
   */
  public void begin(Rollout rollout) {
    rollout.requireNew();
    current = rollout;
  }

  /** The last tick was the last of the roll-out: with T + 1 ticks it has T samples. For the loop's thread. */
  public void end() {
    current = null;
  }

  /** Copies a tick; one of a negative number is not written. For the loop's thread. */
  @Override
  public void tick(long tick, long timeNanos, ServoState state, ServoCommand command, BusError error,
      long latenessNanos) {
    if (current != null && tick >= 0 && current.firstTick < 0) {
      current.firstTick = tick;
    }
    Row row = empty.poll();
    while (row == null && waiting) {
      LockSupport.parkNanos(PAUSE_NANOS);
      row = empty.poll();
    }
    if (row == null) {
      overflowed = overflowed + (tick >= 0 ? 1 : 0);
      return;
    }
    row.copy(tick, timeNanos, state, command, error, latenessNanos);
    full.offer(row);
  }

  /** Puts the reason into the last tick recorded, which is therefore written when this is closed, and not before. */
  @Override
  public void stopped(Stop why) {
    stop = why.reason().ordinal() + 1;
  }

  /** {@return the ticks handed to the file so far} */
  public long recorded() {
    return recorded;
  }

  /** {@return the ticks left out so far, because the queue was full or the file cannot be written} */
  public long dropped() {
    return overflowed + lost;
  }

  private void write() {
    long flushed = System.nanoTime();
    Row latest = null;
    for (boolean last = false; !last;) {
      last = closing;
      for (Row row = full.poll(); row != null; row = full.poll()) {
        if (row.numbers[0] < 0) {
          empty.offer(row);
        } else {
          if (latest != null) {
            write(latest);
            empty.offer(latest);
          }
          latest = row;
        }
      }
      if (System.nanoTime() - flushed >= FLUSH_NANOS) {
        flush();
        flushed = System.nanoTime();
      }
      if (!last) {
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
    if (latest != null) {
      latest.numbers[STOP_PLACE] = stop;
      write(latest);
    }
    finish();
  }

  /** In the writer's thread, because nobody interrupts that: Java closes a file under a thread that is interrupted. */
  private void finish() {
    try {
      file.close();
    } catch (IOException | RuntimeException e) {
      failure = failure == null ? e : failure;
    }
  }

  private void write(Row row) {
    if (failure != null) {
      lost = lost + 1;
      return;
    }
    try {
      if (row.rollout != null && !row.rollout.declared) {
        row.rollout.declared = true;
        file.rollout(row.rollout.number, row.rollout.parameters);
      }
      file.row(row.numbers);
      recorded = recorded + 1;
    } catch (IOException | RuntimeException e) {
      failure = e;
      lost = lost + 1;
    }
  }

  private void flush() {
    try {
      if (failure == null) {
        file.flush();
      }
    } catch (IOException | RuntimeException e) {
      failure = e;
    }
  }

  /**
   * Writes what is still in the queue and finishes the file. To be called when the loop has ended; in a thread that is
   * interrupted, too, which it is then as before.
   *
   * @throws IOException if the file could not be written in whole, now or before; the message says so
   */
  @Override
  public synchronized void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    closing = true;
    join();
    if (failure != null) {
      throw RecordingWriter.incomplete(failure);
    }
  }

  private void join() {
    boolean interrupted = false;
    while (writer.isAlive()) {
      try {
        writer.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
