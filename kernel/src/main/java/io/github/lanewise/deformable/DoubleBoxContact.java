package io.github.lanewise.deformable;

/**
 * What a {@link BoxTool} does to the velocity of a node, with derivatives; its laws are those of {@link ToolLaw}.
 *
 * <p>With relative velocity {@code r = v - V}, normal n, {@code a = r.n < 0}, {@code t = r - a n} and {@code w =
 * exp(-s/reach)}: {@code v <- V + (1 - w) r + w max(0, 1 + mu a/|t|) t}. The normal of an edge or a corner points from
 * its nearest point, so it turns with the place. For one thread.
 */
@SuppressWarnings("cast") // To float, in the twin.
final class DoubleBoxContact {
  /** Under the root of |t|, so that a velocity straight into the box has a derivative. */
  private static final double SLOWEST_SQUARED = (double) 1e-12;
  /** exp(-s/reach) is 1e-7 at so many times the reach, and counts as 0 beyond. */
  private static final double REACHES = 16;

  private final ToolLaw law;
  private final double[] half;
  private final double reach;
  /** How far from the box along each axis it acts. */
  private final double margin;
  private final double[] centre = new double[3];
  private final double[] velocity = new double[3];
  private final double[] centreDot = new double[3];
  private final double[] velocityDot = new double[3];
  /** Cotangents, added to by {@link #pullBack}. */
  final double[] centreBar = new double[3];
  final double[] velocityBar = new double[3];
  double frictionBar;
  private double friction;
  private double frictionDot;

  private final double[] sign = new double[3];
  private final double[] normal = new double[3];
  private final double[] normalBar = new double[3];
  private final double[] relative = new double[3];
  private final double[] tangential = new double[3];
  private final double[] change = new double[3];
  private double distance;
  private double weight;
  private double approach;
  private double slide;
  private double kept;

  DoubleBoxContact(BoxTool tool) {
    law = tool.law();
    half = new double[] {(double) tool.halfX(), (double) tool.halfY(), (double) tool.halfZ()};
    reach = (double) tool.reach();
    margin = law == ToolLaw.STICKY ? reach : REACHES * reach;
  }

  /** Where it is before the substep to come, and how it moves in it; cotangents begin at 0. */
  void begin(double[] place, int at, double[] move, int moveAt, double dt, double mu) {
    friction = mu;
    frictionBar = 0;
    for (int c = 0; c < 3; c++) {
      centre[c] = place[at + c];
      velocity[c] = move[moveAt + c] / dt;
      centreBar[c] = 0;
      velocityBar[c] = 0;
    }
  }

  /** Tangents of what {@link #begin} took. */
  void beginTangent(double[] placeDot, int at, double[] moveDot, int moveAt, double dt, double muDot) {
    frictionDot = muDot;
    for (int c = 0; c < 3; c++) {
      centreDot[c] = placeDot[at + c];
      velocityDot[c] = moveDot[moveAt + c] / dt;
    }
  }

  /** Lowest place along an axis at which it may act. */
  double low(int c) {
    return centre[c] - half[c] - margin;
  }

  /** Highest. */
  double high(int c) {
    return centre[c] + half[c] + margin;
  }

  /** Whether it changes a velocity there; then with everything {@link #pullBack} asks for. */
  private boolean touches(double x, double y, double z, double[] v) {
    double squared = 0;
    int nearest = 0;
    double least = Double.NEGATIVE_INFINITY;
    for (int c = 0; c < 3; c++) {
      double away = (c == 0 ? x : c == 1 ? y : z) - centre[c];
      sign[c] = away < 0 ? -1 : 1;
      double over = Math.abs(away) - half[c];
      if (over > least) {
        least = over;
        nearest = c;
      }
      normal[c] = Math.max(over, 0);
      squared += normal[c] * normal[c];
    }
    distance = (double) Math.sqrt(squared);
    if (law == ToolLaw.STICKY) {
      return distance < reach;
    }
    if (distance == 0 && law == ToolLaw.SOFT_OUTSIDE || distance > margin) {
      return false;
    }
    approach = 0;
    for (int c = 0; c < 3; c++) {
      normal[c] = distance == 0 ? c == nearest ? sign[c] : 0 : sign[c] * normal[c] / distance;
      relative[c] = v[c] - velocity[c];
      approach += relative[c] * normal[c];
    }
    if (approach >= 0) {
      return false;
    }
    weight = (double) Math.exp(-distance / reach);
    double squares = SLOWEST_SQUARED;
    for (int c = 0; c < 3; c++) {
      tangential[c] = relative[c] - approach * normal[c];
      squares += tangential[c] * tangential[c];
    }
    slide = (double) Math.sqrt(squares);
    kept = Math.max(0, 1 + friction * approach / slide);
    return true;
  }

