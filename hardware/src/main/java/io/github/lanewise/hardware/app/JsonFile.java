package io.github.lanewise.hardware.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Reads and writes JSON files. A file appears when it is complete, or not at all. */
final class JsonFile {
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
  static JsonNode read(Path file) throws IOException {
    try {
      return MAPPER.readTree(Files.readAllBytes(file));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          file + ":" + e.getLocation().getLineNr() + ": malformed JSON: " + e.getOriginalMessage(), e);
    }
  }

  /** Refuses a place where no file can be written, before any work is done for it. */
  static void requireWritable(Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null || Files.isDirectory(file)) {
      throw new FileNotFoundException("cannot write " + file + ": it is a folder");
    }
    if (!Files.exists(folder)) {
      throw new FileNotFoundException("cannot write " + file + ": there is no folder " + folder);
    }
    if (!Files.isDirectory(folder)) {
      throw new NotDirectoryException(folder.toString());
    }
    if (!Files.isWritable(folder)) {
      throw new FileNotFoundException("cannot write " + file + ": no right to write in " + folder);
    }
  }

  /** Writes beside the file, then renames. */
  static void write(Path file, JsonNode json) throws IOException {
    Path beside = file.resolveSibling(file.getFileName() + "." + ProcessHandle.current().pid() + ".part");
    try {
      Files.write(beside, MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(json));
      Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(beside);
    }
  }

  /** The number; null where JSON has none for it, which is for infinities and NaN. */
  static JsonNode number(double x) {
    return Double.isFinite(x) ? JsonNodeFactory.instance.numberNode(x) : JsonNodeFactory.instance.nullNode();
  }

  /** The numbers as an array. */
  static ArrayNode numbers(double[] values) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode(values.length);
    for (double x : values) {
      array.add(number(x));
    }
    return array;
  }
}
