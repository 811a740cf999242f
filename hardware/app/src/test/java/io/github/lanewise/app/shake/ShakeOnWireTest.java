package io.github.lanewise.app.shake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.lanewise.app.Run;
import io.github.lanewise.app.options.NamedRobot;
import io.github.lanewise.app.options.PolicyChoice;
import io.github.lanewise.app.report.Provenance;
import io.github.lanewise.app.wire.SimulatedRobot;
import io.github.lanewise.data.NpzFile;
import io.github.lanewise.hardware.linux.SystemCall;
import io.github.lanewise.hardware.loop.Safety;
import io.github.lanewise.hardware.port.Clock;
import io.github.lanewise.hardware.robot.WiredRobot;
import io.github.lanewise.hardware.servo.Servo;
import io.github.lanewise.hardware.servo.ServoBus;
import io.github.lanewise.hardware.servo.ServoCommand;
import io.github.lanewise.hardware.servo.ServoProtocol;
import io.github.lanewise.hardware.twin.Imperfections;
import io.github.lanewise.hardware.twin.SteppedTwin;
import io.github.lanewise.hardware.twin.Twin;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.policy.PolicyParameter;
import io.github.lanewise.sensitivity.Rollouts;
import io.github.lanewise.sensitivity.planning.Improvement.Visit;
import io.github.lanewise.sensitivity.shaking.Shaking;
import io.github.lanewise.task.TipReturn;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.ejml.data.DMatrixRMaj;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole of {@code shake --twin} with the simulated robot at the end of a cable in memory, in simulated time: the
 * same robot with its usual play, friction, delays and noise, but the same numbers each time, however busy the machine.
 */
final class ShakeOnWireTest {
  private static final RobotModel FINGER = RobotModel.builtIn("finger");

  @TempDir
  private Path folder;

  /** The settings of {@code shake --twin} but for these. */
  private static ShakeSettings settings(int rollouts, ShakeSettings.Method method, double delay, int improve,
      Path record, List<ReachGoal> reach) {
    return settings(ServoProtocol.DYNAMIXEL, rollouts, method, delay, improve, record, reach);
  }

  /** Feetech servos take positions, a hundred times a second. */
  private static ShakeSettings settings(ServoProtocol protocol, int rollouts, ShakeSettings.Method method, double delay,
      int improve, Path record, List<ReachGoal> reach) {
    Safety safety = Safety.of(FINGER).build();
    boolean torques = protocol == ServoProtocol.DYNAMIXEL;
    return new ShakeSettings(
        new ShakeSettings.Subject(new NamedRobot("finger", FINGER), null,
            new ShakeWire(null, null, new SimulatedRobot(FINGER, 1,
                Twin.servos(FINGER, protocol), Imperfections.typical()), true, null, safety, null,
                record), 1),
        new ShakeSettings.Motion(PolicyChoice.REACH, null,
            torques ? ServoCommand.Mode.TORQUE : ServoCommand.Mode.POSITION, torques ? 200 : 100,
            torques ? 0.002 : 0.01),
        new ShakeSettings.Perturbation(rollouts, 4, 0.1, Shaking.Design.GAUSSIAN, false, 1),
        new ShakeSettings.Logs(new double[3], delay, delay > 0, 0, false),
        new ShakeSettings.Estimation(method, 0.2),
        new ShakeSettings.Goals(improve, null, 0.001, reach));
  }

  private static ShakeResult shake(ShakeSettings settings) throws IOException {
    return shake(settings, Integer.MAX_VALUE);
  }

