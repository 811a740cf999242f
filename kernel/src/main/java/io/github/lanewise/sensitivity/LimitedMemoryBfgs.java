package io.github.lanewise.sensitivity;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * Minimum of a smooth function: Nocedal and Wright, Numerical Optimization, algorithms 7.4 and 7.5, with backtracking
 * (3.1).
 */
final class LimitedMemoryBfgs {
  private static final int MEMORY = 8;
  private static final double DECREASE = 1e-4;

  private LimitedMemoryBfgs() {}

  /** A function with its gradient. */
  @FunctionalInterface
  interface Objective {
    /** The value at x; writes the gradient. */
    double at(double[] x, double[] gradient);
  }

  /** A step, the change of the gradient over it, and 1 / their product. */
  private record Pair(double[] step, double[] change, double inverse) {}

  /**
   * Where no coordinate of the gradient exceeds a tolerance, or the value falls no more, or after so many steps.
   *
   * @param farthest a coordinate may move in one step
   */
  static double[] minimise(Objective objective, double[] start, double farthest, double tolerance, int steps) {
    double[] x = start.clone();
    double[] gradient = new double[x.length];
    double value = objective.at(x, gradient);
    Deque<Pair> pairs = new ArrayDeque<>();
    for (int step = 0; step < steps && largest(gradient) > tolerance; step++) {
      double[] direction = direction(pairs, gradient);
      double slope = dot(direction, gradient);
      double length = Math.min(1, farthest / largest(direction));
      double[] next = new double[x.length];
      double[] nextGradient = new double[x.length];
      double nextValue = Double.NaN;
      for (int halvings = 0; halvings < 12 && !(nextValue <= value + DECREASE * length * slope); halvings++) {
        length *= halvings == 0 ? 1 : 0.5;
        for (int i = 0; i < x.length; i++) {
          next[i] = x[i] + length * direction[i];
        }
        nextValue = objective.at(next, nextGradient);
      }
      if (!(nextValue < value)) {
        return x;
      }
      remember(pairs, x, next, gradient, nextGradient);
      x = next;
      gradient = nextGradient;
      value = nextValue;
    }
    return x;
  }

  private static void remember(Deque<Pair> pairs, double[] x, double[] next, double[] gradient, double[] nextGradient) {
    double[] s = minus(next, x);
    double[] y = minus(nextGradient, gradient);
    // Backtracking alone does not promise positive curvature; without it the inverse Hessian would not stay positive
    // definite.
    if (dot(s, y) > 1e-10 * Math.sqrt(dot(s, s) * dot(y, y))) {
      pairs.addLast(new Pair(s, y, 1 / dot(s, y)));
      if (pairs.size() > MEMORY) {
        pairs.removeFirst();
      }
    }
  }

  /** The two-loop recursion, algorithm 7.4; a step of length one along the gradient where nothing is known yet. */
  private static double[] direction(Deque<Pair> pairs, double[] gradient) {
    double[] d = gradient.clone();
    double[] alphas = new double[pairs.size()];
    int i = pairs.size();
    for (Iterator<Pair> newest = pairs.descendingIterator(); newest.hasNext();) {
      Pair pair = newest.next();
      alphas[--i] = pair.inverse * dot(pair.step, d);
      add(-alphas[i], pair.change, d);
    }
    double scale = pairs.isEmpty() ? 1 / largest(gradient)
        : 1 / (pairs.getLast().inverse * dot(pairs.getLast().change, pairs.getLast().change));
    for (int e = 0; e < d.length; e++) {
      d[e] *= -scale;
    }
    for (Pair pair : pairs) {
      add(-alphas[i++] - pair.inverse * dot(pair.change, d), pair.step, d);
    }
    return d;
  }

  private static double[] minus(double[] a, double[] b) {
    double[] c = a.clone();
    add(-1, b, c);
    return c;
  }

  private static void add(double factor, double[] a, double[] to) {
    for (int i = 0; i < a.length; i++) {
      to[i] += factor * a[i];
    }
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private static double largest(double[] a) {
    double largest = 0;
    for (double v : a) {
      largest = Math.max(largest, Math.abs(v));
    }
    return largest;
  }
}
