package io.github.lanewise.jmh;

import io.github.lanewise.compile.Binding;
import io.github.lanewise.compile.Kernel;
import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.lanes.Lanes;
import io.github.lanewise.lanes.Workspace;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.trace.Graph;
import java.util.Arrays;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A kernel bound to a batch of random robots, its results checked before anything is timed. */
@State(Scope.Thread)
public abstract class KernelState {
  /** Number type. */
  @Param({"DOUBLE", "FLOAT"})
  public ElementType type;

  /** Vector width: {@code widest}, {@code scalar} for the scalar twin, or 128, 256, 512. */
  @Param({"widest", "scalar"})
  public String lanes;

  private Binding binding;
  private Workspace workspace;

  /** A built-in robot or the path of a URDF or MJCF file; {@code free:} in front gives it a free base. */
  protected abstract String robot();

  /** What to compile. */
  protected abstract Graph graph(RobotModel model);

  /** Compiles, compares and warms up. */
  @Setup
  public void setup() {
    prepare();
    Steady.reach(this::run);
  }

  /** Compiles, runs once and compares. */
  void prepare() {
    RobotModel model = Robots.load(robot());
    Graph graph = graph(model);
    Kernel kernel = Kernel.compile(graph, parse(lanes, type));
    Batch[] inputs = States.random(model, graph.inputs(), type);
    Batch[] outputs = graph.outputs().stream()
        .map(port -> new Batch(type, port.size(), Settings.BATCH)).toArray(Batch[]::new);
    binding = kernel.bind(Stream.concat(Arrays.stream(inputs), Arrays.stream(outputs)).toArray(Batch[]::new));
    workspace = new Workspace(type);
    binding.prepare(workspace);
    run();
    Agreement.check(kernel.lanes().toString(), graph, inputs,
        k -> Arrays.stream(outputs).map(batch -> batch.robot(k)).toArray(double[][]::new), Agreement.tolerance(type));
    Rates.flops(type, kernel.flops());
  }

  static Lanes parse(String lanes, ElementType type) {
    return switch (lanes) {
      case "widest" -> Lanes.widest(type);
      case "scalar" -> Lanes.scalar(type);
      default -> new Lanes(type, Integer.parseInt(lanes));
    };
  }

  /** Computes the whole batch. */
  public void run() {
    binding.run(workspace);
  }
}
