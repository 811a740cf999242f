package io.github.lanewise.app.report;

import java.util.List;

/**
 * Curves over a common axis.
 *
 * @param id names its data in files: letters, digits and underscores
 * @param xLabel with unit
 * @param yLabel with unit
 */
public record Chart(String id, String title, String xLabel, String yLabel, List<Series> series) {
  /** Takes a copy of the list. */
  public Chart {
    series = List.copyOf(series);
  }
}
