package io.github.lanewise.dynamics;

import io.github.lanewise.compile.Binding;
import io.github.lanewise.compile.Kernel;
import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.lanes.Lanes;
import io.github.lanewise.lanes.Workers;
import io.github.lanewise.lanes.Workspace;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.trace.Graph;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * One of the {@link Algorithms}, compiled for a robot, with a batch for each of its ports: set the inputs, run, read
 * the outputs.
 *
 * <pre>{@code
 * BatchedAlgorithm dynamics = BatchedAlgorithm.of(arm, Algorithms::articulatedBody, 1024); // a = M^-1 (tau - h)
 * dynamics.batch("tau").fill(1, 20);                                                       // [N m]
 * dynamics.run();
 * double a = dynamics.batch("a").get(1, 17);                                               // [rad/s^2]
 * }</pre>
 *
 * <p>Configurations begin neutral, so that quaternions have length 1, all other inputs as zeros. Those of the first run
 * are checked, see {@link StateCheck}; later ones are not. Nothing is allocated by later runs. One caller at a time.
 * With batches of one's own, {@link Kernel#compile} a graph and {@link Kernel#bind} it.
 */
public final class BatchedAlgorithm {
  private static final String CONFIGURATION = "q";

  private final RobotModel model;
  private final Kernel kernel;
  private final List<Graph.Port> ports;
  private final Batch[] batches;
  private final Binding binding;
  private final Workspace workspace;
  private boolean checked;

  private BatchedAlgorithm(RobotModel model, Kernel kernel, int robots) {
    this.model = model;
    this.kernel = kernel;
    ports = new ArrayList<>(kernel.inputs());
    ports.addAll(kernel.outputs());
    batches = ports.stream().map(port -> new Batch(kernel.lanes(), port.size(), robots)).toArray(Batch[]::new);
    workspace = new Workspace(kernel.lanes().type());
    binding = kernel.bind(batches);
    double[] neutral = model.neutral();
    for (int row = 0; row < neutral.length && hasConfiguration(); row++) {
      batch(CONFIGURATION).fill(row, neutral[row]);
    }
  }

  /**
   * In double on the widest vectors of this machine.
   *
   * @param model the robot
   * @param algorithm such as {@code Algorithms::articulatedBody}
   * @param robots how many
   * @return compiled, with batches of its own
   */
  public static BatchedAlgorithm of(RobotModel model, Function<RobotModel, Graph> algorithm, int robots) {
    return of(model, algorithm, Lanes.widest(ElementType.DOUBLE), robots);
  }

  /**
   * The same on other lanes.
   *
   * @param model the robot
   * @param algorithm such as {@code Algorithms::articulatedBody}
   * @param lanes number type and vector width
   * @param robots how many
   * @return compiled, with batches of its own
   */
  public static BatchedAlgorithm of(RobotModel model, Function<RobotModel, Graph> algorithm, Lanes lanes, int robots) {
    return new BatchedAlgorithm(model, Kernel.compile(algorithm.apply(model), lanes), robots);
  }

  /**
   * {@return the batch of a port: an input, to be set, or an output (modified by running)}
   *
   * @param port its name, as {@link Algorithms} says
   * @throws IllegalArgumentException if there is no such port, with those there are
   */
  public Batch batch(String port) {
    for (int p = 0; p < batches.length; p++) {
      if (ports.get(p).name().equals(port)) {
        return batches[p];
      }
    }
    throw new IllegalArgumentException("no port '" + port + "' of " + kernel.name() + ": it has "
        + String.join(", ", ports.stream().map(Graph.Port::name).toList()));
  }

  /** {@return the compiled algorithm} */
  public Kernel kernel() {
    return kernel;
  }

  /**
   * Computes the outputs of all robots, in the calling thread.
   *
   * @throws IllegalArgumentException of the first run, if a configuration is one that cannot be
   */
  public void run() {
    check();
    binding.run(workspace);
  }

  /**
   * The same, blocks shared among workers.
   *
   * @param workers of the same number type
   * @throws IllegalArgumentException as {@link #run()}, and if they are of the other number type
   */
  public void run(Workers workers) {
    check();
    binding.run(workers);
  }

  private boolean hasConfiguration() {
    return kernel.inputs().stream().anyMatch(port -> port.name().equals(CONFIGURATION));
  }

  private void check() {
    if (!checked && hasConfiguration()) {
      StateCheck.require(model, batch(CONFIGURATION));
    }
    checked = true;
  }

  @Override
  public String toString() {
    return kernel + " on " + batches[0].robotCount() + " robots";
  }
}
