/**
 * The C functions of Linux that ports and loops need, through the JDK's foreign-function API: open files that never
 * wait, terminals, signals.
 *
 * <p>{@link SystemCall} first: how a function is called, and where its numbers hold. Uses the JDK alone, and is not
 * exported.
 */
package io.github.lanewise.hardware.linux;
