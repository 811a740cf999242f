/**
 * {@code lanewise robot}: what is read of a robot, and what of the formats; an arm is calibrated, and moved to poses.
 * {@link Robot} first.
 *
 * <p>Uses what commands share, the hardware, and the kernel's models.
 */
package io.github.lanewise.app.robot;
