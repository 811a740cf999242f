package io.github.lanewise.hardware.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.lanewise.lanes.Lanes;
import io.github.lanewise.model.RobotModel;
import java.io.IOException;
import java.util.Locale;

/**
 * What a run was like, for people and for programs: the same numbers.
 *
 * @param stepping pace of the steps of the whole batch
 * @param differentiating pace of the derivatives of the whole batch, or null
 * @param peak FMA peak of the threads that ran [flop/s]
 * @param flops floating-point operations of one robot's step
 * @param nonFinite robots that ended with a non-finite state
 * @param drift of the energy in free swing
 */
record SimulationReport(
    SimulationSettings settings,
    Pace stepping,
    Pace differentiating,
    double peak,
    long flops,
    int nonFinite,
    EnergyDrift drift) {
  private double stepsPerSecond() {
    return settings.batch() * stepping.perSecond();
  }

  private double peakShare() {
    return flops * stepsPerSecond() / peak;
  }

  /** Keys with their units; null where a run was too short to tell, or a number is not finite. */
  ObjectNode toJson() throws IOException {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("version", Version.number());
    json.set("settings", settings.toJson());
    json.set("machine", Machine.toJson());
    json.set("jvm", Machine.jvm());
    json.put("robot_steps_per_second", stepsPerSecond());
    json.put("nanoseconds_per_robot_step", 1e9 / stepsPerSecond());
    json.put("speed_windows", stepping.warmWindows());
    json.put("run_seconds", stepping.seconds());
    json.put("warmed_up", stepping.settled());
    json.set("warm_up_seconds", onceSettled(stepping, stepping.warmUpSeconds()));
    json.set("allocated_bytes_per_step", onceSettled(stepping, stepping.bytesPerRepetition()));
    json.set("fma_peak_share", JsonFile.number(peakShare()));
    json.set("fma_peak_flops_per_second", JsonFile.number(peak));
    json.put("flops_per_robot_step", flops);
    json.set("energy_drift_relative", JsonFile.number(drift.relative()));
    json.put("energy_drift_robots", drift.robots());
    json.put("energy_drift_steps", drift.steps());
    json.put("non_finite_robots", nonFinite);
    if (differentiating != null) {
      json.put("robot_derivatives_per_second", settings.batch() * differentiating.perSecond());
      json.put("derivative_cost_in_steps", stepping.perSecond() / differentiating.perSecond());
      json.put("derivatives_warmed_up", differentiating.settled());
      json.set("derivative_warm_up_seconds", onceSettled(differentiating, differentiating.warmUpSeconds()));
      json.set("allocated_bytes_per_derivative", onceSettled(differentiating, differentiating.bytesPerRepetition()));
    }
    return json;
  }

  private static JsonNode onceSettled(Pace pace, double number) {
    return pace.settled() ? JsonFile.number(number) : NullNode.getInstance();
  }

  /** A page to read. */
  String toText() {
    StringBuilder text = new StringBuilder();
    RobotModel model = settings.model();
    text.append(format("%s: %d joints, nq %d, nv %d, %.4g kg%n",
        model.name(), model.joints().size(), model.nq(), model.nv(), model.totalMass()));
    text.append(format("%,d robots, %,d steps of %s s, %s integrator, %s in %d-bit vectors, %s%n%s%n%n",
        settings.batch(), settings.steps(), settings.timeStep(), lowerCase(settings.integrator()).replace('_', '-'),
        lowerCase(settings.precision()), Lanes.widest(settings.precision()).bits(), threads(), Machine.cpu()));
    line(text, "robot-steps per second", format("%,.0f", stepsPerSecond()),
        format("%.1f ns per robot and step, %s", 1e9 / stepsPerSecond(), over(stepping)));
    warmUp(text, stepping);
    line(text, "share of FMA peak", format("%.1f %%", 100 * peakShare()),
        format("of %.0f GFLOP/s, measured before the run on %s; %,d flop a step", peak * 1e-9, threads(), flops));
    line(text, "energy drift", format("%.2g", drift.relative()),
        format("%d robots swung freely for %,d steps: change of T + V over largest T", drift.robots(), drift.steps()));
    line(text, "non-finite robots", format("%,d", nonFinite), format("of %,d", settings.batch()));
    if (differentiating != null) {
      text.append(System.lineSeparator());
      line(text, settings.derivatives() + "s per second",
          format("%,.0f", settings.batch() * differentiating.perSecond()),
          format("%.2f times the cost of a step, %s", stepping.perSecond() / differentiating.perSecond(),
              over(differentiating)));
      warmUp(text, differentiating);
    }
    return text.toString();
  }

  private static void warmUp(StringBuilder text, Pace pace) {
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
    return settings.threads() == 1 ? "1 thread" : settings.threads() + " threads";
  }

  private static String over(Pace pace) {
    return pace.settled() ? "median of " + pace.warmWindows() + " windows after warm-up" : "still warming up";
  }

  private static String lowerCase(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static void line(StringBuilder text, String name, String value, String remark) {
    text.append(format("  %-24s %15s   %s%n", name, value, remark));
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
