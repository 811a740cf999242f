package io.github.lanewise.dynamics.lagrange;

import java.util.Arrays;
import java.util.stream.IntStream;

/** Matrices of real numbers, row by row; a vector is an array. Nothing is changed in place. */
final class Matrices {
  private Matrices() {}

  static Real[][] zero(int rows, int columns) {
    Real[][] m = new Real[rows][columns];
    for (Real[] row : m) {
      Arrays.fill(row, Real.ZERO);
    }
    return m;
  }

  static Real[][] identity(int n) {
    Real[][] m = zero(n, n);
    for (int i = 0; i < n; i++) {
      m[i][i] = Real.ONE;
    }
    return m;
  }

  static Real[] zeros(int n) {
    return zero(1, n)[0];
  }

  /** Column j of the identity, times s. */
  static Real[] unit(int n, int j, Real s) {
    Real[] u = zeros(n);
    u[j] = s;
    return u;
  }

  static Real[][] times(Real[][] a, Real[][] b) {
    Real[][] product = zero(a.length, b[0].length);
    for (int i = 0; i < a.length; i++) {
      for (int k = 0; k < b.length; k++) {
        if (!a[i][k].isZero()) {
          for (int j = 0; j < b[k].length; j++) {
            product[i][j] = product[i][j].plus(a[i][k].times(b[k][j]));
          }
        }
      }
    }
    return product;
  }

  static Real[] times(Real[][] a, Real[] x) {
    return Arrays.stream(a).map(row -> dot(row, x)).toArray(Real[]::new);
  }

  static Real[] times(Real[] a, Real s) {
    return Arrays.stream(a).map(x -> x.times(s)).toArray(Real[]::new);
  }

  static Real[][] times(Real[][] a, Real s) {
    return Arrays.stream(a).map(row -> times(row, s)).toArray(Real[][]::new);
  }

  static Real[] plus(Real[] a, Real[] b) {
    return IntStream.range(0, a.length).mapToObj(i -> a[i].plus(b[i])).toArray(Real[]::new);
  }

  static Real[] minus(Real[] a, Real[] b) {
    return IntStream.range(0, a.length).mapToObj(i -> a[i].minus(b[i])).toArray(Real[]::new);
  }

  static Real[][] plus(Real[][] a, Real[][] b) {
    return IntStream.range(0, a.length).mapToObj(i -> plus(a[i], b[i])).toArray(Real[][]::new);
  }

  static Real[][] minus(Real[][] a, Real[][] b) {
    return IntStream.range(0, a.length).mapToObj(i -> minus(a[i], b[i])).toArray(Real[][]::new);
  }

  static Real[][] transpose(Real[][] a) {
    return IntStream.range(0, a[0].length)
        .mapToObj(j -> Arrays.stream(a).map(row -> row[j]).toArray(Real[]::new)).toArray(Real[][]::new);
  }

  static Real dot(Real[] a, Real[] b) {
    Real sum = Real.ZERO;
    for (int i = 0; i < a.length; i++) {
      sum = sum.plus(a[i].times(b[i]));
    }
    return sum;
  }

  /** {@code trace(a b')}. */
  static Real dot(Real[][] a, Real[][] b) {
    Real sum = Real.ZERO;
    for (int i = 0; i < a.length; i++) {
      sum = sum.plus(dot(a[i], b[i]));
    }
    return sum;
  }

  /** At length 1. */
  static Real[] direction(Real[] a) {
    return times(a, Real.ONE.over(dot(a, a).sqrt()));
  }

  static Real[] flat(Real[][] m) {
    return Arrays.stream(m).flatMap(Arrays::stream).toArray(Real[]::new);
  }

  static Real[] join(Real[]... parts) {
    return flat(parts);
  }

  /** {@code e^x = 1 + x + x^2/2! + ...}: the series at {@code x / 2^k}, below 2^-16, squared k times. */
  static Real[][] exponential(Real[][] x) {
    int k = 16;
    for (Real entry : flat(x)) {
      while (Real.of(1L << (k - 16)).isLess(entry.abs())) {
        k++;
      }
    }
    Real[][] small = times(x, Real.ONE.half(k));
    Real[][] sum = identity(x.length);
    Real[][] term = sum;
    for (int n = 1; n < 14; n++) {
      term = times(times(term, small), Real.ONE.over(n));
      sum = plus(sum, term);
    }
    for (int i = 0; i < k; i++) {
      sum = times(sum, sum);
    }
    return sum;
  }

  /** {@code m^-1 b} for a positive definite m, by elimination. */
  static Real[] solve(Real[][] m, Real[] b) {
    int n = b.length;
    Real[][] left = Arrays.stream(m).map(Real[]::clone).toArray(Real[][]::new);
    Real[] x = b.clone();
    for (int k = 0; k < n; k++) {
      for (int i = k + 1; i < n; i++) {
        Real factor = left[i][k].over(left[k][k]);
        if (!factor.isZero()) {
          for (int j = k; j < n; j++) {
            left[i][j] = left[i][j].minus(factor.times(left[k][j]));
          }
          x[i] = x[i].minus(factor.times(x[k]));
        }
      }
    }
    for (int i = n - 1; i >= 0; i--) {
      for (int j = i + 1; j < n; j++) {
        x[i] = x[i].minus(left[i][j].times(x[j]));
      }
      x[i] = x[i].over(left[i][i]);
    }
    return x;
  }
}
