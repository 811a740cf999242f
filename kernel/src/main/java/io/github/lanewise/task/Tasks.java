package io.github.lanewise.task;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The tasks that come with the library. */
public final class Tasks {
  private static final Map<String, Function<TaskVariant, Task>> ALL = new LinkedHashMap<>();

  static {
    ALL.put("cartpole", CartPole::new);
    ALL.put("hopper", Hopper::new);
    ALL.put("cheetah", Cheetah::new);
    ALL.put("ant", Ant::new);
    ALL.put("humanoid", Humanoid::new);
  }

  private Tasks() {}

  /** {@return their names} */
  public static List<String> names() {
    return List.copyOf(ALL.keySet());
  }

  /**
   * {@return the task of that name}
   *
   * @param name one of {@link #names}
   * @param variant which of them
   * @throws IllegalArgumentException if there is none; the message lists those there are
   */
  public static Task named(String name, TaskVariant variant) {
    Function<TaskVariant, Task> task = ALL.get(name);
    if (task == null) {
      throw new IllegalArgumentException("no task '" + name + "'; there are: " + String.join(", ", ALL.keySet()));
    }
    return task.apply(variant);
  }
}
