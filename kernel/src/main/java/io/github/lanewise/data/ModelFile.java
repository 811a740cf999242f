package io.github.lanewise.data;

import io.github.lanewise.network.Mlp;
import io.github.lanewise.sobolev.DynamicsModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A learnt model, or an ensemble of K, in an {@code .npz} file: all that it takes to evaluate it, in the user's units.
 *
 * <p>Arrays: {@code format_version} (1), {@code residual} (1 or 0), {@code outputs} (m; a network with 2 m gives
 * logarithms of variances after the means), {@code control_step_s} and {@code substeps} (of the robot's simulator, 0
 * for other data), and those of the networks: {@code widths}, {@code activation}, {@code layer_norm} and {@code W<l>},
 * {@code b<l>}, {@code g<l>}, {@code h<l>} for each layer l, as README.md has them.
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

  /**
   * Writes the file when all of it is there.
   *
   * @param file replaced if it is there
   * @throws IOException if the file cannot be written
   */
  public void write(Path file) throws IOException {
    DynamicsModel first = models.getFirst();
    Mlp mlp = first.mlp();
    Map<String, NpyArray> arrays = new LinkedHashMap<>();
    arrays.put("format_version", NpyArray.of(FORMAT_VERSION));
    NetworkArrays.putShape(arrays, mlp);
    arrays.put("residual", NpyArray.of(first.givesChanges() ? 1 : 0));
    arrays.put("outputs", NpyArray.of(first.outputCount()));
    arrays.put("control_step_s", NpyArray.of(controlStep));
    arrays.put("substeps", NpyArray.of(substeps));
    NetworkArrays.putWeights(arrays, mlp, models.stream().map(DynamicsModel::weights).toList());
    NpzFile.write(file, arrays);
  }

  /**
   * Reads a file.
   *
   * @param file an {@code .npz}
   * @return the model, and what it was made for
   * @throws IOException if the file cannot be read
   * @throws IllegalArgumentException if it is damaged, of another version or no model, with the file and what is wrong
   */
  public static ModelFile read(Path file) throws IOException {
    NpzFile npz = NpzFile.read(file);
    if (!npz.has("format_version") || !npz.has("widths")) {
      throw new IllegalArgumentException(file + " is no learnt model: it has no array 'format_version' and 'widths'");
    }
    double version = npz.array("format_version", "").value();
    if (version != FORMAT_VERSION) {
      throw new IllegalArgumentException(file + " is a model of format version " + NetworkArrays.text(version)
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
    Mlp mlp = NetworkArrays.shape(npz);
    int outputs = NetworkArrays.integer("outputs", npz.array("outputs", "").value());
    boolean residual = NetworkArrays.flag(npz, "residual");
    List<DynamicsModel> models = NetworkArrays.weights(npz, mlp).stream()
        .map(own -> new DynamicsModel(mlp, own, outputs, residual)).toList();
    return new ModelFile(models, npz.array("control_step_s", "").value(),
        NetworkArrays.integer("substeps", npz.array("substeps", "").value()));
  }
}
