package io.github.lanewise.jmh;

import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.model.RobotModel;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A simulation that shares its batch among threads: a semi-implicit Euler step, alone and with its VJP. */
@State(Scope.Thread)
public class Threads extends Settings {
  private static final int STEPS_COMPARED = 5;

  /** As {@link KernelState#robot()} says. */
  @Param({"arm7", "humanoid"})
  public String robot;

  /** Number type. */
  @Param({"DOUBLE", "FLOAT"})
  public ElementType type;

  /** Threads, the caller included. */
  @Param({"1", "2"})
  public int threads;

  private Held simulation;

  /** Compiles, compares and warms up. */
  @Setup
  public void setup() {
    prepare();
    Steady.reach(simulation::step);
    Steady.reach(simulation::stepAndVjp);
  }

  /** Compiles, and compares some steps with those of one thread. */
  void prepare() {
    RobotModel model = Robots.load(robot);
    simulation = new Held(model, type, threads);
    try (Held alone = new Held(model, type, 1)) {
      for (int k = 0; k < STEPS_COMPARED; k++) {
        simulation.step();
        alone.step();
        simulation.stepAndVjp();
        alone.stepAndVjp();
        simulation.checkEqual(alone);
      }
    }
  }

  /** Ends the threads. */
  @TearDown
  public void close() {
    simulation.close();
    simulation.checkFinite();
  }

  /** A step. */
  @Benchmark
  public void step() {
    simulation.step();
  }

  /** A step and its pullback. */
  @Benchmark
  public void stepAndVjp() {
    simulation.stepAndVjp();
  }
}
