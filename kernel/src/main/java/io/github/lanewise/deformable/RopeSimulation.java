package io.github.lanewise.deformable;

import io.github.lanewise.lanes.ElementType;
import java.util.List;
import java.util.stream.IntStream;

/**
 * {@code x <- F(x, u, p)}: ropes in environments of their own, each with a box that follows a {@link ToolProgram}, with
 * exact derivatives of the whole step.
 *
 * <p>A state has the positions of all particles [m], particle after particle, then their velocities [m/s], then the
 * affine velocities C [1/s] and the deformation gradients F, nine numbers each, row after row, then the box's place
 * [m]: 24 n + 3 rows. Actions are those of the program; parameters are E [Pa], nu, rho [kg/m^3] and friction of ground
 * and box of each environment. The particles of a rope are the lanes of vectors, and threads take environments. Buffers
 * are allocated by the constructor and by each thread's first step, nothing afterwards. Results depend neither on an
 * environment's place in the batch nor on the number of threads. One caller at a time.
 *
 * <p>A rope that leaves its window is lost as one whose numbers are no longer finite: it begins again, and is counted
 * by {@link #blownUp()}. On processors with vectors of 128 bits doubles are very slow, and allocate: a node's four are
 * no vector there. Floats do not.
 */
public final class RopeSimulation extends BodySimulation {
  /** Rows of {@link #parameters()}. */
  public static final int YOUNG = 0;
  /** Rows of {@link #parameters()}. */
  public static final int POISSON = 1;
  /** Rows of {@link #parameters()}. */
  public static final int DENSITY = 2;
  /** Rows of {@link #parameters()}. */
  public static final int GROUND_FRICTION = 3;
  /** Rows of {@link #parameters()}. */
  public static final int TOOL_FRICTION = 4;
  private static final double MIDDLE = 0.5;

  private final Rope rope;
  private final ToolProgram program;

  /**
   * All ropes straight and at rest.
   *
   * @param rope what they are
   * @param program of the boxes
   * @param type of numbers
   * @param environments how many, at least 1
   * @param threads the caller's included, at least 1
   */
  public RopeSimulation(Rope rope, ToolProgram program, ElementType type, int environments, int threads) {
    super(stateCount(rope), program.actionNames().size(), Rope.PARAMETERS, type, environments, threads,
        () -> new EnvironmentStep(rope, program, type));
    this.rope = rope;
    this.program = program;
    reset();
  }

  /**
   * {@return rows of a state}
   *
   * @param rope whose
   */
  public static int stateCount(Rope rope) {
    return ParticleLayout.TOOL * rope.particleCount() + 3;
  }

  /**
   * {@return x of a rope that has not moved yet, its middle at x = z = 1/2, and the box away at (1/2, 0.01, 0.3) from a
   * rope along z and at (1/2, 0.01, 0.45) from one along x}
   *
   * @param rope which
   */
  public static double[] straight(Rope rope) {
    Rope.Lattice shape = rope.shape();
    int n = shape.count();
    double[] x = new double[stateCount(rope)];
    for (int p = 0; p < n; p++) {
      x[3 * p] = MIDDLE + (p % shape.x() - (shape.x() - 1) / 2.0) * shape.spacing();
      x[3 * p + 1] = shape.height() + p / shape.x() % shape.y() * shape.spacing();
      x[3 * p + 2] = MIDDLE + (p / shape.x() / shape.y() - (shape.z() - 1) / 2.0) * shape.spacing();
      for (int c = 0; c < 3; c++) {
        x[15 * n + 9 * p + 4 * c] = 1;
      }
    }
    x[24 * n] = MIDDLE;
    x[24 * n + 1] = 0.01;
    x[24 * n + 2] = shape.z() > shape.x() ? 0.3 : 0.45;
    return x;
  }

  /**
   * {@return what the rows of a state are}
   *
   * @param rope whose
   */
  public static List<String> stateNames(Rope rope) {
    return IntStream.range(0, stateCount(rope)).mapToObj(row -> name(rope, row)).toList();
  }

  /** Straight, at rest, no action, and the rope's own parameters, in every environment. */
  public void reset() {
    reset(straight(rope), rope.material().young(), rope.material().poisson(), rope.material().density(),
        rope.groundFriction(), rope.tool().friction());
  }

  /** {@return what the ropes are} */
  public Rope rope() {
    return rope;
  }

  /** {@return the program of the boxes} */
  public ToolProgram program() {
    return program;
  }

  @Override
  void requireParameters(int environment) {
    rope.requireStable(parameters().get(YOUNG, environment), parameters().get(POISSON, environment),
        parameters().get(DENSITY, environment));
    for (int row = GROUND_FRICTION; row <= TOOL_FRICTION; row++) {
      if (!(parameters().get(row, environment) >= 0)) {
        throw new IllegalArgumentException("environment " + environment + " has a friction of the "
            + (row == GROUND_FRICTION ? "ground" : "box") + " of " + parameters().get(row, environment)
            + ": it must be at least 0");
      }
    }
  }

  @Override
  String name(int row) {
    return name(rope, row);
  }

  private static String name(Rope rope, int row) {
    int n = rope.particleCount();
    String axis = "xyz".substring(row % 3, row % 3 + 1);
    if (row < 6 * n || row >= 24 * n) {
      return axis + (row >= 24 * n ? " of the box"
          : row >= 3 * n ? " velocity of particle " + (row / 3 - n) : " of particle " + row / 3);
    }
    int number = (row - (row < 15 * n ? 6 : 15) * n) % 9;
    return (row < 15 * n ? "C" : "F") + "(" + number / 3 + ", " + number % 3 + ") of particle "
        + (row - (row < 15 * n ? 6 : 15) * n) / 9;
  }
}
