package io.github.lanewise.compile;

import io.github.lanewise.trace.Graph;
import io.github.lanewise.trace.Op;
import io.github.lanewise.trace.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * Where to cut a sequence of operations into chunks: the cuts with the fewest loads and stores in all, no chunk over
 * budget.
 *
 * <p>A value is stored by the chunk that makes it if a later one reads it, and loaded by each of those; so a cut is
 * cheap where few values are alive. Dynamic programming over the end of the last chunk. A call with its values is a
 * chunk of its own.
 */
final class Cuts {
  /** What one more chunk costs, in loads or stores: its call and its range checks. */
  private static final int PER_CHUNK = 6;

  private static final int LOADED = -1;

  private final List<Scalar> operations = new ArrayList<>();
  private final ToIntFunction<Scalar> weight;
  private final ToIntFunction<Scalar> outputs;
  private final int budget;
  private final int[] position;
  private final int[] lastUse;
  private final long[] seen;

  private Cuts(Graph graph, boolean[] needed, ToIntFunction<Scalar> weight, ToIntFunction<Scalar> outputs, int budget) {
    this.weight = weight;
    this.outputs = outputs;
    this.budget = budget;
    position = new int[needed.length];
    lastUse = new int[needed.length];
    seen = new long[needed.length];
    java.util.Arrays.fill(position, -1);
    for (Scalar s : graph.nodes()) {
      if (needed[s.id()] && Schedule.isOperation(s)) {
        position[s.id()] = operations.size();
        for (int k = 0; k < s.argCount(); k++) {
          lastUse[s.arg(k).id()] = operations.size();
        }
        operations.add(s);
      }
    }
  }

  /**
   * The chunks.
   *
   * @param weight vector operations that an operation takes
   * @param outputs how many output rows a value is stored to
   */
  static List<List<Scalar>> of(
      Graph graph, boolean[] needed, ToIntFunction<Scalar> weight, ToIntFunction<Scalar> outputs, int budget) {
    return new Cuts(graph, needed, weight, outputs, budget).run();
  }

  private List<List<Scalar>> run() {
    int n = operations.size();
    int[] best = new int[n + 1];
    int[] from = new int[n + 1];
    java.util.Arrays.fill(best, Integer.MAX_VALUE);
    best[0] = 0;
    for (int start = 0; start < n; start++) {
      if (best[start] < Integer.MAX_VALUE) {
        extend(start, best, from);
      }
    }
    List<List<Scalar>> chunks = new ArrayList<>();
    for (int end = n; end > 0; end = from[end]) {
      chunks.addFirst(operations.subList(from[end], end));
    }
    return chunks;
  }

  /**
   * Marks an argument as met by the chunks from {@code start} on: as loaded, or as used for the last time at
   * {@code event}.
   */
  private static long stamp(int start, int event) {
    return (long) (start + 1) << 32 | event + 1;
  }

  /** Tries all chunks that begin at {@code start}; a single operation is always a chunk. */
  private void extend(int start, int[] best, int[] from) {
    if (operations.get(start).op() == Op.CALL) {
      int end = start + 1;
      while (end < operations.size() && operations.get(end).op() == Op.RESULT) {
        end++;
      }
      best[end] = best[start];
      from[end] = start;
      return;
    }
    int loads = 0;
    int work = 0;
    int stores = 0;
    int kept = 0;
    for (int end = start; end < operations.size(); end++) {
      Scalar s = operations.get(end);
      if (s.op() == Op.CALL) {
        return;
      }
      work += weight.applyAsInt(s);
      stores += outputs.applyAsInt(s);
      for (int k = 0; k < s.argCount(); k++) {
        int arg = s.arg(k).id();
        boolean first = seen[arg] != stamp(start, end) && seen[arg] != stamp(start, LOADED);
        if (position[arg] < start && first) {
          seen[arg] = stamp(start, LOADED);
          loads++;
        } else if (position[arg] >= start && lastUse[arg] == end && first) {
          seen[arg] = stamp(start, end);
          kept--;
        }
      }
      kept += lastUse[s.id()] > end ? 1 : 0;
      int traffic = loads + stores + kept;
      if (end > start && work + loads + stores > budget) {
        return;
      }
      if ((end == start || work + traffic <= budget) && best[start] + traffic + PER_CHUNK < best[end + 1]) {
        best[end + 1] = best[start] + traffic + PER_CHUNK;
        from[end + 1] = start;
      }
    }
  }
}
