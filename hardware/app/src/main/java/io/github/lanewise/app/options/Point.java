package io.github.lanewise.app.options;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A point that a command was given.
 *
 * @param coordinates x, y and z in the world [m]
 */
public record Point(double[] coordinates) {
  /** Reads {@code x,y,z}. */
  public static final class Converter implements ITypeConverter<Point> {
    @Override
    public Point convert(String text) {
      try {
        return of(text);
      } catch (NumberFormatException e) {
        throw new TypeConversionException("'" + text + "' is no point x,y,z in metres, such as 0.1,0,0.05");
      }
    }
  }

  /**
   * Reads {@code x,y,z}.
   *
   * @throws NumberFormatException if these are not three finite numbers
   */
  public static Point of(String text) {
    String[] parts = text.split(",", -1);
    double[] coordinates = new double[parts.length];
    for (int i = 0; i < parts.length; i++) {
      coordinates[i] = Double.parseDouble(parts[i]);
      if (parts.length != 3 || !Double.isFinite(coordinates[i])) {
        throw new NumberFormatException(text);
      }
    }
    return new Point(coordinates);
  }
}
