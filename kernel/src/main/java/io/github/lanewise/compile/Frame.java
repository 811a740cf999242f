package io.github.lanewise.compile;

import java.lang.constant.MethodTypeDesc;

/** Where the method of a chunk finds its rows: what its parameters mean. */
interface Frame {
  /** Parameters and result. */
  MethodTypeDesc signature();

  /** Local of the flag that says to do nothing. */
  int dry();

  /**
   * Where a row lies.
   *
   * @param group local of the first lane of the lane group, counted from the start of the pass
   */
  Address address(Chunk.Access access, int group);

  /** Local of the number that a row is, the same for all lanes; -1 for rows of lanes. */
  int number(Chunk.Access access);
}
