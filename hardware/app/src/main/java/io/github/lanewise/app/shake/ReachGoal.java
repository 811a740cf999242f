package io.github.lanewise.app.shake;

import io.github.lanewise.app.options.Point;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * {@code x,y,z@t}: where the tip is to be, and when.
 *
 * @param target in the world [m]
 * @param time since the start [s]; NaN for the end
 */
record ReachGoal(double[] target, double time) {
  /** From {@code x,y,z@t} or {@code x,y,z}. */
  static final class Converter implements ITypeConverter<ReachGoal> {
    @Override
    public ReachGoal convert(String text) {
      String[] parts = text.split("@", -1);
      try {
        double time = parts.length == 1 ? Double.NaN : Double.parseDouble(parts[1]);
        if (parts.length <= 2 && (parts.length == 1 || Double.isFinite(time))) {
          return new ReachGoal(Point.of(parts[0]).coordinates(), time);
        }
      } catch (NumberFormatException e) {
        // Refused below, with the same sentence.
      }
      throw new TypeConversionException("'" + text + "' is no point x,y,z in metres, such as 0.1,0,0.05, with @ and a"
          + " time in seconds if it is for one time, such as 0.1,0,0.05@0.4");
    }
  }

  /** The sample at that time, of samples at 1, 2 ... time steps. */
  int sample(int steps, double timeStep) {
    if (Double.isNaN(time)) {
      return steps - 1;
    }
    long sample = Math.round(time / timeStep) - 1;
    if (sample < 0 || sample >= steps) {
      throw new IllegalArgumentException("--reach at " + time + " s, but the trajectory has samples from " + timeStep
          + " s to " + steps * timeStep + " s");
    }
    return (int) sample;
  }
}
