package io.github.lanewise.deformable;

import java.util.Locale;

/**
 * A straight lattice of particles of an elastic or plastic material, in the unit cube above ground, which a box moves:
 * moving least squares material point method (Hu and others, SIGGRAPH 2018); y is up.
 *
 * <p>The grid has cells of dx = 1/cells. Only a window of its nodes is computed; along x and z, where it is smaller
 * than the cube, each environment step begins with the mean of the particles in its middle. Nodes 0 to 2 of y are the
 * ground, nodes 0 to 2 and those beyond {@code cells - 3} of each axis are walls for what moves outwards. Each particle
 * stands for a cube of the spacing. Immutable.
 *
 * @param cells n of the cube along each axis
 * @param window nodes that are computed
 * @param shape of the lattice
 * @param material what it is of
 * @param groundFriction Coulomb's coefficient
 * @param gravity downwards [m/s^2]
 * @param timeStep dt, length of a substep [s]
 * @param tool that moves it
 */
public record Rope(int cells, Nodes window, Lattice shape, RopeMaterial material, double groundFriction,
    double gravity, double timeStep, BoxTool tool) {
  /** Numbers of a rope that each environment may have of its own: E, nu, rho, and friction of ground and tool. */
  static final int PARAMETERS = 5;

  /**
   * Nodes of a grid.
   *
   * @param x along x
   * @param y along y
   * @param z along z
   */
  public record Nodes(int x, int y, int z) {}

  /**
   * Particles before anything has moved, the middle of them at x = z = 1/2.
   *
   * @param x how many along x
   * @param y along y
   * @param z along z
   * @param spacing between neighbours [m]
   * @param height of the lowest layer [m]
   */
  public record Lattice(int x, int y, int z, double spacing, double height) {
    /** Refuses no particle, and particles in one place. */
    public Lattice {
      if (x < 1 || y < 1 || z < 1 || (long) x * y * z > 1 << 20) {
        throw new IllegalArgumentException("a rope of " + x + " x " + y + " x " + z
            + " particles: at least 1 each way, and at most " + (1 << 20) + " in all");
      }
      if (!(spacing > 0 && spacing < 1)) {
        throw new IllegalArgumentException("particles " + spacing + " m apart: it must be between 0 and 1");
      }
    }

    /** {@return how many in all} */
    public int count() {
      return x * y * z;
    }
  }

  /**
   * Refuses what cannot be.
   *
   * @throws IllegalArgumentException if the particles do not fit into the window or the window not into the cube, a
   *     number is negative or no number, or waves cross more than a cell in a substep ({@link #largestTimeStep})
   */
  public Rope {
    if (cells < 8 || cells > 1024) {
      throw new IllegalArgumentException("a grid of " + cells + " cells along each axis: between 8 and 1024");
    }
    requireWindow("x", window.x, cells);
    requireWindow("y", window.y, cells);
    requireWindow("z", window.z, cells);
    if ((long) window.x * window.y * window.z > 1 << 24) {
      throw new IllegalArgumentException("a window of " + window.x + " x " + window.y + " x " + window.z
          + " nodes: at most " + (1 << 24) + " in all");
    }
    requireRoom("x", window.x, cells, (shape.x - 1) * shape.spacing);
    requireRoom("z", window.z, cells, (shape.z - 1) * shape.spacing);
    double top = shape.height + (shape.y - 1) * shape.spacing;
    if (!(shape.height * cells >= 0.5 && top * cells <= window.y - 1.5)) {
      throw new IllegalArgumentException(String.format(Locale.ROOT, "particles between %.4g and %.4g m above the "
          + "ground do not fit into a window of %d nodes 1/%d m apart: between %.4g and %.4g m", shape.height, top,
          window.y, cells, 0.5 / cells, (window.y - 1.5) / cells));
    }
    require("ground friction", groundFriction, 0);
    require("gravity", gravity, 0);
    require("time step", timeStep, Double.MIN_NORMAL);
    requireStable(cells, timeStep, material.young(), material.poisson(), material.density());
  }

  /** {@return the elastic rope of 67 particles of the task whip, as published, along z} */
  public static Rope whip() {
    return new Rope(64, new Nodes(32, 32, 32), new Lattice(1, 1, 67, 1.0 / 176, 2.0 / 176),
        new RopeMaterial(100, 0.1, 1, 0, Double.POSITIVE_INFINITY), 0.1, 9.8, 1e-4,
        new BoxTool(0.02, 0.02, 0.02, ToolLaw.STICKY, 0.03, 0));
  }

  /** {@return the plastic rope of 97 x 2 x 3 particles of the task push, as published, along x} */
  public static Rope push() {
    return new Rope(128, new Nodes(64, 6, 64), new Lattice(97, 2, 3, 1.0 / 384, 3.0 / 384),
        new RopeMaterial(100, 0.1, 1, 0.75, 1.45), 0.9, 9.8, 5e-5,
        new BoxTool(0.015, 0.06, 0.015, ToolLaw.SOFT_OUTSIDE, 1.0 / 666, 0.1));
  }

  /**
   * {@return the same on another grid}
   *
   * @param newCells n
   * @param newWindow nodes that are computed
   */
  public Rope withGrid(int newCells, Nodes newWindow) {
    return new Rope(newCells, newWindow, shape, material, groundFriction, gravity, timeStep, tool);
  }

  /**
   * {@return another lattice in the same surroundings}
   *
   * @param newShape of the particles
   */
  public Rope withShape(Lattice newShape) {
    return new Rope(cells, window, newShape, material, groundFriction, gravity, timeStep, tool);
  }

  /**
   * {@return the same of another material}
   *
   * @param newMaterial what it is of
   */
  public Rope withMaterial(RopeMaterial newMaterial) {
    return new Rope(cells, window, shape, newMaterial, groundFriction, gravity, timeStep, tool);
  }

  /**
   * {@return the same in other surroundings}
   *
   * @param newGroundFriction Coulomb's coefficient
   * @param newGravity downwards [m/s^2]
   * @param newTool that moves it
   */
  public Rope withSurroundings(double newGroundFriction, double newGravity, BoxTool newTool) {
    return new Rope(cells, window, shape, material, newGroundFriction, newGravity, timeStep, newTool);
  }

  /**
   * {@return the same with another substep}
   *
   * @param seconds dt [s]
   */
  public Rope withTimeStep(double seconds) {
    return new Rope(cells, window, shape, material, groundFriction, gravity, seconds, tool);
  }

  /** {@return number of particles} */
  public int particleCount() {
    return shape.count();
  }

  /**
   * {@code dt = dx/c}, in which a pressure wave of speed {@code c = sqrt((lambda + 2 mu)/rho)} crosses a cell: beyond
   * it no explicit step can be stable, whatever the rope does.
   *
   * @param young E [Pa]
   * @param poisson nu
   * @param density rho [kg/m^3]
   * @return dt [s]
   */
  public double largestTimeStep(double young, double poisson, double density) {
    return largestTimeStep(cells, young, poisson, density);
  }

  /** Refuses a material of an environment's own. */
  void requireStable(double young, double poisson, double density) {
    requireStable(cells, timeStep, young, poisson, density);
  }

  private static double largestTimeStep(int cells, double young, double poisson, double density) {
    return 1 / (cells * Math.sqrt((RopeMaterial.lambda(young, poisson) + 2 * RopeMaterial.mu(young, poisson))
        / density));
  }

  private static void requireStable(int cells, double dt, double young, double poisson, double density) {
    RopeMaterial.requireElastic(young, poisson, density);
    double limit = largestTimeStep(cells, young, poisson, density);
    if (!(dt < limit)) {
      throw new IllegalArgumentException(String.format(Locale.ROOT, "substeps of %s s cannot be stable: with E = %s "
          + "Pa, nu = %s and a density of %s kg/m^3 a wave crosses a cell of 1/%d m in %.4g s, which is the limit", dt,
          young, poisson, density, cells, limit));
    }
  }

  private static void requireWindow(String axis, int nodes, int cells) {
    if (nodes < 4 || nodes > cells + 1) {
      throw new IllegalArgumentException("a window of " + nodes + " nodes along " + axis + " of a grid of " + cells
          + " cells: between 4 and " + (cells + 1));
    }
  }

  private static void requireRoom(String axis, int nodes, int cells, double length) {
    if (!(length * cells <= nodes - 2)) {
      throw new IllegalArgumentException(String.format(Locale.ROOT, "a rope %.4g m long along %s does not fit into a "
          + "window of %d nodes 1/%d m apart, where there is room for %.4g m", length, axis, nodes, cells,
          (nodes - 2.0) / cells));
    }
  }

  private static void require(String what, double value, double least) {
    if (!(value >= least && value < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("a rope with " + what + " " + value + ": it must be "
          + (least > 0 ? "positive" : "at least 0") + " and finite");
    }
  }
}
