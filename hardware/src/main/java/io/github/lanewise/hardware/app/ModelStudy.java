package io.github.lanewise.hardware.app;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.lanewise.hardware.study.SobolevStudy;
import java.io.IOException;
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
  ObjectNode run(Consumer<String> finished) throws IOException {
    DrawnLesson drawn = DrawnLesson.draw(settings);
    settings.requireGood(drawn.lesson());
    SobolevStudy study = new SobolevStudy(settings.fit(), drawn.lesson(), drawn.foresight(), settings.epochs());
    try (Progress progress = Progress.start("study", study.work())) {
      study.run(finished, progress);
    }
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.set("settings", settings.toJson());
    json.set("machine", Machine.toJson());
    json.put("version", Version.number());
    json.setAll(study.toJson());
    return json;
  }
}
