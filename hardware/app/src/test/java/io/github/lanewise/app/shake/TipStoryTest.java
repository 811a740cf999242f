package io.github.lanewise.app.shake;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.app.Run;
import io.github.lanewise.app.options.LearnedFile;
import io.github.lanewise.app.options.NamedRobot;
import io.github.lanewise.app.report.Provenance;
import io.github.lanewise.app.wire.SimulatedRobot;
import io.github.lanewise.data.PolicyFile;
import io.github.lanewise.hardware.loop.Safety;
import io.github.lanewise.hardware.robot.WiredRobot;
import io.github.lanewise.hardware.servo.Servo;
import io.github.lanewise.hardware.servo.ServoBus;
import io.github.lanewise.hardware.servo.ServoCommand;
import io.github.lanewise.hardware.servo.ServoProtocol;
import io.github.lanewise.hardware.twin.Imperfections;
import io.github.lanewise.hardware.twin.SteppedTwin;
import io.github.lanewise.hardware.twin.Twin;
import io.github.lanewise.learning.LearnedPolicy;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.sensitivity.planning.Improvement;
import io.github.lanewise.sensitivity.shaking.Shaking;
import io.github.lanewise.task.TipTask;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.ejml.data.DMatrixRMaj;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Model.CommandSpec;

/**
 * From simulation to the robot, in miniature: a policy is trained, moves a robot behind a cable in memory that is
 * heavier than its file and has friction, delays and noise, and is improved there.
 */
final class TipStoryTest {
  private static final RobotModel FINGER = RobotModel.builtIn("finger");
  private static final SimulatedRobot HEAVY =
      new SimulatedRobot(FINGER, 1.4, Twin.servos(FINGER, ServoProtocol.DYNAMIXEL),
          Imperfections.typical().withDelays(0.002, 0.002));

  @TempDir
  private Path folder;

  private Path trained() {
    Path learned = folder.resolve("learned");
    Run run = Run.of("train", "--task", "tip", "--robot", "finger", "--randomize", "20%", "--method", "shac", "--steps",
        64 * 32 * 60, "--checkpoint", learned, "--threads", 1);
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains("tip of finger to (0.06012, 0.002583, -0.08852) m, robots with masses, friction and"
        + " torques off by up to 20 %, actions late by up to 1 control step, sensors with errors of 0.002 rad and 0.02"
        + " rad/s, learned by shac");
    return learned;
  }

  private static LearnedSubject read(Path place) throws IOException {
    return LearnedSubject.of(LearnedFile.read(place, null, CommandSpec.create()), LearnedPolicy.Part.LAST_BIASES);
  }

  @Test
  void whatWasLearnedInSimulationIsImprovedOnTheRobot() throws IOException {
    LearnedSubject learned = read(trained());
    Path file = folder.resolve("improved.npz");
    List<Improvement.Visit> visits;
    ShakeSettings settings = settings(learned);
    try (SteppedTwin twin = twin(1);
        ServoBus bus = bus(twin);
        WiredRuns runs = new WiredRuns(settings.subject().wire(), new PrintWriter(Writer.nullWriter()))) {
      ShakeOnWire shake = new ShakeOnWire(settings, runs);
      visits = shake.run(robot(bus, twin, learned), shake.parameters()).uses().visits();
    }
    learned.write(file, visits, new Provenance("lanewise shake", "0.1", Instant.EPOCH));
    double before = worth(learned);
    double after = worth(read(file));
    assertThat(before).as("better than staying at the start").isGreaterThan(-0.03);
    assertThat(after).isGreaterThan(0.97 * before);
    assertThat(PolicyFile.read(file).origin()).containsEntry("improved by", "lanewise shake")
        .containsEntry("robot", "finger").containsEntry("task", "tip");
    assertThat(cosineOnPositionServos(learned)).isGreaterThan(0.95);
  }

  /** Of the learned gradient to the true one, on a robot whose servos take positions: they are sent to q + a. */
  private static double cosineOnPositionServos(LearnedSubject learned) throws IOException {
    List<Servo> servos = Twin.servos(FINGER, ServoProtocol.FEETECH);
    Safety safety = Safety.of(FINGER).maxStep(0.3).build();
    ShakeSettings torques = settings(learned);
    ShakeSettings settings = new ShakeSettings(
        new ShakeSettings.Subject(new NamedRobot("finger", FINGER), null, new ShakeWire(null, null,
            new SimulatedRobot(FINGER, 1, servos, Imperfections.typical()), true, null, safety, null, null), 1),
        new ShakeSettings.Motion(null, learned, ServoCommand.Mode.POSITION, TipTask.EPISODE, 1 / TipTask.RATE),
        torques.perturbation(), torques.logs(), torques.estimation(), new ShakeSettings.Goals(0, null, 0, List.of()));
    try (SteppedTwin twin = new SteppedTwin(FINGER, servos, Imperfections.typical());
        ServoBus bus = ServoProtocol.FEETECH.bus(twin.line(), twin, servos);
        WiredRuns runs = new WiredRuns(settings.subject().wire(), new PrintWriter(Writer.nullWriter()))) {
      ShakeOnWire shake = new ShakeOnWire(settings, runs);
      WiredRobot robot = new WiredRobot(bus, twin, FINGER, settings.policy(), safety, TipTask.EPISODE,
          1 / TipTask.RATE).rehearsal(0);
      return shake.run(robot, shake.parameters()).learned().gradient().cosine();
    }
  }

  private static ShakeSettings settings(LearnedSubject learned) {
    return new ShakeSettings(
        new ShakeSettings.Subject(new NamedRobot("finger", FINGER), null,
            new ShakeWire(null, null, HEAVY, true, null, Safety.of(FINGER).build(), null, null), 1),
        new ShakeSettings.Motion(null, learned, ServoCommand.Mode.TORQUE, TipTask.EPISODE, 1 / TipTask.RATE),
        new ShakeSettings.Perturbation(16, 4, 0.1, Shaking.Design.GAUSSIAN, false, 1),
        new ShakeSettings.Logs(new double[3], 0, false, 0, false),
        new ShakeSettings.Estimation(ShakeSettings.Method.RIDGE, 0.2),
        new ShakeSettings.Goals(2, null, 0, List.of()));
  }

  private static SteppedTwin twin(long seed) {
    return new SteppedTwin(HEAVY.model(), Twin.servos(FINGER, ServoProtocol.DYNAMIXEL),
        HEAVY.imperfections().withSeed(seed));
  }

  private static ServoBus bus(SteppedTwin twin) {
    return ServoProtocol.DYNAMIXEL.bus(twin.line(), twin, twin.twin().servos());
  }

  private static WiredRobot robot(ServoBus bus, SteppedTwin twin, LearnedSubject learned) {
    return new WiredRobot(bus, twin, FINGER, learned.policy(), Safety.of(FINGER).build(), TipTask.EPISODE,
        1 / TipTask.RATE).rehearsal(0);
  }

  /** The mean return of roll-outs on the robot, with other noise than it was improved under. */
  private static double worth(LearnedSubject learned) throws IOException {
    double[] w = learned.policy().nominal();
    DMatrixRMaj same = new DMatrixRMaj(4, w.length);
    Arrays.setAll(same.data, e -> w[e % w.length]);
    try (SteppedTwin twin = twin(9); ServoBus bus = bus(twin)) {
      WiredRobot robot = robot(bus, twin, learned);
      robot.awaitRest();
      return Arrays.stream(learned.policy().task().worth()
          .returns(robot.run(w, same, null, (rollout, states) -> true).rollouts())).average().orElseThrow();
    }
  }
}
