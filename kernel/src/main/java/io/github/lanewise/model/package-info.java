/**
 * Robots: a tree of joints and bodies with their frames, motors, shapes and named states, read from URDF and MJCF or
 * built in Java.
 *
 * <p>Begin with {@link io.github.lanewise.model.RobotModel}, which is what all others see: immutable, its joints
 * numbered parents first, its rows those of {@link io.github.lanewise.model.JointKind}. Models come from {@link
 * io.github.lanewise.model.RobotModel#load}, which reads files, and from {@link
 * io.github.lanewise.model.RobotBuilder}, where the readers end too: links and joints in any order go in, {@code
 * Assembly} finds the tree, welds what fixed joints hold, and refuses what cannot move. What is refused says file and
 * line ({@link io.github.lanewise.model.RobotFormatException}); what is left out of a model is in its warnings. Which
 * names of a format are read is in one table for each ({@link io.github.lanewise.model.RobotFormat}).
 *
 * <p>This package uses {@code spatial} with constants alone, and the JDK's XML reader. It knows nothing of what is
 * computed with a robot.
 */
package io.github.lanewise.model;
