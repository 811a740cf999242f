package io.github.lanewise.learning;

/**
 * Two gradients beside each other.
 *
 * @param norm |a|
 * @param other |b|
 * @param distance |a - b|
 * @param cosine between both
 */
record GradientPair(double norm, double other, double distance, double cosine) {
  static GradientPair of(double[] a, double[] b) {
    double own = 0;
    double other = 0;
    double both = 0;
    double off = 0;
    for (int e = 0; e < a.length; e++) {
      own += a[e] * a[e];
      other += b[e] * b[e];
      both += a[e] * b[e];
      off += (a[e] - b[e]) * (a[e] - b[e]);
    }
    return new GradientPair(Math.sqrt(own), Math.sqrt(other), Math.sqrt(off), both / Math.sqrt(own * other));
  }
}
