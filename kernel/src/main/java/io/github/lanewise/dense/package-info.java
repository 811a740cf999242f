/**
 * Dense matrix products, factors and solves on the caller's row-major arrays, for the Vector API.
 *
 * <p>A matrix is an array, the index of its first element and its row stride, so that a part of a matrix is a matrix.
 * Nothing is checked but by the JVM: an index outside an array throws {@link IndexOutOfBoundsException}, and arrays
 * that overlap give undefined results. Classes whose names begin with Float are made from those with Double when the
 * library is built.
 */
package io.github.lanewise.dense;
