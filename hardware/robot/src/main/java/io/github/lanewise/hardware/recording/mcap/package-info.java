/**
 * MCAP files, of any messages: {@link McapWriter} and {@link McapReader}.
 *
 * <p>Uses the JDK alone, and is not exported. Source: MCAP Format Specification, https://mcap.dev/spec.
 */
package io.github.lanewise.hardware.recording.mcap;
