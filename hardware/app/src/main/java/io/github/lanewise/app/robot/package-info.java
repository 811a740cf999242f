/**
 * {@code lanewise robot}: what is read of a robot, and what of the formats. {@link Robot} first.
 *
 * <p>Uses what commands share, and the kernel's models.
 */
package io.github.lanewise.app.robot;
