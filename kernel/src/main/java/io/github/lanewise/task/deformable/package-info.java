/**
 * Tasks of what is soft: cloth that is to be folded or unfolded, rope that is to be swung over a spot or pushed
 * straight.
 *
 * <p>Begin with {@link io.github.lanewise.task.deformable.ClothTasks} and {@link
 * io.github.lanewise.task.deformable.RopeTasks}, which have those that come with the library, and {@link
 * io.github.lanewise.task.deformable.DeformableTask}, what they are. Rewards over points cannot be traced, so all that
 * trainers need of a task is written by hand here, as {@link io.github.lanewise.task.LaneTask} asks: steps of blocks
 * with their pullbacks ({@code DeformableLanes}), rewards ({@link io.github.lanewise.task.deformable.PointReward}) and
 * observations with theirs. A {@code Body} is all that these know of cloth or rope. Goals and starts come of {@code
 * Hands}, which move one before an episode begins.
 *
 * <p>It may use {@code deformable}, {@code simulation}, {@code task} and what is below them.
 */
package io.github.lanewise.task.deformable;
