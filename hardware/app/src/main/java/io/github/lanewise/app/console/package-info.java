/**
 * What every command says and hears at a terminal: progress, the end by a signal, failures in one sentence, version and
 * machine.
 *
 * <p>{@link Failures} first. Uses picocli, the progress bar, and the exceptions of the other modules; no other package
 * of the command line.
 */
package io.github.lanewise.app.console;
