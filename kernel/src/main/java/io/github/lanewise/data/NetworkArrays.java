package io.github.lanewise.data;

import io.github.lanewise.network.Activation;
import io.github.lanewise.network.Mlp;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * K networks of one shape as arrays of an {@code .npz} file.
 *
 * <p>Arrays: {@code widths} (L + 1: inputs, hidden layers, outputs), {@code activation} (codes of the letters of its
 * name), {@code layer_norm} (1 or 0), and for each layer l from 1 to L {@code W<l>} (K x outputs x inputs),
 * {@code b<l>} (K x outputs) and, with layer normalisation and but for the last, {@code g<l>} and {@code h<l>} (K x
 * outputs).
 */
final class NetworkArrays {
  private NetworkArrays() {}

  /** Adds what says the shape. */
  static void putShape(Map<String, NpyArray> arrays, Mlp mlp) {
    double[] widths = new double[mlp.layerCount() + 1];
    Arrays.setAll(widths, mlp::width);
    arrays.put("widths", new NpyArray(widths, widths.length));
    arrays.put("activation", NpyArray.ofText(mlp.activation().toString()));
    arrays.put("layer_norm", NpyArray.of(mlp.normalized() ? 1 : 0));
  }

  /** Adds the weights of all members. */
  static void putWeights(Map<String, NpyArray> arrays, Mlp mlp, List<double[]> members) {
    for (Block block : blocks(mlp)) {
      double[] stacked = new double[members.size() * block.size()];
      for (int k = 0; k < members.size(); k++) {
        System.arraycopy(members.get(k), block.start, stacked, k * block.size(), block.size());
      }
      arrays.put(block.name, new NpyArray(stacked, block.stackedShape(members.size())));
    }
  }

  /**
   * The shape.
   *
   * @throws IllegalArgumentException if it is none, with the array at fault
   */
  static Mlp shape(NpzFile npz) {
    double[] widths = npz.array("widths", "layers, the inputs too", -1).values();
    if (widths.length < 2) {
      throw new IllegalArgumentException("'widths' has " + widths.length
          + " numbers: at least those of inputs and outputs");
    }
    int[] whole = new int[widths.length];
    Arrays.setAll(whole, l -> integer("widths", widths[l]));
    Activation activation = Activation.of(npz.array("activation", "letters", -1).toText());
    Mlp mlp = Mlp.of(whole[0], whole[whole.length - 1], activation, Arrays.copyOfRange(whole, 1, whole.length - 1));
    return flag(npz, "layer_norm") ? mlp.withLayerNorm() : mlp;
  }

  /**
   * The weights of all members; all sizes are right before anything is made for them.
   *
   * @throws IllegalArgumentException if an array is not there, of another size or not finite, with its name
   */
  static List<double[]> weights(NpzFile npz, Mlp mlp) {
    List<Block> blocks = blocks(mlp);
    int count = npz.array("W1", blocks.getFirst().meaning(), blocks.getFirst().stackedShape(-1)).shape()[0];
    for (Block block : blocks) {
      requireNumbers(block.name, npz.array(block.name, block.meaning(), block.stackedShape(count)));
    }
    List<double[]> members = new ArrayList<>();
    for (int k = 0; k < count; k++) {
      double[] parameters = new double[mlp.weightCount()];
      for (Block block : blocks) {
        double[] stacked = npz.array(block.name, block.meaning(), block.stackedShape(count)).values();
        System.arraycopy(stacked, k * block.size(), parameters, block.start, block.size());
      }
      members.add(parameters);
    }
    return members;
  }

  /**
   * Refuses an array without numbers, or with one that is not finite.
   *
   * @throws IllegalArgumentException with its name
   */
  static void requireNumbers(String name, NpyArray array) {
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

  /** A number that is 0 or 1. */
  static boolean flag(NpzFile npz, String name) {
    double value = npz.array(name, "").value();
    if (value != 0 && value != 1) {
      throw new IllegalArgumentException("'" + name + "' is " + text(value) + ", but must be 0 or 1");
    }
    return value == 1;
  }

  /** A number that is whole. */
  static int integer(String name, double value) {
    if (value != (int) value) {
      throw new IllegalArgumentException("'" + name + "' has " + value + ", which is no whole number");
    }
    return (int) value;
  }

  /** Whole numbers without a point. */
  static String text(double value) {
    return value == (long) value ? Long.toString((long) value) : Double.toString(value);
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
    for (int l = 1; l <= mlp.layerCount(); l++) {
      blocks.add(new Block("W" + l, mlp.weights(l), mlp.width(l), mlp.width(l - 1)));
      blocks.add(new Block("b" + l, mlp.bias(l), mlp.width(l), 0));
      if (mlp.normalized() && l < mlp.layerCount()) {
        blocks.add(new Block("g" + l, mlp.norm(l), mlp.width(l), 0));
        blocks.add(new Block("h" + l, mlp.norm(l) + mlp.width(l), mlp.width(l), 0));
      }
    }
    return blocks;
  }
}
