package io.github.lanewise.app.simulate;

import io.github.lanewise.app.console.Memory;
import io.github.lanewise.app.console.Progress;
import io.github.lanewise.app.options.Choice;
import io.github.lanewise.app.simulate.SimulationSettings.Derivatives;
import io.github.lanewise.app.timing.Allocations;
import io.github.lanewise.app.timing.Pace;
import io.github.lanewise.dynamics.StateCheck;
import io.github.lanewise.lanes.Batch;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.simulation.Simulation;
import io.github.lanewise.simulation.StepPullback;
import java.util.Locale;
import java.util.function.IntConsumer;

/**
 * The run behind {@code lanewise simulate}: the steps, then as many derivatives at the state they ended in, then the
 * energy check, each timed by itself.
 */
final class SimulationRun {
  private final SimulationSettings settings;
  private final SimulationSettings.Robots robots;
  private final SimulationSettings.Stepping stepping;
  private final RobotModel model;

  SimulationRun(SimulationSettings settings) {
    this.settings = settings;
    robots = settings.robots();
    stepping = settings.stepping();
    model = settings.robot().model();
  }

  /**
   * Runs it.
   *
   * @throws IllegalArgumentException if the batch takes more memory than there is; the message says how much
   */
  SimulationReport run() {
    if (settings.bytes() > Memory.limit()) {
      throw Memory.exceeded(String.format(Locale.ROOT, "%,d robots '%s' in %s", robots.count(), model.name(),
          Choice.text(robots.precision())), settings.bytes(), "a smaller --batch");
    }
    double peak = FmaPeak.flopsPerSecond(robots.precision(), robots.threadCount());
    try (Simulation simulation = build()) {
      settings.start(simulation.state());
      HoldGains.hold(simulation, settings.held());
      Pace steps = pace("steps", simulation::step);
      Pace differentiating = null;
      if (settings.derivatives() != Derivatives.NONE) {
        Runnable derivative = derivative(simulation);
        differentiating = pace(settings.derivatives() + "s", count -> {
          for (int k = 0; k < count; k++) {
            derivative.run();
          }
        });
      }
      int[] lost = StateCheck.lost(model, simulation.state());
      return new SimulationReport(settings, steps, differentiating,
          new SimulationReport.Arithmetic(peak, simulation.stepKernel().flops()),
          lost.length == 0 ? null : new Divergence(settings).of(simulation, lost), energyDrift());
    }
  }

  private Simulation build() {
    return settings.scene().on(Simulation.of(model))
        .precision(robots.precision())
        .robots(robots.count())
        .threads(robots.threadCount())
        .timeStep(stepping.timeStep())
        .integrator(stepping.integrator())
        .control(HoldGains.law(model, settings.gains().stiffness(), settings.gains().damping()))
        .build();
  }

  private Pace pace(String task, IntConsumer work) {
    try (Progress progress = Progress.start(task, stepping.count())) {
      return Pace.of(stepping.count(), work, System::nanoTime, new Allocations(), progress);
    }
  }

  /** The pullback of a cotangent of ones, or the whole Jacobians. */
  private Runnable derivative(Simulation simulation) {
    if (settings.derivatives() == Derivatives.JACOBIAN) {
      return simulation.jacobian()::run;
    }
    StepPullback pullback = simulation.pullback();
    for (int row = 0; row < pullback.nextBar().rowCount(); row++) {
      pullback.nextBar().fill(row, 1);
    }
    return pullback::run;
  }

  private EnergyDrift energyDrift() {
    int count = Math.min(robots.count(), EnergyDrift.ROBOTS);
    Batch start = new Batch(robots.precision(), model.nq() + model.nv(), count);
    settings.start(start);
    return EnergyDrift.measure(model, stepping.integrator(), stepping.timeStep(), stepping.count(), start);
  }
}
