/**
 * Graphs to code: fused, scheduled, cut into chunks that C2 can keep in registers, and emitted as class files.
 *
 * <p>{@link BatchedFunction} first, for functions of one's own; {@link Kernel} compiles a graph, and {@link Binding}
 * ties it to batches and runs it. Within, in the order of work: {@code Lowering}, {@code Fusion}, {@code Schedule},
 * {@code Cuts}, {@code Emitter}. Uses {@code lanes} and {@code trace}.
 */
package io.github.lanewise.compile;
