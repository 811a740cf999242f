/** Cloth. */
package io.github.lanewise.deformable;
