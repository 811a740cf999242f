package io.github.lanewise.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code lanewise} in a tree of a few files, with a Maven and a Java that only say what they are asked. */
class LauncherTest {
  private static final Path REPOSITORY = Path.of("").toAbsolutePath().getParent().getParent();
  private static final String FINGERPRINT = "hardware/app/src/main/launcher/fingerprint.sh";

  @TempDir
  private Path folder;
  private Path tree;
  private Path source;

  @BeforeEach
  void plant() throws IOException {
    assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "no /bin/sh on this system");
    tree = folder.resolve("tree");
    source = tree.resolve("kernel/src/main/A.java");
    for (String file : List.of("pom.xml", "kernel/pom.xml", "kernel/src/main/A.java", "hardware/pom.xml",
        "hardware/robot/pom.xml", "hardware/robot/src/main/B.java", "hardware/app/pom.xml")) {
      write(tree.resolve(file), "as it was");
    }
    for (String file : List.of("lanewise", FINGERPRINT)) {
      Files.createDirectories(tree.resolve(file).getParent());
      Files.copy(REPOSITORY.resolve(file), tree.resolve(file), StandardCopyOption.COPY_ATTRIBUTES);
    }
    write(folder.resolve("jdk/release"), "JAVA_VERSION=\"25\"\n");
    write(folder.resolve("jdk/bin/javac"), "#!/bin/sh\n");
    // What the jar says that it is to run, and in which locale.
    write(folder.resolve("jdk/bin/java"), """
        #!/bin/sh
        while [ "$1" != --module-path ]; do shift; done
        cat "$2/lanewise-app.jar"
        echo "locale $LC_ALL"
        """);
    // A build of a second, which leaves a line for each time, and fails where there is a file of that name.
    write(folder.resolve("bin/mvn"), """
        #!/bin/sh
        echo built >> "%1$s/builds"
        [ ! -f "%1$s/fails" ] || exit 1
        while [ "$1" != -f ]; do shift; done
        tree=$(dirname "$2")
        mkdir -p "$tree/hardware/app/target/modules"
        touch "$tree/hardware/app/target/modules/other.jar"
        echo unfinished > "$tree/hardware/app/target/lanewise-app.jar"
        sleep 1
        cat "$tree/kernel/src/main/A.java" > "$tree/hardware/app/target/lanewise-app.jar"
        sh "$tree/%2$s" > "$tree/hardware/app/target/fingerprint"
        """.formatted(folder, FINGERPRINT));
  }

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private Process launch(Path from, String path) throws IOException {
    ProcessBuilder launcher = new ProcessBuilder(from.resolve("lanewise").toString(), "--version");
    launcher.environment().put("LANEWISE_JAVA_HOME", folder.resolve("jdk").toString());
    launcher.environment().put("PATH", path);
    launcher.environment().put("LC_ALL", "C");
    return launcher.redirectErrorStream(true).start();
  }

  private Process launch() throws IOException {
    return launch(tree, folder.resolve("bin") + ":/usr/bin:/bin");
  }

  private static String said(Process process, int exitCode) throws Exception {
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isEqualTo(exitCode);
    return said;
  }

  private int builds() throws IOException {
    return Files.readAllLines(folder.resolve("builds")).size();
  }

  @Test
  void itBuildsWhenContentsHaveChangedAndNotWhenTimesHave() throws Exception {
    assertThat(said(launch(), 0)).contains("as it was");
    assertThat(said(launch(), 0)).contains("as it was");
    Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(100)));
    assertThat(said(launch(), 0)).contains("as it was").doesNotContain("building");
    assertThat(builds()).isEqualTo(1);

    Files.writeString(source, "changed");
    Files.setLastModifiedTime(source, FileTime.from(Instant.EPOCH));
    assertThat(said(launch(), 0)).contains("building", "changed");
    assertThat(builds()).isEqualTo(2);
  }

  @Test
  void aCopyRunsWithoutMaven() throws Exception {
    said(launch(), 0);
    Path copy = folder.resolve("copy");
    said(new ProcessBuilder("cp", "-r", tree.toString(), copy.toString()).start(), 0);
    assertThat(said(launch(copy, "/usr/bin:/bin"), 0)).contains("as it was").doesNotContain("building");
  }

  @Test
  void whatMavenBuiltByItselfIsTaken() throws Exception {
    said(new ProcessBuilder(folder.resolve("bin/mvn").toString(), "-f", tree.resolve("pom.xml").toString()).start(), 0);
    assertThat(said(launch(), 0)).contains("as it was").doesNotContain("building");
  }

  /** Nor does it take away what others run. */
  @Test
  void aBuildThatFailsLeavesTheOneBefore() throws Exception {
    said(launch(), 0);
    Files.writeString(source, "changed");
    Files.createFile(folder.resolve("fails"));
    assertThat(said(launch(), 1)).contains("the build failed");
    Files.writeString(source, "as it was");
    assertThat(said(launch(), 0)).contains("as it was").doesNotContain("building");
  }

  @Test
  void severalAtOnceBuildOnceAndRunWhatIsWhole() throws Exception {
    assumeTrue(Stream.of("/usr/bin/flock", "/bin/flock").map(Path::of).anyMatch(Files::isExecutable),
        "no flock on this system");
    List<Process> launched = List.of(launch(), launch(), launch());
    for (Process process : launched) {
      assertThat(said(process, 0)).contains("as it was").doesNotContain("unfinished");
    }
    assertThat(builds()).isEqualTo(1);
  }

  /** As the archive is that Maven makes: the script, and a folder of jars. */
  @Test
  void jarsBesideItNeedNoSources() throws Exception {
    Path unpacked = folder.resolve("unpacked");
    write(unpacked.resolve("lib/lanewise-app.jar"), "unpacked");
    Files.copy(tree.resolve("lanewise"), unpacked.resolve("lanewise"), StandardCopyOption.COPY_ATTRIBUTES);
    assertThat(said(launch(unpacked, "/usr/bin:/bin"), 0)).contains("unpacked");
  }

  /** In the locale C the JVM would take them for ASCII. */
  @Test
  void namesOfFilesMayHaveAnyLetters() throws Exception {
    assertThat(said(launch(), 0)).contains("locale C.UTF-8");
  }
}
