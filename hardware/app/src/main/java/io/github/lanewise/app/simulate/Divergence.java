package io.github.lanewise.app.simulate;

import io.github.lanewise.dynamics.ApparentInertia;
import io.github.lanewise.dynamics.Integrator;
import io.github.lanewise.dynamics.StateCheck;
import io.github.lanewise.lanes.DivergenceException;
import io.github.lanewise.model.Joint;
import io.github.lanewise.model.JointKind;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.model.RowNames;
import io.github.lanewise.simulation.Simulation;
import java.util.List;
import java.util.Locale;

/**
 * Why robots of a run left the finite numbers, as far as can be told: the first of them is stepped once more by itself,
 * which gives the same bits, up to the step at which it happens.
 */
final class Divergence {
  /** Slower motions than this many of a step an integrator follows. */
  private static final double STEPS_PER_TIME = 0.5;

  private final SimulationSettings settings;
  private final RobotModel model;

  Divergence(SimulationSettings settings) {
    this.settings = settings;
    model = settings.robot().model();
  }

  /**
   * The failure, with what helps.
   *
   * @param simulation of the run; not changed
   * @param robots that are not finite at its end, at least one
   */
  DivergenceException of(Simulation simulation, int[] robots) {
    return new DivergenceException(robots, String.format(Locale.ROOT,
        "%,d of %,d robots left the finite numbers, robot %,d %s: take a smaller --time-step%s%s", robots.length,
        simulation.robotCount(), robots[0], moment(simulation, robots[0]),
        settings.stepping().integrator() == Integrator.RK4 || settings.scene().ground() != null ? ""
            : " or --integrator rk4", tooQuick()));
  }

  private String moment(Simulation simulation, int robot) {
    Simulation alone = simulation.withRobots(1);
    alone.state().setRobot(0, settings.start(robot));
    HoldGains.hold(alone, settings.held());
    double[] before = alone.state().robot(0);
    for (int step = 1; step <= settings.stepping().count(); step++) {
      alone.step();
      if (StateCheck.lost(model, alone.state()).length > 0) {
        return String.format(Locale.ROOT, "in step %,d%s", step, fastest(before));
      }
      before = alone.state().robot(0);
    }
    throw new IllegalStateException("robot " + robot + " did not stay finite among others, but does by itself");
  }

  /** The row that had come farthest before: where it began. */
  private String fastest(double[] state) {
    int row = 0;
    for (int i = 0; i < model.nv(); i++) {
      row = Math.abs(state[model.nq() + i]) > Math.abs(state[model.nq() + row]) ? i : row;
    }
    RowNames.Row name = RowNames.velocity(model).get(row);
    return String.format(Locale.ROOT, ", after '%s' had come to %.3g %s", name.name(), state[model.nq() + row],
        name.unit());
  }

  /** The joint whose damping or stiffness acts within the shortest part of a step, if that is short. */
  private String tooQuick() {
    double[] inertia = ApparentInertia.of(model);
    SimulationSettings.Gains gains = settings.gains();
    List<Double> law = HoldGains.law(model, gains.stiffness(), gains.damping()).gains();
    List<Joint> held = HoldGains.heldJoints(model);
    double shortest = STEPS_PER_TIME * settings.stepping().timeStep();
    String sentence = "";
    for (int j = 0; j < held.size(); j++) {
      Joint joint = held.get(j);
      double feels = inertia[joint.idxV()];
      double damping = joint.damping() + law.get(held.size() + j);
      double stiffness = joint.stiffness() + law.get(j);
      String metre = joint.kind() == JointKind.PRISMATIC ? "kg" : "kg m^2";
      if (feels / damping < shortest) {
        shortest = feels / damping;
        sentence = quick(joint, "damping", damping, feels, metre, shortest);
      }
      if (Math.sqrt(feels / stiffness) < shortest) {
        shortest = Math.sqrt(feels / stiffness);
        sentence = quick(joint, "stiffness", stiffness, feels, metre, shortest);
      }
    }
    return sentence;
  }

  private static String quick(Joint joint, String what, double value, double inertia, String unit, double seconds) {
    return String.format(Locale.ROOT, "; the %s of joint '%s', its own and that of its gain, %.3g on %.3g %s, acts"
        + " within %.2g s", what, joint.name(), value, inertia, unit, seconds);
  }
}
