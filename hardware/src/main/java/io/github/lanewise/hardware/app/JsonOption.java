package io.github.lanewise.hardware.app;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.lanewise.hardware.data.WholeFile;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The option {@code --json FILE} of commands that report numbers: a mixin. */
final class JsonOption {
  @Option(names = "--json", paramLabel = "FILE", description = "Write the same numbers to this file.")
  private Path file;

  /** What makes the JSON, if it is asked for. */
  @FunctionalInterface
  interface Report {
    /** All of the numbers. */
    JsonNode toJson() throws IOException;
  }

  /** Refuses a file that cannot be written, before any work is done for it; nothing if none was asked for. */
  void requireWritable() throws IOException {
    if (file != null) {
      WholeFile.requireWritable(file);
    }
  }

  /** Writes the file, if one was asked for. */
  void write(Report report) throws IOException {
    if (file != null) {
      JsonFile.write(file, report.toJson());
    }
  }
}
