/**
 * A batch is a set of SIMD lanes: how robots lie in memory, how wide and of which type vectors are, and which threads
 * share the work; beside them random numbers for each lane, and the exception of those that diverge.
 *
 * <p>Read {@link io.github.lanewise.lanes.Batch} first, which is what every kernel takes and gives; {@link
 * io.github.lanewise.lanes.Lanes} and {@link io.github.lanewise.lanes.ElementType} say what it is computed with, {@link
 * io.github.lanewise.lanes.Workers} by whom. Random numbers are drawn from {@link
 * io.github.lanewise.lanes.RandomStream}: they follow from a seed and keys.
 *
 * <p>The lowest package: it may use the JDK, and EJML's matrices at its edge.
 */
package io.github.lanewise.lanes;
