package io.github.lanewise.app.loop;

import io.github.lanewise.app.options.RobotOption;
import io.github.lanewise.app.wire.Arm;
import io.github.lanewise.app.wire.ConnectedRobot;
import io.github.lanewise.app.wire.RobotServos;
import io.github.lanewise.hardware.controller.Follow;
import io.github.lanewise.hardware.loop.Safety;
import io.github.lanewise.hardware.port.Clock;
import io.github.lanewise.hardware.servo.BusError;
import io.github.lanewise.model.Joint;
import io.github.lanewise.model.RobotModel;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Model.CommandSpec;

/** The arm that is followed, connected; it is read and told nothing. */
record LeaderArm(Arm arm, RobotModel model, ConnectedRobot robot) implements AutoCloseable {
  private static final long TIMEOUT_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  /** How long a tick waits for it, beside the time on its wire. */
  private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  /**
   * Connects it; null if there is none.
   *
   * @throws IllegalArgumentException if its file names no robot, or its servos have torque, so that no hand moves them
   */
  static LeaderArm connect(Arm arm, CommandSpec spec) throws IOException {
    if (arm == null) {
      return null;
    }
    if (arm.robot() == null || arm.ports().isEmpty()) {
      throw new IllegalArgumentException(arm.file() + ": a leader needs a \"robot\" and \"ports\"");
    }
    RobotModel model = RobotOption.load(arm.robot(), spec);
    arm.requireFits(model);
    LeaderArm leader = new LeaderArm(arm, model, RobotServos.connect(arm, Clock.system(), model));
    boolean[] on = new boolean[leader.robot.bus().joints()];
    BusError error = leader.robot.bus().readTorque(on, System.nanoTime() + TIMEOUT_NANOS);
    for (int j = 0; j < on.length && error == BusError.NONE; j++) {
      if (on[j]) {
        leader.close();
        throw new IllegalArgumentException(arm.file() + ": the leader's joint '" + model.joints().get(j).name()
            + "' has torque, so no hand moves it: hold the arm, and switch it off with 'lanewise loop --controller free"
            + " --yes --arm " + arm.file() + " --seconds 1'");
      }
    }
    return leader;
  }

  /**
   * What sends another robot where this one is.
   *
   * @throws IllegalArgumentException if this has no joint of the name of one of the other's
   */
  Follow follower(RobotModel other, Safety limits) {
    List<String> names = model.joints().stream().map(Joint::name).toList();
    int[] joints = other.joints().stream().mapToInt(joint -> {
      if (!names.contains(joint.name())) {
        throw new IllegalArgumentException(arm.file() + ": the leader has no joint '" + joint.name() + "', only "
            + String.join(", ", names));
      }
      return names.indexOf(joint.name());
    }).toArray();
    return new Follow(robot.bus(), Clock.system(), PATIENCE_NANOS + robot.wireNanos(), joints, limits);
  }

  @Override
  public void close() {
    robot.close();
  }
}
