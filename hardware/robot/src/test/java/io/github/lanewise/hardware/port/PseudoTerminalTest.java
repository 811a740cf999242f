package io.github.lanewise.hardware.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.lanewise.hardware.AllocatedBytes;
import io.github.lanewise.hardware.linux.SystemCall;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The device side of a pseudo-terminal, and its links. */
final class PseudoTerminalTest {
  @TempDir private Path folder;

  @BeforeAll
  static void onLinux() {
    assumeTrue(SystemCall.AVAILABLE, "no pseudo-terminals of our own on this system");
  }

  @Test
  void nothingHasArrivedBeforeAClientWritesAndNothingAfterItLeft() throws Exception {
    try (PseudoTerminal terminal = PseudoTerminal.open()) {
      byte[] bytes = new byte[8];
      assertThat(terminal.read(bytes)).isZero();
      for (int client = 0; client < 3; client++) {
        try (SerialLine line = SerialLine.open(terminal.path(), 1_000_000)) {
          assertThat(line.write(new byte[] {1, 2, (byte) client}, 3)).isEqualTo(3);
        }
        assertThat(terminal.awaitBytes(TimeUnit.SECONDS.toNanos(1))).isTrue();
        assertThat(terminal.read(bytes)).isEqualTo(3);
        assertThat(bytes).startsWith(1, 2, client);
        assertThat(terminal.read(bytes)).isZero();
      }
    }
  }

  @Test
  void aClosedOneIsGone() throws Exception {
    PseudoTerminal terminal = PseudoTerminal.open();
    terminal.close();
    terminal.close();
    assertThat(terminal.read(new byte[1])).isEqualTo(-1);
    assertThat(terminal.write(new byte[1], 1)).isEqualTo(-1);
    assertThat(Path.of(terminal.path())).doesNotExist();
  }

  @Test
  void aClientThatReadsNothingMakesWritesShort() throws Exception {
    try (PseudoTerminal terminal = PseudoTerminal.open();
        SerialLine line = SerialLine.open(terminal.path(), 1_000_000)) {
      Stream.requireShortWriteAndNothingLost(terminal, line);
    }
  }

  @Test
  void waitingTakesTheTimeAndNoProcessor() throws Exception {
    try (PseudoTerminal terminal = PseudoTerminal.open()) {
      long wait = TimeUnit.MILLISECONDS.toNanos(200);
      terminal.awaitBytes(0);
      long worked = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
      long start = System.nanoTime();
      assertThat(terminal.awaitBytes(wait)).isFalse();
      assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(wait);
      assertThat(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - worked).isLessThan(wait / 10);
    }
  }

  @Test
  void waitingEndsWhenBytesArrive() throws Exception {
    try (PseudoTerminal terminal = PseudoTerminal.open();
        SerialLine line = SerialLine.open(terminal.path(), 1_000_000)) {
      Thread client = Thread.ofPlatform().start(() -> {
        Clock.system().sleepUntil(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(50));
        line.write(new byte[] {7}, 1);
      });
      long start = System.nanoTime();
      assertThat(terminal.awaitBytes(TimeUnit.SECONDS.toNanos(30))).isTrue();
      assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(10));
      client.join();
    }
  }

  @Test
  void nothingIsAllocated() throws Exception {
    try (PseudoTerminal terminal = PseudoTerminal.open();
        SerialLine line = SerialLine.open(terminal.path(), 1_000_000)) {
      byte[] bytes = new byte[64];
      assertThat(AllocatedBytes.of(() -> {
        line.write(bytes, 32);
        terminal.awaitBytes(TimeUnit.SECONDS.toNanos(1));
        terminal.read(bytes);
        terminal.write(bytes, 32);
        line.read(bytes);
        line.read(bytes);
      }, 2_000)).isZero();
    }
  }

  @Test
  void aLinkLeadsToThePortUntilItIsClosed() throws Exception {
    Path link = folder.resolve("robot");
    try (PseudoTerminal terminal = PseudoTerminal.open()) {
      terminal.link(link);
      assertThat(Files.readSymbolicLink(link)).hasToString(terminal.path());
      try (SerialLine line = SerialLine.open(link.toString(), 1_000_000)) {
        line.write(new byte[] {5}, 1);
        assertThat(terminal.awaitBytes(TimeUnit.SECONDS.toNanos(1))).isTrue();
      }
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aLinkThatAKilledProgramLeftIsReplaced() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("robot"), Path.of("/dev/pts/nobody"));
    try (PseudoTerminal terminal = PseudoTerminal.open()) {
      terminal.link(link);
      assertThat(Files.readSymbolicLink(link)).hasToString(terminal.path());
    }
    assertThat(Files.exists(link, LinkOption.NOFOLLOW_LINKS)).isFalse();
  }

  @Test
  void aLinkThatSomebodyElseTookIsLeft() throws Exception {
    Path link = folder.resolve("robot");
    try (PseudoTerminal second = PseudoTerminal.open()) {
      try (PseudoTerminal first = PseudoTerminal.open()) {
        first.link(link);
        second.link(link);
      }
      assertThat(Files.readSymbolicLink(link)).hasToString(second.path());
    }
  }

  @Test
  void noFileIsOverwrittenByALink() throws Exception {
    Path file = Files.writeString(folder.resolve("robot"), "precious");
    try (PseudoTerminal terminal = PseudoTerminal.open()) {
      assertThatThrownBy(() -> terminal.link(file)).isInstanceOf(PortException.class)
          .hasMessage("cannot put a link at " + file + ": there is a file or folder already");
      Path nowhere = folder.resolve("none").resolve("robot");
      assertThatThrownBy(() -> terminal.link(nowhere)).isInstanceOf(PortException.class)
          .hasMessage("cannot put a link at " + nowhere + ": there is no folder " + nowhere.getParent());
    }
    assertThat(file).hasContent("precious");
  }
}
