package io.github.lanewise.app.watch;

import io.github.lanewise.deformable.Rope;

/** The layers of a rope's particles across it, from one end to the other: what a tube is drawn along. */
final class CrossSections {
  private final Rope.Lattice shape;
  private final boolean alongX;

  CrossSections(Rope.Lattice shape) {
    this.shape = shape;
    alongX = shape.x() > shape.z();
  }

  /** How many. */
  int count() {
    return alongX ? shape.x() : shape.z();
  }

  private int size() {
    return shape.count() / count();
  }

  /** Of a round tube as thick as the rope is at first [m]. */
  double radius() {
    return shape.spacing() * Math.sqrt(size() / Math.PI);
  }

  /**
   * The mean of each in each frame [m].
   *
   * @param frames points, three numbers each, those of the rope first in every frame
   * @param width points of a frame
   */
  double[] means(double[] frames, int width) {
    int count = frames.length / 3 / width;
    double[] means = new double[count * 3 * count()];
    for (int frame = 0; frame < count; frame++) {
      for (int p = 0; p < shape.count(); p++) {
        int section = alongX ? p % shape.x() : p / shape.x() / shape.y();
        for (int c = 0; c < 3; c++) {
          means[3 * (frame * count() + section) + c] += frames[3 * (frame * width + p) + c] / size();
        }
      }
    }
    return means;
  }
}
