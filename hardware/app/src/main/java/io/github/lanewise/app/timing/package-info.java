/**
 * How fast repeated work goes, once the JVM has compiled it, and what it allocates.
 *
 * <p>{@link Pace} first. Uses nothing but the JDK.
 */
package io.github.lanewise.app.timing;
