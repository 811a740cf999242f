package io.github.lanewise.hardware.app;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.policy.Disturbance;
import io.github.lanewise.policy.LinearInTime;
import io.github.lanewise.policy.NeuralPolicy;
import io.github.lanewise.policy.PdPolicy;
import io.github.lanewise.policy.Policy;
import io.github.lanewise.policy.ReachPolicy;
import io.github.lanewise.policy.Sinusoid;
import io.github.lanewise.sensitivity.Estimator;
import io.github.lanewise.sensitivity.GaussianProcess;
import io.github.lanewise.sensitivity.NetworkRegression;
import io.github.lanewise.sensitivity.Quadratic;
import io.github.lanewise.sensitivity.RecursiveLeastSquares;
import io.github.lanewise.sensitivity.Ridge;
import io.github.lanewise.sensitivity.shaking.Shaking.Design;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * What {@code lanewise shake} was asked to do.
 *
 * @param robot as it was named on the command line; null if roll-outs come from a file and none was named
 * @param model of the robot, or null
 * @param data file of recorded roll-outs in place of the simulator, or null
 * @param sigma in scales of each parameter
 * @param noise standard deviations on positions [rad or m], velocities [rad/s or m/s] and torques [N m or N]
 * @param delay largest [samples]
 * @param voxels edge in standard deviations of the repeated nominal, or 0 for none
 * @param tolerance relative standard error at which recursive least squares would stop shaking
 * @param goal where improvement wants the tip, or null for the default [m]
 * @param effort price of actions in the return [m^2/(N m)^2]
 * @param timeStep of simulation and control [s]
 * @param wire the robot in place of the simulator, or null
 */
record ShakeSettings(String robot, RobotModel model, Path data, boolean dropBad, Controller controller, int rollouts,
    double sigma, Design design, boolean antithetic, int nominals, double[] noise, double delay, boolean align,
    double voxels, Method estimator, double tolerance, int improve, double[] goal, double effort,
    List<ReachGoal> reach, int steps, double timeStep, int threads, long seed,
    ShakeWire wire) {

  private static final int HIDDEN_UNITS = 4;
  /** The rest of the time the robot is to stay where the way led. */
  private static final double SHARE_OF_WAY = 0.75;

  /** Which policy moves the robot. */
  enum Controller {
    PD, LINEAR, SINE, NETWORK, REACH;

    /** Its nominal form for a robot and roll-outs of so many seconds. */
    Policy policy(RobotModel model, double seconds, long seed) {
      return switch (this) {
        case PD -> PdPolicy.withTargets(model, PdPolicy.posture(model));
        case LINEAR -> new LinearInTime(model);
        case SINE -> new Sinusoid(model);
        case NETWORK -> new NeuralPolicy(model, HIDDEN_UNITS, seed);
        case REACH -> new ReachPolicy(model, SHARE_OF_WAY * seconds);
      };
    }
  }

  /** How the sensitivity is estimated. */
  enum Method {
    RIDGE, QUADRATIC, GP, NETWORK, RECURSIVE;

    Estimator estimator() {
      return switch (this) {
        case RIDGE -> new Ridge();
        case QUADRATIC -> new Quadratic();
        case GP -> new GaussianProcess();
        case NETWORK -> new NetworkRegression();
        case RECURSIVE -> RecursiveLeastSquares::estimate;
      };
    }
  }

  /** The policy that is shaken. */
  Policy policy() {
    return controller.policy(model, steps * timeStep, seed);
  }

  /** Noise and delay of the logs. */
  Disturbance disturbance() {
    return new Disturbance(noise[0], noise[1], noise[2], delay, false, seed);
  }

  /** The settings under their options' names, with units where they have one. */
  ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode()
        .put("robot", robot)
        .put("data", data == null ? null : data.toString())
        .put("estimator", name(estimator))
        .put("align", align)
        .put("delay_samples", delay)
        .put("voxels_standard_deviations", voxels)
        .put("drop_bad", dropBad);
    if (data == null) {
      json.put("controller", name(controller))
          .put("rollouts", rollouts)
          .put("nominals", nominals)
          .put("sigma_scales", sigma)
          .put("design", name(design))
          .put("antithetic", antithetic)
          .put("steps", steps)
          .put("time_step_seconds", timeStep)
          .put("seed", seed)
          .put("improve", improve)
          .put("effort_square_metre_per_square_newton_metre", effort);
    }
    if (wire != null) {
      wire.writeTo(json);
    } else if (data == null) {
      json.put("noise_position_rad", noise[0])
          .put("noise_velocity_rad_per_second", noise[1])
          .put("noise_torque_newton_metre", noise[2])
          .put("threads", threads);
    }
    ArrayNode goals = json.putArray("reach");
    for (ReachGoal via : reach) {
      goals.addObject().put("time_seconds", via.time()).set("target_metres", JsonFile.numbers(via.target()));
    }
    return json;
  }

  static String name(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
