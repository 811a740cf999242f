/**
 * Networks trained on values and Jacobians: Sobolev training (Czarnecki et al., Sobolev training for neural networks,
 * 2017).
 *
 * <p>Matrices are the caller's arrays, row after row, a sample each; those of an EJML matrix are its {@code data}.
 * Classes whose names begin with Float are made from those with Double when the library is built.
 */
package io.github.lanewise.sobolev;
