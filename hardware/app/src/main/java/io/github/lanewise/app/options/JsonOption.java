package io.github.lanewise.app.options;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.lanewise.app.report.JsonFile;
import io.github.lanewise.app.report.Provenance;
import io.github.lanewise.data.WholeFile;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The option {@code --json FILE} of commands that report numbers: a mixin. */
public final class JsonOption {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(names = "--json", paramLabel = "FILE", description = "Write the same numbers to this file.")
  private Path file;

  /** What makes the JSON, if it is asked for. */
  @FunctionalInterface
  public interface Report {
    /** All of the numbers. */
    ObjectNode toJson() throws IOException;
  }

  /** Refuses a file that cannot be written, before any work is done for it; nothing if none was asked for. */
  public void requireWritable() throws IOException {
    if (file != null) {
      WholeFile.requireWritable(file);
    }
  }

  /** Writes the file, if one was asked for: where the numbers come from, then the numbers. */
  public void write(Report report) throws IOException {
    if (file != null) {
      ObjectNode json = Provenance.of(spec).toJson();
      JsonFile.write(file, json.setAll(report.toJson()));
    }
  }
}
