package io.github.lanewise.app.loop;

import io.github.lanewise.app.options.ArgumentChecks;
import io.github.lanewise.app.options.LearnedFile;
import io.github.lanewise.app.options.NamedRobot;
import io.github.lanewise.app.wire.Arm;
import io.github.lanewise.app.wire.ArmFile;
import io.github.lanewise.app.wire.MonitoredServos;
import io.github.lanewise.app.wire.PoseOption;
import io.github.lanewise.app.wire.RobotServos;
import io.github.lanewise.hardware.controller.Free;
import io.github.lanewise.hardware.controller.Hold;
import io.github.lanewise.hardware.controller.Pd;
import io.github.lanewise.hardware.controller.PolicyController;
import io.github.lanewise.hardware.controller.Replay;
import io.github.lanewise.hardware.loop.Controller;
import io.github.lanewise.hardware.loop.Safety;
import io.github.lanewise.hardware.recording.RecordedRollouts;
import io.github.lanewise.hardware.recording.Recording;
import io.github.lanewise.hardware.servo.ServoCommand;
import io.github.lanewise.learning.LearnedPolicy;
import io.github.lanewise.model.Joint;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.task.TipTask;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options that choose the controller of a loop: a mixin. */
final class ControllerOptions {
  private static final List<String> OF_PD = List.of("--stiffness", "--damping", "--pose", "--approach", "--gravity");
  private static final double USUAL_RATE = 1000;
  private static final List<String> OF_REPLAY = List.of("--replay", "--rollout");

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(names = "--controller", paramLabel = "pd|hold|replay|policy|free|follow", description = {
      "hold: the servos keep the robot where it is (the default, but for --policy).",
      "pd: torques P (q* - q) - D v + g(q) to a --pose (where it is).",
      "replay: the commands of a recording, the actions of a roll-out, or what the CSV of 'servo monitor' shows of the"
          + " robot's servos, held within the joints' ranges; the robot is first brought to where positions begin, but"
          + " not to where torques began: these say nothing of where that was, so bring it there.",
      "policy: what was learned by 'train --task tip'.",
      "free: torque off; a hand moves the robot. A --record of it can be replayed.",
      "follow: where the --leader is, which a hand moves."})
  private Kind kind;

  @Option(names = "--policy", paramLabel = "FILE|DIR", description =
      "policy: what 'train' or 'shake' wrote, or the folder of a training, of which the best one acts.")
  private Path policy;

  @Option(names = "--leader", paramLabel = "FILE", description = "follow: the file of another arm, as of --arm, whose"
      + " joints have the same names.")
  private Path leader;

  @Option(names = "--stiffness", split = ",", paramLabel = "P,...", hideParamSyntax = true,
      description = "pd: gains P, one for all joints or one each [N m/rad].")
  private double[] stiffness = {};

  @Option(names = "--damping", split = ",", paramLabel = "D,...", hideParamSyntax = true,
      description = "pd: gains D, one for all joints or one each [N m s/rad].")
  private double[] damping = {};

  @Mixin
  private PoseOption pose;

  @Option(names = "--approach", paramLabel = "S", defaultValue = "1",
      description = "pd: time in which the pose is approached in a straight line, more if --approach-speed needs it"
          + " (${DEFAULT-VALUE}).")
  private double approach;

  @Option(names = "--gravity", negatable = true, defaultValue = "true", fallbackValue = "true",
      description = "pd: hold the robot's weight by its model, or do not (it does).")
  private boolean gravity;

  @Option(names = "--replay", paramLabel = "FILE",
      description = "replay: a recording of this command, a file of roll-outs with actions, or the CSV of 'servo"
          + " monitor'.")
  private Path file;

  @Option(names = "--rollout", paramLabel = "N", description = "replay: roll-out N of the file, from 0 on.")
  private Integer rollout;

  @Option(names = "--command", paramLabel = "torque|position", defaultValue = "torque",
      description = "replay: what the actions of a roll-out are (${DEFAULT-VALUE}); a recording knows. policy: what it"
          + " commands.")
  private ServoCommand.Mode command;

  /** What people type. */
  enum Kind { PD, HOLD, REPLAY, POLICY, FREE, FOLLOW }

  Kind kind() {
    return kind != null ? kind : policy != null ? Kind.POLICY : leader != null ? Kind.FOLLOW : Kind.HOLD;
  }

  /** Ticks a second, unless they are given. */
  double usualRate() {
    return kind() == Kind.POLICY ? TipTask.RATE : USUAL_RATE;
  }

  /** Whether what it does is for any rate. */
  boolean anyRate() {
    return kind() != Kind.POLICY;
  }

  /** The leader's arm; null unless one is followed. */
  Arm leader() throws IOException {
    new ArgumentChecks(spec).require(kind() != Kind.FOLLOW || leader != null,
        "--controller follow needs another arm: give --leader.");
    return kind() == Kind.FOLLOW ? ArmFile.read(leader) : null;
  }

