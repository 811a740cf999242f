package io.github.lanewise.identification;

import io.github.lanewise.dynamics.Parameters;
import io.github.lanewise.model.RobotModel;
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
 * those without mass stay as they are. Armature, damping, dry friction and stiffness of a joint are the file's and, a
 * unit, as much more as would by itself take the commands for the motion of the trials, but never below 0. A gain is
 * what an actuator gives of what is commanded, {@code exp(}{@value #GAIN_SHARE}{@code theta)}. Commands are late by one
 * time, from 0 to {@value #MOST_LATE} control steps. Not for several threads at once.
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
    /** What actuators give of what is commanded. */
    GAIN,
    /** How late commands come. */
    DELAY
  }

  /** Which of a joint's parameters the first that is no body's is. */
  private static final int JOINT_ROW = 10;
  private static final List<Kind> JOINT_KINDS = List.of(Kind.ARMATURE, Kind.DAMPING, Kind.FRICTION, Kind.STIFFNESS);

  private final RobotModel model;
  private final int actuators;
  private final Set<Kind> kinds;
  private final MotionScale scale;
  private final Interpreter interpreter;
  private final int size;
  /** Of the numbers, which are unknown, and their names. */
  private final List<Integer> unknown = new ArrayList<>();
  private final List<String> names = new ArrayList<>();
  private final List<Double> lowest = new ArrayList<>();

  /**
   * Of a robot whose joints have one degree of freedom each.
   *
   * @param model as its file has it
   * @param actuators how many commands it takes
   * @param kinds what is unknown
   * @param trials whose motion says how large the numbers of joints may be
   * @param controlPeriod from one state of a trial to the next [s]
   * @throws IllegalArgumentException if a joint has more degrees of freedom, a trial does not fit the robot, or nothing
   *     is unknown
   */
  public Unknowns(RobotModel model, int actuators, Set<Kind> kinds, List<Trial> trials, double controlPeriod) {
    if (model.nq() != model.nv()) {
      throw new IllegalArgumentException("robot '" + model.name() + "' has joints of several degrees of freedom; "
          + "only robots whose joints have one each are identified");
    }
    this.model = model;
    this.actuators = actuators;
    this.kinds = kinds;
    trials.forEach(this::requireFit);
    scale = MotionScale.of(trials, controlPeriod);
    size = (int) model.joints().stream().filter(joint -> kinds.contains(Kind.INERTIA)
        && PseudoInertia.around(joint.body()) != null).count() * PseudoInertia.SIZE
        + model.joints().size() * (int) JOINT_KINDS.stream().filter(kinds::contains).count()
        + (kinds.contains(Kind.GAIN) ? actuators : 0) + (isDelayed() ? 1 : 0);
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

  /** Refuses a trial of another robot, with both sizes. */
  void requireFit(Trial trial) {
    int states = trial.states()[0].length;
    int commands = trial.commands()[0].length;
    if (states != 2 * model.nv() || commands != actuators) {
      throw new IllegalArgumentException("a trial has states of " + states + " numbers and " + commands
          + " commands, robot '" + model.name() + "' has " + 2 * model.nv() + " and " + actuators);
    }
  }

  /** The model's parameters, a gain for each actuator, and the delay in control steps. */
  private Scalar[] numbers(Scalar[] theta) {
    Scalar[] numbers = new Scalar[Parameters.count(model) + actuators + 1];
    Scalar[] own = Scalar.of(Parameters.values(model));
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
      String[] unitNames = {" [kg m^2]", " [N m s/rad]", " [N m]", " [N m/rad]"};
      for (int k = 0; k < JOINT_KINDS.size(); k++) {
        int row = first + JOINT_ROW + k;
        if (kinds.contains(JOINT_KINDS.get(k))) {
          double unit = Double.isFinite(units[k]) ? units[k] : 1;
          numbers[row] = theta[lowest.size()].times(unit).plus(own[row]);
          lowest.add(-own[row].value() / unit);
          name(row, rowNames[row] + unitNames[k]);
        }
      }
    }
    for (int k = 0; k < actuators; k++) {
      int row = own.length + k;
      numbers[row] = Scalar.ONE;
      if (kinds.contains(Kind.GAIN)) {
        numbers[row] = theta[lowest.size()].times(GAIN_SHARE).exp();
        lowest.add(Double.NEGATIVE_INFINITY);
        name(row, "gain of command " + k);
      }
    }
    numbers[own.length + actuators] = isDelayed() ? theta[lowest.size()] : Scalar.ZERO;
    if (isDelayed()) {
      lowest.add(0.0);
      name(own.length + actuators, "delay [control steps]");
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
   * {@return the parameters of the robot's joints, as {@link Parameters} orders them}
   *
   * @param theta coordinates
   */
  public double[] parameters(double[] theta) {
    return Arrays.copyOf(numbers(theta), Parameters.count(model));
  }

  /** Whether commands may be late. */
  boolean isDelayed() {
    return kinds.contains(Kind.DELAY);
  }

  int actuators() {
    return actuators;
  }

  /** The smallest coordinate k. */
  double lowest(int k) {
    return lowest.get(k);
  }

  /** Parameters, gains and the delay in control steps. */
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
