/**
 * What a control loop did, tick by tick, as a file: MCAP, npz or CSV.
 *
 * <p>{@link Recording} reads one, {@link RecordingWriter} writes one, {@link RecordingHeader} says what is in it, and
 * {@link RecordingOrigin} whose ticks they are; {@link RecordedRollouts} takes roll-outs out of it. Uses {@code
 * recording.mcap}, the kernel's {@code data} and {@code model} and Jackson, and knows neither servos nor loops.
 */
package io.github.lanewise.hardware.recording;
