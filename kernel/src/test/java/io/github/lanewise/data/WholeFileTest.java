package io.github.lanewise.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files are there as a whole or not at all, and nothing else is replaced by one. */
final class WholeFileTest {
  @TempDir
  private Path folder;

  @Test
  void aFailedWriteLeavesWhatWasThere() throws IOException {
    Path file = Files.writeString(folder.resolve("a.txt"), "before");
    assertThatThrownBy(() -> WholeFile.write(file, out -> {
      out.write('x');
      throw new IOException("half way");
    })).isInstanceOf(FileSystemException.class).hasMessage(file + ": half way");
    assertThat(file).hasContent("before");
    assertThat(folder.toFile().list()).containsExactly("a.txt");
    WholeFile.write(file, out -> out.write("after".getBytes(StandardCharsets.UTF_8)));
    assertThat(file).hasContent("after");
  }

  @Test
  void aSymbolicLinkStaysOne() throws IOException {
    Path file = Files.writeString(folder.resolve("a.txt"), "before");
    Path link = Files.createSymbolicLink(folder.resolve("link"), file);
    WholeFile.requireWritable(link);
    WholeFile.write(link, out -> out.write("after".getBytes(StandardCharsets.UTF_8)));
    assertThat(Files.isSymbolicLink(link)).isTrue();
    assertThat(file).hasContent("after");
  }

  @Test
  void refusesPlacesBeforeTheWork() throws IOException {
    Path file = Files.writeString(folder.resolve("a.txt"), "before");
    WholeFile.requireWritable(file);
    WholeFile.requireWritable(folder.resolve("b.txt"));
    assertThat(folder.toFile().list()).containsExactly("a.txt");
    assertRefused(folder, "it is a folder");
    assertRefused(folder.resolve("none/b.txt"), "there is no folder " + folder.resolve("none"));
    assertRefused(file.resolve("b.txt"), file + " is no folder");
  }

  @Test
  void devicesAreNotReplaced() {
    Path device = Path.of("/dev/null");
    Assumptions.assumeTrue(Files.exists(device), "no " + device + " on this system");
    assertRefused(device, "it is a device or a pipe");
  }

  @Test
  void filesThatCannotBeMadeAreRefused() {
    Path place = Path.of("/proc/file");
    Assumptions.assumeTrue(Files.exists(place.getParent()), "no " + place.getParent() + " on this system");
    assertRefused(place, "no file can be made in /proc");
  }

  private static void assertRefused(Path file, String reason) {
    assertThatThrownBy(() -> WholeFile.requireWritable(file)).isInstanceOf(FileNotFoundException.class)
        .hasMessageStartingWith("cannot write " + file + ": ").hasMessageContaining(reason);
  }
}
