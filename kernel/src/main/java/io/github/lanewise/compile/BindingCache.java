package io.github.lanewise.compile;

import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.Workers;
import io.github.lanewise.lanes.Workspace;
import java.util.function.Supplier;

/**
 * A kernel with its bindings to the batches of the last few calls, found again without allocating. One call at a time.
 */
final class BindingCache {
  /** A loop over the steps of a short horizon has a set of batches for each. */
  private static final int SIZE = 16;

  private final Supplier<Kernel> source;
  private final Batch[] keys = new Batch[3 * SIZE];
  private final Binding[] bindings = new Binding[SIZE];
  private final Workspace workspace;
  private int oldest;

  BindingCache(Supplier<Kernel> source, Workspace workspace) {
    this.source = source;
    this.workspace = workspace;
  }

  /** Runs the kernel on two or three batches (c null if two), in the calling thread. */
  void run(Batch a, Batch b, Batch c) {
    Binding binding = find(a, b, c);
    binding.prepare(workspace);
    binding.run(workspace);
  }

  /** Runs the kernel on two or three batches (c null if two), shared among the workers. */
  void run(Batch a, Batch b, Batch c, Workers workers) {
    Binding binding = find(a, b, c);
    binding.prepare(workers);
    binding.run(workers);
  }

  private Binding find(Batch a, Batch b, Batch c) {
    for (int i = 0; i < SIZE; i++) {
      if (bindings[i] != null && keys[3 * i] == a && keys[3 * i + 1] == b && keys[3 * i + 2] == c) {
        return bindings[i];
      }
    }
    Binding binding = c == null ? source.get().bind(a, b) : source.get().bind(a, b, c);
    int place = oldest;
    oldest = (oldest + 1) % SIZE;
    keys[3 * place] = a;
    keys[3 * place + 1] = b;
    keys[3 * place + 2] = c;
    bindings[place] = binding;
    return binding;
  }
}
