package io.github.lanewise.app.shake;

import io.github.lanewise.app.report.Chart;
import io.github.lanewise.app.report.HtmlPage;
import io.github.lanewise.app.report.Provenance;
import io.github.lanewise.app.report.ReportFolder;
import io.github.lanewise.app.report.Series;
import io.github.lanewise.app.report.Series.Style;
import io.github.lanewise.data.NpyArray;
import io.github.lanewise.data.NpzFile;
import io.github.lanewise.data.RolloutFile;
import io.github.lanewise.policy.PolicyParameter;
import io.github.lanewise.sensitivity.Sensitivity;
import io.github.lanewise.sensitivity.planning.Improvement.Visit;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;

/**
 * The folder that {@code --report} names: report.html, plots.csv and plots.npz with what it plots, sensitivity.npz with
 * all of D_t, and rollouts.npz, which {@code --data} reads.
 */
final class ShakePage {
  /** Charts of more parameters would be a book. */
  private static final int MOST_PARAMETERS = 12;
  /** Standard deviations that 95 % of a normal distribution are within. */
  private static final double NORMAL_95 = 1.96;

  private final ShakeResult result;
  private final ShakeResult.Learned learned;
  private final Sensitivity sensitivity;
  private final int n;
  private final double[] time;

  private ShakePage(ShakeResult result) {
    this.result = result;
    learned = result.learned();
    sensitivity = learned.sensitivity();
    n = sensitivity.stateCount();
    time = new double[sensitivity.stepCount()];
    Arrays.setAll(time, t -> (t + 1) * result.data().used().timeStep());
  }

  /** Writes all files into a folder that exists. */
  static void write(Path folder, ShakeResult result, String summary, Provenance provenance) throws IOException {
    ShakePage page = new ShakePage(result);
    List<String> origin = provenance.toLines(result.settings().subject().toString(),
        result.settings().perturbation().seed());
    ReportFolder.write(folder, page.page(summary), origin, Map.of(
        "sensitivity.npz", "D (samples x states x parameters), its standard errors, and the names and units of all",
        "rollouts.npz", "the roll-outs, which --data reads"));
    NpzFile.write(folder.resolve("sensitivity.npz"), page.arrays(origin));
    RolloutFile.write(folder.resolve("rollouts.npz"), result.data().logs(), page.names(origin));
  }

  private HtmlPage page(String summary) {
    ShakeSettings settings = result.settings();
    String title = "Sensitivity of " + (settings.subject().data() != null ? settings.subject().data().getFileName()
        : settings.model().name() + " under " + settings.motion().toText());
    HtmlPage page = new HtmlPage(title).text(summary);
    if (settings.model() != null) {
      StickFigure figure = figure(settings);
      page.heading("The robot and its trajectory").paragraph(figure.caption()).chart(figure.chart());
    }
    if (learned.gradient() != null && learned.gradient().exact() != null) {
      page.heading("Policy gradient, learned and " + truth()).chart(gradient());
    }
    if (!result.uses().visits().isEmpty()) {
      page.heading("Return against roll-outs").chart(returns());
    }
    if (result.uses().reach() != null) {
      page.heading("Reach: the tip, predicted and executed").charts(reach());
    }
    if (learned.trial() != null) {
      page.heading("A perturbed trajectory, predicted and executed").charts(trial());
    }
    int[] shown = mostInfluential();
    page.heading("Sensitivities D = \u2202x/\u2202W over time");
    if (shown.length < sensitivity.parameterCount()) {
      page.paragraph("The " + shown.length + " of " + sensitivity.parameterCount()
          + " parameters whose range moves the robot most; all are in sensitivity.npz.");
    }
    return page.charts(sensitivities(shown));
  }

  private StickFigure figure(ShakeSettings settings) {
    SequencedMap<String, DMatrixRMaj> motions = new LinkedHashMap<>();
    DMatrixRMaj improved = result.uses().improved();
    motions.put(improved == null ? "nominal" : "before learning", sensitivity.nominal());
    if (improved != null) {
      motions.put("after the last policy step", ShakeAnalysis.first(improved, sensitivity.nominal().numRows));
    }
    return new StickFigure(settings.model(), motions, result.data().used().timeStep(),
        learned.gradient() == null ? null : learned.gradient().task().goal());
  }

