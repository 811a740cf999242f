package io.github.lanewise.app.model;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.lanewise.app.console.Progress;
import java.util.function.Consumer;

/** What {@code lanewise model --study} does. */
final class ModelStudy {
  private final ModelSettings settings;

  ModelStudy(ModelSettings settings) {
    this.settings = settings;
  }

  /**
   * Draws, trains and compares.
   *
   * @param finished is given each table as text when it is there
   * @return the same numbers
   */
  ObjectNode run(Consumer<String> finished) {
    RobotDataset drawn = RobotDataset.draw(settings);
    settings.requireGood(drawn.dataset());
    SobolevStudy study = new SobolevStudy(settings.training().fit(), drawn.dataset(), drawn.rolloutErrors(),
        settings.training().epochCount());
    try (Progress progress = Progress.start("study", study.work())) {
      study.run(finished, progress);
    }
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.set("settings", settings.toJson());
    json.setAll(study.toJson());
    return json;
  }
}
