package io.github.lanewise.app.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.lanewise.app.Interrupts;
import io.github.lanewise.app.Lanewise;
import io.github.lanewise.app.Run;
import io.github.lanewise.app.console.Version;
import io.github.lanewise.hardware.linux.SystemCall;
import io.github.lanewise.hardware.loop.Jitter;
import io.github.lanewise.hardware.loop.Stop;
import io.github.lanewise.hardware.recording.Recording;
import io.github.lanewise.hardware.recording.RecordingHeader;
import io.github.lanewise.hardware.recording.RecordingOrigin;
import io.github.lanewise.hardware.servo.BusError;
import io.github.lanewise.hardware.servo.Servo;
import io.github.lanewise.hardware.servo.ServoCommand;
import io.github.lanewise.hardware.servo.ServoModel;
import io.github.lanewise.hardware.servo.ServoProtocol;
import io.github.lanewise.hardware.servo.ServoState;
import io.github.lanewise.hardware.twin.Imperfections;
import io.github.lanewise.hardware.twin.Twin;
import io.github.lanewise.model.RobotModel;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The loop command on simulated robots: what it does, says and writes, how it ends, and what it refuses. */
@Timeout(180)
final class LoopTest {
  @TempDir
  private Path folder;

  private Path noLimits() throws Exception {
    Path file = folder.resolve("arm.urdf");
    Files.writeString(file, """
        <robot name="arm">
          <link name="base"/>
          <link name="upper"><inertial><mass value="0.1"/>
            <inertia ixx="1e-3" ixy="0" ixz="0" iyy="1e-3" iyz="0" izz="1e-3"/></inertial></link>
          <link name="lower"><inertial><mass value="0.1"/>
            <inertia ixx="1e-3" ixy="0" ixz="0" iyy="1e-3" iyz="0" izz="1e-3"/></inertial></link>
          <joint name="shoulder" type="revolute"><parent link="base"/><child link="upper"/><axis xyz="0 0 1"/>
            <limit lower="-1" upper="1" velocity="5" effort="1"/></joint>
          <joint name="elbow" type="continuous"><parent link="upper"/><child link="lower"/><axis xyz="0 0 1"/></joint>
        </robot>""");
    return file;
  }

  @Test
  void aRunIsReportedRecordedAndReplayed() throws Exception {
    assumeTrue(SystemCall.AVAILABLE, "no pseudo-terminals of our own on this system");
    Path json = folder.resolve("loop.json");
    Path recording = folder.resolve("loop.csv");
    Run run = Run.of("loop", "--twin", "--real-time", "--robot", "finger", "--rate", 200, "--seconds", 1, "--record",
        recording, "--json", json, "--max-velocity", 50);
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(run.out()).startsWith("finger: 3 servos on a simulated robot, ").contains("hold at 200 ticks/s")
        .contains("bus watchdog: armed, ")
        .containsPattern("missed deadlines +[\\d,]+ ").containsPattern("p50, p99 .*, p99.9 .*, p99.99 .*, max ");
    JsonNode report = new ObjectMapper().readTree(json.toFile());
    long ticks = report.path("ticks").asLong();
    assertThat(report.path("stop").path("reason").asText()).isEqualTo("finished");
    assertThat(report.path("as_asked").asBoolean()).isTrue();
    assertThat(report.path("lateness").path("p9999_microseconds").asDouble()).isPositive();
    assertThat(report.path("wire").path("tick_microseconds").asDouble()).isBetween(100., 1000.);
    Recording rows = Recording.read(recording);
    assertThat(rows.rows()).hasSize((int) ticks);
    double[] last = rows.rows().getLast();
    assertThat(run.out()).contains("  stopped: tick " + (int) last[0] + ": all ticks are done; torque is off");
    // Those that the lateness of the last one covers are missed, too.
    long end = (long) last[0] + 1 + (long) Math.floor(last[rows.header().place("lateness_s")] * 200 + 1e-9);
    assertThat(ticks + report.path("missed").asLong()).isEqualTo(end).isGreaterThanOrEqualTo(200);
    assertThat(last[0]).isLessThanOrEqualTo(199);
    assertThat(rows.number((int) ticks - 1, RecordingHeader.STOP)).isEqualTo(Stop.Reason.FINISHED.ordinal() + 1);

    Run again = Run.of("loop", "--twin", "--robot", "finger", "--rate", 200, "--controller", "replay", "--replay",
        recording, "--max-velocity", 50);
    assertThat(again.exitCode()).as(again.out() + again.err()).isZero();
    assertThat(again.out()).contains("replay at 200 ticks/s").contains("of 200\n");
  }

