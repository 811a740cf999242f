package io.github.lanewise.deformable;

import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.lanes.Lanes;
import io.github.lanewise.lanes.Workers;

/**
 * {@code x <- F(x, u, p)}: cloths in environments of their own, each with a gripper that follows a {@link
 * GripperProgram}, with exact derivatives of the whole step.
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
public final class ClothSimulation implements AutoCloseable {
  /** Rows of {@link #parameters}. */
  public static final int STIFFNESS = 0;
  /** Rows of {@link #parameters}. */
  public static final int FRICTION = 1;
  /** Rows of {@link #parameters}. */
  public static final int MASS = 2;
  /** Where grippers are at first [m], each coordinate. */
  private static final double MIDDLE = 0.5;

  private final Cloth cloth;
  private final GripperProgram program;
  private final Lanes lanes;
  private final Workers workers;
  private final ThreadLocal<EnvironmentStep> steps;
  private final Batch state;
  private final Batch start;
  private final Batch action;
  private final Batch parameters;
  private final boolean[] lost;
  private long blownUp;
  private boolean checked;
  private final Workers.Task step;

  /**
   * All cloths flat on the floor.
   *
   * @param cloth what they are
   * @param program of the grippers
   * @param type of numbers
   * @param environments how many, at least 1
   * @param threads the caller's included, at least 1
   */
  public ClothSimulation(Cloth cloth, GripperProgram program, ElementType type, int environments, int threads) {
    this.cloth = cloth;
    this.program = program;
    lanes = Lanes.widest(type).sharedBy(environments, threads);
    state = new Batch(lanes, stateCount(cloth), environments);
    start = new Batch(lanes, stateCount(cloth), environments);
    action = new Batch(lanes, program.actionNames().size(), environments);
    parameters = new Batch(lanes, Cloth.PARAMETERS, environments);
    lost = new boolean[environments];
    steps = ThreadLocal.withInitial(() -> new EnvironmentStep(cloth, program, type));
    step = (first, end, workspace) -> {
      for (int environment = first; environment < end; environment++) {
        step(environment);
      }
    };
    workers = new Workers(type, threads);
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

  /** Flat, at rest, no action, and the cloth's own parameters, in every environment. */
  public void reset() {
    double[] x = flat(cloth);
    for (int environment = 0; environment < environmentCount(); environment++) {
      state.setRobot(environment, x);
      parameters.setRobot(environment, cloth.stiffness(), cloth.friction(), cloth.mass());
    }
    for (int row = 0; row < action.rowCount(); row++) {
      action.fill(row, 0);
    }
    checked = false;
  }

  /** {@return what the cloths are} */
  public Cloth cloth() {
    return cloth;
  }

  /** {@return number of environments} */
  public int environmentCount() {
    return lost.length;
  }

  /**
   * States, read and modified by {@link #step}. Those that a caller sets are checked once, by the first step or
   * derivative after {@link #reset}, and are where environments begin again that have blown up.
   *
   * @return 6 n + 3 rows
   */
  public Batch state() {
    return state;
  }

  /** {@return actions, read by everything} */
  public Batch action() {
    return action;
  }

  /** {@return k [N], mu and m [kg] of each environment, read by everything} */
  public Batch parameters() {
    return parameters;
  }

  /** {@return how often an environment began again because its state had left the finite numbers} */
  public long blownUp() {
    return blownUp;
  }

  /**
   * One environment step. Where it leads to what is no finite number, the environment goes back to its start, and is
   * counted.
   *
   * @throws IllegalArgumentException of the first step after {@link #reset}: if a point or a gripper lies outside the
   *     cube, or parameters cannot be stable
   */
  public void step() {
    requireStart();
    workers.run(step, environmentCount());
    for (boolean one : lost) {
      blownUp += one ? 1 : 0;
    }
  }

  private void step(int environment) {
    steps.get().step(state, action, parameters, environment);
    lost[environment] = false;
    for (int row = 0; row < state.rowCount(); row++) {
      lost[environment] |= !Double.isFinite(state.get(row, environment));
    }
    for (int row = 0; row < state.rowCount() && lost[environment]; row++) {
      state.set(row, environment, start.get(row, environment));
    }
  }

  /** Refuses what cannot be, once after each reset. */
  void requireStart() {
    if (checked) {
      return;
    }
    double slack = DoublePosition.FASTEST * cloth.timeStep();
    for (int environment = 0; environment < environmentCount(); environment++) {
      for (int row = 0; row < state.rowCount(); row++) {
        double value = state.get(row, environment);
        boolean isPlace = row < 3 * cloth.pointCount() || row >= 6 * cloth.pointCount();
        if (!Double.isFinite(value) || isPlace && (value < -slack || value > 1 + slack)) {
          throw new IllegalArgumentException("row " + row + " of the state of environment " + environment + ", "
              + name(row) + ", is " + value + ": " + (isPlace ? "places lie in the unit cube" : "it must be finite"));
        }
        start.set(row, environment, value);
      }
      cloth.requireStable(parameters.get(STIFFNESS, environment), parameters.get(MASS, environment));
      if (!(parameters.get(FRICTION, environment) >= 0)) {
        throw new IllegalArgumentException("environment " + environment + " has friction "
            + parameters.get(FRICTION, environment) + ": it must be at least 0");
      }
    }
    checked = true;
  }

  private String name(int row) {
    int n = cloth.pointCount();
    String axis = "xyz".substring(row % 3, row % 3 + 1);
    return axis + (row >= 6 * n ? " of the gripper"
        : row >= 3 * n ? " velocity of point " + (row / 3 - n) : " of point " + row / 3);
  }

  /** {@return the pullback of a step from the present state} */
  public ClothPullback pullback() {
    return new ClothPullback(this);
  }

  /** {@return the pushforward of a step from the present state} */
  public ClothPushforward pushforward() {
    return new ClothPushforward(this);
  }

  /** The calling thread's own. */
  EnvironmentStep environmentStep() {
    return steps.get();
  }

  Workers workers() {
    return workers;
  }

  Batch rows(int count) {
    return new Batch(lanes, count, environmentCount());
  }

  /** {@return the program of the grippers} */
  public GripperProgram program() {
    return program;
  }

  /** Ends the worker threads. */
  @Override
  public void close() {
    workers.close();
  }
}
