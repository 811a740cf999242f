package io.github.lanewise.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's section about Python, block after block: what it prints is what stands in the comments. */
final class FromPythonTest {
  private static final Path README = Path.of("../../README.md");
  private static final Pattern BLOCK = Pattern.compile("```(python|)\n(.*?)```", Pattern.DOTALL);

  @TempDir
  private Path folder;

  @Test
  void numpyWritesWhatLanewiseReadsAndReadsWhatItWrites() throws Exception {
    assumeTrue(python("import numpy").exitCode() == 0, "no python3 with numpy on this system");
    String section = Files.readString(README).split("## From Python")[1].split("\n## ")[0];
    Matcher blocks = BLOCK.matcher(section);
    int printed = 0;
    int commands = 0;
    while (blocks.find()) {
      String text = blocks.group(2);
      if (blocks.group(1).isEmpty()) {
        Run run = Run.of(Arrays.stream(text.strip().split("\\s+")).skip(1).map(this::inFolder).toArray());
        assertThat(run.exitCode()).as(run.err()).isZero();
        commands++;
      } else {
        List<String> expected = text.lines().filter(line -> line.startsWith("print"))
            .map(line -> line.replaceFirst(".*  # ", "")).toList();
        Run run = python(text);
        assertThat(run.exitCode()).as(run.out()).isZero();
        assertThat(run.out().lines().toList()).isEqualTo(expected);
        printed += expected.size();
      }
    }
    assertThat(commands).isEqualTo(2);
    assertThat(printed).isEqualTo(7);
  }

  private String inFolder(String word) {
    return word.endsWith(".npz") || word.equals("found") ? folder.resolve(word).toString() : word;
  }

  private Run python(String script) throws IOException, InterruptedException {
    try {
      Process process = new ProcessBuilder("python3", "-c", script).directory(folder.toFile())
          .redirectErrorStream(true).start();
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Run(process.waitFor(), out, "");
    } catch (IOException e) {
      return new Run(1, e.getMessage(), "");
    }
  }
}
