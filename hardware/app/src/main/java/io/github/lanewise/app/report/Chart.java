package io.github.lanewise.app.report;

import java.util.List;

/**
 * Curves over a common axis, or bars beside names.
 *
 * @param id names its data in files: letters, digits and underscores
 * @param xLabel with unit; of bars, what they are of
 * @param yLabel with unit
 * @param categories names of what bars are of, which the series have a number for each of, at x = 0, 1, ...; empty for
 *     curves
 * @param scale of its axes
 */
public record Chart(String id, String title, String xLabel, String yLabel, List<Series> series,
    List<String> categories, Scale scale) {
  /** How long a unit is. */
  public enum Scale {
    LINEAR,
    /** Of y, which is positive then: powers of ten. */
    LOGARITHMIC,
    /** As long along y as along x: what is seen has its shape. */
    EQUAL
  }

  /** Takes copies of the lists. */
  public Chart {
    series = List.copyOf(series);
    categories = List.copyOf(categories);
  }

  /** Curves. */
  public Chart(String id, String title, String xLabel, String yLabel, List<Series> series) {
    this(id, title, xLabel, yLabel, series, List.of(), Scale.LINEAR);
  }

  /** The same curves over powers of ten. */
  public Chart overPowersOfTen() {
    return new Chart(id, title, xLabel, yLabel, series, categories, Scale.LOGARITHMIC);
  }

  /** The same curves in a plane. */
  public Chart inPlane() {
    return new Chart(id, title, xLabel, yLabel, series, categories, Scale.EQUAL);
  }

  /** Bars, a row for each category. */
  public static Chart ofBars(String id, String title, String categoryLabel, String valueLabel, List<String> categories,
      List<Series> series) {
    return new Chart(id, title, categoryLabel, valueLabel, series, categories, Scale.LINEAR);
  }
}
