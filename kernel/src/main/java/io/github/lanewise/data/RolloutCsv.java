package io.github.lanewise.data;

import io.github.lanewise.sensitivity.Rollouts;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;

/** Roll-outs in a {@code .csv} file, one line a sample; {@link RolloutFile} says which columns. */
final class RolloutCsv {
  private static final String HEADER = "rollout,time_s,[weight,]w0,w1,...,x0,x1,...[,u0,u1,...]";
  private static final String NOMINAL = "nominal";
  /** How far a sample may lie from where equal time steps would put it after the one before, as a share of the step. */
  private static final double TIME_TOLERANCE = 0.01;
  /** Differences of times are not exact: 0.03 - 0.02 is 0.009999999999999998. */
  private static final MathContext DIGITS_OF_TIME = new MathContext(12);

  private final Path file;
  private final List<RecordedRollout> rollouts = new ArrayList<>();
  private final Set<String> labels = new HashSet<>();
  private boolean weighted;
  private int p;
  private int n;
  private int m;
  private int lineNumber;
  private double[] nominal;
  private double timeStep;
  private String label;
  private List<double[]> samples;

  RolloutCsv(Path file) {
    this.file = file;
  }

  RolloutFile read() throws IOException {
    requireLineBreakAtEnd();
    try (BufferedReader in = new BufferedReader(new InputStreamReader(Files.newInputStream(file),
        StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        lineNumber++;
        String[] cells = line.split(",", -1);
        Arrays.setAll(cells, i -> cells[i].strip());
        if (lineNumber == 1) {
          readHeader(cells);
        } else {
          readLine(cells);
        }
      }
    }
    finishRollout();
    if (nominal == null) {
      throw new IllegalArgumentException(file + " has no line with the nominal parameters: 'nominal' in the column"
          + " rollout, the parameters in w0, w1, ..., and nothing in the others");
    }
    if (rollouts.isEmpty()) {
      throw new IllegalArgumentException(file + " has no roll-outs");
    }
    if (timeStep == 0) {
      throw new IllegalArgumentException(file + " has one sample in each roll-out, so there is no time step");
    }
    return new RolloutFile(file, nominal, timeStep, rollouts, List.of(), List.of());
  }

  private void requireLineBreakAtEnd() throws IOException {
    try (SeekableByteChannel channel = Files.newByteChannel(file)) {
      ByteBuffer last = ByteBuffer.allocate(1);
      if (channel.size() == 0) {
        throw new IllegalArgumentException(file + " is empty");
      }
      channel.position(channel.size() - 1).read(last);
      if (last.get(0) != '\n') {
        throw new IllegalArgumentException(file + " does not end with a line break: it seems to be cut off");
      }
    }
  }

  private void readHeader(String[] names) {
    if (names[0].startsWith("\uFEFF")) {
      names[0] = names[0].substring(1);
    }
    for (char other : new char[] {';', '\t'}) {
      if (names.length == 1 && names[0].indexOf(other) >= 0) {
        throw refuse("its columns are apart by " + (other == ';' ? "semicolons" : "tabs") + ": write it with commas"
            + " between columns, and points in numbers");
      }
    }
    weighted = names.length > 2 && names[2].equals("weight");
    int numbers = weighted ? 3 : 2;
    p = run(names, numbers, 'w');
    n = run(names, numbers + p, 'x');
    m = run(names, numbers + p + n, 'u');
    int wrong = !names[0].equals("rollout") ? 0 : names.length > 1 && !names[1].equals("time_s") ? 1
        : p == 0 ? numbers : n == 0 ? numbers + p : numbers + p + n + m;
    if (p == 0 || n == 0 || wrong != names.length) {
      throw refuse("the header must be " + HEADER + ", but " + (wrong < names.length
          ? "has '" + names[wrong] + "' in column " + (wrong + 1) : "ends after column " + names.length));
    }
  }

  /** How many columns from {@code start} on are the letter with 0, 1, 2 ... */
  private static int run(String[] names, int start, char letter) {
    int count = 0;
    while (start + count < names.length && names[start + count].equals(letter + Integer.toString(count))) {
      count++;
    }
    return count;
  }

  private void readLine(String[] cells) {
    int numbers = (weighted ? 3 : 2) + p + n + m;
    if (cells.length != numbers) {
      throw refuse("has " + cells.length + " cells, but the header has " + numbers);
    }
    double[] values = new double[numbers - 1];
    for (int i = 1; i < numbers; i++) {
      values[i - 1] = number(cells[i], i);
    }
    if (cells[0].equals(NOMINAL)) {
      if (nominal != null) {
        throw refuse("is a second line of nominal parameters");
      }
      nominal = parameters(values);
      return;
    }
    if (!cells[0].equals(label)) {
      finishRollout();
      label = cells[0];
      if (label.isEmpty() || !labels.add(label)) {
        throw refuse(label.isEmpty() ? "names no roll-out"
            : "goes on with roll-out " + label + " after another began; the lines of a roll-out must stand together");
      }
      samples = new ArrayList<>();
    }
    requireFits(values);
    samples.add(values);
  }

  private double number(String cell, int column) {
    if (cell.isEmpty()) {
      return Double.NaN;
    }
    try {
      return switch (cell.toLowerCase(Locale.ROOT)) {
        case "nan" -> Double.NaN;
        case "inf", "+inf" -> Double.POSITIVE_INFINITY;
        case "-inf" -> Double.NEGATIVE_INFINITY;
        default -> Double.parseDouble(cell);
      };
    } catch (NumberFormatException e) {
      throw refuse("has '" + cell + "' in column " + (column + 1) + ", which is no number");
    }
  }

  /** A sample that belongs to its roll-out: the same parameters, one time step after the one before. */
  private void requireFits(double[] values) {
    double time = values[0];
    if (samples.isEmpty()) {
      if (!Double.isFinite(time)) {
        throw refuse("has the time " + time);
      }
      return;
    }
    if (!Arrays.equals(parameters(values), parameters(samples.getFirst()))) {
      throw refuse("has other parameters than the lines before of roll-out " + label);
    }
    double step = time - samples.getLast()[0];
    if (!(step > 0)) {
      throw refuse("has the time " + time + " s, which is not after the " + samples.getLast()[0]
          + " s of the line before");
    }
    if (timeStep == 0) {
      timeStep = step;
    }
    if (Math.abs(step - timeStep) > TIME_TOLERANCE * timeStep) {
      throw refuse("is " + step + " s after the line before, but the time step is " + timeStep
          + " s; samples must have equal distances in time");
    }
  }

  private double[] parameters(double[] values) {
    int start = weighted ? 2 : 1;
    return Arrays.copyOfRange(values, start, start + p);
  }

  private void finishRollout() {
    if (label == null) {
      return;
    }
    if (rollouts.isEmpty() && samples.size() > 1) {
      double mean = (samples.getLast()[0] - samples.getFirst()[0]) / (samples.size() - 1);
      timeStep = new BigDecimal(mean).round(DIGITS_OF_TIME).doubleValue();
    }
    int start = (weighted ? 2 : 1) + p;
    rollouts.add(new RecordedRollout(label, parameters(samples.getFirst()), flat(start, n), flat(start + n, m),
        samples.stream().mapToDouble(values -> weighted ? values[1] : 1).toArray()));
    label = null;
  }

  private double[] flat(int start, int size) {
    return samples.stream().flatMapToDouble(values -> Arrays.stream(values, start, start + size)).toArray();
  }

  private IllegalArgumentException refuse(String reason) {
    return new IllegalArgumentException(file + ":" + lineNumber + ": " + reason);
  }

  static void write(Path file, Rollouts rollouts) throws IOException {
    WholeFile.write(file, out -> {
      try (Writer text = new OutputStreamWriter(out, StandardCharsets.UTF_8)) {
        write(text, rollouts);
      }
    });
  }

  private static void write(Writer text, Rollouts rollouts) throws IOException {
    boolean weighted = rollouts.weights() != null;
    int recorded = rollouts.stateCount() + rollouts.actionCount();
    text.write("rollout,time_s" + (weighted ? ",weight" : "") + names('w', rollouts.parameterCount())
        + names('x', rollouts.stateCount()) + names('u', rollouts.actionCount()) + "\n");
    text.write(NOMINAL + "," + (weighted ? "," : "") + cells(Arrays.stream(rollouts.nominal())) + ",".repeat(recorded)
        + "\n");
    for (int k = 0; k < rollouts.count(); k++) {
      int p = rollouts.parameterCount();
      String parameters = cells(Arrays.stream(rollouts.parameters().data, k * p, (k + 1) * p));
      for (int t = 0; t < rollouts.stepCount(); t++) {
        text.write(k + "," + (t + 1) * rollouts.timeStep() + (weighted ? "," + rollouts.weight(t, k) : "") + parameters
            + cells(sample(rollouts.states(), t, k, rollouts.stepCount()))
            + cells(sample(rollouts.actions(), t, k, rollouts.stepCount())) + "\n");
      }
    }
  }

  private static DoubleStream sample(DMatrixRMaj matrix, int t, int k, int steps) {
    int size = matrix == null ? 0 : matrix.numRows / steps;
    return IntStream.range(0, size).mapToDouble(i -> matrix.get(t * size + i, k));
  }

  private static String names(char letter, int count) {
    StringBuilder names = new StringBuilder();
    for (int i = 0; i < count; i++) {
      names.append(',').append(letter).append(i);
    }
    return names.toString();
  }

  private static String cells(DoubleStream values) {
    StringBuilder cells = new StringBuilder();
    values.forEach(value -> cells.append(',').append(value));
    return cells.toString();
  }
}
