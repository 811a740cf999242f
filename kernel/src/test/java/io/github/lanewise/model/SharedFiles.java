package io.github.lanewise.model;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** Robots and reference results that lie beside the repository, where they are: they are not ours to ship. */
final class SharedFiles {
  private SharedFiles() {}

  /** The folder of that name; the test is skipped where it is absent. */
  static Path folder(String name) {
    Path here = Path.of("").toAbsolutePath();
    while (here != null && !Files.exists(here.resolve("jmh/pom.xml"))) {
      here = here.getParent();
    }
    Path folder = here == null ? Path.of("../../shared", name) : here.resolveSibling("shared").resolve(name);
    assumeTrue(Files.isDirectory(folder), () -> "skipped: no folder " + folder);
    return folder;
  }
}
