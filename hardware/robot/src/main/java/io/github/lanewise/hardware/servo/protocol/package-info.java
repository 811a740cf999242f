/**
 * The bytes of three protocols: DYNAMIXEL 2.0, Feetech SCS, and moteus behind an fdcanusb adapter.
 *
 * <p>{@link Parser} first. Of each protocol there are its numbers, an encoder and a parser, for both ends of the wire,
 * so that simulated servos speak it too. Uses the JDK alone, and is not exported.
 */
package io.github.lanewise.hardware.servo.protocol;
