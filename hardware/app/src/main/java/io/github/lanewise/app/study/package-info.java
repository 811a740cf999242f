/**
 * {@code lanewise study}: how well what {@code shake} does works, on a simulated robot whose exact sensitivity is
 * known. {@link Study} first, then {@link Studies}, which lists them; a class for each study.
 *
 * <p>Uses what commands share, and the kernel.
 */
package io.github.lanewise.app.study;
