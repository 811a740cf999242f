package io.github.lanewise.app.watch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

/** The numbers in a page, as its script reads them. */
final class Page {
  private static final String START = "<script type='application/json' id='clip'>";

  private final String html;
  private final JsonNode clip;

  private Page(String html, JsonNode clip) {
    this.html = html;
    this.clip = clip;
  }

  static Page read(Path file) throws IOException {
    String html = Files.readString(file);
    int start = html.indexOf(START) + START.length();
    return new Page(html, new ObjectMapper().readTree(html.substring(start, html.indexOf("</script>", start))));
  }

  String html() {
    return html;
  }

  JsonNode clip() {
    return clip;
  }

  private ByteBuffer bytes(JsonNode text) {
    return ByteBuffer.wrap(Base64.getDecoder().decode(text.asText())).order(ByteOrder.LITTLE_ENDIAN);
  }

  private int at(int lane, int frame, int body) {
    return (lane * clip.get("frames").asInt() + frame) * clip.get("bodies").asInt() + body;
  }

  double[] position(int lane, int frame, int body) {
    ByteBuffer floats = bytes(clip.get("positions_float32"));
    double[] p = new double[3];
    for (int i = 0; i < 3; i++) {
      p[i] = floats.getFloat(4 * (3 * at(lane, frame, body) + i));
    }
    return p;
  }

  /** x, y, z, w. */
  double[] quaternion(int lane, int frame, int body) {
    ByteBuffer shorts = bytes(clip.get("quaternions_int16"));
    double[] q = new double[4];
    for (int i = 0; i < 4; i++) {
      q[i] = shorts.getShort(2 * (4 * at(lane, frame, body) + i)) / 32767.0;
    }
    return q;
  }

  /** Number i of the forces of contacts or of their points. */
  double contact(String what, int i) {
    return bytes(clip.at("/contacts/" + what + "_float32")).getFloat(4 * i);
  }
}
