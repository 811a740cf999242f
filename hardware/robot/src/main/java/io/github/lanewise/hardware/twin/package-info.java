/**
 * A simulated robot with servos, at the other end of a line: whoever talks to it cannot tell it from a real one.
 *
 * <p>{@link Twin} first; {@link SteppedTwin} is one in the time of its client's clock. Behind them are the robot
 * between its motors, the servos' registers, and the devices that answer packets. Uses {@code servo},
 * {@code servo.protocol}, {@code port} and the kernel.
 */
package io.github.lanewise.hardware.twin;
