/**
 * {@code lanewise model}: learns a robot's dynamics from values and Jacobians, and compares. {@link Model} first, its
 * options; then {@code ModelRun}, its work, and {@code ModelReport}, what it says.
 *
 * <p>Uses what commands share, and the kernel.
 */
package io.github.lanewise.app.model;