  /** A busy machine changes no bit of a loop in simulated time, and no tick is left out of its recording. */
  @Test
  void aRunInSimulatedTimeIsTheSameWhateverTheLoad() throws Exception {
    Path calm = inSimulatedTime("calm.csv", 0);
    Path busy = inSimulatedTime("busy.csv", 4);
    assertThat(Files.readAllLines(calm)).hasSizeGreaterThan(6000);
    assertThat(busy).hasSameBinaryContentAs(calm);
  }

  /** More ticks than the recorder's queue holds, with so many threads that do nothing but keep processors busy. */
  private Path inSimulatedTime(String name, int busyThreads) throws Exception {
    Path recording = folder.resolve(name);
    Path json = folder.resolve("loop.json");
    AtomicBoolean over = new AtomicBoolean();
    for (int i = 0; i < busyThreads; i++) {
      Thread.ofPlatform().daemon().start(() -> {
        while (!over.get()) {
          Thread.onSpinWait();
        }
      });
    }
    try {
      Run run = Run.of("loop", "--twin", "--robot", "finger", "--controller", "pd", "--stiffness", 2, "--damping", 0.05,
          "--pose", "0.2,0.7,1.0", "--seconds", 6, "--noise-seed", 3, "--record", recording, "--json", json,
          "--max-velocity", 50);
      assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
      assertThat(run.out()).contains("time was simulated");
    } finally {
      over.set(true);
    }
    JsonNode report = new ObjectMapper().readTree(json.toFile());
    assertThat(report.path("settings").path("simulated_time").asBoolean()).isTrue();
    assertThat(report.path("missed").asLong(-1)).isZero();
    assertThat(report.path("recording").path("left_out").asLong(-1)).isZero();
    return recording;
  }

  private Path arm(String name, Twin twin) throws Exception {
    return Files.writeString(folder.resolve(name), """
        {"robot": "finger", "ports": {"p": {"path": "%s", "protocol": "feetech"}}, "servos": [
        {"joint": "spread", "id": 1}, {"joint": "bend", "id": 2}, {"joint": "curl", "id": 3}]}"""
        .formatted(twin.path()));
  }

  /** The leader stays where a hand has put it, by friction, and the follower comes to it; then nobody holds either. */
  @Test
  void aFollowerComesWhereItsLeaderIs() throws Exception {
    assumeTrue(SystemCall.AVAILABLE, "no pseudo-terminals of our own on this system");
    RobotModel finger = RobotModel.builtIn("finger");
    Imperfections stiff = Imperfections.ideal().withFriction(0.3);
    double[] shown = {0.3, 0.9, 0.6};
    try (Twin leader = Twin.onPseudoTerminal(finger, Twin.servos(finger, ServoProtocol.FEETECH), stiff);
        Twin follower = Twin.onPseudoTerminal(finger, Twin.servos(finger, ServoProtocol.FEETECH), stiff)) {
      leader.place(shown);
      follower.place(0, 0.5, 0.2);
      Path first = arm("leader.json", leader);
      Path second = arm("arm.json", follower);
      Path json = folder.resolve("loop.json");
      Run run = Run.of("loop", "--leader", first, "--arm", second, "--rate", 50, "--seconds", 0.5, "--max-torque",
          "inf", "--bus-errors", 100, "--late-ticks", 100, "--controller-ticks", 100, "--max-velocity", 50, "--json",
          json);
      assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
      assertThat(run.out()).contains("follow at 50 ticks/s").contains("approach: ");
      assertThat(follower.position()).containsExactly(shown, within(0.06));
      assertThat(leader.position()).containsExactly(shown, within(1e-3));
      assertThat(new ObjectMapper().readTree(json.toFile()).get("allocated_bytes").asLong(-1)).as("of both buses")
          .isZero();
      Files.writeString(first, Files.readString(first).replace("\"curl\"", "\"curls\""));
      assertThat(Run.of("loop", "--leader", first, "--arm", second).err()).contains("servo 3 is of joint 'curls'");
      assertThat(Run.of("loop", "--arm", second, "--controller", "follow").err()).contains("give --leader");
      assertThat(Run.of("loop", "--arm", second, "--controller", "hold", "--leader", first).err())
          .contains("--leader is for --controller follow.");
    }
  }