  /** The velocity v of a node there (modified). */
  void forward(double x, double y, double z, double[] v) {
    if (touches(x, y, z, v)) {
      for (int c = 0; c < 3; c++) {
        v[c] = law == ToolLaw.STICKY ? velocity[c]
            : velocity[c] + (1 - weight) * relative[c] + weight * kept * tangential[c];
      }
    }
  }

  /**
   * The pullback.
   *
   * @param v velocity before
   * @param bar cotangent of the velocity afterwards (modified: of that before)
   */
  void pullBack(double x, double y, double z, double[] v, double[] bar) {
    if (!touches(x, y, z, v)) {
      return;
    }
    if (law == ToolLaw.STICKY) {
      for (int c = 0; c < 3; c++) {
        velocityBar[c] += bar[c];
        bar[c] = 0;
      }
      return;
    }
    double weightBar = 0;
    double keptBar = 0;
    for (int c = 0; c < 3; c++) {
      weightBar += bar[c] * (kept * tangential[c] - relative[c]);
      keptBar += bar[c] * weight * tangential[c];
    }
    double approachBar = 0;
    double slideBar = 0;
    if (kept > 0) {
      frictionBar += keptBar * approach / slide;
      approachBar = keptBar * friction / slide;
      slideBar = -approachBar * approach / slide;
    }
    for (int c = 0; c < 3; c++) {
      change[c] = weight * kept * bar[c] + slideBar * tangential[c] / slide; // of t
      approachBar -= change[c] * normal[c];
    }
    double along = 0;
    for (int c = 0; c < 3; c++) {
      double relativeBar = (1 - weight) * bar[c] + change[c] + approachBar * normal[c];
      normalBar[c] = approachBar * relative[c] - approach * change[c];
      along += normalBar[c] * normal[c];
      velocityBar[c] += bar[c] - relativeBar;
      bar[c] = relativeBar;
    }
    if (distance > 0) {
      double distanceBar = -weight / reach * weightBar;
      for (int c = 0; c < 3; c++) {
        if (normal[c] != 0) {
          centreBar[c] -= (normalBar[c] - along * normal[c]) / distance + distanceBar * normal[c];
        }
      }
    }
  }

  /**
   * The pushforward.
   *
   * @param v velocity before (modified: afterwards)
   * @param dot its tangent (modified: of the velocity afterwards)
   */
  void pushForward(double x, double y, double z, double[] v, double[] dot) {
    if (!touches(x, y, z, v)) {
      return;
    }
    if (law == ToolLaw.STICKY) {
      System.arraycopy(velocity, 0, v, 0, 3);
      System.arraycopy(velocityDot, 0, dot, 0, 3);
      return;
    }
    double distanceDot = 0;
    for (int c = 0; c < 3 && distance > 0; c++) {
      distanceDot -= normal[c] * centreDot[c];
    }
    double approachDot = 0;
    for (int c = 0; c < 3; c++) {
      normalBar[c] = distance > 0 && normal[c] != 0 ? (-centreDot[c] - distanceDot * normal[c]) / distance : 0;
      change[c] = dot[c] - velocityDot[c];
      approachDot += change[c] * normal[c] + relative[c] * normalBar[c];
    }
    double slideDot = 0;
    for (int c = 0; c < 3; c++) {
      double tangentialDot = change[c] - approachDot * normal[c] - approach * normalBar[c];
      slideDot += tangential[c] * tangentialDot / slide;
    }
    double keptDot = kept > 0
        ? (frictionDot * approach + friction * approachDot - friction * approach * slideDot / slide) / slide : 0;
    double weightDot = -weight / reach * distanceDot;
    for (int c = 0; c < 3; c++) {
      double tangentialDot = change[c] - approachDot * normal[c] - approach * normalBar[c];
      dot[c] = velocityDot[c] + (1 - weight) * change[c] + weight * kept * tangentialDot
          + weightDot * (kept * tangential[c] - relative[c]) + weight * keptDot * tangential[c];
      v[c] = velocity[c] + (1 - weight) * relative[c] + weight * kept * tangential[c];
    }
  }
}
