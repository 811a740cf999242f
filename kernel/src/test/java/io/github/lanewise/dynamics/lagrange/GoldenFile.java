package io.github.lanewise.dynamics.lagrange;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the files that {@link Golden} writes. */
public final class GoldenFile {
  private GoldenFile() {}

  /** The states of a robot, each with its numbers by name. */
  public static List<Map<String, BigDecimal[]>> states(String robot) throws IOException {
    String file = "/io/github/lanewise/dynamics/golden/" + robot + ".json";
    try (InputStream in = GoldenFile.class.getResourceAsStream(file)) {
      return new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).readTree(in).valueStream()
          .map(GoldenFile::state).toList();
    }
  }

  private static Map<String, BigDecimal[]> state(JsonNode node) {
    Map<String, BigDecimal[]> numbers = new LinkedHashMap<>();
    node.properties().forEach(entry -> numbers.put(entry.getKey(),
        entry.getValue().valueStream().map(JsonNode::decimalValue).toArray(BigDecimal[]::new)));
    return numbers;
  }
}