  /** What 'servo monitor' saw while a hand moved the arm, in the servos' own angles, brings the arm there again. */
  @Test
  void whatAMonitorShowedIsReplayed() throws Exception {
    assumeTrue(SystemCall.AVAILABLE, "no pseudo-terminals of our own on this system");
    RobotModel finger = RobotModel.builtIn("finger");
    ServoModel sts = ServoModel.named(ServoProtocol.FEETECH, "STS3215");
    List<Servo> servos = List.of(new Servo(7, sts, sts.zeroCount() + 0.2 / sts.positionUnit(), 1),
        new Servo(2, sts, sts.zeroCount(), -1), new Servo(5, sts, sts.zeroCount() - 0.1 / sts.positionUnit(), 1));
    Path csv = folder.resolve("shown.csv");
    double[] shown = {0.3, 0.9, 0.6};
    try (Twin twin = Twin.onPseudoTerminal(finger, servos, Imperfections.ideal().withFriction(0.3))) {
      Path arm = Files.writeString(folder.resolve("arm.json"), """
          {"robot": "finger", "ports": {"p": {"path": "%s", "protocol": "feetech"}}, "servos": [
          {"joint": "curl", "id": 5, "zero_rad": -0.1}, {"joint": "spread", "id": 7, "zero_rad": 0.2},
          {"joint": "bend", "id": 2, "ratio": -1}]}""".formatted(twin.path()));
      Thread hand = Thread.ofPlatform().daemon().start(() -> {
        for (int i = 0; i <= 30; i++) {
          twin.place(0.01 * i, 0.5 + 0.4 * i / 30, 0.6);
          LockSupport.parkNanos(30_000_000);
        }
      });
      Run monitor = Run.of("servo", "monitor", "--arm", arm, "--rate", 40, "--seconds", 1.6);
      hand.join();
      Files.writeString(csv, monitor.out());
      twin.place(0, 0.5, 0.6);
      Run run = Run.of("loop", "--arm", arm, "--controller", "replay", "--replay", csv, "--rate", 50, "--max-torque",
          "inf", "--bus-errors", 100, "--late-ticks", 100, "--controller-ticks", 100, "--max-velocity", 50);
      assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
      assertThat(twin.position()).containsExactly(shown, within(0.06));
      Files.writeString(csv, monitor.out().replace("position_7_rad", "position_8_rad"));
      assertThat(Run.of("loop", "--arm", arm, "--replay", csv, "--controller", "replay").err())
          .contains("shown.csv has no servo 7, only [5, 8, 2]");
    }
  }

  @Test
  void aRecordingOfOtherJointsIsNotReplayed() throws Exception {
    assumeTrue(SystemCall.AVAILABLE, "no pseudo-terminals of our own on this system");
    Path recording = folder.resolve("r.mcap");
    Run run = Run.of("loop", "--twin", "--robot", "finger", "--rate", 100, "--seconds", 0.1, "--record", recording,
        "--max-velocity", 50, "--noise-seed", 4);
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    RecordingOrigin origin = Recording.read(recording).header().origin();
    assertThat(origin.robot()).isEqualTo("finger");
    assertThat(origin.servos()).containsExactly("servo 1", "servo 2", "servo 3");
    assertThat(origin.controller()).isEqualTo("hold");
    assertThat(origin.seed()).isEqualTo(4);
    assertThat(origin.version()).isEqualTo(Version.number());
    Path other = folder.resolve("other.urdf");
    Files.writeString(other, RobotModel.builtInText("finger").replace("\"bend\"", "\"bow\""));
    assertThat(Run.of("loop", "--twin", "--robot", other, "--controller", "replay", "--replay", recording).err())
        .contains("r.mcap is of the joints spread, bend, curl, but robot 'finger' has spread, bow, curl");
  }

  @Test
  void aRunThatALimitEndsFails() {
    assumeTrue(SystemCall.AVAILABLE, "no pseudo-terminals of our own on this system");
    Run run = Run.of("loop", "--twin", "--robot", "finger", "--rate", 200, "--seconds", 1, "--max-temperature", 20);
    assertThat(run.exitCode()).isOne();
    assertThat(run.out()).contains("temperature").contains("limit 20 deg C; the servos are as they were found");
  }

