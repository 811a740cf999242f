/**
 * A robot on a wire as a place where roll-outs are run, to be shaken as a simulator is.
 *
 * <p>{@link WiredRobot} first; {@link TwinGradient} measures what a simulated robot's true gradient is. Uses
 * {@code loop}, {@code controller}, {@code servo}, {@code twin} and the kernel.
 */
package io.github.lanewise.hardware.robot;
