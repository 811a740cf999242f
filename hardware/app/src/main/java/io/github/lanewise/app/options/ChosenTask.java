package io.github.lanewise.app.options;

import io.github.lanewise.task.LaneTask;
import io.github.lanewise.task.TaskVariant;
import java.util.Map;

/**
 * A task that a command was given.
 *
 * @param variant of a task of DiffRL; physical for others
 * @param facts all that decides what the task is, its name and the variant aside: a policy's file and a checkpoint say
 *     them
 * @param text a line to read
 */
public record ChosenTask(LaneTask task, TaskVariant variant, Map<String, String> facts, String text) {
  /** A task that is no variant of another. */
  ChosenTask(LaneTask task, Map<String, String> facts, String text) {
    this(task, TaskVariant.PHYSICAL, facts, text);
  }
}
