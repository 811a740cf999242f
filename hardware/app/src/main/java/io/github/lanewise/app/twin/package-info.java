/**
 * {@code lanewise twin}: a simulated robot with servos, for any client that can open a serial port. {@link TwinTool}
 * first.
 *
 * <p>Uses what commands share, and the hardware.
 */
package io.github.lanewise.app.twin;
