package io.github.lanewise.jmh;

import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.lanes.RandomStream;
import io.github.lanewise.simulation.Simulation;
import io.github.lanewise.task.Task;
import io.github.lanewise.task.TaskRollout;
import io.github.lanewise.task.TaskVariant;
import io.github.lanewise.task.Tasks;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Windows of 32 control steps of a published task under random actions, one after the other, with observations, rewards
 * and new episodes; alone and with the gradient by all actions. Times are of a control step of all lanes.
 */
@State(Scope.Thread)
public class TaskWindow extends Settings {
  private static final int STEPS = 32;

  /** A task of the library. */
  @Param({"cartpole", "hopper", "cheetah", "ant", "humanoid"})
  public String task;

  /** Number type. */
  @Param({"FLOAT", "DOUBLE"})
  public ElementType type;

  /** Robots. */
  @Param({"64", "1024"})
  public int lanes;

  private Simulation simulation;
  private TaskRollout rollout;

  /** Compiles, and runs until both kinds of window are fast. */
  @Setup
  public void setup() {
    Task described = Tasks.named(task, TaskVariant.PUBLISHED);
    simulation = described.simulation().precision(type).robots(lanes).build();
    rollout = new TaskRollout(described, simulation, STEPS, 1);
    Batch actions = rollout.rollout().actions();
    RandomStream random = RandomStream.of(2);
    for (int lane = 0; lane < lanes; lane++) {
      for (int row = 0; row < actions.rowCount(); row++) {
        actions.set(row, lane, 2 * random.nextDouble() - 1);
      }
    }
    Steady.reach(this::window);
    Steady.reach(this::windowAndGradient);
  }

  /** Ends the threads. */
  @TearDown
  public void close() {
    simulation.close();
  }

  /** 32 control steps of all lanes. */
  @Benchmark
  @OperationsPerInvocation(STEPS)
  public void window() {
    rollout.run();
    rollout.continueFromEnd();
  }

  /** The same, and the gradient of their rewards by all actions. */
  @Benchmark
  @OperationsPerInvocation(STEPS)
  public void windowAndGradient() {
    rollout.runWithGradient();
    rollout.continueFromEnd();
  }
}
