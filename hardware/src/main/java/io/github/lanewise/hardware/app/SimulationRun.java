package io.github.lanewise.hardware.app;

import io.github.lanewise.compile.Binding;
import io.github.lanewise.hardware.app.SimulationSettings.Derivatives;
import io.github.lanewise.lanes.Batch;
import io.github.lanewise.model.Joint;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.simulation.Simulation;
import java.util.List;
import java.util.Locale;
import java.util.function.IntConsumer;

/**
 * The run behind {@code lanewise simulate}: the steps, then as many derivatives at the state they ended in, then the
 * energy check, each timed by itself.
 */
final class SimulationRun {
  private final SimulationSettings settings;
  private final RobotModel model;

  SimulationRun(SimulationSettings settings) {
    this.settings = settings;
    model = settings.model();
  }

  /**
   * Runs it.
   *
   * @throws IllegalArgumentException if the batch takes more memory than there is; the message says how much
   */
  SimulationReport run() {
    if (settings.bytes() > Runtime.getRuntime().maxMemory()) {
      throw tooLarge();
    }
    try {
      return runInMemory();
    } catch (OutOfMemoryError e) {
      throw tooLarge();
    }
  }

  private IllegalArgumentException tooLarge() {
    long mebibyte = 1 << 20;
    return new IllegalArgumentException(String.format(Locale.ROOT,
        "out of memory: %,d robots '%s' in %s take %,d MiB, and this JVM may use %,d MiB; take a smaller --batch,"
            + " or let it have more by JDK_JAVA_OPTIONS=-Xmx...",
        settings.batch(), model.name(), settings.precision().name().toLowerCase(Locale.ROOT),
        Math.ceilDiv(settings.bytes(), mebibyte), Runtime.getRuntime().maxMemory() / mebibyte));
  }

  private SimulationReport runInMemory() {
    double peak = FmaPeak.flopsPerSecond(settings.precision(), settings.threads());
    try (Simulation simulation = build()) {
      InitialStates.fill(model, settings.seed(), simulation.state());
      List<Joint> held = HoldGains.heldJoints(model);
      for (int j = 0; j < held.size(); j++) {
        simulation.action().fill(j, model.neutral()[held.get(j).idxQ()]);
      }
      Pace stepping = pace("steps", simulation::step);
      Pace differentiating = null;
      if (settings.derivatives() != Derivatives.NONE) {
        Binding derivative = derivative(simulation);
        differentiating = pace(settings.derivatives() + "s", count -> {
          for (int k = 0; k < count; k++) {
            simulation.run(derivative);
          }
        });
      }
      return new SimulationReport(settings, stepping, differentiating, peak, simulation.stepKernel().flops(),
          simulation.state().nonFinite(), energyDrift());
    }
  }

  private Simulation build() {
    return Simulation.of(model)
        .precision(settings.precision())
        .robots(settings.batch())
        .threads(settings.threads())
        .timeStep(settings.timeStep())
        .integrator(settings.integrator())
        .control(HoldGains.law(model, settings.stiffness(), settings.damping()))
        .build();
  }

  private Pace pace(String task, IntConsumer work) {
    try (Progress progress = Progress.start(task, settings.steps())) {
      return Pace.of(settings.steps(), work, System::nanoTime, new Allocations(), progress);
    }
  }

  /** The pullback of a cotangent of ones, or the whole Jacobians. */
  private Binding derivative(Simulation simulation) {
    int tangent = 2 * model.nv();
    Batch ofAction = simulation.actions() == 0 ? null : batch(
        settings.derivatives() == Derivatives.VJP ? simulation.actions() : tangent * simulation.actions());
    if (settings.derivatives() == Derivatives.JACOBIAN) {
      return simulation.jacobian(batch(model.nq() + model.nv()), batch(tangent * tangent), ofAction);
    }
    Batch nextBar = batch(tangent);
    for (int row = 0; row < tangent; row++) {
      nextBar.fill(row, 1);
    }
    Batch next = batch(model.nq() + model.nv());
    return simulation.vjp(nextBar, batch(tangent), null, next, batch(tangent), ofAction, null);
  }

  private Batch batch(int rows) {
    return new Batch(settings.precision(), rows, settings.batch());
  }

  private EnergyDrift energyDrift() {
    int robots = Math.min(settings.batch(), EnergyDrift.ROBOTS);
    Batch start = new Batch(settings.precision(), model.nq() + model.nv(), robots);
    InitialStates.fill(model, settings.seed(), start);
    return EnergyDrift.measure(model, settings.integrator(), settings.timeStep(), settings.steps(), start);
  }
}
