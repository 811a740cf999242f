/**
 * What commands share that talk to servos: which port, which servos move which joints, what limits, or a simulated
 * robot in their place.
 *
 * <p>{@link RobotPlace} first. Uses {@code console}, {@code options} and the hardware, and no command.
 */
package io.github.lanewise.app.wire;
