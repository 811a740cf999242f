package io.github.lanewise.hardware.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.lanewise.hardware.Unprivileged;
import io.github.lanewise.hardware.linux.SystemCall;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What was answered against what the kernel says of the thread. */
final class RealTimeTest {
  private static final int POLICY_FIELD = 41;
  private static final int PRIORITY_FIELD = 40;

  @BeforeAll
  static void onLinux() {
    assumeTrue(SystemCall.AVAILABLE, "no real-time scheduling on this system");
  }

  @Test
  void anAnswerIsTrue() throws Exception {
    inAThread(() -> {
      assertThat(scheduling(POLICY_FIELD)).isZero();
      RealTime.Answer answer = RealTime.fifo(7);
      assertThat(scheduling(POLICY_FIELD)).isEqualTo(answer.granted() ? 1 : 0);
      assertThat(scheduling(PRIORITY_FIELD)).isEqualTo(answer.granted() ? 7 : 0);
      return null;
    });
    assertThat(inAThread(() -> scheduling(POLICY_FIELD))).isZero();
  }

  @Test
  void pinsTheThreadAndNoOther() throws Exception {
    String before = status("Cpus_allowed_list");
    int last = Integer.parseInt(before.replaceAll(".*[-,]", ""));
    assertThat(inAThread(() -> {
      assertThat(RealTime.pin(last)).isEqualTo(new RealTime.Answer(true, "pinned to processor " + last));
      return status("Cpus_allowed_list");
    })).isEqualTo(Integer.toString(last));
    assertThat(status("Cpus_allowed_list")).isEqualTo(before);
  }

  @Test
  void aProcessorThatIsNotThereIsRefused() throws Exception {
    inAThread(() -> {
      assertThat(RealTime.pin(1_000).granted()).isFalse();
      assertThat(RealTime.pin(1_000).sentence()).startsWith("pinning to processor 1000 was refused (")
          .endsWith("this process may not use it; 'taskset -p $$' and /proc/cpuinfo tell which there are");
      return null;
    });
  }

  @Test
  void withoutRightsAnswersSayWhatWouldGiveThem() throws Exception {
    List<String> lines = Unprivileged.run(Everything.class);
    String user = System.getProperty("user.name");
    assertThat(lines.get(0)).startsWith("false SCHED_FIFO was refused (")
        .endsWith("'" + user + " - rtprio 7' in /etc/security/limits.conf");
    assertThat(lines.get(1)).isEqualTo("true pinned to processor 0");
    assertThat(lines.get(2)).startsWith("false memory locking was refused (")
        .endsWith("'" + user + " - memlock unlimited' in /etc/security/limits.conf");
    assertThat(lines.get(3)).isEqualTo("0 kB");
    assertThat(lines).hasSize(4);
  }

  @Test
  void memoryIsLockedIfItIsSaidToBe() throws Exception {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Process process = new ProcessBuilder(java.toString(), "--enable-native-access=ALL-UNNAMED", "-Xmx64m", "-cp",
        System.getProperty("java.class.path"), Everything.class.getName()).start();
    List<String> lines = process.inputReader().lines().toList();
    assertThat(process.waitFor()).isZero();
    int locked = Integer.parseInt(lines.get(3).replace(" kB", ""));
    if (lines.get(2).equals("true memory locked")) {
      assertThat(locked).isGreaterThan(64_000);
    } else {
      assertThat(locked).isZero();
    }
  }

  @Test
  void aPriorityThatIsNoneIsAnError() {
    assertThatThrownBy(() -> RealTime.fifo(0)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a SCHED_FIFO priority is 1 to 99, not 0");
    assertThatThrownBy(() -> RealTime.pin(-1)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no processor has the number -1");
  }

  /** Asks for everything and prints the answers, then how much memory is locked. */
  static final class Everything {
    private Everything() {}

    /** Takes no arguments. */
    public static void main(String[] arguments) throws IOException {
      for (RealTime.Answer answer : List.of(RealTime.fifo(7), RealTime.pin(0), RealTime.lockMemory())) {
        System.out.println(answer.granted() + " " + answer.sentence());
      }
      System.out.println(status("VmLck"));
    }
  }

  private static String status(String key) throws IOException {
    return Files.readAllLines(Path.of("/proc/thread-self/status")).stream()
        .filter(line -> line.startsWith(key + ":"))
        .map(line -> line.substring(key.length() + 1).strip())
        .findFirst().orElseThrow();
  }

  /** A field of the thread's line in /proc, counted from 1; the second is a name in brackets, without blanks here. */
  private static int scheduling(int field) throws IOException {
    String line = Files.readString(Path.of("/proc/thread-self/stat"));
    return Integer.parseInt(line.substring(line.lastIndexOf(')') + 2).split(" ")[field - 3]);
  }

  private static <T> T inAThread(Callable<T> work) throws Exception {
    FutureTask<T> task = new FutureTask<>(work);
    Thread.ofPlatform().start(task);
    return task.get();
  }
}
