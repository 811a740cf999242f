/**
 * {@code lanewise evaluate}: all algorithms at given states, to be compared with another library's. {@link Evaluate}
 * first, then {@code Evaluation}.
 *
 * <p>Uses what commands share, and the kernel.
 */
package io.github.lanewise.app.evaluate;
