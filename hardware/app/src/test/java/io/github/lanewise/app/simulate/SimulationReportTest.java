package io.github.lanewise.app.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.lanewise.app.options.NamedRobot;
import io.github.lanewise.app.simulate.SimulationSettings.Derivatives;
import io.github.lanewise.app.timing.Pace;
import io.github.lanewise.dynamics.Integrator;
import io.github.lanewise.lanes.DivergenceException;
import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.model.RobotModel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The reported numbers against a run whose windows are made up: 1 s of warm-up, then a speed that is known. */
final class SimulationReportTest {
  private static final int BATCH = 200;

  private static Pace pace(double perSecond, int windows) {
    List<Pace.Window> list = new ArrayList<>(List.of(new Pace.Window(1, 1, 1, 5000)));
    for (int k = 1; k <= windows; k++) {
      list.add(new Pace.Window((int) (perSecond / 50), 0.02, 1 + 0.02 * k, 0));
    }
    return new Pace(list);
  }

  private static SimulationReport report(int windows) {
    SimulationSettings settings = new SimulationSettings(new NamedRobot("arm7", RobotModel.builtIn("arm7")), false,
        new SimulationSettings.Robots(BATCH, 1, ElementType.FLOAT, 2),
        new SimulationSettings.Stepping(1000, 1e-3, Integrator.RK4, true, false),
        new SimulationSettings.Scene(null, null), new SimulationSettings.Gains(null, null), Derivatives.VJP);
    return new SimulationReport(settings, pace(5000, windows), pace(2000, windows),
        new SimulationReport.Arithmetic(1e10, 1000),
        new DivergenceException(new int[] {1, 5, 8}, "they flew apart"), new EnergyDrift(Double.NaN, 32, 500));
  }

  @Test
  void aSettledRun() {
    JsonNode json = report(100).toJson();
    assertNumber(json, "robot_steps_per_second", 5000 * BATCH);
    assertNumber(json, "nanoseconds_per_robot_step", 1000);
    assertNumber(json, "fma_peak_share", 1000.0 * 5000 * BATCH / 1e10);
    assertNumber(json, "warm_up_s", 1.02);
    assertNumber(json, "allocated_bytes_per_step", 0);
    assertNumber(json, "run_s", 3);
    assertNumber(json, "robot_derivatives_per_second", 2000 * BATCH);
    assertNumber(json, "derivative_cost_in_steps", 2.5);
    assertNumber(json, "non_finite_robots", 3);
    assertThat(json.get("energy_drift_relative").isNull()).isTrue();
    assertThat(report(100).toText())
        .contains("1,000,000   1000.0 ns per robot and step, median of 99 windows after warm-up")
        .contains("1.02 s   until", "10.0 %   of 10 GFLOP/s", "0 B   each time", "400,000   2.50 times", "3   of 200")
        .doesNotContain("null", "still");
  }

  @Test
  void aRunThatIsTooShortToTell() {
    JsonNode json = report(3).toJson();
    assertThat(json.get("warmed_up").asBoolean()).isFalse();
    assertThat(json.get("warm_up_s").isNull()).isTrue();
    assertThat(json.get("allocated_bytes_per_step").isNull()).isTrue();
    assertThat(report(3).toText()).contains("still warming up", "not over   ended after 1.06 s").doesNotContain("0 B");
  }

  private static void assertNumber(JsonNode json, String key, double expected) {
    assertThat(json.get(key).isNumber()).as(key).isTrue();
    assertThat(json.get(key).asDouble()).as(key).isCloseTo(expected, within(1e-12 * Math.abs(expected)));
  }
}
