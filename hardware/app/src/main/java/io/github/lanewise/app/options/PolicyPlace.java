package io.github.lanewise.app.options;

import io.github.lanewise.data.PolicyFile;
import io.github.lanewise.learning.GaussianPolicy;
import io.github.lanewise.task.LaneTask;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Where a learned policy is: its file, or a folder in which training keeps its best and its latest. */
public final class PolicyPlace {
  /** The policy of the best mean return of a hundred episodes. */
  public static final String BEST = "best.npz";
  /** The policy of the last checkpoint. */
  public static final String LATEST = "policy.npz";

  private PolicyPlace() {}

  /**
   * The file: of a folder the best policy, or the latest where no episode has ended.
   *
   * @throws IOException if there is none, with what is there
   */
  public static Path file(Path place) throws IOException {
    if (!Files.isDirectory(place)) {
      return place;
    }
    for (String name : List.of(BEST, LATEST)) {
      if (Files.exists(place.resolve(name))) {
        return place.resolve(name);
      }
    }
    try (Stream<Path> entries = Files.list(place)) {
      String folders = entries.filter(Files::isDirectory).map(entry -> entry.getFileName().toString()).sorted()
          .collect(Collectors.joining(", "));
      throw new FileNotFoundException("no policy in " + place + ": it has neither " + BEST + " nor " + LATEST
          + (folders.isEmpty() ? "" : "; name one of its folders: " + folders));
    }
  }

  /**
   * A policy for a task.
   *
   * @throws IllegalArgumentException if the file is none, or of another task, with what is wrong
   */
  public static GaussianPolicy read(Path place, LaneTask task) throws IOException {
    Path file = file(place);
    GaussianPolicy policy = PolicyFile.read(file).policy();
    try {
      policy.requireFor(task);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
    }
    return policy;
  }
}