  /** What the learned gradient is compared with. */
  private String truth() {
    return learned.gradient().exactError() == null ? "exact" : "true";
  }

  private Chart gradient() {
    double[] number = new double[sensitivity.parameterCount()];
    Arrays.setAll(number, j -> j);
    double[] exact = scaled(learned.gradient().exact());
    double[] low = null;
    double[] high = null;
    if (learned.gradient().exactError() != null) {
      double[] half = scaled(learned.gradient().exactError());
      low = exact.clone();
      high = exact.clone();
      for (int j = 0; j < half.length; j++) {
        low[j] -= NORMAL_95 * Math.abs(half[j]);
        high[j] += NORMAL_95 * Math.abs(half[j]);
      }
    }
    return Chart.ofBars("gradient", "\u2202J/\u2202W times the scale of each parameter", "parameter", "m\u00b2",
        result.names().parameters().stream().map(PolicyParameter::name).toList(),
        List.of(Series.of("learned", Style.POINTS, number, scaled(learned.gradient().learned())),
            new Series(low == null ? truth() : truth() + ", with its 95 % interval", Style.POINTS, number, exact, low,
                high)));
  }

  private double[] scaled(double[] gradient) {
    double[] scaled = gradient.clone();
    Arrays.setAll(scaled, j -> scaled[j] * result.names().parameters().get(j).scale());
    return scaled;
  }

  private int[] mostInfluential() {
    ToDoubleFunction<Integer> influence = j -> {
      double sum = 0;
      for (int row = 0; row < sensitivity.derivative().numRows; row++) {
        sum += Math.abs(sensitivity.derivative().get(row, j));
      }
      return -sum * result.names().parameters().get(j).scale();
    };
    return IntStream.range(0, sensitivity.parameterCount()).boxed().sorted(Comparator.comparingDouble(influence))
        .limit(MOST_PARAMETERS).mapToInt(j -> j).sorted().toArray();
  }

  private List<Chart> sensitivities(int[] parameters) {
    DMatrixRMaj half = sensitivity.halfWidths(0.95);
    List<Chart> charts = new ArrayList<>();
    for (int j : parameters) {
      PolicyParameter parameter = result.names().parameters().get(j);
      for (int i = 0; i < n; i++) {
        double[] d = over(sensitivity.derivative(), i, j);
        double[] h = over(half, i, j);
        double[] low = new double[d.length];
        double[] high = new double[d.length];
        Arrays.setAll(low, t -> d[t] - h[t]);
        Arrays.setAll(high, t -> d[t] + h[t]);
        List<Series> series = new ArrayList<>();
        series.add(new Series("learned, with its 95 % interval", Style.LINE, time, d, low, high));
        if (learned.oracle() != null) {
          series.add(Series.of("exact", Style.DASHED, time, over(learned.oracle(), i, j)));
        }
        String unit = parameter.unit().isEmpty() ? "" : " per " + parameter.unit();
        charts.add(new Chart("sensitivity_x" + i + "_w" + j, "\u2202 " + bare(i) + " / \u2202 " + parameter.name(),
            "time [s]", unitOf(i) + unit, series));
      }
    }
    return charts;
  }

