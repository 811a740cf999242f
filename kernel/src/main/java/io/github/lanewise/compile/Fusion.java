package io.github.lanewise.compile;

import io.github.lanewise.trace.Graph;
import io.github.lanewise.trace.Op;
import io.github.lanewise.trace.Scalar;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns sums of products into chains of fused multiply-adds.
 *
 * <p>A sum is the list of its signed terms, gathered through additions and subtractions that nothing else uses. A
 * product that only sums use is a fused term of each. There is no fused {@code c - a b} in the instruction set that the
 * JVM emits, so a negative product needs a negated factor: one negation of a factor that occurs in many of them pays
 * for itself, which is settled greedily for the whole graph.
 */
final class Fusion {
  private record Term(boolean negative, Scalar a, Scalar b) {
    boolean isProduct() {
      return b != null;
    }
  }

  private final Graph source;
  private final Graph target;
  private final Scalar[] image;
  private final boolean[] needed;
  private final int[] uses;
  private final boolean[] inner;
  private final boolean[] fused;
  private final List<List<Term>> sums;
  private final boolean[] negated;

  private Fusion(Graph source) {
    this.source = source;
    target = new Graph(source.name());
    int n = source.nodes().size();
    image = new Scalar[n];
    needed = Uses.needed(source);
    uses = Uses.count(source, needed);
    inner = new boolean[n];
    fused = new boolean[n];
    negated = new boolean[n];
    sums = new ArrayList<>(n);
  }

  /** The same function with fused sums. */
  static Graph fuse(Graph source) {
    return new Fusion(source).run();
  }

  private Graph run() {
    markInnerSums();
    markFusedProducts();
    for (Scalar s : source.nodes()) {
      sums.add(needed[s.id()] && isSum(s) && !inner[s.id()] ? gather(s) : null);
    }
    NegationPlan.choose(sums.stream().filter(terms -> terms != null).map(Fusion::negativeFactors).toList(), negated);
    return rebuild();
  }

  private static boolean isSum(Scalar s) {
    return s.op() == Op.ADD || s.op() == Op.SUB;
  }

  /** Sums that are used once, by another sum, dissolve in it. */
  private void markInnerSums() {
    for (Scalar s : source.nodes()) {
      if (needed[s.id()] && isSum(s)) {
        for (int k = 0; k < 2; k++) {
          Scalar arg = s.arg(k);
          inner[arg.id()] |= isSum(arg) && uses[arg.id()] == 1;
        }
      }
    }
  }

  /** Products that only sums use need no place of their own. */
  private void markFusedProducts() {
    int[] bySums = new int[fused.length];
    for (Scalar s : source.nodes()) {
      if (needed[s.id()] && isSum(s)) {
        bySums[s.arg(0).id()]++;
        bySums[s.arg(1).id()]++;
      }
    }
    for (Scalar s : source.nodes()) {
      fused[s.id()] = s.op() == Op.MUL && bySums[s.id()] == uses[s.id()];
    }
  }

  private List<Term> gather(Scalar sum) {
    List<Term> terms = new ArrayList<>();
    collect(sum, false, terms);
    return terms;
  }

  private void collect(Scalar s, boolean negative, List<Term> terms) {
    for (int k = 0; k < 2; k++) {
      Scalar arg = s.arg(k);
      boolean sign = negative ^ (k == 1 && s.op() == Op.SUB);
      if (inner[arg.id()]) {
        collect(arg, sign, terms);
      } else if (fused[arg.id()]) {
        terms.add(new Term(sign, arg.arg(0), arg.arg(1)));
      } else {
        terms.add(new Term(sign, arg, null));
      }
    }
  }

  /** The pairs of factors of which one negated would make a term of this sum fusable. */
  private static List<Scalar[]> negativeFactors(List<Term> terms) {
    List<Scalar[]> pairs = new ArrayList<>();
    for (Term t : terms) {
      if (t.isProduct() && t.negative() && !t.a().isConstant() && !t.b().isConstant()) {
        pairs.add(new Scalar[] {t.a(), t.b()});
      }
    }
    return pairs;
  }

  private Graph rebuild() {
    for (Graph.Port port : source.inputs()) {
      Scalar[] rows = target.input(port.name(), port.size());
      for (int i = 0; i < rows.length; i++) {
        image[port.rows().get(i).id()] = rows[i];
      }
    }
    for (Scalar s : source.nodes()) {
      if (needed[s.id()] && s.op() != Op.INPUT && !inner[s.id()] && !(fused[s.id()])) {
        image[s.id()] = sums.get(s.id()) != null ? sum(sums.get(s.id())) : copy(s);
      }
    }
    for (Graph.Port port : source.outputs()) {
      target.output(port.name(), port.rows().stream().map(row -> image[row.id()]).toArray(Scalar[]::new));
    }
    return target;
  }

  private Scalar copy(Scalar s) {
    if (s.isConstant()) {
      return target.own(Scalar.of(s.value()));
    }
    Scalar[] args = new Scalar[s.argCount()];
    for (int k = 0; k < args.length; k++) {
      args[k] = image[s.arg(k).id()];
    }
    return switch (s.op()) {
      case CALL -> target.callNode(s.subroutine(), args, s.numbers());
      case RESULT -> target.resultNode(args[0], s.row());
      default -> target.node(s.op(), args);
    };
  }

  private Scalar sum(List<Term> terms) {
    List<Scalar[]> products = new ArrayList<>();
    List<Scalar> added = new ArrayList<>();
    List<Scalar> subtracted = new ArrayList<>();
    for (Term t : terms) {
      boolean negative = t.negative();
      Scalar a = image[t.a().id()];
      if (!t.isProduct()) {
        (negative ? subtracted : added).add(a);
        continue;
      }
      Scalar b = image[t.b().id()];
      if (!negative) {
        products.add(new Scalar[] {a, b});
      } else if (a.isConstant() || b.isConstant()) {
        products.add(a.isConstant() ? new Scalar[] {Scalar.of(-a.value()), b}
            : new Scalar[] {a, Scalar.of(-b.value())});
      } else if (negated[t.a().id()]) {
        products.add(new Scalar[] {target.node(Op.NEG, a), b});
      } else if (negated[t.b().id()]) {
        products.add(new Scalar[] {a, target.node(Op.NEG, b)});
      } else {
        subtracted.add(target.node(Op.MUL, a, b));
      }
    }
    return accumulate(added, products, subtracted);
  }

  /** The first term of a sum is never negative, so there is something to begin with. */
  private Scalar accumulate(List<Scalar> added, List<Scalar[]> products, List<Scalar> subtracted) {
    Scalar total = null;
    for (Scalar a : added) {
      total = total == null ? a : target.node(Op.ADD, total, a);
    }
    for (Scalar[] p : products) {
      total = total == null ? target.node(Op.MUL, p) : target.node(Op.FMA, p[0], p[1], total);
    }
    for (Scalar s : subtracted) {
      total = target.node(Op.SUB, total, s);
    }
    return total;
  }
}
