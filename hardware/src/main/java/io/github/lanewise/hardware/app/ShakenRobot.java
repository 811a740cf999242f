package io.github.lanewise.hardware.app;

import io.github.lanewise.policy.Disturbance;
import io.github.lanewise.policy.DivergenceException;
import io.github.lanewise.policy.Policy;
import io.github.lanewise.policy.PolicySimulation;
import io.github.lanewise.sensitivity.Rollouts;
import io.github.lanewise.sensitivity.shaking.Shaking;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;

/** The simulated robot, shaken around any parameters; each time with other random numbers. */
final class ShakenRobot implements AutoCloseable {
  private final ShakeSettings settings;
  private final Policy policy;
  private final PolicySimulation simulation;
  private final Shaking shaking;
  private final List<String> dropped = new ArrayList<>();
  private long visit;

  ShakenRobot(ShakeSettings settings) {
    this.settings = settings;
    policy = settings.policy();
    double[] sigma = Arrays.stream(policy.scales()).map(scale -> scale * settings.sigma()).toArray();
    shaking = new Shaking(settings.design(), sigma, settings.antithetic(), settings.nominals(), settings.seed());
    requireMemory();
    simulation = PolicySimulation.of(settings.model(), policy).steps(settings.steps()).timeStep(settings.timeStep())
        .threads(settings.threads()).build();
  }

  private void requireMemory() {
    long rows = 3L * settings.model().nv();
    long bytes = Math.multiplyExact(Math.multiplyExact(rows * Double.BYTES, (long) settings.steps()),
        (long) settings.rollouts());
    long available = Runtime.getRuntime().maxMemory();
    if (bytes > available / 3 || bytes / Double.BYTES > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("out of memory: the logs of " + settings.rollouts() + " roll-outs of "
          + settings.steps() + " steps take " + (bytes >> 20) + " MiB, and their estimates as much again, of the "
          + (available >> 20) + " MiB that this JVM may use; take fewer --rollouts or --steps, or let it have more by"
          + " JDK_JAVA_OPTIONS=-Xmx...");
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

  /** K of a shake. */
  int rollouts() {
    return settings.rollouts();
  }

  /** How many roll-outs of a shake repeat the parameters in its middle. */
  int nominals() {
    return settings.nominals();
  }

  /** The logs of the roll-outs around these parameters. */
  Rollouts shake(double[] nominal) {
    long seed = settings.seed() + visit;
    DMatrixRMaj parameters = shaking.withSeed(seed).parameters(nominal, settings.rollouts());
    return run(nominal, parameters, settings.disturbance().withSeed(seed), "of visit " + visit++);
  }

  /** The same with perturbations so many times as large; empty if one flew apart. */
  Optional<Rollouts> shake(double[] nominal, double scale) {
    long seed = settings.seed() + visit;
    return unlessDiverging(nominal, shaking.scaled(scale).withSeed(seed).parameters(nominal, settings.rollouts()));
  }

  /** The logs of as many roll-outs as a shake has nominal ones, with these parameters; empty if one flew apart. */
  Optional<Rollouts> repeat(double[] parameters) {
    DMatrixRMaj same = new DMatrixRMaj(settings.nominals(), parameters.length);
    for (int k = 0; k < same.numRows; k++) {
      System.arraycopy(parameters, 0, same.data, k * parameters.length, parameters.length);
    }
    return unlessDiverging(parameters, same);
  }

  private Optional<Rollouts> unlessDiverging(double[] nominal, DMatrixRMaj parameters) {
    try {
      long seed = settings.seed() + visit++;
      return Optional.of(simulation.run(nominal, parameters, settings.disturbance().withSeed(seed)));
    } catch (DivergenceException flewApart) {
      return Optional.empty();
    }
  }

  /** The actions that an open-loop policy sent in these roll-outs, T m x K; empty if it looks at the state. */
  Optional<DMatrixRMaj> commands(Rollouts rollouts) {
    return simulation.commands(rollouts.parameters());
  }

  /** So many roll-outs with perturbations that are in no design, of the same size, without noise and delay. */
  Rollouts perturbed(double[] nominal, int count) {
    DMatrixRMaj parameters =
        new Shaking(Shaking.Design.UNIFORM, shaking.sigma()).withSeed(~settings.seed()).parameters(nominal, count);
    return run(nominal, parameters, Disturbance.NONE, "to be predicted");
  }

  private Rollouts run(double[] nominal, DMatrixRMaj parameters, Disturbance disturbance, String which) {
    try {
      return simulation.run(nominal, parameters, disturbance);
    } catch (DivergenceException e) {
      if (!settings.dropBad()) {
        throw new IllegalArgumentException(e.getMessage() + " (--drop-bad goes on without)", e);
      }
      if (e.rollouts().length == parameters.numRows) {
        throw new IllegalArgumentException("all roll-outs " + which
            + " left the finite numbers: take a smaller --sigma or --time-step", e);
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
