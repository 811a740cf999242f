package io.github.lanewise.compile;

import io.github.lanewise.trace.Scalar;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/** Chooses which factors to negate once, so that most negative products of a graph can be fused. */
final class NegationPlan {
  private record Candidate(int id, int count) {}

  private NegationPlan() {}

  /**
   * Marks factors that occur in at least two negative products which no other marked factor serves: greedy set cover,
   * most frequent first.
   *
   * @param sums the negative products of each sum, as pairs of factors
   * @param negated modified: by node id, whether a negated copy is worth having
   */
  static void choose(List<List<Scalar[]>> sums, boolean[] negated) {
    List<Scalar[]> open = new ArrayList<>();
    sums.forEach(open::addAll);
    Map<Integer, List<Scalar[]>> byFactor = new HashMap<>();
    for (Scalar[] pair : open) {
      for (Scalar factor : pair) {
        byFactor.computeIfAbsent(factor.id(), id -> new ArrayList<>()).add(pair);
      }
    }
    PriorityQueue<Candidate> queue =
        new PriorityQueue<>(Comparator.comparingInt(Candidate::count).reversed().thenComparingInt(Candidate::id));
    byFactor.forEach((id, pairs) -> queue.add(new Candidate(id, pairs.size())));
    while (!queue.isEmpty()) {
      Candidate best = queue.poll();
      int unserved = 0;
      for (Scalar[] pair : byFactor.get(best.id())) {
        unserved += negated[pair[0].id()] || negated[pair[1].id()] ? 0 : 1;
      }
      if (unserved < best.count() && unserved >= 2) {
        queue.add(new Candidate(best.id(), unserved));
      } else if (unserved >= 2) {
        negated[best.id()] = true;
      }
    }
  }
}
