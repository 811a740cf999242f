package io.github.lanewise.hardware.recording;

import java.util.List;

/**
 * What a recording says about all of its rows.
 *
 * <p>Roll-outs can be made of rows with the fields {@value #ROLLOUT} (its number; -1 outside of roll-outs),
 * {@value #STEP} (0 at its start), {@value #POSITION}, {@value #VELOCITY}, {@value #TARGET} and {@value #ERROR} (of the
 * bus; 0 is none).
 *
 * @param fields in the order of a row's numbers
 * @param timeStep between rows [s]
 * @param startNanos when it began [ns since 1970]
 * @param nominal the parameters around which those of the roll-outs lie; empty if there are no roll-outs
 * @param origin whose rows they are
 */
public record RecordingHeader(List<RecordedField> fields, double timeStep, long startNanos, double[] nominal,
    RecordingOrigin origin) {
  /** The first field of every recording: the number of the tick. */
  public static final String TICK = "tick";
  /** The number of the roll-out that a row belongs to; -1 if none. */
  public static final String ROLLOUT = "rollout";
  /** Steps since the start of the roll-out; -1 if none. */
  public static final String STEP = "step";
  /** The bus's error; 0 is none. */
  public static final String ERROR = "error";
  /** [rad]. */
  public static final String POSITION = "position";
  /** [rad/s]. */
  public static final String VELOCITY = "velocity";
  /** [N m]. */
  public static final String TORQUE = "torque";
  /** How the servos were commanded: the place of a {@code ServoCommand.Mode}. */
  public static final String MODE = "mode";
  /** Why the loop stopped: 0 in every row but the last. */
  public static final String STOP = "stop";
  /** What the servos were told. */
  public static final String TARGET = "target";
  /** Since the start [s]. */
  public static final String TIME = "time_s";

  /** Checks the first field and the time step. */
  public RecordingHeader {
    fields = List.copyOf(fields);
    if (fields.isEmpty() || !fields.getFirst().equals(new RecordedField(TICK, 0, fields.getFirst().description()))) {
      throw new IllegalArgumentException("the first field must be a single number '" + TICK + "'");
    }
    if (!(timeStep > 0) || Double.isInfinite(timeStep)) {
      throw new IllegalArgumentException("the time step is " + timeStep + " s, but must be positive and finite");
    }
  }

  /**
   * Of rows that do not tell whose they are.
   *
   * @param fields in the order of a row's numbers
   * @param timeStep between rows [s]
   * @param startNanos when it began [ns since 1970]
   * @param nominal the parameters around which those of the roll-outs lie; empty if there are no roll-outs
   */
  public RecordingHeader(List<RecordedField> fields, double timeStep, long startNanos, double[] nominal) {
    this(fields, timeStep, startNanos, nominal, RecordingOrigin.NONE);
  }

  /** {@return the numbers in a row} */
  public int width() {
    return fields.stream().mapToInt(RecordedField::width).sum();
  }

  /**
   * Whether a row has a field.
   *
   * @param name of the field
   * @return whether it is there
   */
  public boolean has(String name) {
    return fields.stream().anyMatch(field -> field.name().equals(name));
  }

  /**
   * The place of a field's first number in a row.
   *
   * @param name of the field
   * @return the index
   * @throws IllegalArgumentException if there is no such field
   */
  public int place(String name) {
    int place = 0;
    for (RecordedField field : fields) {
      if (field.name().equals(name)) {
        return place;
      }
      place += field.width();
    }
    throw new IllegalArgumentException("has no " + name + " in its rows, only "
        + String.join(", ", fields.stream().map(RecordedField::name).toList()));
  }

  /**
   * The numbers that a field takes in a row.
   *
   * @param name of the field
   * @return how many
   */
  public int width(String name) {
    place(name);
    return fields.stream().filter(field -> field.name().equals(name)).findFirst().orElseThrow().width();
  }
}
