/**
 * The command line. {@link Lanewise} names all commands and runs the one that is asked for.
 *
 * <p>Each command has a package of its own and knows no other command; what they share is in {@code console},
 * {@code options}, {@code report} and {@code wire}.
 */
package io.github.lanewise.app;
