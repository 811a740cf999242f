/**
 * Formulas as graphs: written once on symbolic scalars, differentiated as graphs, evaluated later.
 *
 * <p>Begin with {@link io.github.lanewise.trace.Scalar}: every operation on one is recorded in its {@link
 * io.github.lanewise.trace.Graph}, where equal expressions are one node and constants fold. {@link
 * io.github.lanewise.trace.Reverse} and {@link io.github.lanewise.trace.Forward} add derivatives to the same graph;
 * values with a derivative of their own are declared by {@link io.github.lanewise.trace.Graph#withDerivative}, and
 * what is the same in many places is a {@link io.github.lanewise.trace.Subroutine}. {@link
 * io.github.lanewise.trace.Interpreter} evaluates a graph slowly and plainly, the reference of what is compiled.
 *
 * <p>This package uses nothing but the JDK, and no vectors.
 */
package io.github.lanewise.trace;
