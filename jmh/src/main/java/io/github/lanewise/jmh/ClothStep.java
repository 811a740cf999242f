package io.github.lanewise.jmh;

import io.github.lanewise.deformable.BodyPullback;
import io.github.lanewise.deformable.Cloth;
import io.github.lanewise.deformable.ClothSimulation;
import io.github.lanewise.deformable.FloorContact;
import io.github.lanewise.deformable.PickAndPlace;
import io.github.lanewise.lanes.ElementType;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Picks a cloth of 16 x 32 points up and lets it go elsewhere, from flat, {@value #SUBSTEPS} substeps; alone and with
 * the gradient of where its points end. Times are of a substep of one cloth.
 */
@State(Scope.Thread)
public class ClothStep extends Settings {
  /** Of an environment step. */
  static final int SUBSTEPS = 2000;
  /** Cloths, a multiple of the threads. */
  static final int CLOTHS = 8;
  /** Picks a corner, and places it on the one beyond. */
  static final double[] ACTION = {0.41, 0, 0.22, 0.57, 0, 0.58};

  /** With the floor: as published, where gradients over a whole step leave the range of floats, or physical. */
  @Param({"AS_PUBLISHED", "PHYSICAL"})
  public FloorContact contact;

  /** Number type. */
  @Param({"FLOAT", "DOUBLE"})
  public ElementType type;

  /** Threads, the caller included. */
  @Param({"1", "2"})
  public int threads;

  private ClothSimulation simulation;
  private BodyPullback pullback;

  /** Runs until both are fast. */
  @Setup
  public void setup() {
    Cloth cloth = Cloth.published();
    simulation = new ClothSimulation(cloth.withSurroundings(cloth.damping(), cloth.gravity(), contact),
        new PickAndPlace(), type, CLOTHS, threads);
    pullback = simulation.pullback();
    for (int row = 0; row < 3 * simulation.cloth().pointCount(); row++) {
      pullback.nextBar().fill(row, row % 3 == 2 ? 1 : 0);
    }
    Steady.reach(this::step);
    Steady.reach(this::stepAndGradient);
    if (simulation.blownUp() > 0 || contact == FloorContact.PHYSICAL && pullback.actionBar().nonFinite() > 0) {
      throw new IllegalStateException(simulation.blownUp() + " cloths have blown up, "
          + pullback.actionBar().nonFinite() + " gradients are not finite");
    }
  }

  /** Ends the threads. */
  @TearDown
  public void close() {
    simulation.close();
  }

  private void begin() {
    simulation.reset();
    for (int cloth = 0; cloth < CLOTHS; cloth++) {
      simulation.action().setRobot(cloth, ACTION);
    }
  }

  /** A step of all cloths. */
  @Benchmark
  @OperationsPerInvocation(SUBSTEPS * CLOTHS)
  public void step() {
    begin();
    simulation.step();
  }

  /** A step of all cloths, and its pullback. */
  @Benchmark
  @OperationsPerInvocation(SUBSTEPS * CLOTHS)
  public void stepAndGradient() {
    begin();
    pullback.run();
  }
}