  /** Ctrl-C during a command in a process of its own: the report is printed and the recording is finished. */
  @Test
  void ctrlCEndsItWithAReport() throws Exception {
    assumeTrue(SystemCall.AVAILABLE, "no pseudo-terminals of our own on this system");
    assumeTrue(Files.isExecutable(Path.of("/bin/kill")), "no /bin/kill to send signals with");
    Interrupts.assumeHeeded();
    Path recording = folder.resolve("loop.npz");
    Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "--enable-native-access=ALL-UNNAMED", "--add-modules", "jdk.incubator.vector", "-cp",
        System.getProperty("java.class.path"), Lanewise.class.getName(), "loop", "--twin", "--robot", "finger",
        "--rate", "200", "--max-velocity", "50", "--record", recording.toString()).redirectErrorStream(true).start();
    try (BufferedReader out = process.inputReader()) {
      Path journal = folder.resolve("loop.npz.mcap");
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(90);
      // A chunk is written a quarter of a second after the first tick.
      while (!(Files.exists(journal) && Files.size(journal) > 20_000) && System.nanoTime() < deadline) {
        Thread.sleep(20);
      }
      new ProcessBuilder("/bin/kill", "-2", Long.toString(process.pid())).start().waitFor();
      List<String> lines = out.lines().toList();
      assertThat(process.waitFor()).as("%s", lines).isEqualTo(130);
      assertThat(lines).anyMatch(line -> line.contains("the JVM is shutting down") && line.endsWith("torque is off"));
      Recording whole = Recording.read(recording);
      assertThat(journal).doesNotExist();
      assertThat(whole.number(whole.rows().size() - 1, RecordingHeader.STOP))
          .isEqualTo(Stop.Reason.SHUTDOWN.ordinal() + 1);
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void missingLimitsAreNamedWithTheOptionsThatSupplyThem() throws Exception {
    Run run = Run.of("loop", "--twin", "--robot", noLimits());
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).startsWith("Limits are missing in the file of robot 'arm'; an option supplies each:"
        + " velocity of joint 'elbow' by --max-velocity elbow=RAD/S, torque of joint 'elbow' by --max-torque elbow=NM;"
        + " inf says that there is none on purpose.");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(delimiter = '|', value = {
      "--robot finger | Name the --port that the robot is on, or its --arm, or simulate it with --twin.",
      "--robot finger --twin --controller pd | --controller pd needs gains that fit the robot: give --stiffness and",
      "--robot finger --twin --pose 1,2,3 | --pose is for --controller pd.",
      "--robot finger --twin --controller replay | --controller replay needs a file: give --replay.",
      "--robot finger --twin --id 4,5,6 | --id is for servos on a --port; those of --twin have the ids 1, 2, ...",
      "--robot finger --twin --max-torque wrist=1 | --max-torque names joint 'wrist', but the robot's are: spread",
      "--robot finger --twin --max-torque bend=x | --max-torque has 'x', which is no number.",
      "--robot finger --twin --range bend=2 | --range takes LO:HI, such as -1.5:1.5, but has '2'.",
      "--robot finger --twin --max-velocity 0 | --max-velocity: a velocity limit of joint 'spread' must be positive",
      "--robot finger --twin --torque-share bend=2 | --torque-share: the part of its torque that joint 'bend' may use",
      "--robot finger --twin --rate 0 | --rate must be from 0.1 to 100,000, but is 0.0.",
      "--robot finger --twin --seconds 0.0001 | --seconds 1.0E-4 at --rate 1000.0 is not one tick.",
      "--robot finger --twin --controller policy | --controller policy needs a file: give --policy.",
      "--robot finger --twin --controller hold --policy x | --policy is for --controller policy.",
      "--robot finger --twin --policy x --rate 1000 | --rate is 1000.0, but a policy acts 500.0 times a second, as it",
      "--robot finger --port /dev/null --masses 2 | --masses is for a simulated robot: give --twin.",
      "--robot finger --twin --masses 0 | masses of 0.0 times the file's: must be positive and finite",
      "--robot finger --port /dev/null --real-time | --real-time is for a simulated robot: give --twin.",
      "--robot finger --twin --fifo 5 | --fifo is for --real-time.",
      "--robot finger --twin --fifo 100 | --fifo must be from 1 to 99, but is 100.",
      "--robot finger --twin --stiffness 1 | --stiffness is for --controller pd."})
  void wrongArgumentsAreOneSentence(String arguments, String sentence) {
    Run run = Run.of((Object[]) ("loop " + arguments).split(" "));
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).startsWith(sentence);
    assertThat(run.out()).isEmpty();
  }

