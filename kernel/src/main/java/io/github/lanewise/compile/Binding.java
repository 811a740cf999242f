package io.github.lanewise.compile;

import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.lanes.Lanes;
import io.github.lanewise.lanes.Workers;
import io.github.lanewise.lanes.Workspace;
import io.github.lanewise.trace.Graph;
import java.util.ArrayList;
import java.util.List;

/**
 * A kernel with its batches. Running it allocates nothing but, once, scratch that was not {@linkplain #prepare
 * prepared} before; threads may run different blocks at once, each with a workspace of its own.
 */
public final class Binding implements Workers.Task {
  /**
   * Dry runs of a new kernel, a fraction of a second, after which most of it waits for C2. Until C2 has compiled a
   * method its vectors lie in boxes and it is some thousand times slower, so real runs would take long to be that many.
   * Small blocks take more runs, so that chunks without a loop are called as often. Nor does a chunk loop to be noticed
   * sooner: C2 would then compile it once for the loop and once more for the calls.
   */
  private static final int HASTE = 3000;

  private final Kernel kernel;
  private final BlockRunner runner;
  private final Object[] arrays;
  private final int[] starts;
  private final int[] strides;
  private final int blocks;
  private final int scratch;

  Binding(Kernel kernel, Batch[] batches) {
    this.kernel = kernel;
    List<Graph.Port> ports = new ArrayList<>(kernel.inputs());
    ports.addAll(kernel.outputs());
    if (batches.length != ports.size()) {
      throw new IllegalArgumentException(kernel + " has " + ports.size() + " ports but " + batches.length
          + " batches were given" + (batches.length > ports.size() ? "" : ": none for '"
          + String.join("', '", ports.stream().skip(batches.length).map(Graph.Port::name).toList()) + "'"));
    }
    for (int p = 0; p < batches.length; p++) {
      if (batches[p] == null) {
        throw new IllegalArgumentException("port '" + ports.get(p).name() + "' of " + kernel.name()
            + " was given null in place of a batch");
      }
    }
    runner = kernel.runner();
    arrays = new Object[batches.length];
    starts = new int[batches.length];
    strides = new int[batches.length];
    for (int p = 0; p < batches.length; p++) {
      check(ports.get(p), batches[p], batches[0]);
      arrays[p] = batches[p].array();
      starts[p] = batches[p].start();
      strides[p] = batches[p].blockStride();
    }
    for (int out = kernel.inputs().size(); out < batches.length; out++) {
      for (int p = 0; p < batches.length; p++) {
        if (p != out && overlap(batches[p], batches[out])) {
          throw new IllegalArgumentException(
              "output '" + ports.get(out).name() + "' of " + kernel.name() + " shares storage with '"
              + ports.get(p).name() + "'");
        }
      }
    }
    blocks = batches[0].blockCount();
    scratch = kernel.workspaceElements();
  }

  private void check(Graph.Port port, Batch batch, Batch first) {
    if (batch.rowCount() != port.size()) {
      throw new IllegalArgumentException("port '" + port.name() + "' of " + kernel.name() + " has " + port.size()
          + " rows but its batch has " + batch.rowCount());
    }
    if (batch.type() != kernel.lanes().type()) {
      throw new IllegalArgumentException("port '" + port.name() + "' of " + kernel.name() + " is "
          + kernel.lanes().type() + " but its batch is " + batch.type()
          + ": make the batch with the kernel's lanes, or as rows of its simulation");
    }
    if (batch.blockSize() != kernel.lanes().blockSize()) {
      throw new IllegalArgumentException("port '" + port.name() + "' of " + kernel.name() + " has a batch in blocks of "
          + batch.blockSize() + " robots where the kernel computes blocks of " + kernel.lanes().blockSize()
          + ": make the batch with the kernel's lanes, or as rows of its simulation");
    }
    if (batch.robotCount() != first.robotCount()) {
      throw new IllegalArgumentException("port '" + port.name() + "' of " + kernel.name() + " has a batch of "
          + batch.robotCount() + " robots where the first port has " + first.robotCount());
    }
  }

  /** Whether two batches of one array touch the same elements, seen block by block. */
  private static boolean overlap(Batch a, Batch b) {
    if (a.array() != b.array()) {
      return false;
    }
    int size = a.blockSize();
    if (a.blockStride() == b.blockStride()) {
      int distance = b.start() - a.start();
      return distance < a.rowCount() * size && -distance < b.rowCount() * size;
    }
    int endA = a.start() + (a.blockCount() - 1) * a.blockStride() + a.rowCount() * size;
    int endB = b.start() + (b.blockCount() - 1) * b.blockStride() + b.rowCount() * size;
    return a.start() < endB && b.start() < endA;
  }

  /**
   * Makes the workspace large enough before the first run, which else does so itself.
   *
   * @param workspace of the thread that will run
   * @throws IllegalArgumentException if it is for the other element type
   */
  public void prepare(Workspace workspace) {
    requireType(workspace.type(), "workspace");
    workspace.ensure(scratch);
  }

  /**
   * Makes the workspaces of all threads large enough before the first run, which else does so itself.
   *
   * @param workers whose threads will run
   * @throws IllegalArgumentException if they are for the other element type
   */
  public void prepare(Workers workers) {
    requireType(workers.type(), "set of workers");
    workers.ensure(scratch);
  }

  private void requireType(ElementType type, String what) {
    if (type != kernel.lanes().type()) {
      throw new IllegalArgumentException("kernel " + kernel.name() + " is " + kernel.lanes().type() + " but its " + what
          + " is for " + type);
    }
  }

  /** {@return the number of blocks} */
  public int blockCount() {
    return blocks;
  }

  /**
   * Runs blocks {@code first} to {@code end - 1} in the calling thread.
   *
   * @throws IllegalArgumentException if the workspace is for the other element type
   */
  @Override
  public void run(int first, int end, Workspace workspace) {
    prepare(workspace);
    if (!kernel.isHastened()) {
      hasten(first, workspace);
    }
    runner.run(workspace.array(), arrays, starts, strides, first, end, false);
  }

  /** One real run lets C2 see which way the branches go. */
  private void hasten(int block, Workspace workspace) {
    kernel.setHastened();
    runner.run(workspace.array(), arrays, starts, strides, block, block + 1, false);
    int runs = kernel.loops() ? HASTE : HASTE * Lanes.BLOCK_BYTES / kernel.lanes().blockBytes();
    for (int call = 0; call < runs; call++) {
      runner.run(workspace.array(), arrays, starts, strides, block, block + 1, true);
    }
  }

  /**
   * Runs all blocks in the calling thread.
   *
   * @param workspace of this thread
   * @throws IllegalArgumentException if it is for the other element type
   */
  public void run(Workspace workspace) {
    run(0, blocks, workspace);
  }

  /**
   * Runs all blocks, shared among the workers.
   *
   * @param workers of the kernel's element type
   * @throws IllegalArgumentException if they are of the other one
   */
  public void run(Workers workers) {
    prepare(workers);
    workers.run(this, blocks);
  }
}
