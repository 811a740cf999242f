package io.github.lanewise.app.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is no number in JSON is null, wherever it is; what is no JSON is said with its place. */
final class JsonFileTest {
  @TempDir
  private Path folder;

  @Test
  void whatIsNotFiniteIsNull() throws IOException {
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("a", Double.NaN).put("b", 1.5).put("word", "NaN");
    json.putArray("c").add(Double.POSITIVE_INFINITY).add(2).addObject().put("d", Float.NEGATIVE_INFINITY);
    Path file = folder.resolve("x.json");
    JsonFile.write(file, json);
    JsonNode read = JsonFile.read(file);
    assertThat(read.toString()).isEqualTo("{\"a\":null,\"b\":1.5,\"word\":\"NaN\",\"c\":[null,2,{\"d\":null}]}");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
    "{\"robot\": [ | :1: malformed JSON: Unexpected end-of-input: expected close marker for Array (start marker in"
        + " line 1, column 11)",
    "{\"robot\": 1, \"robot\": 2} | :1: malformed JSON: Duplicate field 'robot'",
    "{\"robot\": fingr} | :1: malformed JSON: Unrecognized token 'fingr'"})
  void whatIsNoJsonIsSaidWithItsPlace(String text, String message) throws IOException {
    Path file = Files.writeString(folder.resolve("x.json"), text);
    assertThatThrownBy(() -> JsonFile.read(file)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(file + message).message().doesNotContain("REDACTED", "Source");
  }
}
