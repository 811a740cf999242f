package io.github.lanewise.deformable;

/** How a cloth lies on the floor {@code y = 0}. */
public enum FloorContact {
  /**
   * As the public code of the cloth tasks of DaXBench (Chen and others, ICLR 2023) has it: half of gravity acts before
   * friction is looked at and is missing in its load, friction may turn a slow motion round, and points sink a little
   * below the floor before they are lifted. Published results compare with nothing else.
   */
  AS_PUBLISHED,
  /**
   * All of gravity is in the load, friction can stop a motion but not turn it round, and a point that reaches the floor
   * stays there without a velocity downwards.
   */
  PHYSICAL
}
