/**
 * {@code lanewise simulate}: steps a batch of robots and reports how fast that went. {@link Simulate} first, its
 * options; then {@code SimulationRun}, its work.
 *
 * <p>Uses what commands share, and the kernel, its {@code measure} too.
 */
package io.github.lanewise.app.simulate;