  /** A machine that is too slow after so many runs: it misses two ticks now and then. */
  private static ShakeResult shake(ShakeSettings settings, int runsInTime) throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    return shake(settings, runsInTime, () -> random.nextInt(30) == 0 ? 25_000_000 : 0);
  }

  /** One that is late by so much [ns] at its ticks. */
  private static ShakeResult shake(ShakeSettings settings, int runsInTime, LongSupplier late) throws IOException {
    List<Servo> servos = settings.subject().wire().twin().servos();
    try (SteppedTwin twin = new SteppedTwin(FINGER, servos, Imperfections.typical());
        ServoBus bus = servos.getFirst().model().protocol().bus(twin.line(), twin, servos);
        WiredRuns runs = new WiredRuns(settings.subject().wire(), new PrintWriter(Writer.nullWriter()))) {
      ShakeOnWire shake = new ShakeOnWire(settings, runs);
      Clock clock = new Clock() {
        @Override
        public long nanoTime() {
          return twin.nanoTime();
        }

        @Override
        public void sleepUntil(long nanoTime) {
          twin.sleepUntil(nanoTime + (runs.count() > runsInTime ? late.getAsLong() : 0));
        }
      };
      return shake.run(robot(bus, clock, settings), shake.parameters());
    }
  }

  private static WiredRobot robot(ServoBus bus, Clock clock, ShakeSettings settings) {
    return new WiredRobot(bus, clock, FINGER, settings.policy(), settings.subject().wire().safety(),
        settings.motion().stepCount(), settings.motion().timeStep()).rehearsal(0);
  }

  /**
   * With all of the robot's usual imperfections: the learned gradient is the true one, steps by what was learned raise
   * the return, and the recording gives the same sensitivities.
   */
  @Test
  void findsTheTrueGradientRaisesTheReturnAndRecordsIt() throws IOException {
    Path record = folder.resolve("shake.mcap");
    double[] near = new TipReturn(FINGER, null, 0).output().value(new double[] {0.2, 0.7, 0.75, 0, 0, 0});
    ShakeResult result = shake(settings(32, ShakeSettings.Method.RIDGE, 0, 1, record,
        List.of(new ReachGoal(near, 0.4))));
    assertThat(result.learned().gradient().cosine()).isGreaterThan(0.95);
    double[] truth = result.learned().gradient().exact();
    double[] error = result.learned().gradient().exactError();
    assertThat(IntStream.range(0, 9).filter(j -> error[j] > 0.1 * norm(result, truth) / scale(result, j)).count())
        .as("the true gradient is known to a tenth of its size").isZero();
    List<Visit> visits = result.uses().visits();
    List<Visit> kept = visits.stream().filter(Visit::accepted).toList();
    double start = kept.getFirst().value();
    assertThat(kept.getLast().value()).isGreaterThan(0.85 * start);
    assertThat(visits.get(1).rolloutCount()).as("the first shake serves for the first step").isEqualTo(32 + 4);
    assertThat(visits.get(1).measuredGain())
        .isCloseTo(visits.get(1).predictedGain(), within(0.3 * visits.get(1).predictedGain()));
    ShakeResult.Reach reach = result.uses().reach();
    assertThat(reach.executed().misses()[0]).isLessThan(0.5 * reach.nominal().misses()[0]);
    assertThat(Files.exists(folder.resolve("shake-1.mcap"))).as("the first trial's").isTrue();
    ShakePage.write(Files.createDirectory(folder.resolve("page")), result, new ShakeReport(result).toText(),
        new Provenance("lanewise shake --twin", "0.1", Instant.EPOCH));
    assertThat(Files.readString(folder.resolve("page/report.html"))).contains("Policy gradient, learned and true",
        "robot, before learning", "robot, after the last policy step",
        "Return against roll-outs", "cosine of its angle to the robot&#39;s true one", "Sensitivities")
        .doesNotContain("NaN", "Infinity");
    assertSameFromRecording(record, result);
  }

  /**
   * Servos that take positions, with the same imperfections: what is learned of goals and of gains on targets is the
   * true gradient, and raises the return.
   */
  @Test
  void positionServosAreShakenAndImproved() throws IOException {
    ShakeResult result = shake(settings(ServoProtocol.FEETECH, 24, ShakeSettings.Method.RIDGE, 0, 1, null, List.of()));
    assertThat(new ShakeReport(result).toText()).contains("Return J = -mean |tip - goal|^2, fingertip");
    assertThat(result.names().parameters()).extracting(PolicyParameter::unit).startsWith("").contains("s", "rad");
    assertThat(result.learned().gradient().cosine()).isGreaterThan(0.95);
    List<Visit> kept = result.uses().visits().stream().filter(Visit::accepted).toList();
    assertThat(kept.getLast().value()).isGreaterThan(0.85 * kept.getFirst().value());
  }

  /** What was learned before is kept, and why no step was kept is said. */
  @Test
  void trialsThatAllHaveGapsAreLeftOutAndTheRestIsKept() throws IOException {
    ShakeResult result = shake(settings(ServoProtocol.FEETECH, 24, ShakeSettings.Method.RIDGE, 0, 1, null, List.of()),
        1);
    assertThat(result.uses().visits()).filteredOn(Visit::accepted).hasSize(1);
    assertThat(result.uses().visits()).hasSizeGreaterThan(1);
    assertThat(result.remarks()).anyMatch(remark -> remark.startsWith("all 4 roll-outs of a trial, which have missed"));
    assertThat(result.learned().gradient().cosine()).isGreaterThan(0.95);
    assertThat(new ShakeReport(result).toText()).contains("cosine of its angle to the robot's true one", "failed");
  }

  private static double scale(ShakeResult result, int j) {
    return result.names().parameters().get(j).scale();
  }

  private static double norm(ShakeResult result, double[] gradient) {
    return Math.sqrt(IntStream.range(0, gradient.length).mapToDouble(j -> Math.pow(gradient[j] * scale(result, j), 2))
        .sum());
  }

  /** Every second tick is missed, and so are the last ones of all roll-outs, which have an odd number of steps. */
  @Test
  void trialsWithoutAWholeRolloutAreLeftOutAndTheRestIsKept() throws IOException {
    ShakeSettings usual = settings(24, ShakeSettings.Method.RIDGE, 0, 1, null, List.of());
    ShakeSettings odd = new ShakeSettings(usual.subject(), new ShakeSettings.Motion(PolicyChoice.REACH, null,
        ServoCommand.Mode.TORQUE, 201, 0.002), usual.perturbation(), usual.logs(), usual.estimation(), usual.goals());
    ShakeResult result = shake(odd, 1, () -> 2_000_000);
    assertThat(result.remarks()).contains("a run for trying a step, because none of 4 roll-outs was recorded to its"
        + " end: this machine or the wire is too slow for a --rate of 500 Hz");
    assertThat(result.uses().visits()).filteredOn(Visit::accepted).as("where it began").hasSize(1);
    assertThat(new ShakeReport(result).toText()).containsOnlyOnce("standard error ").contains("failed");
  }

  private void assertSameFromRecording(Path record, ShakeResult result) throws IOException {
    Path pages = folder.resolve("again");
    Run again = Run.of("shake", "--data", record, "--robot", "finger", "--report", pages);
    assertThat(again.err()).isEmpty();
    assertThat(again.exitCode()).isZero();
    double[] d = NpzFile.read(pages.resolve("sensitivity.npz")).array("D", "", 200, 6, 9).values();
    double[] learned = result.learned().sensitivity().derivative().data;
    double largest = Arrays.stream(learned).map(Math::abs).max().orElseThrow();
    assertThat(IntStream.range(0, d.length).mapToDouble(e -> Math.abs(d[e] - learned[e])).max().orElseThrow())
        .isLessThan(1e-12 * largest);
  }

  @Test
  void aPlanThatExceedsALimitIsLeftOutAndWhyIsSaid() throws IOException {
    ShakeSettings settings = settings(8, ShakeSettings.Method.RIDGE, 0, 0, null, List.of());
    double[] nominal = settings.policy().nominal();
    Rollouts first = new Rollouts(nominal, new DMatrixRMaj(1, nominal.length), new DMatrixRMaj(200 * 6, 1), null, null,
        200, 0.002);
    try (SteppedTwin twin = new SteppedTwin(FINGER, Twin.servos(FINGER, ServoProtocol.DYNAMIXEL),
            Imperfections.ideal());
        ServoBus bus = ServoProtocol.DYNAMIXEL.bus(twin.line(), twin, twin.twin().servos());
        WiredRuns runs = new WiredRuns(settings.subject().wire(), new PrintWriter(Writer.nullWriter()))) {
      WiredPlant plant = new WiredPlant(settings, robot(bus, twin, settings), runs, new TipReturn(FINGER, null, 0),
          first, UnaryOperator.identity());
      assertThat(plant.execute(Arrays.stream(nominal).map(w -> 100 * w).toArray())).isEmpty();
      assertThat(plant.remarks()).singleElement().asString().matches("1 roll-out for executing the plan, because the"
          + " robot was stopped: tick \\d+: joint '.*' \\(servo \\d\\): .*, limit .*");
    }
  }

  @Test
  void stopsShakingWhenItKnowsEnough() throws IOException {
    ShakeResult result = shake(settings(200, ShakeSettings.Method.RECURSIVE, 0, 0, null, List.of()));
    assertThat(result.relativeStandardError()).isBetween(0.05, 0.21);
    assertThat(result.data().logs().count()).isLessThan(200);
    assertThat(new ShakeReport(result).toText()).containsPattern("shaking stopped +after \\d+ roll-outs");
    assertThat(result.learned().gradient().cosine()).isGreaterThan(0.95);
    assertThat(result.uses().visits()).isEmpty();
  }

  /** The whole command in simulated time: the same numbers each time. */
  @Test
  void inSimulatedTime() throws IOException {
    String[] pages = new String[2];
    for (int k = 0; k < 2; k++) {
      Run run = Run.of("shake", "--twin", "--masses", "1.2", "--rollouts", 14, "--nominals", 2,
          "--estimator", "ridge", "--steps", 60, "--improve", 1);
      assertThat(run.exitCode()).as(run.err()).isZero();
      assertThat(run.err()).isEmpty();
      pages[k] = run.out();
    }
    assertThat(pages[0]).contains("roll-outs of a simulated robot behind a serial line").isEqualTo(pages[1]);
  }

  /** The whole command in real time, through the pseudo-terminal and the serial library. */
  @Test
  @Timeout(120)
  void inRealTime() throws IOException {
    assumeTrue(SystemCall.AVAILABLE, "no pseudo-terminals of our own on this system");
    Path json = folder.resolve("shake.json");
    Path record = folder.resolve("shake.csv");
    Run run = Run.of("shake", "--twin", "--real-time", "--rollouts", 16, "--nominals", 2, "--improve", 0, "--json",
        json, "--record", record);
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).contains("roll-outs of a simulated robot behind a serial line");
    JsonNode report = new ObjectMapper().readTree(json.toFile());
    assertThat(report.at("/settings/twin").asBoolean()).isTrue();
    assertThat(report.at("/settings/robot").asText()).isEqualTo("finger");
    assertThat(report.get("gradient_cosine").asDouble()).isGreaterThan(0.8);
    Run again = Run.of("shake", "--data", record, "--drop-bad");
    assertThat(again.exitCode()).as(again.err()).isZero();
  }

  @Test
  void argumentsThatDoNotGoTogetherAreNamed() throws IOException {
    assertRefused("--twin and --port exclude each other: give one of them.", "--twin", "--port", "/dev/null");
    assertRefused("--twin and --port exclude each other: give one of them.", "--port=/dev/null", "--twin");
    assertRefused("--data holds roll-outs that were recorded before, --twin would run others", "--twin",
        "--data", "x.npz");
    assertRefused("--data holds roll-outs that were recorded before, --port would run others", "--port", "/dev/null",
        "--data", "x.npz");
    assertRefused("Name a --robot to shake", "--port", "/dev/null");
    assertRefused("--position-noise is for a simulated robot: give --twin", "--port", "x", "--robot", "finger",
        "--position-noise", "1");
    assertRefused("--record is for a robot on a wire", "--robot", "finger", "--record", "x.mcap");
    assertRefused("--id is for servos on a --port", "--twin", "--id", "1,2,3");
    assertRefused("must end in .mcap, .npz or .csv", "--twin", "--record", "x.txt");
    assertRefused("--controller is that of the --policy", "--twin", "--policy", "x", "--controller", "pd");
    assertRefused("--out is for a --policy", "--twin", "--out", "x.npz");
    assertRefused("--rate is 1000.0, but a policy acts 500.0 times a second", "--twin", "--policy", "x", "--rate",
        "1000");
    assertRefused("'first-layer' is none of: last-biases, last-layer", "--twin", "--parameters", "first-layer");
    assertRefused("--real-time is for a simulated robot", "--port", "/dev/null", "--robot", "finger",
        "--real-time");
    assertRefused("--fifo is for --real-time", "--twin", "--fifo", "5");
    assertRefused("--fifo must be from 1 to 99", "--twin", "--real-time", "--fifo", "100");
  }

  @Test
  void limitsThatAreMissingAreNamed() throws IOException {
    Path bare = Files.writeString(folder.resolve("bare.urdf"), """
        <robot name="bare"><link name="base"/><link name="arm"><inertial><mass value="0.1"/>
        <inertia ixx="0.01" ixy="0" ixz="0" iyy="0.01" iyz="0" izz="0.01"/></inertial></link>
        <joint name="axle" type="revolute"><parent link="base"/><child link="arm"/><axis xyz="0 0 1"/></joint>
        </robot>""");
    Run run = Run.of("shake", "--twin", "--robot", bare, "--max-torque", "1");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("Limits are missing in the file of robot 'bare'; an option supplies each: range of"
        + " joint 'axle' by --range axle=LO:HI, velocity of joint 'axle' by").doesNotContain("torque of joint");
  }

  private static void assertRefused(String message, String... arguments) {
    Run run = Run.of(Stream.concat(Stream.of("shake"), Arrays.stream(arguments)).toArray());
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains(message).endsWith("Try 'lanewise shake --help'." + System.lineSeparator())
        .hasLineCount(2);
    assertThat(run.out()).isEmpty();
  }

  @Test
  void robotsAndPortsThatCannotBeShakenAreNamed() {
    assertFailed("spherical", "--twin", "--robot", "humanoid", "--max-velocity", "9", "--max-torque", "9", "--range",
        "-1:1");
    assertFailed("there is no port", "--port", folder.resolve("none").toString(), "--robot", "finger");
    assumeTrue(SystemCall.AVAILABLE, "no pseudo-terminals of our own on this system");
    assertFailed("at most", "--twin", "--rate", "10000");
  }

  private static void assertFailed(String message, String... arguments) {
    Run run = Run.of(Stream.concat(Stream.of("shake"), Arrays.stream(arguments)).toArray());
    assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
    assertThat(run.err()).startsWith("lanewise: ").contains(message).hasLineCount(1);
    assertThat(run.out()).isEmpty();
  }
}
