package io.github.lanewise.app.simulate;

import static io.github.lanewise.app.report.TextPage.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.lanewise.app.console.Machine;
import io.github.lanewise.app.options.Choice;
import io.github.lanewise.app.report.JsonFile;
import io.github.lanewise.app.report.TextPage;
import io.github.lanewise.app.timing.Pace;
import io.github.lanewise.dynamics.Integrator;
import io.github.lanewise.lanes.DivergenceException;
import io.github.lanewise.lanes.Lanes;
import io.github.lanewise.model.RobotModel;

/**
 * What a run was like, for people and for programs: the same numbers.
 *
 * @param stepping pace of the steps of the whole batch
 * @param differentiating pace of the derivatives of the whole batch, or null
 * @param divergence of the robots that ended with a non-finite state; null if there are none
 * @param drift of the energy in free swing
 */
record SimulationReport(SimulationSettings settings, Pace stepping, Pace differentiating, Arithmetic arithmetic,
    DivergenceException divergence, EnergyDrift drift) {
  /**
   * What there was to compute.
   *
   * @param peak FMA peak of the threads that ran [flop/s]
   * @param flops floating-point operations of one robot's step
   */
  record Arithmetic(double peak, long flops) {}

  private int robotCount() {
    return settings.robots().count();
  }

  private int nonFiniteCount() {
    return divergence == null ? 0 : divergence.rollouts().length;
  }

  private double stepsPerSecond() {
    return robotCount() * stepping.perSecond();
  }

  private double peakShare() {
    return arithmetic.flops * stepsPerSecond() / arithmetic.peak;
  }

  /** Keys with their units; null where a run was too short to tell, or a number is not finite. */
  ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.set("settings", settings.toJson());
    json.set("jvm", Machine.jvm());
    json.put("robot_steps_per_second", stepsPerSecond());
    json.put("nanoseconds_per_robot_step", 1e9 / stepsPerSecond());
    json.put("speed_windows", stepping.warmWindowCount());
    json.put("run_s", stepping.seconds());
    json.put("warmed_up", stepping.settled());
    json.set("warm_up_s", onceSettled(stepping, stepping.warmUpSeconds()));
    json.set("allocated_bytes_per_step", onceSettled(stepping, stepping.bytesPerRepetition()));
    json.set("fma_peak_share", JsonFile.number(peakShare()));
    json.set("fma_peak_flops_per_second", JsonFile.number(arithmetic.peak));
    json.put("flops_per_robot_step", arithmetic.flops);
    json.set("energy_drift_relative", JsonFile.number(drift.relative()));
    json.put("energy_drift_robots", drift.robotCount());
    json.put("energy_drift_steps", drift.stepCount());
    json.put("non_finite_robots", nonFiniteCount());
    if (differentiating != null) {
      json.put("robot_derivatives_per_second", robotCount() * differentiating.perSecond());
      json.put("derivative_cost_in_steps", stepping.perSecond() / differentiating.perSecond());
      json.put("derivatives_warmed_up", differentiating.settled());
      json.set("derivative_warm_up_s", onceSettled(differentiating, differentiating.warmUpSeconds()));
      json.set("allocated_bytes_per_derivative", onceSettled(differentiating, differentiating.bytesPerRepetition()));
    }
    return json;
  }

  private static JsonNode onceSettled(Pace pace, double number) {
    return pace.settled() ? JsonFile.number(number) : NullNode.getInstance();
  }

  /** A page to read. */
  String toText() {
    TextPage text = new TextPage();
    RobotModel model = settings.robot().model();
    SimulationSettings.Robots robots = settings.robots();
    text.line("%s: %d joints, nq %d, nv %d, %.4g kg",
        model.name(), model.joints().size(), model.nq(), model.nv(), model.totalMass());
    SimulationSettings.Stepping steps = settings.stepping();
    text.line("%,d robots, %,d steps of %s s%s, %s integrator%s, %s in %d-bit vectors, %s", robots.count(),
        steps.count(), steps.timeStep(), steps.timeStepOfFile() ? " (the file's)" : "",
        Choice.text(steps.integrator()).replace('_', '-'), integratorOfFile(), Choice.text(robots.precision()),
        Lanes.widest(robots.precision()).bits(), threads());
    if (settings.scene().keyframe() != null) {
      text.line("start: keyframe '%s' of the file", settings.scene().keyframe().name());
    }
    if (settings.scene().ground() != null) {
      text.line("ground: %s", settings.scene().ground().toText());
    }
    text.line("%s", Machine.cpu()).line();
    line(text, "robot-steps per second", format("%,.0f", stepsPerSecond()),
        format("%.1f ns per robot and step, %s", 1e9 / stepsPerSecond(), over(stepping)));
    warmUp(text, stepping);
    boolean knowsPeak = Double.isFinite(arithmetic.peak);
    line(text, "share of FMA peak", knowsPeak ? format("%.1f %%", 100 * peakShare()) : "-",
        (knowsPeak ? format("of %.0f GFLOP/s, measured before the run on %s", arithmetic.peak * 1e-9, threads())
        : "this JVM compiles no fused multiply-adds, so there is no peak") + format("; %,d flop a step",
            arithmetic.flops));
    line(text, "energy drift", Double.isFinite(drift.relative()) ? format("%.2g", drift.relative()) : "-",
        format("%d robots swung freely for %,d steps: %s", drift.robotCount(), drift.stepCount(),
            Double.isFinite(drift.relative()) ? "change of T + V over largest T" + order()
                : "some left the finite numbers, or had no T"));
    line(text, "non-finite robots", format("%,d", nonFiniteCount()), format("of %,d", robots.count()));
    if (differentiating != null) {
      text.line();
      line(text, settings.derivatives() + "s per second", format("%,.0f", robotCount() * differentiating.perSecond()),
          format("%.2f times the cost of a step, %s", stepping.perSecond() / differentiating.perSecond(),
              over(differentiating)));
      warmUp(text, differentiating);
    }
    return text.toString();
  }

  /** How the rule's own error, which the drift is, falls with the time step. */
  private String order() {
    Integrator rule = settings.stepping().integrator();
    return rule == Integrator.RK4 || rule == Integrator.PLAIN_RK4 ? "; half the time step makes it a 16th"
        : "; half the time step makes it half";
  }

  /** In words, where the file asks for a rule: in place of which, if not for this one. */
  private String integratorOfFile() {
    if (!settings.stepping().integratorOfFile()) {
      return "";
    }
    String asked = settings.robot().model().integrator();
    return asked.equalsIgnoreCase(settings.stepping().integrator().name()) ? " (the file's)"
        : " (for the file's " + asked + ")";
  }

  private static void warmUp(TextPage text, Pace pace) {
    if (pace.settled()) {
      line(text, "warm-up", format("%.2f s", pace.warmUpSeconds()), "until a window reached 90 % of the settled speed");
      line(text, "allocated after warm-up", format("%,.0f B", pace.bytesPerRepetition()),
          "each time, for the whole batch and all threads");
    } else {
      line(text, "warm-up", "not over",
          format("ended after %.2f s, before the speed had settled: take more --steps", pace.seconds()));
    }
  }

  private String threads() {
    int count = settings.robots().threadCount();
    return count == 1 ? "1 thread" : count + " threads";
  }

  private static String over(Pace pace) {
    return pace.settled() ? "median of " + pace.warmWindowCount() + " windows after warm-up" : "still warming up";
  }

  private static void line(TextPage text, String name, String value, String remark) {
    text.line("  %-24s %15s   %s", name, value, remark);
  }
}
