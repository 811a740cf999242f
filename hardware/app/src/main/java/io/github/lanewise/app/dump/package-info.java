/**
 * {@code lanewise dump}: a compiled kernel as text. {@link Dump} first.
 *
 * <p>Uses what commands share, and the kernel.
 */
package io.github.lanewise.app.dump;
