package io.github.lanewise.task;

import io.github.lanewise.dynamics.JointLimits;
import io.github.lanewise.dynamics.Parameters;
import io.github.lanewise.model.Actuator;
import io.github.lanewise.model.Joint;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.simulation.Simulation;
import io.github.lanewise.simulation.SimulationBuilder;
import io.github.lanewise.trace.Scalar;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
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
 * <p>The effort of a step is that of its offsets in the state that it led to, late or not.
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
  private final TipVariation variation;
  /** Ends of ranges, and the middle, of each row of q. */
  private final double[] lowest;
  private final double[] highest;
  private final double[] middle;
  /** Of each servo, where the dry friction of its joint is, and its largest torque by an offset. */
  private final int[] friction;
  private final double[] largest;

  /**
   * The task of one robot.
   *
   * @param model of the robot
   * @param goal y* [m]; null for that of {@link TipReturn}
   * @param effort rho [m^2/(N m)^2]
   * @throws IllegalArgumentException if a joint has more than one axis or no limit of speed
   */
  public TipTask(RobotModel model, double[] goal, double effort) {
    this(model, goal, effort, TipVariation.NONE);
  }

  /**
   * The task of robots that vary.
   *
   * @param model of the robot in their middle
   * @param goal y* [m]; null for that of {@link TipReturn}
   * @param effort rho [m^2/(N m)^2]
   * @param variation how they differ
   * @throws IllegalArgumentException if a joint has more than one axis or no limit of speed
   */
  public TipTask(RobotModel model, double[] goal, double effort, TipVariation variation) {
    servos = new OffsetServos(model);
    robot = servos.robot();
    worth = new TipReturn(model, goal, effort);
    this.variation = variation;
    middle = robot.neutral();
    lowest = new double[robot.nq()];
    highest = new double[robot.nq()];
    for (Joint joint : robot.joints()) {
      int row = joint.idxQ();
      lowest[row] = Double.isFinite(joint.lower()) ? joint.lower() : middle[row] - RANGE;
      highest[row] = Double.isFinite(joint.upper()) ? joint.upper() : middle[row] + RANGE;
    }
    List<Actuator> actuators = robot.actuators();
    friction = actuators.stream().mapToInt(servo -> servo.joint() * Parameters.ROWS_PER_JOINT + FRICTION).toArray();
    largest = IntStream.range(0, actuators.size()).mapToDouble(k -> servos.stiffness(k) * servos.most(k)).toArray();
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
  public SimulationBuilder simulation() {
    double stiffest = 0;
    double damping = 0;
    for (int k = 0; k < robot.actuators().size(); k++) {
      stiffest = Math.max(stiffest, servos.stiffness(k));
      damping = Math.max(damping, servos.damping(k));
    }
    SimulationBuilder simulation = Simulation.of(robot)
        .control(variation.delay() > 0 ? servos.law().delayed() : servos.law()).timeStep(1 / RATE)
        .limits(new JointLimits(STOPS * stiffest, damping, false));
    return variation.hasLanes() ? simulation.laneParameters() : simulation;
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
    for (int row = 0; row < middle.length; row++) {
      x[row] = random == null ? middle[row] : lowest[row] + (highest[row] - lowest[row]) * random.nextDouble();
    }
  }

  /**
   * Multiplies by factors that are uniform in 1 - share to 1 + share, each of its own: for every joint the mass of its
   * body, inertia included; armature; damping; dry friction; and the torque of every servo. To the dry friction of a
   * driven joint comes more, uniform in 0 to the share of the torque with which the servo is drawn by its largest
   * offset: files tend to have none, and gears have some. Actions of a robot are late by one time, uniform in 0 to the
   * longest delay.
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
    for (int k = 0; k < friction.length; k++) {
      parameters[friction[k]] += variation.share() * random.nextDouble() * largest[k];
      parameters[own + k] *= factor(random);
    }
    if (variation.delay() > 0) {
      parameters[own + friction.length] = variation.delay() * random.nextDouble();
    }
  }

  @Override
  public double[] sensorDeviations() {
    if (variation.positionError() == 0 && variation.velocityError() == 0) {
      return new double[0];
    }
    double[] deviations = new double[robot.nq() + robot.nv()];
    Arrays.fill(deviations, 0, robot.nq(), variation.positionError());
    Arrays.fill(deviations, robot.nq(), deviations.length, variation.velocityError());
    return deviations;
  }

  private double factor(RandomGenerator random) {
    return 1 + variation.share() * (2 * random.nextDouble() - 1);
  }
}
