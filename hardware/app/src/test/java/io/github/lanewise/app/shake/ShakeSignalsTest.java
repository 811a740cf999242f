package io.github.lanewise.app.shake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.lanewise.app.Lanewise;
import io.github.lanewise.hardware.linux.SystemCall;
import io.github.lanewise.hardware.loop.Stop;
import io.github.lanewise.hardware.port.Clock;
import io.github.lanewise.hardware.port.PseudoTerminal;
import io.github.lanewise.hardware.recording.RecordedRollouts;
import io.github.lanewise.hardware.recording.Recording;
import io.github.lanewise.hardware.recording.RecordingHeader;
import io.github.lanewise.hardware.servo.ServoProtocol;
import io.github.lanewise.hardware.twin.ChildJvm;
import io.github.lanewise.hardware.twin.Imperfections;
import io.github.lanewise.hardware.twin.Twin;
import io.github.lanewise.hardware.twin.Wiretap;
import io.github.lanewise.model.RobotModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * {@code lanewise shake} on a wire is told to end in the middle of its roll-outs: torque goes off, the recording is
 * finished, and one sentence says so.
 */
@Timeout(120)
final class ShakeSignalsTest {
  private static final RobotModel FINGER = RobotModel.builtIn("finger");
  private static final List<String> SHAKE = List.of("shake", "--rollouts", "100", "--tolerance", "1e-9", "--steps",
      "50", "--rate", "100", "--late-ticks", "200", "--bus-errors", "1000", "--controller-ticks", "200",
      "--max-velocity", "100", "--max-torque", "100");
  private static final int WHOLE = 2;

  @TempDir
  private Path folder;

  @BeforeEach
  void onLinux() {
    assumeTrue(SystemCall.AVAILABLE, "no pseudo-terminals of our own on this system");
  }

  @ParameterizedTest
  @CsvSource({"2, r.mcap", "15, r.npz"})
  void ofTheTwinKeepsWhatWasRecorded(int signal, String name) throws Exception {
    ChildJvm.assumeSignal(signal);
    Path file = folder.resolve(name);
    try (ChildJvm shake = shake("--twin", "--real-time", "--record", file.toString())) {
      awaitRollouts(file, shake);
      shake.end(signal);
      assertKept(file, shake);
    }
  }

  @Test
  void onAPortSwitchesTorqueOff() throws Exception {
    ChildJvm.assumeSignal(2);
    Path file = folder.resolve("r.csv");
    PseudoTerminal terminal = PseudoTerminal.open();
    Wiretap tap = new Wiretap(terminal);
    try (Twin twin = Twin.on(tap, Clock.system(), FINGER, Twin.servos(FINGER, ServoProtocol.DYNAMIXEL),
        Imperfections.typical())) {
      twin.start();
      try (ChildJvm shake = shake("--port", terminal.path(), "--robot", "finger", "--record", file.toString())) {
        awaitRollouts(file, shake);
        assertThat(tap.switches().getLast().on()).as("torque is on").isTrue();
        long signalled = shake.end(2);
        Wiretap.Switch off = tap.switches().getLast();
        assertThat(off.on()).isFalse();
        assertThat(off.timeNanos() - signalled).as("after the signal").isBetween(0L, TimeUnit.SECONDS.toNanos(1));
        assertKept(file, shake);
      }
    }
  }

  @Test
  void withoutARecordingNothingIsKept() throws Exception {
    ChildJvm.assumeSignal(2);
    PseudoTerminal terminal = PseudoTerminal.open();
    Wiretap tap = new Wiretap(terminal);
    try (Twin twin = Twin.on(tap, Clock.system(), FINGER, Twin.servos(FINGER, ServoProtocol.DYNAMIXEL),
        Imperfections.typical())) {
      twin.start();
      try (ChildJvm shake = shake("--port", terminal.path(), "--robot", "finger")) {
        while (tap.switches().isEmpty() || !tap.switches().getLast().on()) {
          assertThat(shake.isAlive()).as("torque is switched on").isTrue();
          Thread.sleep(20);
        }
        shake.end(2);
        assertThat(tap.switches().getLast().on()).isFalse();
        assertThat(said(shake)).containsExactly(
            "lanewise: interrupted; torque is off; nothing is kept, for which there is --record");
      }
    }
  }

  private static ChildJvm shake(String... where) throws IOException {
    List<String> arguments = new ArrayList<>(SHAKE);
    arguments.addAll(List.of(where));
    return new ChildJvm(Lanewise.class, arguments);
  }

  private static void awaitRollouts(Path file, ChildJvm shake) throws Exception {
    while (!has(file, WHOLE)) {
      if (!shake.isAlive()) {
        throw new AssertionError("it ended by itself: " + shake.rest());
      }
      Thread.sleep(200);
    }
  }

  /** A file that is being written has no whole roll-out, or not even a beginning, for a while. */
  private static boolean has(Path file, int count) {
    try {
      return RecordedRollouts.read(file, true).rollouts().count() >= count;
    } catch (IOException | IllegalArgumentException e) {
      return false;
    }
  }

  private static void assertKept(Path file, ChildJvm shake) throws IOException {
    int count = RecordedRollouts.read(file, true).rollouts().count();
    assertThat(count).isGreaterThanOrEqualTo(WHOLE);
    assertThat(said(shake)).containsExactly("lanewise: interrupted; torque is off; kept: " + file + " with " + count
        + " whole roll-outs; --data reads them with --drop-bad");
    List<Path> kept = file.toString().endsWith(".csv") ? List.of(file, Path.of(file + ".json")) : List.of(file);
    assertThat(Files.list(file.getParent())).as("nothing half done beside it")
        .containsExactlyInAnyOrderElementsOf(kept);
    Recording recording = Recording.read(file);
    int stop = recording.header().place(RecordingHeader.STOP);
    assertThat(recording.rows().getLast()[stop]).as("finished").isEqualTo(1 + Stop.Reason.SHUTDOWN.ordinal());
  }

  /** Without what the JVM says of its modules. */
  private static List<String> said(ChildJvm shake) {
    return shake.rest().stream().filter(line -> !line.startsWith("WARNING: Using incubator modules")).toList();
  }
}
