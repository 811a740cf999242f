package io.github.lanewise.jmh;

import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.learning.Trainer;
import io.github.lanewise.learning.TrainingSettings;
import io.github.lanewise.learning.WindowTrainer;
import io.github.lanewise.simulation.Simulation;
import io.github.lanewise.task.Task;
import io.github.lanewise.task.TaskVariant;
import io.github.lanewise.task.Tasks;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * A window of the training of a published task with the published settings, everything included: roll-out, gradient
 * through robots, policy and values, their optimisers, the critic's passes. An operation is a window; environment steps
 * a second are reported beside it.
 */
@State(Scope.Thread)
public class TrainingWindow extends Dense {
  /** A task of the library. */
  @Param({"cartpole", "hopper", "cheetah", "ant", "humanoid"})
  public String task;

  /** Threads that share the robots. */
  @Param({"1", "2"})
  public int threads;

  private Simulation simulation;
  private WindowTrainer trainer;
  private long firstStep;
  private long start;

  /** Compiles, and learns until windows are fast. */
  @Setup
  public void setup() {
    Task described = Tasks.named(task, TaskVariant.PUBLISHED);
    TrainingSettings settings = TrainingSettings.published(task).withSeed(1);
    simulation = Trainer.simulation(described, settings, ElementType.FLOAT).threads(threads).build();
    trainer = new WindowTrainer(described, simulation, settings);
    Steady.reach(trainer::window);
  }

  /** Begins to count. */
  @Setup(Level.Iteration)
  public void begin() {
    firstStep = trainer.stepCount();
    start = System.nanoTime();
  }

  /** States the speed. */
  @TearDown(Level.Iteration)
  public void end() {
    Rates.fact("environment.steps", 1e9 * (trainer.stepCount() - firstStep) / (System.nanoTime() - start), "steps/s");
  }

  /** Ends the threads. */
  @TearDown
  public void close() {
    simulation.close();
  }

  /** A window, and what is learned from it. */
  @Benchmark
  public void window() {
    trainer.window();
  }
}
