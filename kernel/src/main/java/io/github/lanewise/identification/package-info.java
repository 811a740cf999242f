/**
 * What a robot's physical numbers are, from what it did: {@link io.github.lanewise.identification.Identification} fits
 * the simulated robot to recorded {@link io.github.lanewise.identification.Trial}s.
 *
 * <p>{@link io.github.lanewise.identification.Unknowns} are coordinates of what is to be found, in which every point is
 * a robot that can be: bodies by the {@link io.github.lanewise.identification.PseudoInertia} of theirs, the numbers of
 * joints from 0 on. Trials are cut into short windows, a lane each, whose starts are unknown too, since they were
 * measured with errors; the derivatives of what happens in them are those of the roll-outs. What the data do not show
 * stays where the robot's file has it, and is said to be so. {@link io.github.lanewise.identification.ShakingDesign}
 * looks by the same derivatives for the motion that shows most.
 */
package io.github.lanewise.identification;
