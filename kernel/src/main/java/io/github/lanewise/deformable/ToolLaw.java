package io.github.lanewise.deformable;

/** What a box does to the nodes of the grid around it. */
public enum ToolLaw {
  /** Nodes nearer than the reach take its velocity: it holds whatever it touches. */
  STICKY,
  /**
   * Nodes outside, at distance s, lose {@code exp(-s/reach)} of their velocity into the box, and of their tangential
   * velocity what Coulomb friction takes; those inside feel nothing. As the public code of the rope tasks of DaXBench
   * (Chen and others, ICLR 2023) has it: published results compare with nothing else.
   */
  SOFT_OUTSIDE,
  /** The same, and nodes inside lose all of their velocity towards the middle, along the nearest face's normal. */
  SOFT
}
