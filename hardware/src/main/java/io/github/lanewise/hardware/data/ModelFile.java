package io.github.lanewise.hardware.data;

import io.github.lanewise.sobolev.Activation;
import io.github.lanewise.sobolev.DynamicsModel;
import io.github.lanewise.sobolev.Mlp;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A learnt model, or an ensemble of K, in an {@code .npz} file: all that it takes to evaluate it, in the user's units.
 *
 * <p>Arrays: {@code format_version} (1), {@code widths} (L + 1: inputs, hidden layers, outputs), {@code activation}
 * (codes of the letters of its name), {@code layer_norm}, {@code residual} (1 or 0), {@code outputs} (m; a network with
 * 2 m gives logarithms of variances after the means), {@code control_step_s} and {@code substeps} (of the robot's
 * simulator, 0 for other data), and for each layer l from 1 to L {@code W<l>} (K x outputs x inputs), {@code b<l>} (K x
 * outputs) and, with layer normalisation and but for the last, {@code g<l>} and {@code h<l>} (K x outputs).
 *
 * @param models members, of one shape
 * @param controlStep of the robot that was simulated [s]; 0 if none was
 * @param substeps of the simulator in a control step; 0 if none was
 */
public record ModelFile(List<DynamicsModel> models, double controlStep, int substeps) {
  /** What is written, and all that is read. */
  private static final int FORMAT_VERSION = 1;

  /** Refuses a control step without length or substeps, and substeps of none. */
  public ModelFile {
    boolean simulated = controlStep > 0 && Double.isFinite(controlStep) && substeps > 0;
    if (!simulated && !(controlStep == 0 && substeps == 0)) {
      throw new IllegalArgumentException("a control step of " + controlStep + " s in " + substeps
          + " substeps: both must be above 0, or both 0 if there was no robot");
    }
  }

  /** Writes the file when all of it is there. */
  public void write(Path file) throws IOException {
    DynamicsModel first = models.getFirst();
    Mlp mlp = first.mlp();
    Map<String, NpyArray> arrays = new LinkedHashMap<>();
    double[] widths = new double[mlp.layers() + 1];
    Arrays.setAll(widths, mlp::width);
    arrays.put("format_version", NpyArray.of(FORMAT_VERSION));
    arrays.put("widths", new NpyArray(widths, widths.length));
    arrays.put("activation", NpyArray.ofText(mlp.activation().toString()));
    arrays.put("layer_norm", NpyArray.of(mlp.normalized() ? 1 : 0));
    arrays.put("residual", NpyArray.of(first.givesChanges() ? 1 : 0));
    arrays.put("outputs", NpyArray.of(first.outputs()));
    arrays.put("control_step_s", NpyArray.of(controlStep));
    arrays.put("substeps", NpyArray.of(substeps));
    List<double[]> parameters = models.stream().map(DynamicsModel::parameters).toList();
    for (Block block : blocks(mlp)) {
      double[] stacked = new double[models.size() * block.size()];
      for (int k = 0; k < models.size(); k++) {
        System.arraycopy(parameters.get(k), block.start, stacked, k * block.size(), block.size());
      }
      arrays.put(block.name, new NpyArray(stacked, block.stackedShape(models.size())));
    }
    NpzFile.write(file, arrays);
  }

  /**
   * Reads a file.
   *
   * @throws IllegalArgumentException if it is damaged, of another version or no model, with the file and what is wrong
   */
  public static ModelFile read(Path file) throws IOException {
    NpzFile npz = NpzFile.read(file);
    if (!npz.has("format_version") || !npz.has("widths")) {
      throw new IllegalArgumentException(file + " is no learnt model: it has no array 'format_version' and 'widths'");
    }
    double version = npz.array("format_version", "").value();
    if (version != FORMAT_VERSION) {
      throw new IllegalArgumentException(file + " is a model of format version " + text(version)
          + ", but only version " + FORMAT_VERSION + " is read");
    }
    try {
      return read(npz);
    } catch (IllegalArgumentException e) {
      throw e.getMessage().startsWith(file.toString()) ? e
          : new IllegalArgumentException(file + ": " + e.getMessage(), e);
    }
  }

