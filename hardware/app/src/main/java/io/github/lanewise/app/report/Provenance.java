package io.github.lanewise.app.report;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.lanewise.app.console.Machine;
import io.github.lanewise.app.console.Version;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Where numbers come from.
 *
 * @param command as it was typed
 * @param version of the library
 * @param date when the numbers were written down, in whole seconds
 */
public record Provenance(String command, String version, Instant date) {
  private static final String PLAIN = "[\\w./:,=@+-]+";

  /** Of what a command has found up to now. */
  public static Provenance of(CommandSpec spec) throws IOException {
    String command = spec.root().commandLine().getParseResult().originalArgs().stream()
        .map(word -> word.matches(PLAIN) ? word : "'" + word.replace("'", "'\\''") + "'")
        .collect(Collectors.joining(" ", spec.root().name() + " ", ""));
    return new Provenance(command, Version.number(), Instant.now().truncatedTo(ChronoUnit.SECONDS));
  }

  /** All of it, and the machine, for the numbers to follow. */
  public ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode()
        .put("command", command).put("version", version).put("date", date.toString());
    json.set("machine", Machine.toJson());
    return json;
  }

  /**
   * All of it, a line each, as a page and the array {@code origin} of an {@code .npz} file have it.
   *
   * @param subject name of the robot or the file that the numbers are about
   * @param seed of everything random
   */
  public List<String> toLines(String subject, long seed) {
    List<String> lines = new ArrayList<>(toLines(subject));
    lines.add("seed     " + seed);
    return lines;
  }

  /** The same where nothing is random. */
  public List<String> toLines(String subject) {
    return List.of("command  " + command, "version  " + version, "date     " + date, "robot    " + subject);
  }
}
