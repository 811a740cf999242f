package io.github.lanewise.deformable;

import io.github.lanewise.lanes.ElementType;
import java.util.List;
import java.util.stream.IntStream;

/**
 * {@code x <- F(x, u, p)}: cloths in environments of their own, each with a gripper that follows a {@link
 * ToolProgram}, with exact derivatives of the whole step.
 *
 * <p>A state has the positions of all points [m], point after point, then their velocities [m/s], then the gripper's
 * place [m]: 6 n + 3 rows. Actions are those of the program; parameters are stiffness k [N], friction mu and mass m
 * [kg] of each environment. The points of a cloth are the lanes of vectors, and threads take environments. Buffers are
 * allocated by the constructor and by each thread's first step, nothing afterwards. Results depend neither on an
 * environment's place in the batch nor on the number of threads. One caller at a time.
 *
 * <p>On processors with vectors of 128 bits doubles are slow, and allocate: the JVM makes an object of each mask of two
 * lanes. Floats do not.
 */
public final class ClothSimulation extends BodySimulation {
  /** Rows of {@link #parameters()}. */
  public static final int STIFFNESS = 0;
  /** Rows of {@link #parameters()}. */
  public static final int FRICTION = 1;
  /** Rows of {@link #parameters()}. */
  public static final int MASS = 2;
  /** Where grippers are at first [m], each coordinate. */
  private static final double MIDDLE = 0.5;

  private final Cloth cloth;
  private final ToolProgram program;

  /**
   * All cloths flat on the floor.
   *
   * @param cloth what they are
   * @param program of the grippers
   * @param type of numbers
   * @param environments how many, at least 1
   * @param threads the caller's included, at least 1
   */
  public ClothSimulation(Cloth cloth, ToolProgram program, ElementType type, int environments, int threads) {
    super(stateCount(cloth), program.actionNames().size(), Cloth.PARAMETERS, type, environments, threads,
        () -> new EnvironmentStep(cloth, program, type));
    this.cloth = cloth;
    this.program = program;
    reset();
  }

  /**
   * {@return rows of a state}
   *
   * @param cloth whose
   */
  public static int stateCount(Cloth cloth) {
    return 6 * cloth.pointCount() + 3;
  }

  /**
   * {@return x of a cloth that lies flat on the floor at rest, the first point at (2/5, 0, 3/5) or as near to that as
   * there is room, and the gripper in the middle of the cube}
   *
   * @param cloth which
   */
  public static double[] flat(Cloth cloth) {
    double[] x = new double[stateCount(cloth)];
    double left = Math.min(0.4, 1 - (cloth.columns() - 1) * cloth.spacing());
    double front = Math.max(0.6, (cloth.rows() - 1) * cloth.spacing());
    for (int p = 0; p < cloth.pointCount(); p++) {
      x[3 * p] = left + p % cloth.columns() * cloth.spacing();
      x[3 * p + 2] = front - p / cloth.columns() * cloth.spacing();
    }
    for (int c = 0; c < 3; c++) {
      x[6 * cloth.pointCount() + c] = MIDDLE;
    }
    return x;
  }

  /**
   * {@return what the rows of a state are}
   *
   * @param cloth whose
   */
  public static List<String> stateNames(Cloth cloth) {
    return IntStream.range(0, stateCount(cloth)).mapToObj(row -> name(cloth, row)).toList();
  }

  /** Flat, at rest, no action, and the cloth's own parameters, in every environment. */
  public void reset() {
    reset(flat(cloth), cloth.stiffness(), cloth.friction(), cloth.mass());
  }

  /** {@return what the cloths are} */
  public Cloth cloth() {
    return cloth;
  }

  /** {@return the program of the grippers} */
  public ToolProgram program() {
    return program;
  }

  @Override
  void requireParameters(int environment) {
    cloth.requireStable(parameters().get(STIFFNESS, environment), parameters().get(MASS, environment));
    if (!(parameters().get(FRICTION, environment) >= 0)) {
      throw new IllegalArgumentException("environment " + environment + " has friction "
          + parameters().get(FRICTION, environment) + ": it must be at least 0");
    }
  }

  @Override
  String name(int row) {
    return name(cloth, row);
  }

  private static String name(Cloth cloth, int row) {
    int n = cloth.pointCount();
    String axis = "xyz".substring(row % 3, row % 3 + 1);
    return axis + (row >= 6 * n ? " of the gripper"
        : row >= 3 * n ? " velocity of point " + (row / 3 - n) : " of point " + row / 3);
  }
}
