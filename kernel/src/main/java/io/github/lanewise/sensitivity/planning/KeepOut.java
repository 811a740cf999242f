package io.github.lanewise.sensitivity.planning;

/** A region that outputs must stay out of: {@code excess(y) <= 0}. */
sealed interface KeepOut {
  /**
   * How deep y is inside the region, in the unit of y (for half-spaces times the length of the normal); negative
   * outside.
   */
  double excess(double[] y);

  /** Of the excess by y. */
  double[] gradient(double[] y);

  /** {@code normal' y <= offset} is allowed. */
  record HalfSpace(double[] normal, double offset) implements KeepOut {
    @Override
    public double excess(double[] y) {
      double sum = -offset;
      for (int i = 0; i < y.length; i++) {
        sum += normal[i] * y[i];
      }
      return sum;
    }

    @Override
    public double[] gradient(double[] y) {
      return normal;
    }
  }

  /** {@code |y - center| >= radius} is allowed. At the very centre, the way out is along the first output. */
  record Ball(double[] center, double radius) implements KeepOut {
    @Override
    public double excess(double[] y) {
      return radius - distance(y);
    }

    @Override
    public double[] gradient(double[] y) {
      double distance = distance(y);
      double[] gradient = new double[y.length];
      gradient[0] = -1;
      for (int i = 0; distance > 0 && i < y.length; i++) {
        gradient[i] = (center[i] - y[i]) / distance;
      }
      return gradient;
    }

    private double distance(double[] y) {
      double sum = 0;
      for (int i = 0; i < y.length; i++) {
        sum += (y[i] - center[i]) * (y[i] - center[i]);
      }
      return Math.sqrt(sum);
    }
  }
}
