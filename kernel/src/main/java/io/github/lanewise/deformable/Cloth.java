package io.github.lanewise.deformable;

import java.util.Locale;

/**
 * A sheet of points in a grid, each linked to its eight neighbours by springs, {@code F = k (|d| - L)/L d/|d|}, in the
 * unit cube above a floor at {@code y = 0}; y is up.
 *
 * <p>Point (i, j), i below columns and j below rows, lies i spacings along x and j along -z from the first one; links
 * along a row or a column have the rest length L = spacing, diagonal ones sqrt 2 times that. Points do not touch each
 * other. Immutable.
 *
 * @param columns points along x
 * @param rows points along z
 * @param spacing between neighbours [m]
 * @param mass m of a point [kg]
 * @param stiffness k, force of a link at twice its length [N]
 * @param friction mu, Coulomb's coefficient on the floor
 * @param damping c: velocities shrink by {@code exp(-c dt)} each substep [1/s]
 * @param gravity downwards [m/s^2]
 * @param timeStep dt, length of a substep [s]
 * @param contact with the floor
 */
public record Cloth(int columns, int rows, double spacing, double mass, double stiffness, double friction,
    double damping, double gravity, double timeStep, FloorContact contact) {
  /** Numbers of a cloth that each environment may have of its own: k, mu, m. */
  static final int PARAMETERS = 3;

  /**
   * Refuses what cannot be.
   *
   * @throws IllegalArgumentException if the grid is no grid or does not fit into the unit cube, a number is negative or
   *     no number, or k and m are such that a flat cloth cannot be stable ({@link #largestTimeStep})
   */
  public Cloth {
    if (columns < 1 || rows < 1 || columns * (long) rows < 2) {
      throw new IllegalArgumentException(
          "a cloth of " + columns + " x " + rows + " points: at least 1 each way, and 2 in all");
    }
    require("spacing", spacing, Double.MIN_NORMAL);
    double longest = (Math.max(columns, rows) - 1) * spacing;
    if (!(longest <= 1)) {
      throw new IllegalArgumentException("a cloth of " + columns + " x " + rows + " points " + spacing
          + " m apart is " + longest + " m long and does not fit into the unit cube");
    }
    require("friction", friction, 0);
    require("damping", damping, 0);
    require("gravity", gravity, 0);
    require("time step", timeStep, Double.MIN_NORMAL);
    requireStable(columns, rows, spacing, mass, stiffness, damping, timeStep);
  }

  /** {@return the cloth of 16 x 32 points of the tasks fold and unfold, as published} */
  public static Cloth published() {
    return new Cloth(16, 32, 1.0 / 80, 1, 900, 0.5, 2, 1, 2e-3, FloorContact.AS_PUBLISHED);
  }

  /**
   * {@return the same with another grid}
   *
   * @param newColumns points along x
   * @param newRows points along z
   * @param newSpacing between neighbours [m]
   */
  public Cloth withGrid(int newColumns, int newRows, double newSpacing) {
    return new Cloth(newColumns, newRows, newSpacing, mass, stiffness, friction, damping, gravity, timeStep, contact);
  }

  /**
   * {@return the same of another stuff}
   *
   * @param newMass m of a point [kg]
   * @param newStiffness k [N]
   * @param newFriction mu
   */
  public Cloth withStuff(double newMass, double newStiffness, double newFriction) {
    return new Cloth(columns, rows, spacing, newMass, newStiffness, newFriction, damping, gravity, timeStep, contact);
  }

  /**
   * {@return the same in other surroundings}
   *
   * @param newDamping c [1/s]
   * @param newGravity downwards [m/s^2]
   * @param newContact with the floor
   */
  public Cloth withSurroundings(double newDamping, double newGravity, FloorContact newContact) {
    return new Cloth(columns, rows, spacing, mass, stiffness, friction, newDamping, newGravity, timeStep, newContact);
  }

  /**
   * {@return the same with another substep}
   *
   * @param seconds dt [s]
   */
  public Cloth withTimeStep(double seconds) {
    return new Cloth(columns, rows, spacing, mass, stiffness, friction, damping, gravity, seconds, contact);
  }

  /** {@return number of points} */
  public int pointCount() {
    return columns * rows;
  }

  /**
   * {@code dt = 2/w}, at which the fastest vibration of a flat cloth begins to grow without damping.
   *
   * <p>A mode of frequency w moves by {@code v' = (v - w^2 dt x) e, x' = x + dt v'}, with {@code e = exp(-c dt)}: a
   * matrix of determinant e and trace {@code 1 + e - e w^2 dt^2}, whose eigenvalues stay in the unit circle as long as
   * the trace is above {@code -(1 + e)}: {@code w^2 dt^2 < 2 (1 + exp(c dt))}, which a cloth must keep. The fastest
   * mode of a large cloth moves neighbours against each other, at {@code m w^2 = 2 sum_l (k/L_l) n_l^2} over the links
   * of a point, n their component along x or along z: with all eight {@code (4 + 2 sqrt 2) k/L}. A folded cloth, whose
   * links may all point one way, can have up to twice that w^2, which is not asked for.
   *
   * @param k stiffness [N]
   * @param m mass of a point [kg]
   * @return dt [s]
   */
  public double largestTimeStep(double k, double m) {
    return 2 / frequency(columns, rows, spacing, k, m);
  }

  /** Refuses a stiffness and a mass of an environment's own. */
  void requireStable(double k, double m) {
    requireStable(columns, rows, spacing, m, k, damping, timeStep);
  }

  private static void requireStable(int columns, int rows, double spacing, double m, double k, double damping,
      double dt) {
    require("mass", m, Double.MIN_NORMAL);
    require("stiffness", k, Double.MIN_NORMAL);
    double w = frequency(columns, rows, spacing, k, m);
    if (w * w * dt * dt >= 2 * (1 + Math.exp(damping * dt))) {
      throw new IllegalArgumentException(String.format(Locale.ROOT, "substeps of %s s cannot be stable: a stiffness of "
          + "%s N, a mass of %s kg and links of %s m vibrate at up to %.4g rad/s, and the limit is %.4g s", dt, k, m,
          spacing, w, Math.sqrt(2 * (1 + Math.exp(damping * dt))) / w));
    }
  }

  /** w of the fastest mode [rad/s]; of a narrow cloth, of its point with most links. */
  private static double frequency(int columns, int rows, double spacing, double k, double m) {
    int acrossLinks = Math.min(columns - 1, 2);
    int alongLinks = Math.min(rows - 1, 2);
    double diagonal = acrossLinks * alongLinks / Math.sqrt(2) / 2; // each has n^2 = 1/2 and k/(sqrt 2 L)
    return Math.sqrt(2 * (Math.max(acrossLinks, alongLinks) + diagonal) * k / spacing / m);
  }

  private static void require(String what, double value, double least) {
    if (!(value >= least && value < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("a cloth with " + what + " " + value + ": it must be "
          + (least > 0 ? "positive" : "at least 0") + " and finite");
    }
  }
}
