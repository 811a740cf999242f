package io.github.lanewise.jmh;

import io.github.lanewise.deformable.BoxTool;
import io.github.lanewise.deformable.Rope;
import io.github.lanewise.deformable.RopeMaterial;
import io.github.lanewise.deformable.RopeSimulation;
import io.github.lanewise.deformable.ToolLaw;
import io.github.lanewise.deformable.Whip;
import io.github.lanewise.lanes.ElementType;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** {@link RopeStep#step} of one rope in float in plain C, which gcc optimises for this machine. */
@State(Scope.Thread)
@Fork(value = 2, jvmArgsAppend = OpenBlas.JVM_ARGUMENT)
public class RopeStepNative extends Settings {
  /** Of places after all substeps [m]. */
  private static final double TOLERANCE = 2e-5;

  /** Which of the two. */
  @Param({"WHIP", "PUSH"})
  public RopeStep.Task task;

  /** What is compiled, by gcc on the path. */
  @Param("jmh/src/native-peers/c/rope.c")
  public String source;

  private final Arena arena = Arena.ofConfined();
  private MemorySegment description;
  private MemorySegment start;
  private MemorySegment state;
  private MemorySegment commands;
  private MemorySegment grid;
  private MemorySegment first;
  private MemorySegment weights;
  private MethodHandle run;

  /** Compiles the C code and compares it. */
  @Setup
  public void setup() throws IOException, InterruptedException {
    run = PlainC.function(source, "rope_run", FunctionDescriptor.ofVoid(ValueLayout.ADDRESS, ValueLayout.ADDRESS,
        ValueLayout.ADDRESS, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS,
        ValueLayout.ADDRESS), arena);
    describe();
    allocate();
    compare();
  }

  private void describe() {
    Rope rope = task.rope;
    RopeMaterial material = rope.material();
    BoxTool tool = rope.tool();
    boolean sticky = tool.law() == ToolLaw.STICKY;
    int[] counts = {rope.particleCount(), rope.cells(), rope.window().x(), rope.window().y(), rope.window().z(),
        sticky ? 1 : 0};
    double volume = Math.pow(rope.shape().spacing(), 3);
    double young = material.young();
    double nu = material.poisson();
    double[] numbers = {rope.timeStep(), rope.gravity(), volume, volume * material.density(), young / (2 * (1 + nu)),
        young * nu / ((1 + nu) * (1 - 2 * nu)), material.shortest(), material.longest(), rope.groundFriction(),
        tool.friction(), tool.reach(), tool.halfX(), tool.halfY(), tool.halfZ()};
    description = arena.allocate((long) (counts.length + numbers.length) * Float.BYTES, Integer.BYTES);
    for (int k = 0; k < counts.length; k++) {
      description.setAtIndex(ValueLayout.JAVA_INT, k, counts[k]);
    }
    for (int k = 0; k < numbers.length; k++) {
      description.setAtIndex(ValueLayout.JAVA_FLOAT, counts.length + k, (float) numbers[k]);
    }
  }

  private void allocate() {
    int n = task.rope.particleCount();
    Rope.Nodes window = task.rope.window();
    grid = floats(4L * window.x() * window.y() * window.z());
    first = arena.allocate((long) n * Integer.BYTES, Integer.BYTES);
    weights = floats(12L * n);
    state = floats(24L * n + 3);
    start = floats(24L * n + 3);
    double[] values = new double[6];
    new Whip().commands(RopeStep.ACTION, new double[3], values);
    commands = floats(6);
    for (int row = 0; row < 6; row++) {
      commands.setAtIndex(ValueLayout.JAVA_FLOAT, row, (float) values[row]);
    }
    double[] x = task.start();
    for (int c = 0; c < 3; c += 2) {
      double mean = 0;
      for (int p = 0; p < n; p++) {
        mean += x[3 * p + c] / n;
      }
      double shift = (c == 0 ? window.x() : window.z()) / 2 / (double) task.rope.cells() - mean;
      for (int p = 0; p < n; p++) {
        x[3 * p + c] += shift; // into the window, as a step begins
      }
      x[24 * n + c] += shift;
    }
    for (int row = 0; row < x.length; row++) {
      start.setAtIndex(ValueLayout.JAVA_FLOAT, row, (float) x[row]);
    }
  }

  private MemorySegment floats(long count) {
    return arena.allocate(count * Float.BYTES, 64);
  }

  /** All substeps, beside those of the library: by how far each particle has moved. */
  private void compare() {
    int n = task.rope.particleCount();
    try (RopeSimulation simulation = new RopeSimulation(task.rope, new Whip(), ElementType.FLOAT, 1, 1)) {
      double[] x = task.start();
      simulation.state().setRobot(0, x);
      simulation.action().setRobot(0, RopeStep.ACTION);
      simulation.step();
      step();
      double most = 0;
      for (int row = 0; row < 3 * n; row++) {
        double ours = simulation.state().get(row, 0) - x[row];
        double theirs = state.getAtIndex(ValueLayout.JAVA_FLOAT, row)
            - start.getAtIndex(ValueLayout.JAVA_FLOAT, row);
        if (!(Math.abs(ours - theirs) < TOLERANCE)) {
          throw new IllegalStateException("row " + row + " has moved by " + theirs + " in C and by " + ours
              + " in the library");
        }
        most = Math.max(most, Math.abs(ours));
      }
      if (most < 10 * TOLERANCE) {
        throw new IllegalStateException("no particle has moved by more than " + most + ", which compares nothing");
      }
    }
  }

  /** A step of one rope. */
  @Benchmark
  @OperationsPerInvocation(RopeStep.SUBSTEPS)
  public void step() {
    MemorySegment.copy(start, 0, state, 0, start.byteSize());
    try {
      run.invokeExact(description, state, commands, 1, RopeStep.SUBSTEPS, grid, first, weights);
    } catch (Throwable e) {
      throw new IllegalStateException("the C code could not run", e);
    }
  }

  /** Frees memory. */
  @TearDown
  public void close() {
    arena.close();
  }
}