  private List<Chart> trial() {
    List<Chart> charts = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      charts.add(trajectories("trial_x" + i, bare(i), unitOf(i), over(sensitivity.nominal(), i, 0),
          over(learned.trial().predicted(), i, 0), over(learned.trial().executed(), i, 0), List.of()));
    }
    return charts;
  }

  private List<Chart> reach() {
    ShakeResult.Reach reach = result.uses().reach();
    double[][] nominal = reach.task().path(sensitivity.nominal(), n);
    double[][] predicted = reach.task().path(reach.plan().trajectory(), n);
    double[][] executed = reach.executed() == null ? null : reach.task().path(reach.executed().states(), n);
    List<Chart> charts = new ArrayList<>();
    for (int axis = 0; axis < 3; axis++) {
      int c = axis;
      double[] at = Arrays.stream(reach.samples()).mapToDouble(sample -> time[sample]).toArray();
      double[] target = result.settings().goals().reach().stream().mapToDouble(via -> via.target()[c]).toArray();
      charts.add(trajectories("reach_" + "xyz".charAt(axis), "tip " + "xyz".charAt(axis), "m", nominal[axis],
          predicted[axis], executed == null ? null : executed[axis],
          List.of(Series.of("via points", Style.POINTS, at, target))));
    }
    return charts;
  }

  private Chart trajectories(String id, String title, String unit, double[] nominal, double[] predicted,
      double[] executed, List<Series> more) {
    List<Series> series = new ArrayList<>(List.of(Series.of("predicted", Style.LINE, time, predicted)));
    if (executed != null) {
      series.add(Series.of("executed", Style.DASHED, time, executed));
    }
    series.addAll(more);
    series.add(Series.of("nominal", Style.LINE, time, nominal));
    return new Chart(id, title, "time [s]", unit, series);
  }

  private Chart returns() {
    List<Visit> all = result.uses().visits();
    List<Visit> visits = all.stream().filter(visit -> Double.isFinite(visit.value())).toList();
    List<Visit> failed = all.stream().filter(visit -> !Double.isFinite(visit.value())).toList();
    List<Visit> kept = visits.stream().filter(Visit::accepted).toList();
    Series best = Series.of("best", Style.LINE, numbers(kept, Visit::rolloutCount), numbers(kept, Visit::value));
    Series trials = Series.of("trials", Style.POINTS, numbers(visits, Visit::rolloutCount),
        numbers(visits, Visit::value));
    return new Chart("return", "Return of the best policy so far, and of every trial", "roll-outs", "return [m\u00b2]",
        failed.isEmpty() ? List.of(best, trials) : List.of(best, trials, Series.of("trials that failed", Style.CROSSES,
            numbers(failed, Visit::rolloutCount), failed.stream().mapToDouble(visit -> Double.NaN).toArray())));
  }

  private static double[] numbers(List<Visit> visits, ToDoubleFunction<Visit> number) {
    return visits.stream().mapToDouble(number).toArray();
  }

  /** State i over time, column j. */
  private double[] over(DMatrixRMaj matrix, int i, int j) {
    double[] values = new double[time.length];
    Arrays.setAll(values, t -> matrix.get(t * n + i, j));
    return values;
  }

  private String bare(int i) {
    return result.names().states().get(i).replaceFirst(" \\[.*", "");
  }

  private String unitOf(int i) {
    String name = result.names().states().get(i);
    return name.contains("[") ? name.substring(name.indexOf('[') + 1, name.length() - 1) : name;
  }

  private Map<String, NpyArray> names(List<String> origin) {
    List<PolicyParameter> parameters = result.names().parameters();
    Map<String, NpyArray> names = new LinkedHashMap<>();
    names.put("state_names", NpyArray.ofTexts(IntStream.range(0, n).mapToObj(this::bare).toList()));
    names.put("state_units", NpyArray.ofTexts(IntStream.range(0, n).mapToObj(this::unit).toList()));
    names.put("parameter_names", NpyArray.ofTexts(parameters.stream().map(PolicyParameter::name).toList()));
    names.put("parameter_units", NpyArray.ofTexts(parameters.stream().map(PolicyParameter::unit).toList()));
    names.put("origin", NpyArray.ofTexts(origin));
    return names;
  }

  private String unit(int i) {
    return result.names().states().get(i).contains("[") ? unitOf(i) : "";
  }

  private Map<String, NpyArray> arrays(List<String> origin) {
    int p = sensitivity.parameterCount();
    Map<String, NpyArray> arrays = new LinkedHashMap<>();
    arrays.put("D", new NpyArray(sensitivity.derivative().data, time.length, n, p));
    arrays.put("D_standard_error", new NpyArray(sensitivity.standardError().data, time.length, n, p));
    if (learned.oracle() != null) {
      arrays.put("D_exact", new NpyArray(learned.oracle().data, time.length, n, p));
    }
    arrays.put("x_nominal", new NpyArray(sensitivity.nominal().data, time.length, n));
    arrays.put("W_nominal", new NpyArray(result.data().logs().nominal(), p));
    arrays.put("time_s", new NpyArray(time, time.length));
    arrays.putAll(names(origin));
    return arrays;
  }
}
