package io.github.lanewise.app.report;

/**
 * One curve of a chart: y over x, with a band or error bars from low to high where these are known.
 *
 * @param low as long as y, or null
 * @param high as long as y, or null
 */
public record Series(String name, Style style, double[] x, double[] y, double[] low, double[] high) {
  /** How it is drawn. */
  public enum Style {
    LINE, DASHED, POINTS,
    /** Lines with their points, the first the faintest; after each but the last is a gap, y being NaN. */
    TRAIL,
    /** At the foot of the chart, of what has no value; y is NaN. */
    CROSSES
  }

  /** Refuses arrays of different lengths. */
  public Series {
    if (y.length != x.length || (low == null) != (high == null)
        || low != null && (low.length != x.length || high.length != x.length)) {
      throw new IllegalArgumentException("series '" + name + "' has arrays of different lengths");
    }
  }

  /** A curve without a band. */
  public static Series of(String name, Style style, double[] x, double[] y) {
    return new Series(name, style, x, y, null, null);
  }
}
