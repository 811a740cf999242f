/**
 * What to ask of a robot, and what to do with its logs, before a sensitivity is estimated from them.
 *
 * <p>Read {@link io.github.lanewise.sensitivity.shaking.Shaking} first: which parameters to run. Of the logs,
 * {@link io.github.lanewise.sensitivity.shaking.Alignment} takes the delays,
 * {@link io.github.lanewise.sensitivity.shaking.Repeats} the noise of what was run several times, and
 * {@link io.github.lanewise.sensitivity.shaking.Voxels} differences too small to count.
 *
 * <p>It may use {@code lanes}, {@code dense} and {@code sensitivity}.
 */
package io.github.lanewise.sensitivity.shaking;
