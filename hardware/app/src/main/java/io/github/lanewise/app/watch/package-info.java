/**
 * {@code lanewise watch}: a page on which a robot moves in 3D.
 *
 * <p>{@link Watch} first; then {@link Motion}, which configurations a file holds, {@link Clip}, the poses that they
 * give, and {@link WatchPage}, the file. Uses {@code options} and {@code report}, recordings and the kernel.
 */
package io.github.lanewise.app.watch;
