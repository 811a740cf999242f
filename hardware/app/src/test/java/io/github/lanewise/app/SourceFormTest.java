package io.github.lanewise.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The form of all sources of the repository: what .editorconfig asks of editors, and imports in order. */
class SourceFormTest {
  private static final Path REPOSITORY = Path.of("../..");
  private static final Pattern SOURCE = Pattern.compile(".*\\.(java|c)|pom\\.xml|lanewise|run");
  private static final Set<String> NO_SOURCES = Set.of("target", ".git", ".idea", ".settings", ".vscode");

  private static int maxLength;

  @BeforeAll
  static void readLimit() throws IOException {
    Matcher limit = Pattern.compile("max_line_length = (\\d+)")
        .matcher(Files.readString(REPOSITORY.resolve(".editorconfig")));
    assertThat(limit.find()).as(".editorconfig has a max_line_length").isTrue();
    maxLength = Integer.parseInt(limit.group(1));
  }

  @Test
  void allSourcesHaveTheForm() throws IOException {
    List<String> problems = new ArrayList<>();
    List<Path> sources = sources();
    assertThat(sources).as("sources").hasSizeGreaterThan(400);
    for (Path source : sources) {
      for (String problem : problems(Files.readString(source))) {
        problems.add(REPOSITORY.relativize(source) + problem);
      }
    }
    assertThat(problems).isEmpty();
  }

  @Test
  void everyProblemIsFound() {
    assertThat(problems("class A {}\n")).isEmpty();
    assertThat(problems("// " + "x".repeat(maxLength - 3) + "\n")).isEmpty();
    assertThat(problems("// " + "x".repeat(maxLength - 2) + "\n"))
        .containsExactly(":1: " + (maxLength + 1) + " columns, of at most " + maxLength);
    assertThat(problems("class A {\n\tint a;\n}\n")).containsExactly(":2: a tab");
    assertThat(problems("class A { \n}\n")).containsExactly(":1: blanks at the end");
    assertThat(problems("class A {}\r\n")).containsExactly(":1: blanks at the end");
    assertThat(problems("class A {}")).containsExactly(":1: no end of the line");
    assertThat(problems("import a.B;\nimport a.*;\n")).contains(":2: an import of whole packages");
    assertThat(problems("import a.c;\nimport a.B;\n")).containsExactly(":2: an import behind import a.c;");
    assertThat(problems("import a.B;\n\nimport static a.c;\n"))
        .containsExactly(":3: an import behind import a.B;");
    assertThat(problems("import static a.c;\n\nimport a.B;\n")).isEmpty();
  }

  private static List<Path> sources() throws IOException {
    List<Path> sources = new ArrayList<>();
    Files.walkFileTree(REPOSITORY, new SimpleFileVisitor<>() {
      @Override
      public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
        return NO_SOURCES.contains(folder.getFileName().toString())
            ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
      }

      @Override
      public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
        if (SOURCE.matcher(file.getFileName().toString()).matches()) {
          sources.add(file);
        }
        return FileVisitResult.CONTINUE;
      }
    });
    sources.sort(null);
    return sources;
  }

  /** What is wrong, behind the number of the line. */
  private static List<String> problems(String text) {
    List<String> problems = new ArrayList<>();
    String[] lines = text.split("\n", -1);
    String lastImport = "";
    for (int i = 0; i < lines.length; i++) {
      String line = lines[i];
      String place = ":" + (i + 1) + ": ";
      if (line.length() > maxLength) {
        problems.add(place + line.length() + " columns, of at most " + maxLength);
      }
      if (line.contains("\t")) {
        problems.add(place + "a tab");
      }
      if (!line.equals(line.stripTrailing())) {
        problems.add(place + "blanks at the end");
      }
      if (line.startsWith("import ")) {
        if (line.endsWith("*;")) {
          problems.add(place + "an import of whole packages");
        }
        if (order(line).compareTo(order(lastImport)) <= 0) {
          problems.add(place + "an import behind " + lastImport);
        }
        lastImport = line;
      }
    }
    if (!lines[lines.length - 1].isEmpty()) {
      problems.add(":" + lines.length + ": no end of the line");
    }
    return problems;
  }

  /** Static imports first, then by name in ASCII order. */
  private static String order(String line) {
    return line.isEmpty() ? "" : (line.startsWith("import static ") ? "0" : "1")
        + line.replaceFirst("import (static )?", "").replace(";", "");
  }
}