  @Test
  void noSuchPortAndARateThatTheWireDoesNotCarryFail() throws Exception {
    Run run = Run.of("loop", "--robot", "finger", "--port", "/dev/nothing");
    assertThat(run.exitCode()).isOne();
    assertThat(run.err()).startsWith("lanewise: ").contains("/dev/nothing").hasLineCount(1);
    assumeTrue(SystemCall.AVAILABLE, "no pseudo-terminals of our own on this system");
    RobotModel finger = RobotModel.builtIn("finger");
    try (Twin twin = Twin.onPseudoTerminal(finger, Twin.servos(finger, ServoProtocol.DYNAMIXEL),
        Imperfections.ideal())) {
      run = Run.of("loop", "--robot", "finger", "--port", twin.path(), "--baud", 57_600, "--rate", 1000);
      assertThat(run.exitCode()).isOne();
      assertThat(run.err())
          .startsWith("lanewise: 1000 ticks/s leave 1000 us each, but reading and writing 3 servos takes")
          .contains("at 57600 baud: at most ").hasLineCount(1);
      assertThat(Run.of("loop", "--robot", "finger", "--port", twin.path(), "--baud", 57_600, "--max-temperature", 20)
          .out()).as("unless it is asked for, as many as the wire carries").contains("hold at 53 ticks/s");
    }
  }

  /** Servos that hold the robot up go on, and what to say is said. */
  @Test
  void whatIsHeldUpIsNotLetGoWithoutAYes() throws Exception {
    assumeTrue(SystemCall.AVAILABLE, "no pseudo-terminals of our own on this system");
    RobotModel finger = RobotModel.builtIn("finger");
    try (Twin twin = Twin.onPseudoTerminal(finger, Twin.servos(finger, ServoProtocol.DYNAMIXEL),
        Imperfections.ideal())) {
      for (int id = 1; id <= 3; id++) {
        assertThat(Run.of("servo", "write", "--port", twin.path(), "--id", id, "torque_enable=1").exitCode()).isZero();
      }
      Run run = Run.of("loop", "--robot", "finger", "--port", twin.path(), "--rate", 100, "--controller", "free");
      assertThat(run.exitCode()).isOne();
      assertThat(run.out()).contains("joint 'spread' (servo 1): the servo has torque and holds the robot, which falls"
          + " if it lets go; the servos are as they were found", "Hold the robot, and say --yes to let it go.",
          "torque: left on, as it was found, in 3 of 3 servos");
    }
  }

  @Test
  void theUsualRateIsAtMostWhatTheWireCarries() {
    LoopSettings.Timing usual = new LoopSettings.Timing(1000, false, null, null);
    assertThat(usual.carriedBy(900_000).rate()).isEqualTo(1000);
    assertThat(usual.carriedBy(1_660_000).rate()).as("six servos of a hobby arm").isEqualTo(540);
    assertThat(usual.carriedBy(97_000_000).rate()).isCloseTo(9.2, within(1e-12));
    assertThat(new LoopSettings.Timing(1000, true, null, null).carriedBy(1_660_000).rate()).isEqualTo(1000);
  }

  @Test
  void theStatusLineSaysRateLatenessErrorsAndPosition() {
    LoopStatus status = new LoopStatus(2, (tick, time, state, command, error, late) -> { });
    ServoState state = new ServoState(2);
    state.position[0] = 0.25;
    state.position[1] = -1;
    status.tick(-1, 0, state, new ServoCommand(2), BusError.TIMEOUT, 0);
    assertThat(status.text(null, 1_000_000_000L))
        .isEqualTo("rehearsing ...  position (0.250, -1.000) rad");
    status.tick(0, 0, state, new ServoCommand(2), BusError.NONE, 0);
    status.tick(1, 0, state, new ServoCommand(2), BusError.TIMEOUT, 0);
    Jitter jitter = new Jitter(1_000_000);
    for (int i = 0; i < 500; i++) {
      jitter.record(i == 7 ? 2_500_000 : 10_000);
    }
    assertThat(status.text(jitter.summary(), 1_500_000_000L)).startsWith("500 ticks, 1,000/s, late p99 ")
        .contains(" us max 2500.6 us, missed 2, bus errors 1, position (0.250, -1.000) rad");
  }
}
