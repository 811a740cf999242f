/**
 * {@code lanewise loop}: a control loop on a robot's servos. {@link Loop} first, its options; then {@code LoopSession},
 * its run.
 *
 * <p>Uses what commands share, and the hardware.
 */
package io.github.lanewise.app.loop;
