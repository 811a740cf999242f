package io.github.lanewise.app.shake;

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
      double time = parts.length == 2 ? number(parts[1], text) : Double.NaN;
      if (parts.length > 2) {
        throw refuse(text);
      }
      return new ReachGoal(point(parts[0], text), time);
    }
  }

  private static double[] point(String numbers, String text) {
    String[] coordinates = numbers.split(",", -1);
    if (coordinates.length != 3) {
      throw refuse(text);
    }
    double[] point = new double[3];
    for (int i = 0; i < 3; i++) {
      point[i] = number(coordinates[i], text);
    }
    return point;
  }

  private static double number(String number, String text) {
    double value;
    try {
      value = Double.parseDouble(number);
    } catch (NumberFormatException e) {
      throw refuse(text);
    }
    if (!Double.isFinite(value)) {
      throw refuse(text);
    }
    return value;
  }

  private static TypeConversionException refuse(String text) {
    return new TypeConversionException("'" + text + "' is no point x,y,z in metres, such as 0.1,0,0.05, with @ and a"
        + " time in seconds if it is for one time, such as 0.1,0,0.05@0.4");
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
