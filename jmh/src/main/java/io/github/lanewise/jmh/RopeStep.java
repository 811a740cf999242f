package io.github.lanewise.jmh;

import io.github.lanewise.deformable.BodyPullback;
import io.github.lanewise.deformable.Push;
import io.github.lanewise.deformable.Rope;
import io.github.lanewise.deformable.RopeSimulation;
import io.github.lanewise.deformable.Whip;
import io.github.lanewise.lanes.ElementType;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * A box moves a rope for {@value #SUBSTEPS} substeps; alone and with the gradient of where its particles end. Times are
 * of a substep of one rope.
 */
@State(Scope.Thread)
public class RopeStep extends Settings {
  /** Of an environment step of {@link Whip}. */
  static final int SUBSTEPS = 70;
  /** How the box moves on, along z. */
  static final double[] ACTION = {0, 0.05, 0.1, 0, 0, 0};

  /** A rope, and how it begins. */
  public enum Task {
    /** 67 elastic particles in a straight line, one end of which is held by a sticky box. */
    WHIP(Rope.whip()),
    /** 582 plastic particles that a box has pushed out of line, and goes on pushing. */
    PUSH(Rope.push());

    final Rope rope;

    Task(Rope rope) {
      this.rope = rope;
    }

    /** A state, in float. */
    double[] start() {
      if (this == WHIP) {
        return RopeSimulation.straight(rope);
      }
      try (RopeSimulation simulation = new RopeSimulation(rope, new Push(), ElementType.FLOAT, 1, 1)) {
        simulation.action().setRobot(0, 0.5, 0, 0.46, 0.52, 0, 0.54);
        simulation.step();
        return simulation.state().robot(0);
      }
    }
  }

  /** Which of the two. */
  @Param({"WHIP", "PUSH"})
  public Task task;

  /** Number type. */
  @Param({"FLOAT", "DOUBLE"})
  public ElementType type;

  private RopeSimulation simulation;
  private BodyPullback pullback;
  private double[] start;

  /** Runs until both are fast. */
  @Setup
  public void setup() {
    start = task.start();
    simulation = new RopeSimulation(task.rope, new Whip(), type, 1, 1);
    simulation.action().setRobot(0, ACTION);
    pullback = simulation.pullback();
    for (int row = 0; row < 3 * task.rope.particleCount(); row++) {
      pullback.nextBar().fill(row, row % 3 == 2 ? 1 : 0);
    }
    Steady.reach(this::step);
    Steady.reach(this::stepAndGradient);
    if (simulation.blownUp() > 0 || pullback.actionBar().nonFinite() > 0) {
      throw new IllegalStateException(simulation.blownUp() + " ropes have blown up, "
          + pullback.actionBar().nonFinite() + " gradients are not finite");
    }
  }

  /** Ends the threads. */
  @TearDown
  public void close() {
    simulation.close();
  }

  /** A step. */
  @Benchmark
  @OperationsPerInvocation(SUBSTEPS)
  public void step() {
    simulation.state().setRobot(0, start);
    simulation.step();
  }

  /** A step, and its pullback. */
  @Benchmark
  @OperationsPerInvocation(SUBSTEPS)
  public void stepAndGradient() {
    simulation.state().setRobot(0, start);
    pullback.run();
  }
}
