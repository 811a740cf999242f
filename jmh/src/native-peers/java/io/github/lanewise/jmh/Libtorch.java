package io.github.lanewise.jmh;

import io.github.lanewise.lanes.ElementType;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.pytorch.AbstractTensor;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * Libtorch on one thread, OpenBLAS beneath it. Its tensors stay in native memory; those of a call are given back at the
 * call's end by a {@code PointerScope}.
 */
final class Libtorch {
  /** What a JVM that loads it is started with: tensors are given back by scopes, not by the collector, */
  static final String NOT_COLLECTED = "-Dorg.bytedeco.javacpp.nopointergc=true";
  /** and the process's memory need not be looked up for each. */
  static final String NOT_COUNTED = "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0";

  private Libtorch() {}

  /**
   * Loads it and takes all threads but one from it.
   *
   * @throws IllegalStateException if it keeps more
   */
  static void useOneThread() {
    OpenBlas.useOneThread();
    torch.set_num_threads(1);
    if (torch.get_num_threads() != 1) {
      throw new IllegalStateException("libtorch runs on " + torch.get_num_threads() + " threads");
    }
  }

  /** Numbers of a type, from one of the arrays. */
  static Tensor tensor(ElementType type, double[] numbers, float[] floats, long... shape) {
    return type == ElementType.DOUBLE ? AbstractTensor.create(numbers, shape) : AbstractTensor.create(floats, shape);
  }

  /** All numbers, widened; row after row, tensor after tensor. */
  static double[] numbers(Tensor... tensors) {
    int length = 0;
    for (Tensor tensor : tensors) {
      length += (int) tensor.numel();
    }
    double[] numbers = new double[length];
    int at = 0;
    for (Tensor tensor : tensors) {
      int count = (int) tensor.numel();
      if (tensor.scalar_type().intern() == torch.ScalarType.Double) {
        new DoublePointer(tensor.contiguous().data_ptr()).get(numbers, at, count);
      } else {
        float[] floats = new float[count];
        new FloatPointer(tensor.contiguous().data_ptr()).get(floats);
        System.arraycopy(Dense.widened(floats), 0, numbers, at, count);
      }
      at += count;
    }
    return numbers;
  }

  /** {@code outputBar' d output / d input}; the graph is kept, and with {@code again} can be differentiated again. */
  static Tensor gradient(Tensor output, Tensor input, Tensor outputBar, boolean again) {
    return torch.grad(new TensorVector(output), new TensorVector(input), new TensorVector(outputBar),
        new BoolOptional(true), again, false).get(0);
  }
}
