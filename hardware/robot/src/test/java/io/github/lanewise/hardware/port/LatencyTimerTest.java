package io.github.lanewise.hardware.port;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a folder in place of the system's. */
final class LatencyTimerTest {
  @TempDir
  private Path folder;

  private Path port;
  private Path timer;

  @BeforeEach
  void adapter() throws Exception {
    port = Files.createFile(folder.resolve("ttyUSB3"));
    timer = Files.createDirectories(folder.resolve("devices/ttyUSB3")).resolve("latency_timer");
  }

  private LatencyTimer read(Path path) {
    return LatencyTimer.of(path.toString(), folder.resolve("devices")).orElse(null);
  }

  @Test
  void aSlowOneSaysWhatToDo() throws Exception {
    Files.writeString(timer, "16\n");
    LatencyTimer slow = read(port);
    assertThat(slow).isEqualTo(new LatencyTimer("ttyUSB3", 16));
    assertThat(slow.isSlow()).isTrue();
    assertThat(slow.remedy()).contains("up to 16 ms",
        "echo 1 | sudo tee /sys/bus/usb-serial/devices/ttyUSB3/latency_timer",
        "ACTION==\"add\", SUBSYSTEM==\"usb-serial\", DRIVER==\"ftdi_sio\", ATTR{latency_timer}=\"1\"");
    Path link = Files.createSymbolicLink(folder.resolve("arm"), port);
    assertThat(read(link)).as("by a link, as in /dev/serial/by-id").isEqualTo(slow);
    Files.writeString(timer, "1\n");
    assertThat(read(port).isSlow()).isFalse();
  }

  @Test
  void whatHasNoneHasNone() throws Exception {
    assertThat(read(port)).isNull();
    assertThat(read(folder.resolve("nothing"))).isNull();
    Files.writeString(timer, "soon\n");
    assertThat(read(port)).isNull();
    assertThat(LatencyTimer.of("/dev/null")).isEmpty();
  }
}
