/**
 * {@code lanewise task}: robots at a task, in many lanes. {@link TaskTool} first, its options; then {@code TaskRun},
 * its work, and {@code TaskRecord}, its file.
 *
 * <p>Uses what commands share, and the kernel.
 */
package io.github.lanewise.app.task;
