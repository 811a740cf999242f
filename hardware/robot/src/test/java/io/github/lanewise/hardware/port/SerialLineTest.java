package io.github.lanewise.hardware.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.lanewise.hardware.AllocatedBytes;
import io.github.lanewise.hardware.Unprivileged;
import io.github.lanewise.hardware.linux.Descriptor;
import io.github.lanewise.hardware.linux.SystemCall;
import io.github.lanewise.hardware.linux.SystemCallException;
import io.github.lanewise.hardware.linux.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A serial line on the slave side of a pseudo-terminal, whose master plays the device. */
final class SerialLineTest {
  private static final int BAUD = 1_000_000;
  private static final long NOTICED_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private PseudoTerminal device;

  @BeforeAll
  static void onLinux() {
    assumeTrue(SystemCall.AVAILABLE, "no pseudo-terminals of our own on this system");
  }

  @BeforeEach
  void open() throws PortException {
    device = PseudoTerminal.open();
  }

  @AfterEach
  void close() {
    device.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void carriesEveryByteBothWays(boolean ownDescriptor) throws Exception {
    try (SerialLine line = SerialLine.open(device.path(), BAUD, ownDescriptor)) {
      Stream.requireCarried(line, device, 100_000, 1);
      Stream.requireCarried(device, line, 100_000, 2);
    }
  }

  @Test
  void aDeviceThatReadsNothingMakesWritesShortAtOnce() throws Exception {
    try (SerialLine line = SerialLine.open(device.path(), BAUD)) {
      Stream.requireShortWriteAndNothingLost(line, device);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void unplugIsNoticedWhenReading(boolean ownDescriptor) throws Exception {
    try (SerialLine line = SerialLine.open(device.path(), BAUD, ownDescriptor)) {
      byte[] bytes = new byte[64];
      assertThat(line.read(bytes)).isZero();
      AtomicLong unplugged = new AtomicLong();
      Thread hand = Thread.ofPlatform().start(() -> {
        Clock.system().sleepUntil(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(30));
        device.close();
        unplugged.set(System.nanoTime());
      });
      int got = 0;
      long tick = System.nanoTime();
      while (got == 0) {
        tick += TimeUnit.MILLISECONDS.toNanos(1);
        Clock.system().sleepUntil(tick);
        got = line.read(bytes);
      }
      long noticed = System.nanoTime();
      hand.join();
      assertThat(got).isEqualTo(-1);
      assertThat(noticed - unplugged.get()).isLessThan(NOTICED_NANOS);
      assertThat(line.read(bytes)).isEqualTo(-1);
      assertThat(line.write(bytes, 5)).isEqualTo(-1);
    }
  }

  @Test
  void unplugIsNoticedWhenWriting() throws Exception {
    try (SerialLine line = SerialLine.open(device.path(), BAUD)) {
      device.close();
      assertThat(line.write(new byte[5], 5)).isEqualTo(-1);
    }
  }

  @Test
  void reopensWhatWasPluggedInAgain(@TempDir Path folder) throws Exception {
    Path link = folder.resolve("robot");
    device.link(link);
    try (SerialLine line = SerialLine.open(link.toString(), BAUD)) {
      device.close();
      assertThat(line.read(new byte[1])).isEqualTo(-1);
      assertThatThrownBy(line::reopen).isInstanceOf(PortException.class).hasMessageStartingWith("there is no port");
      assertThat(line.read(new byte[1])).isEqualTo(-1);
      assertThat(line.write(new byte[1], 1)).isEqualTo(-1);

      device = PseudoTerminal.open();
      device.link(link);
      line.reopen();
      Stream.requireCarried(line, device, 1_000, 3);
    }
  }

  @Test
  void whatHadArrivedBeforeOpeningIsDropped() throws Exception {
    device.write(new byte[] {1, 2, 3}, 3);
    try (SerialLine line = SerialLine.open(device.path(), BAUD)) {
      assertThat(line.read(new byte[8])).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void nothingIsAllocated(boolean ownDescriptor) throws Exception {
    try (SerialLine line = SerialLine.open(device.path(), BAUD, ownDescriptor)) {
      byte[] bytes = new byte[512];
      assertThat(AllocatedBytes.of(() -> {
        line.write(bytes, 300);
        device.read(bytes);
        device.write(bytes, 300);
        line.read(bytes);
      }, 2_000)).isZero();
    }
  }

  @Test
  void aSecondOpenIsRefusedAsBusyAndAThirdAfterwardsIsNot() throws Exception {
    String busy = device.path() + " is in use already; 'fuser " + device.path() + "' tells by whom";
    try (SerialLine line = SerialLine.open(device.path(), BAUD)) {
      assertThatThrownBy(() -> SerialLine.open(device.path(), BAUD)).isInstanceOf(PortException.class).hasMessage(busy);
      assertThatThrownBy(() -> SerialLine.open(device.path(), BAUD)).isInstanceOf(PortException.class).hasMessage(busy);
      assertThat(line.write(new byte[] {1}, 1)).isEqualTo(1);
    }
    SerialLine.open(device.path(), BAUD).close();
  }

  @Test
  void aPortThatIsNotThereIsNotSoughtElsewhere() {
    String path = "/nonexistent" + device.path().substring("/dev/pts".length());
    for (String absent : new String[] {path, "/nonexistent/null", "null"}) {
      assertThatThrownBy(() -> SerialLine.open(absent, BAUD)).isInstanceOf(PortException.class)
          .hasMessageStartingWith("there is no port " + absent);
      assertThatThrownBy(() -> SerialLine.open(absent, BAUD, false)).isInstanceOf(PortException.class)
          .hasMessageStartingWith("there is no port " + absent);
    }
  }

  @Test
  void whatIsNoPortIsRefused(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("notes"), "a file");
    for (Object path : new Object[] {"/dev/null", folder, file}) {
      assertThatThrownBy(() -> SerialLine.open(path.toString(), BAUD)).isInstanceOf(PortException.class)
          .hasMessage(path + " is not a serial port").hasCauseInstanceOf(SystemCallException.class);
    }
  }

  @Test
  void aPortWithoutTheRightToItIsRefused() throws Exception {
    assertThat(Unprivileged.run(Opened.class, "r--r--r--", device.path()))
        .containsExactly("no right to open " + device.path() + ": its permissions must let you read and write it");
    String group = Files.readAttributes(Path.of(device.path()), PosixFileAttributes.class).group().getName();
    assertThat(Unprivileged.run(Opened.class, "r--rw----", device.path()))
        .containsExactly("no right to open " + device.path() + ": 'sudo usermod -aG " + group
            + " $USER' and a new log-in put you into its group " + group);
  }

  /** Takes from a port's owner the right to open it, tries, and prints the sentence. */
  static final class Opened {
    private Opened() {}

    /** Permissions and path. */
    public static void main(String[] arguments) throws IOException {
      Files.setPosixFilePermissions(Path.of(arguments[1]), PosixFilePermissions.fromString(arguments[0]));
      try (SerialLine line = SerialLine.open(arguments[1], BAUD)) {
        System.out.println(line.path() + " was opened");
      } catch (PortException e) {
        System.out.println(e.getMessage());
      }
    }
  }

  @Test
  void workBeforeTheExitStillHasItsPort() throws Exception {
    assertThat(Unprivileged.run(EchoAtExit.class, device.path())).isEmpty();
    byte[] echoed = new byte[8];
    assertThat(device.read(echoed)).isEqualTo(2);
    assertThat(echoed).startsWith(9, 3);
  }

  /** Ends at once; then, late enough for every other shutdown hook to be done, writes and reads. */
  static final class EchoAtExit {
    private EchoAtExit() {}

    /** The path. */
    public static void main(String[] arguments) throws IOException {
      SerialLine line = SerialLine.open(arguments[0], BAUD);
      BeforeExit.run("echo", () -> {
        Clock.system().sleepUntil(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(200));
        int nothingYet = line.read(new byte[8]);
        line.write(new byte[] {9, (byte) (nothingYet + 3)}, 2);
        line.close();
      });
    }
  }

  @Test
  void theDriverIsAskedWhichRateItTook() throws Exception {
    for (int baud : new int[] {9_600, 57_600, 1_000_000, 1_234_567, 4_000_000}) {
      try (SerialLine line = SerialLine.open(device.path(), baud);
          Descriptor descriptor = Descriptor.open(line.path())) {
        assertThat(Terminal.baud(descriptor)).isEqualTo(baud);
      }
    }
    PortProblems.requireRate("/dev/ttyUSB0", 1_000_000, 1_015_000);
    assertThatThrownBy(() -> PortProblems.requireRate("/dev/ttyUSB0", 4_000_000, 3_000_000))
        .isInstanceOf(PortException.class)
        .hasMessage("/dev/ttyUSB0 does not offer 4,000,000 baud: its driver took 3,000,000 instead");
    assertThatThrownBy(() -> SerialLine.open(device.path(), 0)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the rate of a serial port must be positive, and is 0 baud");
  }
}
