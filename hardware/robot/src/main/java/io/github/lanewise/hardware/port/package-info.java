/**
 * Bytes in and out of a robot, and the time in which that happens.
 *
 * <p>{@link Line} first, then {@link SerialLine}, the port of a real robot, and {@link PseudoTerminal}, that of a
 * simulated one; {@link Clock} is the time of everything that waits. Uses {@code linux} and jSerialComm.
 */
package io.github.lanewise.hardware.port;
