package io.github.lanewise.app.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.lanewise.data.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads and writes JSON files. A file appears when it is complete, or not at all. */
public final class JsonFile {
  /** Reads NaN and Infinity, so that the one who asked can be told where they are. */
  private static final JsonMapper MAPPER = JsonMapper.builder()
      .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
      .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
      .build();

  private JsonFile() {}

  /**
   * The value in a file.
   *
   * @throws IllegalArgumentException if it is not JSON, with file, line and reason
   */
  public static JsonNode read(Path file) throws IOException {
    try {
      return MAPPER.readTree(Files.readAllBytes(file));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          file + ":" + e.getLocation().getLineNr() + ": malformed JSON: " + reason(e), e);
    }
  }

  /** With places as line and column; the parser's also have its own word for a source, which it hides. */
  private static String reason(JsonProcessingException e) {
    return e.getOriginalMessage()
        .replaceAll("at \\[Source: .*?; line: (\\d+), column: (\\d+)]", "in line $1, column $2");
  }

  /** Writes the file when all of it is there; infinities and NaN as null, because JSON has no numbers for them. */
  public static void write(Path file, JsonNode json) throws IOException {
    finite(json);
    WholeFile.write(file, out -> out.write(MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(json)));
  }

  private static void finite(JsonNode node) {
    switch (node) {
      case ObjectNode object -> object.properties().forEach(field -> {
        if (isNotFinite(field.getValue())) {
          field.setValue(JsonNodeFactory.instance.nullNode());
        }
      });
      case ArrayNode array -> {
        for (int k = 0; k < array.size(); k++) {
          if (isNotFinite(array.get(k))) {
            array.set(k, JsonNodeFactory.instance.nullNode());
          }
        }
      }
      default -> { }
    }
    node.forEach(JsonFile::finite);
  }

  private static boolean isNotFinite(JsonNode node) {
    return node.isFloatingPointNumber() && !Double.isFinite(node.doubleValue());
  }

  /** The number; null where JSON has none for it, which is for infinities and NaN. */
  public static JsonNode number(double x) {
    return Double.isFinite(x) ? JsonNodeFactory.instance.numberNode(x) : JsonNodeFactory.instance.nullNode();
  }

  /** The numbers as an array. */
  public static ArrayNode numbers(double[] values) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode(values.length);
    for (double x : values) {
      array.add(number(x));
    }
    return array;
  }
}
