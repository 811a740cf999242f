/**
 * What is to be done: rewards on states and actions, returns of roll-outs, and their gradients.
 *
 * <p>A {@link LaneTask} is all that roll-outs and trainers know of a task: work on blocks of lanes, by which they are
 * judged and observed, and its pullbacks; names, ranges and starts. It stands beside a {@link
 * io.github.lanewise.simulation.LaneSimulation}, all that they know of those who are at it: so there is one {@link
 * TaskRollout} and one of each trainer, whether robots move or cloth does. A {@link Task} is one of robots, whose
 * observation, reward and end are traced and compiled; the tasks of {@code task.deformable} write the work by hand.
 *
 * <p>What goes on in episodes is observation, reward, end and start. {@link Tasks} has those that come
 * with the library, whose shared rules are in {@code PublishedTask}; {@link TaskRollout} runs one on many robots, and
 * {@link Returns} says what its episodes were worth. {@link TipTask} is one for robots of servos: its robot is the
 * {@link OffsetServos} of a control loop, its rewards are those of {@link TipReturn}, which roll-outs of any policy
 * have. {@link TrajectoryReturn} adds up a reward over roll-outs that were recorded or simulated, {@link FramePosition}
 * says where a named place of the robot is, and {@link Posture} where to go when nobody says it.
 *
 * <p>It may use {@code simulation} and {@code sensitivity} and what is below them. It knows no policies.
 */
package io.github.lanewise.task;
