/**
 * Spatial algebra on traced scalars: vectors, rotations, motions, forces and inertias, as in Featherstone, Rigid Body
 * Dynamics Algorithms (RBDA), chapter 2.
 *
 * <p>Begin with {@link io.github.lanewise.spatial.Transform}, the pose of one frame in another, and {@link
 * io.github.lanewise.spatial.Motion} and {@link io.github.lanewise.spatial.Force}, which it carries from one to the
 * other. All are immutable, and free of cost where their scalars are constants that fold: zeros and ones vanish from
 * what is traced. Methods check nothing; shapes are in the types.
 *
 * <p>This package uses {@code trace} alone and knows no robots.
 */
package io.github.lanewise.spatial;
