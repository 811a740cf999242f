package io.github.lanewise.hardware.loop;

import io.github.lanewise.hardware.recording.RecordedField;
import io.github.lanewise.hardware.recording.RecordingHeader;
import io.github.lanewise.hardware.recording.RecordingOrigin;
import io.github.lanewise.hardware.servo.BusError;
import io.github.lanewise.hardware.servo.ServoCommand;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a recording says of each tick. */
final class RecordedTick {
  private RecordedTick() {
  }

  /** In the order in which {@link Recorder} copies them. */
  static List<RecordedField> fields(int servos, RecordedSignals signals, RecordingOrigin origin) {
    return Stream.concat(ofServos(servos, origin).stream(), signals.fields().stream()).toList();
  }

  private static List<RecordedField> ofServos(int servos, RecordingOrigin origin) {
    return List.of(new RecordedField(RecordingHeader.TICK, 0, "number of the tick, with gaps where some are missing"),
        new RecordedField(RecordingHeader.TIME, 0, "when the tick began [s since the start of the recording]"),
        new RecordedField(RecordingHeader.ROLLOUT, 0, "number of the roll-out, -1 outside of roll-outs"),
        new RecordedField(RecordingHeader.STEP, 0, "ticks since the start of the roll-out, -1 outside"),
        new RecordedField("lateness_s", 0, "how long after its moment the tick began [s]"),
        new RecordedField("age_s", 0, "how long before the tick began the state was read [s]"),
        new RecordedField(RecordingHeader.ERROR, 0, numbered(BusError.values(), 0)),
        new RecordedField(RecordingHeader.MODE, 0, numbered(ServoCommand.Mode.values(), 0)),
        new RecordedField(RecordingHeader.STOP, 0, "0 but in the last tick: why the loop stopped, "
            + numbered(Stop.Reason.values(), 1)),
        new RecordedField(RecordingHeader.POSITION, servos, "[" + origin.units("rad", "m") + "]"),
        new RecordedField(RecordingHeader.VELOCITY, servos, "[" + origin.units("rad/s", "m/s") + "]"),
        new RecordedField(RecordingHeader.TORQUE, servos, "[" + origin.units("N m", "N") + "]"),
        new RecordedField("temperature", servos, "[deg C]"),
        new RecordedField("status", servos, "error byte or fault code of the servo, 0 is none"),
        new RecordedField(RecordingHeader.TARGET, servos, "command, torque or position by its mode"));
  }

  private static String numbered(Enum<?>[] values, int from) {
    return Arrays.stream(values).map(value -> from + value.ordinal() + " " + value).collect(Collectors.joining(", "));
  }
}
