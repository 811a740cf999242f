package io.github.lanewise.task;

import io.github.lanewise.dynamics.JointLimits;
import io.github.lanewise.dynamics.Parameters;
import io.github.lanewise.model.Joint;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.simulation.Simulation;
import io.github.lanewise.trace.Scalar;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * {@code r = -|y(q) - y*|^2 - rho |tau|^2}: the tip of a robot of servos is to come to a goal and stay there, at little
 * effort. The {@link TipReturn} of roll-outs is the mean of these rewards.
 *
 * <p>The robot is the one that a control loop has on a wire: its torques are those of {@link OffsetServos}, from the
 * state at the beginning of a control step and held over it, {@value #RATE} times a second. It observes (q, v, y* -
 * y(q)), what servos report and what follows from it. Episodes start at rest, anywhere in the joints' ranges; the start
 * without noise is the neutral configuration. Springs stand at the ends of the ranges. It never fails.
 *
 * <p>The effort of a step is that of its offsets in the state that it led to.
 */
public final class TipTask implements Task {
  /** Its name. */
  public static final String NAME = "tip";
  /** Control steps a second. */
  public static final double RATE = 500;
  /** Control steps of an episode. */
  public static final int EPISODE = 300;

  /** Of a joint without a range, around the neutral configuration [rad or m]. */
  private static final double RANGE = 0.5;
  /** Of the springs at the ends of ranges: how much stiffer than the servos. */
  private static final double STOPS = 20;

  /** The dry one among a joint's {@link Parameters}. */
  private static final int FRICTION = 12;
  /** Which of a joint's {@link Parameters} are drawn, and which of them by one factor. */
  private static final int[][] DRAWN = {{0, 4, 5, 6, 7, 8, 9}, {10}, {11}, {FRICTION}};

  private final OffsetServos servos;
  private final RobotModel robot;
  private final TipReturn worth;
  private final double share;

  /**
   * The task of one robot.
   *
   * @param model of the robot
   * @param goal y* [m]; null for that of {@link TipReturn}
   * @param effort rho [m^2/(N m)^2]
   * @param share by which masses, friction and torques of each robot are off at most, 0 for none: see {@link #vary}
   * @throws IllegalArgumentException if a joint has more than one axis or no limit of speed, or the share is not in [0,
   *     1)
   */
  public TipTask(RobotModel model, double[] goal, double effort, double share) {
    if (!(share >= 0 && share < 1)) {
      throw new IllegalArgumentException("robots that are off by up to " + share + " of themselves: from 0 to below 1");
    }
    servos = new OffsetServos(model);
    robot = servos.robot();
    worth = new TipReturn(model, goal, effort);
    this.share = share;
  }

  /** {@return what its rewards sum up to} */
  public TipReturn worth() {
    return worth;
  }

  /** {@return what makes torques of a policy's actions} */
  public OffsetServos servos() {
    return servos;
  }

  @Override
  public String name() {
    return NAME;
  }

  /** {@return the robot, with a motor of its name on each driven joint} */
  @Override
  public RobotModel robot() {
    return robot;
  }

  @Override
  public Simulation.Builder simulation() {
    double stiffest = 0;
    double damping = 0;
    for (int k = 0; k < robot.actuators().size(); k++) {
      stiffest = Math.max(stiffest, servos.stiffness(k));
      damping = Math.max(damping, servos.damping(k));
    }
    Simulation.Builder simulation = Simulation.of(robot).control(servos.law()).timeStep(1 / RATE)
        .limits(new JointLimits(STOPS * stiffest, damping, false));
    return share > 0 ? simulation.laneParameters() : simulation;
  }

  @Override
  public int episodeLength() {
    return EPISODE;
  }

  @Override
  public List<String> observationNames() {
    List<String> names = new ArrayList<>(stateNames());
    for (String axis : List.of("x", "y", "z")) {
      names.add("way to the goal " + axis);
    }
    return names;
  }

  @Override
  public Scalar[] observation(Scalar[] q, Scalar[] v, Scalar[] last) {
    return Stream.of(q, v, worth.away(q).negate().toArray()).flatMap(Stream::of).toArray(Scalar[]::new);
  }

  @Override
  public Scalar reward(Scalar[] q, Scalar[] v, Scalar[] action) {
    return worth.reward(q, servos.torques(q, v, action));
  }

  @Override
  public void start(RandomGenerator random, double[] x) {
    Arrays.fill(x, 0);
    for (Joint joint : robot.joints()) {
      double middle = robot.neutral()[joint.idxQ()];
      double low = Double.isFinite(joint.lower()) ? joint.lower() : middle - RANGE;
      double high = Double.isFinite(joint.upper()) ? joint.upper() : middle + RANGE;
      x[joint.idxQ()] = random == null ? middle : low + (high - low) * random.nextDouble();
    }
  }

  /**
   * Multiplies by factors that are uniform in 1 - share to 1 + share, each of its own: for every joint the mass of its
   * body, inertia included; armature; damping; dry friction; and the torque of every servo. To the dry friction of a
   * driven joint comes more, uniform in 0 to the share of the torque with which the servo is drawn by its largest
   * offset: files tend to have none, and gears have some.
   */
  @Override
  public void vary(RandomGenerator random, double[] parameters) {
    int own = Parameters.count(robot);
    for (int first = 0; first < own; first += Parameters.ROWS_PER_JOINT) {
      for (int[] rows : DRAWN) {
        double factor = factor(random);
        for (int row : rows) {
          parameters[first + row] *= factor;
        }
      }
    }
    for (int k = 0; k < robot.actuators().size(); k++) {
      int friction = robot.actuators().get(k).joint() * Parameters.ROWS_PER_JOINT + FRICTION;
      parameters[friction] += share * random.nextDouble() * servos.stiffness(k) * servos.most(k);
      parameters[own + k] *= factor(random);
    }
  }

  private double factor(RandomGenerator random) {
    return 1 + share * (2 * random.nextDouble() - 1);
  }
}
