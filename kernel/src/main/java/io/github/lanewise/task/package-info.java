/**
 * What a robot is to do: rewards on traced states and actions, returns of roll-outs, and their gradients.
 *
 * <p>A {@link Task} is what goes on in episodes: observation, reward, end and start. {@link Tasks} has those that come
 * with the library, whose shared rules are in {@code PublishedTask}; {@link TaskRollout} runs one on many robots, and
 * {@link Returns} says what its episodes were worth. {@link TipTask} is one for robots of servos: its robot is the
 * {@link OffsetServos} of a control loop, its rewards are those of {@link TipReturn}, which roll-outs of any policy
 * have. {@link TrajectoryReturn} adds up a reward over roll-outs that were recorded or simulated, {@link FramePosition}
 * says where a named place of the robot is, and {@link Posture} where to go when nobody says it.
 *
 * <p>It may use {@code simulation} and {@code sensitivity} and what is below them. It knows no policies.
 */
package io.github.lanewise.task;
