package io.github.lanewise.app.watch;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.lanewise.app.report.HtmlPage;
import io.github.lanewise.app.report.Provenance;
import io.github.lanewise.data.WholeFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

/**
 * A page that plays a {@link Clip} or a {@link DeformableClip}: one file with the numbers, its script and three.js in
 * it, for any browser and without a network.
 */
final class WatchPage {
  /** By which a page of this command is known; it stands near the beginning. */
  private static final String MARK = "<meta name='generator' content='lanewise watch'>";
  private static final int BEGINNING = 512;
  /** How three.js's two files of a module know each other: by a path, which a page without files has not. */
  private static final String PATH_OF_CORE = "\"./three.core.min.js\"";
  private static final String CORE = "three-core";

  private WatchPage() {}

  /**
   * Refuses a place where no page can be written, or where something else is than a page of this command.
   *
   * @throws IllegalArgumentException if there is another file
   */
  static void requireReplaceable(Path file) throws IOException {
    WholeFile.requireWritable(file);
    if (Files.exists(file)) {
      try (InputStream in = Files.newInputStream(file)) {
        if (!new String(in.readNBytes(BEGINNING), StandardCharsets.UTF_8).contains(MARK)) {
          throw new IllegalArgumentException(file + " is there, and is no page that 'lanewise watch' wrote: it is left"
              + " as it is; give another name to --out");
        }
      }
    }
  }

  /**
   * Writes the page, and says how large it is [bytes].
   *
   * @param clip what it shows
   * @throws IOException if it cannot be written; what was there is unchanged then
   */
  static long write(Path file, ObjectNode clip, Provenance provenance) throws IOException {
    byte[] page = html(clip, provenance).getBytes(StandardCharsets.UTF_8);
    try {
      WholeFile.write(file, out -> out.write(page));
    } catch (IOException e) {
      throw new IOException("a page of " + page.length + " bytes does not go into " + file + ": " + e.getMessage(), e);
    }
    return page.length;
  }

  private static String html(ObjectNode data, Provenance provenance) throws IOException {
    data.put("command", provenance.command()).put("version", provenance.version())
        .put("date", provenance.date().toString());
    ObjectNode imports = JsonNodeFactory.instance.objectNode();
    imports.putObject("imports")
        .put("three", module(threeModule()))
        .put(CORE, module(text("three/three.core.min.js")))
        .put("orbit-controls", module(text("three/OrbitControls.js")));
    String body = text("watch.html").replace("NOTICE", HtmlPage.escape(text("three/LICENSE")))
        + script("application/json' id='clip", data.toString())
        + script("importmap", imports.toString())
        + script("module", text("watch.js"));
    String robot = data.get("robot").asText();
    return HtmlPage.document(robot + " - lanewise watch", MARK + "\n", text("watch.css"), body);
  }

  private static String threeModule() throws IOException {
    String module = text("three/three.module.min.js");
    if (!module.contains(PATH_OF_CORE)) {
      throw new IllegalStateException("three.js does not import " + PATH_OF_CORE + " any more");
    }
    return module.replace(PATH_OF_CORE, '"' + CORE + '"');
  }

  private static String module(String text) {
    return "data:text/javascript;base64," + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /** An element with a text in which nothing can end it; in JSON the letter may be written so. */
  private static String script(String type, String text) {
    return "<script type='" + type + "'>\n" + (type.equals("module") ? text : text.replace("<", "\\u003c"))
        + "\n</script>\n";
  }

  private static String text(String resource) throws IOException {
    try (InputStream in = WatchPage.class.getResourceAsStream(resource)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
