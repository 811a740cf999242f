package io.github.lanewise.jmh;

import io.github.lanewise.deformable.Cloth;
import io.github.lanewise.deformable.ClothSimulation;
import io.github.lanewise.deformable.HeldCommands;
import io.github.lanewise.deformable.PickAndPlace;
import io.github.lanewise.deformable.ToolProgram;
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

/** {@link ClothStep#step} of one cloth in float in plain C, which gcc optimises for this machine. */
@State(Scope.Thread)
@Fork(value = 2, jvmArgsAppend = OpenBlas.JVM_ARGUMENT)
public class ClothStepNative extends Settings {
  private static final int COMPARED = 20;
  /** Friction as published turns slow points round at each substep, by up to 5e-4 m/s. */
  private static final double TOLERANCE = 1e-3;

  /** What is compiled, by gcc on the path. */
  @Param("jmh/src/native-peers/c/cloth.c")
  public String source;

  private final Arena arena = Arena.ofConfined();
  private final Cloth cloth = Cloth.published();
  private final int points = cloth.pointCount();
  private final MemorySegment description = arena.allocate(9 * Float.BYTES);
  private final MemorySegment state = arena.allocate((6 * points + 3) * Float.BYTES);
  private final MemorySegment forces = arena.allocate(3 * points * Float.BYTES);
  private final MemorySegment flat = arena.allocate(state.byteSize());
  private MemorySegment commands;
  private MethodHandle run;
  private ToolProgram program;

  /** Compiles the C code and compares it. */
  @Setup
  public void setup() throws IOException, InterruptedException {
    run = PlainC.function(source, "cloth_run", FunctionDescriptor.ofVoid(ValueLayout.ADDRESS, ValueLayout.ADDRESS,
        ValueLayout.ADDRESS, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS), arena);
    describe();
    program = new PickAndPlace();
    double[] values = new double[ToolProgram.GRIPPER * program.commandCount()];
    program.commands(ClothStep.ACTION, new double[] {0.5, 0.5, 0.5}, values);
    commands = arena.allocate((long) values.length * Float.BYTES);
    for (int row = 0; row < values.length; row++) {
      commands.setAtIndex(ValueLayout.JAVA_FLOAT, row, (float) values[row]);
    }
    compare();
  }

  private void describe() {
    description.setAtIndex(ValueLayout.JAVA_INT, 0, cloth.columns());
    description.setAtIndex(ValueLayout.JAVA_INT, 1, cloth.rows());
    double[] numbers = {cloth.spacing(), cloth.timeStep(), Math.exp(-cloth.damping() * cloth.timeStep()),
        cloth.gravity(), cloth.stiffness(), cloth.friction(), cloth.mass()};
    for (int k = 0; k < numbers.length; k++) {
      description.setAtIndex(ValueLayout.JAVA_FLOAT, 2 + k, (float) numbers[k]);
    }
    double[] x = ClothSimulation.flat(cloth);
    for (int row = 0; row < x.length; row++) {
      flat.setAtIndex(ValueLayout.JAVA_FLOAT, place(row), (float) x[row]);
    }
  }

  /** Here coordinates lie one after the other. */
  private int place(int row) {
    boolean isVelocity = row >= 3 * points;
    return row >= 6 * points ? row : row % 3 * points + row / 3 % points + (isVelocity ? 3 * points : 0);
  }

  /** Some substeps of a gripper that carries a corner, beside those of the library. */
  private void compare() {
    float[] command = {1e-3f, 2e-3f, -1e-3f, 0};
    MemorySegment held = arena.allocateFrom(ValueLayout.JAVA_FLOAT, command);
    try (ClothSimulation simulation =
        new ClothSimulation(cloth, new HeldCommands(ToolProgram.GRIPPER, 1, COMPARED), ElementType.FLOAT, 1, 1)) {
      for (int c = 0; c < 3; c++) {
        simulation.state().set(6 * points + c, 0, simulation.state().get(c, 0));
      }
      simulation.action().setRobot(0, command[0], command[1], command[2], command[3]);
      for (int row = 0; row < simulation.state().rowCount(); row++) {
        state.setAtIndex(ValueLayout.JAVA_FLOAT, place(row), (float) simulation.state().get(row, 0));
      }
      simulation.step();
      call(held, 1, COMPARED);
      for (int row = 0; row < simulation.state().rowCount(); row++) {
        double c = state.getAtIndex(ValueLayout.JAVA_FLOAT, place(row));
        double ours = simulation.state().get(row, 0);
        if (!(Math.abs(c - ours) < TOLERANCE)) {
          throw new IllegalStateException("row " + row + " is " + c + " in C and " + ours + " in the library");
        }
      }
    }
  }

  private void call(MemorySegment of, int count, int held) {
    try {
      run.invokeExact(description, state, of, count, held, forces);
    } catch (Throwable e) {
      throw new IllegalStateException("the C code could not run", e);
    }
  }

  /** Frees memory. */
  @TearDown
  public void close() {
    arena.close();
  }

  /** A step of one cloth. */
  @Benchmark
  @OperationsPerInvocation(ClothStep.SUBSTEPS)
  public void step() {
    MemorySegment.copy(flat, 0, state, 0, flat.byteSize());
    call(commands, program.commandCount(), program.heldFor());
  }
}