  /** The controller for a robot with these limits, asked so many times a second. */
  Controller of(NamedRobot robot, RobotServos servos, Safety limits, double rate) throws IOException {
    ArgumentChecks checks = new ArgumentChecks(spec);
    checks.refuse(kind() != Kind.PD, OF_PD, " is for --controller pd.");
    checks.refuse(kind() != Kind.REPLAY, OF_REPLAY, " is for --controller replay.");
    checks.refuse(kind() != Kind.REPLAY && kind() != Kind.POLICY, List.of("--command"),
        " is for --controller replay or policy.");
    checks.refuse(kind() != Kind.POLICY, List.of("--policy"), " is for --controller policy.");
    checks.refuse(kind() != Kind.FOLLOW, List.of("--leader"), " is for --controller follow.");
    return switch (kind()) {
      case HOLD -> new Hold(limits);
      case FREE -> new Free(limits);
      case FOLLOW -> throw new IllegalStateException("a follower needs its leader's servos");
      case PD -> pd(robot.model(), servos.arm(), limits);
      case REPLAY -> replay(robot.model(), servos, limits, rate);
      case POLICY -> learned(robot, limits, rate);
    };
  }

  private Controller learned(NamedRobot robot, Safety limits, double rate) throws IOException {
    ArgumentChecks checks = new ArgumentChecks(spec);
    checks.require(policy != null, "--controller policy needs a file: give --policy.");
    checks.require(rate == TipTask.RATE, "--rate is " + rate + ", but a policy acts " + TipTask.RATE
        + " times a second, as it learned.");
    LearnedPolicy learned = LearnedFile.read(policy, robot, spec).policy(LearnedPolicy.Part.LAST_BIASES);
    return command == ServoCommand.Mode.TORQUE ? new PolicyController(robot.model(), learned)
        : new PolicyController(robot.model(), learned.onPositionServos()).within(limits);
  }

  private Pd pd(RobotModel model, Arm arm, Safety limits) {
    ArgumentChecks checks = new ArgumentChecks(spec);
    checks.requireNotNegative("--approach", approach);
    checks.require(stiffness.length > 0 && damping.length > 0,
        "--controller pd needs gains that fit the robot: give --stiffness and --damping.");
    double[] q = pose.of(model, arm);
    Pd pd = new Pd(each(model, "--stiffness", stiffness), each(model, "--damping", damping), q).approach(approach)
        .approachSpeed(limits.approachSpeed());
    return gravity ? pd.compensating(model) : pd;
  }

  private double[] each(RobotModel model, String option, double[] gains) {
    ArgumentChecks checks = new ArgumentChecks(spec);
    checks.require(gains.length == 1 || gains.length == model.nv(), option + " has " + gains.length
        + " gains, but robot '" + model.name() + "' has " + model.nv() + " joints.");
    for (double gain : gains) {
      checks.requireNotNegative(option, gain);
    }
    if (gains.length == model.nv()) {
      return gains;
    }
    double[] same = new double[model.nv()];
    Arrays.fill(same, gains[0]);
    return same;
  }

  private Replay replay(RobotModel model, RobotServos servos, Safety limits, double rate) throws IOException {
    ArgumentChecks checks = new ArgumentChecks(spec);
    checks.require(file != null, "--controller replay needs a file: give --replay.");
    if (MonitoredServos.isOne(file)) {
      return shown(MonitoredServos.read(file), model, servos, limits, rate);
    }
    boolean whole = rollout == null && Recording.isOne(file);
    Replay replay = whole ? Replay.of(ofSameJoints(Recording.read(file), model))
        : new Replay(RecordedRollouts.read(file, true).rollouts(), rollout == null ? 0 : rollout, command);
    if (replay.servos() != model.nv()) {
      throw new IllegalArgumentException(file + " has commands for " + replay.servos() + " servos, but robot '"
          + model.name() + "' has " + model.nv() + " joints");
    }
    return replay;
  }

  /** Recordings without names of joints are taken by their number. */
  private Recording ofSameJoints(Recording recording, RobotModel model) {
    List<String> recorded = recording.header().origin().joints();
    List<String> joints = model.joints().stream().map(Joint::name).toList();
    if (!recorded.isEmpty() && !recorded.equals(joints)) {
      throw new IllegalArgumentException(file + " is of the joints " + String.join(", ", recorded) + ", but robot '"
          + model.name() + "' has " + String.join(", ", joints));
    }
    return recording;
  }

  private Replay shown(MonitoredServos monitored, RobotModel model, RobotServos servos, Safety limits, double rate)
      throws IOException {
    List<double[]> positions = servos.joints(monitored, model);
    positions.forEach(q -> Arrays.setAll(q, j -> limits.nearest(j, q[j])));
    try {
      return Replay.through(monitored.times(), positions, 1 / rate);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
    }
  }
}
