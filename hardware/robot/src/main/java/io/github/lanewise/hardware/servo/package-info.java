/**
 * Servos on a line in SI units, whatever they speak.
 *
 * <p>{@link ServoBus} first: all servos of a robot at every tick, by values and without allocating. {@link Registers}
 * is one servo and one register at a time, by tables, with exceptions. {@link ServoProtocol} makes either. Uses
 * {@code port} and {@code servo.protocol}.
 */
package io.github.lanewise.hardware.servo;
