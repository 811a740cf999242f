/**
 * What a control loop did, tick by tick, as a file: MCAP, npz or CSV.
 *
 * <p>{@link Recording} reads one, {@link RecordingWriter} writes one, and {@link RecordingHeader} says what is in it;
 * {@link RecordedRollouts} takes roll-outs out of it. Uses {@code recording.mcap}, the kernel's {@code data} and
 * Jackson, and knows neither servos nor loops.
 */
package io.github.lanewise.hardware.recording;
