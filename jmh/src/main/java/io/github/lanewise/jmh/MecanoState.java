package io.github.lanewise.jmh;

import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.trace.Graph;
import java.util.Arrays;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Mecano on the states that the kernels get, robot by robot, its results checked before anything is timed. Double only.
 */
@State(Scope.Thread)
public class MecanoState {
  /** What to compute. */
  @Param({"RNEA", "CRBA", "ABA"})
  public Algorithm algorithm;
  /** As {@link KernelState#robot()} says. */
  @Param("arm7")
  public String robot;

  private Runnable task;

  /** Builds the robot, compares and warms up. */
  @Setup
  public void setup() {
    prepare();
    Steady.reach(task);
  }

  /** Builds the robot, runs once and compares. */
  void prepare() {
    RobotModel model = Robots.load(robot);
    Graph graph = algorithm.graph(model);
    Batch[] inputs = States.random(model, graph.inputs(), ElementType.DOUBLE);
    double[][] output = new double[Settings.BATCH][graph.outputs().getFirst().size()];
    double[][][] states = Arrays.stream(inputs).map(MecanoState::robots).toArray(double[][][]::new);
    task = MecanoLoader.task(algorithm.name(), robot, states, output);
    run();
    Agreement.check("mecano", graph, inputs, k -> new double[][] {output[k]}, Agreement.tolerance(ElementType.DOUBLE));
  }

  private static double[][] robots(Batch batch) {
    double[][] rows = new double[batch.robotCount()][];
    Arrays.setAll(rows, batch::robot);
    return rows;
  }

  /** Computes the whole batch. */
  public void run() {
    task.run();
  }
}
