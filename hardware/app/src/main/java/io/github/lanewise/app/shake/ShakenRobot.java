package io.github.lanewise.app.shake;

import io.github.lanewise.app.console.Memory;
import io.github.lanewise.lanes.DivergenceException;
import io.github.lanewise.policy.Disturbance;
import io.github.lanewise.policy.Policy;
import io.github.lanewise.policy.PolicySimulation;
import io.github.lanewise.policy.SimulatedPlant;
import io.github.lanewise.sensitivity.Rollouts;
import io.github.lanewise.sensitivity.shaking.Shaking;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;

/** The simulated robot, shaken around any parameters; each time with other random numbers. */
final class ShakenRobot implements AutoCloseable {
  private final ShakeSettings settings;
  private final ShakeSettings.Perturbation design;
  private final Policy policy;
  private final PolicySimulation simulation;
  private final Shaking shaking;
  private final List<String> dropped = new ArrayList<>();
  private long visit;

  ShakenRobot(ShakeSettings settings) {
    this.settings = settings;
    policy = settings.policy();
    design = settings.perturbation();
    shaking = design.of(policy);
    requireMemory();
    simulation = PolicySimulation.of(settings.model(), policy).steps(settings.motion().stepCount())
        .timeStep(settings.motion().timeStep()).threads(settings.subject().threadCount()).build();
  }

  private void requireMemory() {
    long rows = 3L * settings.model().nv();
    long bytes = Math.multiplyExact(Math.multiplyExact(rows * Double.BYTES, (long) settings.motion().stepCount()),
        (long) design.rolloutCount());
    if (bytes > Memory.limit() / 3 || bytes / Double.BYTES > Integer.MAX_VALUE) {
      throw Memory.exceeded("the logs of " + design.rolloutCount() + " roll-outs of " + settings.motion().stepCount()
          + " steps, with their estimates,", 2 * bytes, "fewer --rollouts or --steps");
    }
  }

  Policy policy() {
    return policy;
  }

  PolicySimulation simulation() {
    return simulation;
  }

  /** How far each parameter is shaken. */
  double[] reach() {
    return shaking.reach();
  }

  /** Roll-outs that flew apart and were left out, one sentence each. */
  List<String> dropped() {
    return dropped;
  }

  /** The logs of the roll-outs around these parameters. */
  Rollouts shake(double[] nominal) {
    long seed = design.seed() + visit;
    DMatrixRMaj parameters = shaking.withSeed(seed).parameters(nominal, design.rolloutCount());
    return run(nominal, parameters, settings.disturbance().withSeed(seed), "of visit " + visit++);
  }

  /** The robot as improvement sees it, from here on. */
  SimulatedPlant plant(Function<Rollouts, double[]> returns) {
    return new SimulatedPlant(simulation, shaking, design.rolloutCount(), design.nominalCount(),
        settings.disturbance().withSeed(design.seed() + visit), returns);
  }

  /** The actions that an open-loop policy sent in these roll-outs, T m x K; empty if it looks at the state. */
  Optional<DMatrixRMaj> commands(Rollouts rollouts) {
    return simulation.commands(rollouts.parameters());
  }

  /** So many roll-outs with perturbations that are in no design, of the same size, without noise and delay. */
  Rollouts perturbed(double[] nominal, int count) {
    DMatrixRMaj parameters =
        new Shaking(Shaking.Design.UNIFORM, shaking.sigma()).withSeed(~design.seed()).parameters(nominal, count);
    return run(nominal, parameters, Disturbance.NONE, "to be predicted");
  }

  private Rollouts run(double[] nominal, DMatrixRMaj parameters, Disturbance disturbance, String which) {
    try {
      return simulation.run(nominal, parameters, disturbance);
    } catch (DivergenceException e) {
      if (!settings.logs().dropBad()) {
        throw new IllegalArgumentException(e.getMessage() + " (--drop-bad goes on without)", e);
      }
      if (e.rollouts().length == parameters.numRows) {
        throw new IllegalArgumentException("all roll-outs " + which
            + " left the finite numbers: take a smaller --sigma or a higher --rate", e);
      }
      Arrays.stream(e.rollouts()).forEach(k -> dropped.add("roll-out " + k + " " + which
          + ": left the finite numbers"));
      return simulation.run(nominal, without(parameters, e.rollouts()), disturbance);
    }
  }

  private static DMatrixRMaj without(DMatrixRMaj parameters, int[] rows) {
    Set<Integer> bad = Arrays.stream(rows).boxed().collect(Collectors.toSet());
    int[] good = IntStream.range(0, parameters.numRows).filter(k -> !bad.contains(k)).toArray();
    DMatrixRMaj rest = new DMatrixRMaj(good.length, parameters.numCols);
    for (int k = 0; k < good.length; k++) {
      System.arraycopy(parameters.data, good[k] * parameters.numCols, rest.data, k * parameters.numCols,
          parameters.numCols);
    }
    return rest;
  }

  @Override
  public void close() {
    simulation.close();
  }
}