  private static ModelFile read(NpzFile npz) {
    double[] widths = npz.array("widths", "layers, the inputs too", -1).values();
    if (widths.length < 2) {
      throw new IllegalArgumentException("'widths' has " + widths.length
          + " numbers: at least those of inputs and outputs");
    }
    int[] whole = new int[widths.length];
    Arrays.setAll(whole, l -> integer("widths", widths[l]));
    Activation activation = Activation.of(npz.array("activation", "letters", -1).toText());
    Mlp mlp = Mlp.of(whole[0], whole[whole.length - 1], activation, Arrays.copyOfRange(whole, 1, whole.length - 1));
    mlp = flag(npz, "layer_norm") ? mlp.withLayerNorm() : mlp;
    List<double[]> parameters = parameters(npz, mlp);
    int outputs = integer("outputs", npz.array("outputs", "").value());
    boolean residual = flag(npz, "residual");
    List<DynamicsModel> models = new ArrayList<>();
    for (double[] own : parameters) {
      models.add(new DynamicsModel(mlp, own, outputs, residual));
    }
    return new ModelFile(List.copyOf(models), npz.array("control_step_s", "").value(),
        integer("substeps", npz.array("substeps", "").value()));
  }

  /** All shapes are right before anything is made for them. */
  private static List<double[]> parameters(NpzFile npz, Mlp mlp) {
    List<Block> blocks = blocks(mlp);
    int count = npz.array("W1", blocks.getFirst().meaning(), blocks.getFirst().stackedShape(-1)).shape()[0];
    for (Block block : blocks) {
      requireNumbers(block.name, npz.array(block.name, block.meaning(), block.stackedShape(count)));
    }
    List<double[]> members = new ArrayList<>();
    for (int k = 0; k < count; k++) {
      double[] parameters = new double[mlp.parameters()];
      for (Block block : blocks) {
        double[] stacked = npz.array(block.name, block.meaning(), block.stackedShape(count)).values();
        System.arraycopy(stacked, k * block.size(), parameters, block.start, block.size());
      }
      members.add(parameters);
    }
    return members;
  }

  private static void requireNumbers(String name, NpyArray array) {
    if (array.values().length == 0) {
      throw new IllegalArgumentException("array '" + name + "' of shape " + NpyArray.text(array.shape())
          + " has no numbers");
    }
    for (double value : array.values()) {
      if (!Double.isFinite(value)) {
        throw new IllegalArgumentException("array '" + name + "' has the number " + value);
      }
    }
  }

  private static boolean flag(NpzFile npz, String name) {
    double value = npz.array(name, "").value();
    if (value != 0 && value != 1) {
      throw new IllegalArgumentException("'" + name + "' is " + text(value) + ", but must be 0 or 1");
    }
    return value == 1;
  }

  /** Whole numbers without a point. */
  private static String text(double value) {
    return value == (long) value ? Long.toString((long) value) : Double.toString(value);
  }

  private static int integer(String name, double value) {
    if (value != (int) value) {
      throw new IllegalArgumentException("'" + name + "' has " + value + ", which is no whole number");
    }
    return (int) value;
  }

  /** A part of the parameters: {@code rows} of {@code columns}, or a vector if columns is 0. */
  private record Block(String name, int start, int rows, int columns) {
    int size() {
      return rows * Math.max(1, columns);
    }

    int[] stackedShape(int count) {
      return columns == 0 ? new int[] {count, rows} : new int[] {count, rows, columns};
    }

    String meaning() {
      return columns == 0 ? "members x outputs" : "members x outputs x inputs";
    }
  }

  private static List<Block> blocks(Mlp mlp) {
    List<Block> blocks = new ArrayList<>();
    for (int l = 1; l <= mlp.layers(); l++) {
      blocks.add(new Block("W" + l, mlp.weights(l), mlp.width(l), mlp.width(l - 1)));
      blocks.add(new Block("b" + l, mlp.bias(l), mlp.width(l), 0));
      if (mlp.normalized() && l < mlp.layers()) {
        blocks.add(new Block("g" + l, mlp.norm(l), mlp.width(l), 0));
        blocks.add(new Block("h" + l, mlp.norm(l) + mlp.width(l), mlp.width(l), 0));
      }
    }
    return blocks;
  }
}
