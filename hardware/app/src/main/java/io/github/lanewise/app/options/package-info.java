/**
 * Options that several commands take, and the refusal of arguments.
 *
 * <p>{@link RobotOption} first. Uses {@code report}, picocli and the kernel, and no command.
 */
package io.github.lanewise.app.options;
