/**
 * The control loop: reads the servos, asks a controller, checks everything against limits, and commands the servos, on
 * time and without allocating.
 *
 * <p>{@link ControlLoop} first, then {@link Safety}, what it tolerates, {@link Controller}, what it asks, and
 * {@link LoopResult}, how it went. {@link Recorder} writes every tick down. Uses {@code servo}, {@code port},
 * {@code recording}, {@code linux}, the kernel's {@code model}, HdrHistogram and JCTools; no controller but by its
 * interface, and never the command line.
 */
package io.github.lanewise.hardware.loop;
