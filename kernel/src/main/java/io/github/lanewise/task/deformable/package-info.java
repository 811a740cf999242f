/**
 * Tasks of what is soft: cloth that is to be folded or unfolded.
 *
 * <p>Begin with {@link io.github.lanewise.task.deformable.ClothTasks}, which has those that come with the library, and
 * {@link io.github.lanewise.task.deformable.ClothTask}, what they are. Rewards over pairs of points cannot be
 * traced, so all that trainers need of a task is written by hand here, as {@link io.github.lanewise.task.LaneTask}
 * asks: steps of blocks with their pullbacks ({@code ClothLanes}), rewards ({@link
 * io.github.lanewise.task.deformable.PointReward}) and observations with theirs. Goals and starts come of {@code
 * ClothHands}, which fold a cloth before an episode begins.
 *
 * <p>It may use {@code deformable}, {@code simulation}, {@code task} and what is below them.
 */
package io.github.lanewise.task.deformable;
