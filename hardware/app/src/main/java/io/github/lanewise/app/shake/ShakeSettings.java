package io.github.lanewise.app.shake;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.lanewise.app.options.Choice;
import io.github.lanewise.app.options.NamedRobot;
import io.github.lanewise.app.options.PolicyChoice;
import io.github.lanewise.app.report.JsonFile;
import io.github.lanewise.hardware.servo.ServoCommand;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.policy.Disturbance;
import io.github.lanewise.policy.Policy;
import io.github.lanewise.sensitivity.BayesianRidge;
import io.github.lanewise.sensitivity.Estimator;
import io.github.lanewise.sensitivity.GaussianProcess;
import io.github.lanewise.sensitivity.NetworkRegression;
import io.github.lanewise.sensitivity.Quadratic;
import io.github.lanewise.sensitivity.RandomDirections;
import io.github.lanewise.sensitivity.RecursiveLeastSquares;
import io.github.lanewise.sensitivity.Ridge;
import io.github.lanewise.sensitivity.shaking.Shaking;
import io.github.lanewise.task.TipReturn;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.ejml.data.DMatrixRMaj;

/** What {@code lanewise shake} was asked to do. */
record ShakeSettings(Subject subject, Motion motion, Perturbation perturbation, Logs logs, Estimation estimation,
    Goals goals) {

  /**
   * What is shaken.
   *
   * @param robot null if roll-outs come from a file and none was named
   * @param data file of recorded roll-outs in place of the simulator, or null
   * @param wire the robot in place of the simulator, or null
   * @param threadCount of the simulator
   */
  record Subject(NamedRobot robot, Path data, ShakeWire wire, int threadCount) {
    /** As the user named it. */
    @Override
    public String toString() {
      return robot != null ? robot.name() : data.toString();
    }
  }

  /**
   * What it does in a roll-out.
   *
   * @param controller null where a learned policy moves it
   * @param learned that policy, or null
   * @param command what it commands
   * @param timeStep of simulation and control [s]
   */
  record Motion(PolicyChoice controller, LearnedSubject learned, ServoCommand.Mode command, int stepCount,
      double timeStep) {
    /** Whether servos are sent to positions. */
    boolean ofPositions() {
      return command == ServoCommand.Mode.POSITION;
    }

    /** What moves the robot, in words. */
    String toText() {
      return learned == null ? Choice.text(controller) : learned.toText();
    }
  }

  /**
   * The design of a shake.
   *
   * @param nominalCount how many of the roll-outs repeat the nominal parameters
   * @param sigma in scales of each parameter
   * @param seed of everything random
   */
  record Perturbation(int rolloutCount, int nominalCount, double sigma, Shaking.Design design, boolean antithetic,
      long seed) {
    /** The same for a policy, each of whose parameters has its scale. */
    Shaking of(Policy policy) {
      double[] deviations = Arrays.stream(policy.scales()).map(scale -> scale * sigma).toArray();
      return new Shaking(design, deviations, antithetic, nominalCount, seed);
    }

    /** The same parameters in as many rows as a shake has nominal roll-outs. */
    DMatrixRMaj repeated(double[] parameters) {
      DMatrixRMaj rows = new DMatrixRMaj(nominalCount, parameters.length);
      Arrays.setAll(rows.data, e -> parameters[e % parameters.length]);
      return rows;
    }
  }

  /**
   * What is wrong with logs, and what is done about it.
   *
   * @param noise standard deviations on positions [rad or m], velocities [rad/s or m/s] and torques [N m or N]
   * @param delay largest [samples]
   * @param voxels edge in standard deviations of the repeated nominal, or 0 for none
   * @param dropBad whether to leave bad roll-outs out
   */
  record Logs(double[] noise, double delay, boolean align, double voxels, boolean dropBad) {}

  /**
   * How the sensitivity is estimated.
   *
   * @param tolerance relative standard error at which recursive least squares would stop shaking
   */
  record Estimation(Method method, double tolerance) {}

  /** The estimators. */
  enum Method {
    RIDGE, QUADRATIC, GP, NETWORK, RECURSIVE, BAYES, DIRECTIONS;

    Estimator estimator() {
      return switch (this) {
        case RIDGE -> new Ridge();
        case QUADRATIC -> new Quadratic();
        case GP -> new GaussianProcess();
        case NETWORK -> new NetworkRegression();
        case RECURSIVE -> RecursiveLeastSquares::estimate;
        case BAYES -> new BayesianRidge();
        case DIRECTIONS -> new RandomDirections();
      };
    }

    /** Whether fewer roll-outs than parameters will do. */
    boolean takesFewer() {
      return this == BAYES || this == DIRECTIONS;
    }
  }

  /**
   * What the sensitivity is for.
   *
   * @param shakeCount of improvement
   * @param goal where improvement wants the tip, or null for the default [m]
   * @param effort price of actions in the return [m^2/(N m)^2]
   * @param reach points for the tip
   */
  record Goals(int shakeCount, double[] goal, double effort, List<ReachGoal> reach) {}

  /** The robot, or null. */
  RobotModel model() {
    return subject.robot == null ? null : subject.robot.model();
  }

  /** The policy that is shaken. */
  Policy policy() {
    double seconds = motion.stepCount * motion.timeStep;
    if (motion.learned != null) {
      return motion.ofPositions() ? motion.learned.policy().onPositionServos() : motion.learned.policy();
    }
    return motion.ofPositions() ? PolicyChoice.targets(model(), seconds)
        : motion.controller.policy(model(), seconds, perturbation.seed);
  }

  /** Noise and delay of the logs. */
  Disturbance disturbance() {
    return new Disturbance(logs.noise[0], logs.noise[1], logs.noise[2], logs.delay, false, perturbation.seed);
  }

  /** What improvement wants; targets of positions have no price. */
  TipReturn task() {
    if (motion.learned != null) {
      TipReturn worth = motion.learned.policy().task().worth();
      return motion.ofPositions() ? new TipReturn(model(), worth.goal(), 0) : worth;
    }
    return new TipReturn(model(), goals.goal, motion.ofPositions() ? 0 : goals.effort);
  }

  /** The settings under their options' names, with units where they have one. */
  ObjectNode toJson() {
    Path data = subject.data;
    ObjectNode json = JsonNodeFactory.instance.objectNode()
        .put("robot", subject.robot == null ? null : subject.robot.name())
        .put("data", data == null ? null : data.toString())
        .put("estimator", Choice.text(estimation.method))
        .put("align", logs.align)
        .put("log_delay_samples", logs.delay)
        .put("voxels_standard_deviations", logs.voxels)
        .put("drop_bad", logs.dropBad);
    if (data == null) {
      json.put("controller", motion.learned == null ? Choice.text(motion.controller) : null)
          .put("policy", motion.learned == null ? null : motion.learned.file().file().toString())
          .put("parameters", motion.learned == null ? null : LearnedSubject.text(motion.learned.part()))
          .put("rollouts", perturbation.rolloutCount)
          .put("nominals", perturbation.nominalCount)
          .put("sigma_scales", perturbation.sigma)
          .put("sampling", Choice.text(perturbation.design))
          .put("antithetic", perturbation.antithetic)
          .put("steps", motion.stepCount)
          .put("rate_hz", 1 / motion.timeStep)
          .put("seed", perturbation.seed)
          .put("improve", goals.shakeCount)
          .put("command", Choice.text(motion.command))
          .put("effort_m2_per_n2_m2", task().effort());
    }
    if (subject.wire != null) {
      subject.wire.writeTo(json);
    } else if (data == null) {
      json.put("position_noise_rad", logs.noise[0])
          .put("velocity_noise_rad_per_s", logs.noise[1])
          .put("torque_noise_n_m", logs.noise[2])
          .put("threads", subject.threadCount);
    }
    ArrayNode reach = json.putArray("reach");
    for (ReachGoal via : goals.reach) {
      ObjectNode point = reach.addObject();
      point.set("time_s", JsonFile.number(via.time()));
      point.set("target_m", JsonFile.numbers(via.target()));
    }
    return json;
  }
}
