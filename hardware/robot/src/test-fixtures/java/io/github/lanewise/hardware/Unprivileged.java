package io.github.lanewise.hardware;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs a class in a JVM that has none of root's rights, even if the tests run as root. */
public final class Unprivileged {
  private static final Path SET_PRIVILEGES = Path.of("/usr/bin/setpriv");

  private Unprivileged() {}

  /** What its main method prints, in lines. */
  public static List<String> run(Class<?> main, String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    if (System.getProperty("user.name").equals("root")) {
      assumeTrue(Files.isExecutable(SET_PRIVILEGES), "no " + SET_PRIVILEGES + " to give up root's rights with");
      command.addAll(List.of(SET_PRIVILEGES.toString(), "--bounding-set=-all", "--inh-caps=-all"));
    }
    command.addAll(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new AssertionError(String.join(" ", command) + " failed:\n" + printed);
    }
    return printed.lines().toList();
  }
}
