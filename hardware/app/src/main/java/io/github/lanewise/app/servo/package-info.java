/**
 * {@code lanewise servo}: sets up new servos, finds those on a port, reads and writes their registers, and watches
 * them. {@link ServoTool} first, then a class for each of its commands.
 *
 * <p>Uses what commands share, and the hardware.
 */
package io.github.lanewise.app.servo;
