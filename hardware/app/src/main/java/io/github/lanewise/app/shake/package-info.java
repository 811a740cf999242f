/**
 * {@code lanewise shake}: learns how a trajectory depends on a policy's parameters, on a simulator, a robot or a file,
 * and uses it. {@link Shake} first, its options; then {@code ShakeRun} and {@code ShakeOnWire}, its two ways of work,
 * {@code ShakeAnalysis}, what both do with roll-outs, and {@code ShakeReport}, what it says.
 *
 * <p>Uses what commands share, the hardware and the kernel.
 */
package io.github.lanewise.app.shake;
