package io.github.lanewise.data;

import io.github.lanewise.sobolev.TrainingData;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Samples of any function in an {@code .npz} file: {@code x} (N x n), {@code y} (N x m) and, if known, {@code J} (N x m
 * x n), the derivatives of y by x.
 */
public final class SampleFile {
  private SampleFile() {}

  /**
   * The samples of which all numbers are finite; they know how many were not.
   *
   * @param file an {@code .npz}
   * @return the samples
   * @throws IOException if the file cannot be read
   * @throws IllegalArgumentException if arrays are missing or do not fit each other, or there are no good samples
   */
  public static TrainingData read(Path file) throws IOException {
    NpzFile npz = NpzFile.read(file);
    NpyArray x = npz.array("x", "samples x inputs", -1, -1);
    int count = x.shape()[0];
    int n = x.shape()[1];
    NpyArray y = npz.array("y", "samples x outputs", count, -1);
    int m = y.shape()[1];
    double[] jacobians = npz.has("J") ? npz.array("J", "samples x outputs x inputs", count, m, n).values() : null;
    if (x.values().length == 0 || y.values().length == 0) {
      throw new IllegalArgumentException(file + " has no samples: x is " + NpyArray.text(x.shape()) + " and y "
          + NpyArray.text(y.shape()));
    }
    try {
      return TrainingData.finite(n, m, x.values(), y.values(), jacobians);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
    }
  }
}
