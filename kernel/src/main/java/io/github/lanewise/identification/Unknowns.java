package io.github.lanewise.identification;

import io.github.lanewise.dynamics.ControlLaw;
import io.github.lanewise.dynamics.Parameters;
import io.github.lanewise.model.Joint;
import io.github.lanewise.model.JointKind;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.simulation.Simulation;
import io.github.lanewise.trace.Forward;
import io.github.lanewise.trace.Graph;
import io.github.lanewise.trace.Interpreter;
import io.github.lanewise.trace.Scalar;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * {@code p = p(theta), theta ~ N(0, 1)}: what is to be found of a robot, as coordinates that are 0 at its file's
 * numbers, and whose standard normal distribution says how far off these may be.
 *
 * <p>Bodies are those of {@link PseudoInertia}, a coordinate's unit a share of {@value #INERTIA_SHARE}; flat ones and
 * those without mass stay as they are. Armature, damping, dry friction and stiffness of a joint with one axis are the
 * file's and, a unit, as much more as would by itself take the commands for the motion of the trials, but never below
 * 0; free and spherical joints keep those of the file. Gains are those of the control law that are not 0, each
 * times {@code exp(}{@value #GAIN_SHARE}{@code theta)}. Commands are late by one time, from 0 to {@value #MOST_LATE}
 * control steps. Not for several threads at once.
 */
public final class Unknowns {
  /** Standard deviation of a coordinate of a body: of its mass it is 30 %. */
  public static final double INERTIA_SHARE = 0.15;
  /** Standard deviation of the logarithm of a gain. */
  public static final double GAIN_SHARE = 0.2;
  /** Longest delay, in control steps. */
  public static final int MOST_LATE = 10;

  /** What of a robot is unknown. */
  public enum Kind {
    /** Masses, centres of mass and rotational inertias. */
    INERTIA,
    /** Rotor inertias at joints. */
    ARMATURE,
    /** Viscous damping. */
    DAMPING,
    /** Dry friction. */
    FRICTION,
    /** Springs of joints. */
    STIFFNESS,
    /** Gains of the control law: what actuators give of what is commanded. */
    GAIN,
    /** How late commands come. */
    DELAY
  }

  /** Which of a joint's parameters the first that is no body's is. */
  private static final int JOINT_ROW = 10;
  private static final List<Kind> JOINT_KINDS = List.of(Kind.ARMATURE, Kind.DAMPING, Kind.FRICTION, Kind.STIFFNESS);

  private static final List<String> OF_HINGES = List.of(" [kg m^2]", " [N m s/rad]", " [N m]", " [N m/rad]");
  private static final List<String> OF_SLIDES = List.of(" [kg]", " [N s/m]", " [N]", " [N/m]");

  private final RobotModel model;
  private final int actuators;
  /** Of the robot and of its control law, as they are beforehand. */
  private final double[] nominal;
  private final List<String> gains;
  private final StateErrors errors;
  private final Set<Kind> kinds;
  private final MotionScale scale;
  private final Interpreter interpreter;
  private final int size;
  /** Of the numbers, which are unknown, and their names. */
  private final List<Integer> unknown = new ArrayList<>();
  private final List<String> names = new ArrayList<>();
  private final List<Double> lowest = new ArrayList<>();

  /**
   * Of a robot under control, whose actions are the commands of trials.
   *
   * @param robot as its file has it, with lane parameters
   * @param law its control law
   * @param gains names of that law's gains, with units
   * @param kinds what is unknown
   * @param trials whose motion says how large the numbers of joints may be
   * @throws IllegalArgumentException if actuators have states of their own, a trial does not fit the robot, nothing
   *     moves in them, or nothing is unknown
   */
  public Unknowns(Simulation robot, ControlLaw law, List<String> gains, Set<Kind> kinds, List<Trial> trials) {
    model = robot.model();
    actuators = robot.actionCount();
    nominal = robot.nominalParameters();
    errors = new StateErrors(model);
    this.gains = List.copyOf(gains);
    this.kinds = kinds;
    if (robot.stateCount() > errors.rows()) {
      throw new IllegalArgumentException("robot '" + model.name() + "' has actuators with states of their own, which "
          + "no recording shows: it is identified under joint torques or positions alone");
    }
    if (gains.size() != law.gains().size()) {
      throw new IllegalArgumentException(
          "names of " + gains.size() + " gains for a control law that has " + law.gains().size());
    }
    trials.forEach(this::requireFit);
    double[] first = trials.getFirst().states()[0];
    if (trials.stream().flatMap(trial -> Arrays.stream(trial.states())).allMatch(x -> Arrays.equals(x, first))) {
      throw new IllegalArgumentException("robot '" + model.name() + "' is in one and the same state in all trials:"
          + " numbers show in motion alone");
    }
    scale = MotionScale.of(model, law, trials, robot.controlPeriod());
    size = (int) model.joints().stream().filter(joint -> kinds.contains(Kind.INERTIA)
        && PseudoInertia.around(joint.body()) != null).count() * PseudoInertia.SIZE
        + (int) model.joints().stream().filter(Unknowns::hasAxis).count()
        * (int) JOINT_KINDS.stream().filter(kinds::contains).count()
        + (kinds.contains(Kind.GAIN) ? (int) law.gains().stream().filter(gain -> gain != 0).count() : 0)
        + (isDelayed() ? 1 : 0);
    if (size == 0) {
      throw new IllegalArgumentException("nothing is to be found of robot '" + model.name() + "': of " + kinds
          + " it has none");
    }
    Graph graph = new Graph("numbers of " + model.name());
    Scalar[] theta = graph.input("theta", size);
    Scalar[] rate = graph.input("theta_dot", size);
    Scalar[] numbers = numbers(theta);
    graph.output("numbers", numbers);
    graph.output("rates", Forward.jvp(numbers, theta, rate));
    interpreter = new Interpreter(graph);
  }

  private static boolean hasAxis(Joint joint) {
    return joint.kind().nv() == 1;
  }

  /** Refuses a trial of another robot, with both sizes, and quaternions that are none. */
  void requireFit(Trial trial) {
    int states = trial.states()[0].length;
    int commands = trial.commands()[0].length;
    if (states != errors.rows() || commands != actuators) {
      throw new IllegalArgumentException("a trial has states of " + states + " numbers and " + commands
          + " commands, robot '" + model.name() + "' has " + errors.rows() + " and " + actuators);
    }
    for (int t = 0; t < trial.states().length; t++) {
      Joint joint = errors.misshapen(trial.states()[t]);
      if (joint != null) {
        throw new IllegalArgumentException("state " + t + " of a trial has a quaternion of joint '" + joint.name()
            + "' whose length is not 1: a pose is a place and then x, y, z, w of a turn");
      }
    }
  }

  /** The model's parameters, those of the control law, and the delay in control steps. */
  private Scalar[] numbers(Scalar[] theta) {
    Scalar[] numbers = new Scalar[nominal.length + 1];
    Scalar[] own = Scalar.of(nominal);
    System.arraycopy(own, 0, numbers, 0, own.length);
    String[] rowNames = Parameters.names(model);
    for (int i = 0; i < model.joints().size(); i++) {
      int first = i * Parameters.ROWS_PER_JOINT;
      PseudoInertia body = PseudoInertia.around(model.joints().get(i).body());
      if (kinds.contains(Kind.INERTIA) && body != null) {
        Scalar[] shares = new Scalar[PseudoInertia.SIZE];
        Arrays.setAll(shares, k -> theta[lowest.size() + k].times(INERTIA_SHARE));
        System.arraycopy(body.rows(shares), 0, numbers, first, JOINT_ROW);
        for (int k = 0; k < JOINT_ROW; k++) {
          lowest.add(Double.NEGATIVE_INFINITY);
          name(first + k, rowNames[first + k] + (k == 0 ? " [kg]" : k < 4 ? " [m]" : " [kg m^2]"));
        }
      }
      double[] units = {scale.torque() / scale.acceleration()[i], scale.torque() / scale.velocity()[i],
        scale.torque(), scale.torque() / scale.position()[i]};
      List<String> unitNames = model.joints().get(i).kind() == JointKind.PRISMATIC ? OF_SLIDES : OF_HINGES;
      for (int k = 0; k < JOINT_KINDS.size() && hasAxis(model.joints().get(i)); k++) {
        int row = first + JOINT_ROW + k;
        if (kinds.contains(JOINT_KINDS.get(k))) {
          double unit = Double.isFinite(units[k]) ? units[k] : 1;
          numbers[row] = theta[lowest.size()].times(unit).plus(own[row]);
          lowest.add(-own[row].value() / unit);
          name(row, rowNames[row] + unitNames.get(k));
        }
      }
    }
    for (int k = 0; k < gains.size() && kinds.contains(Kind.GAIN); k++) {
      int row = Parameters.count(model) + k;
      if (own[row].is(0)) {
        continue;
      }
      numbers[row] = theta[lowest.size()].times(GAIN_SHARE).exp().times(own[row]);
      lowest.add(Double.NEGATIVE_INFINITY);
      name(row, gains.get(k));
    }
    numbers[own.length] = isDelayed() ? theta[lowest.size()] : Scalar.ZERO;
    if (isDelayed()) {
      lowest.add(0.0);
      name(own.length, "delay [control steps]");
    }
    return numbers;
  }

  private void name(int number, String name) {
    unknown.add(number);
    names.add(name);
  }

  /** {@return p, how many coordinates there are} */
  public int size() {
    return size;
  }

  /** {@return the robot as its file has it} */
  public RobotModel model() {
    return model;
  }

  /** {@return names of the numbers that are to be found, with units: ten of a body, as many as it has coordinates} */
  public List<String> names() {
    return List.copyOf(names);
  }

  /**
   * {@return the numbers of {@link #names}}
   *
   * @param theta coordinates
   */
  public double[] values(double[] theta) {
    double[] numbers = numbers(theta);
    return unknown.stream().mapToDouble(number -> numbers[number]).toArray();
  }

  /**
   * {@return the parameters of the robot's joints, as {@link Parameters} orders them, then those of its control law}
   *
   * @param theta coordinates
   */
  public double[] parameters(double[] theta) {
    return Arrays.copyOf(numbers(theta), nominal.length);
  }

  /** Whether commands may be late. */
  boolean isDelayed() {
    return kinds.contains(Kind.DELAY);
  }

  /** Of the numbers of {@link #names}, where coordinates have a covariance. */
  double[] standardErrors(double[] at, double[] covariance) {
    double[][] rates = new double[size][];
    Arrays.setAll(rates, k -> valueRates(at, k));
    double[] variances = new double[names.size()];
    for (int j = 0; j < variances.length; j++) {
      for (int k = 0; k < size; k++) {
        for (int l = 0; l < size; l++) {
          variances[j] += rates[k][j] * covariance[k * size + l] * rates[l][j];
        }
      }
    }
    return Arrays.stream(variances).map(variance -> Math.sqrt(Math.max(0, variance))).toArray();
  }

  /** The same before anything was seen. */
  double[] priorErrors() {
    double[] unit = new double[size * size];
    for (int k = 0; k < size; k++) {
      unit[k * size + k] = 1;
    }
    return standardErrors(new double[size], unit);
  }

  StateErrors errors() {
    return errors;
  }

  int actuators() {
    return actuators;
  }

  /** The smallest coordinate k. */
  double lowest(int k) {
    return lowest.get(k);
  }

  /** Parameters of the robot and its control law, and the delay in control steps. */
  double[] numbers(double[] theta) {
    return interpreter.evaluate(theta, new double[size])[0];
  }

  /** Their derivatives by coordinate k. */
  double[] rates(double[] theta, int k) {
    double[] rate = new double[size];
    rate[k] = 1;
    return interpreter.evaluate(theta, rate)[1];
  }

  /** Their derivatives by coordinate k, of those that are to be found. */
  double[] valueRates(double[] theta, int k) {
    double[] rates = rates(theta, k);
    return unknown.stream().mapToDouble(number -> rates[number]).toArray();
  }
}
