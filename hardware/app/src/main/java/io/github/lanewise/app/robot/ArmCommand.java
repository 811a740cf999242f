package io.github.lanewise.app.robot;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.lanewise.app.options.ArgumentChecks;
import io.github.lanewise.app.options.JsonOption;
import io.github.lanewise.app.options.RobotOption;
import io.github.lanewise.app.wire.Arm;
import io.github.lanewise.app.wire.ConnectedRobot;
import io.github.lanewise.app.wire.RobotPlace;
import io.github.lanewise.app.wire.RobotServos;
import io.github.lanewise.hardware.port.Clock;
import io.github.lanewise.model.Joint;
import io.github.lanewise.model.JointKind;
import io.github.lanewise.model.RobotModel;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A command about a robot whose servos are on ports, by its arm's file or by options. */
abstract class ArmCommand implements Callable<Integer> {
  @Spec
  CommandSpec spec;

  @ArgGroup
  RobotPlace place;

  @Option(names = "--robot", paramLabel = "FILE|NAME", description = RobotOption.DESCRIPTION
      + " With an --arm that has one it may be left out.")
  private String robot;

  @Mixin
  RobotServos servos;

  @Mixin
  private JsonOption json;

  RobotModel model;

  /** Refuses options that do not go together, when robot and arm are known. */
  abstract void check(ArgumentChecks checks) throws IOException;

  /** Does it, and answers the exit code. */
  abstract int run(ConnectedRobot connected, ObjectNode report) throws IOException;

  @Override
  public Integer call() throws IOException {
    ArgumentChecks checks = new ArgumentChecks(spec);
    checks.require(place == null || !place.simulated(), "--twin ends with the command: run 'lanewise twin', and name"
        + " its --port.");
    json.requireWritable();
    model = servos.robot(robot).model();
    servos.requireFits(place, model);
    check(checks);
    ObjectNode report = JsonNodeFactory.instance.objectNode();
    try (ConnectedRobot connected =
        servos.connect(place == null ? null : place.port(), Clock.system(), model)) {
      int exitCode = run(connected, report);
      spec.commandLine().getOut().flush();
      json.write(() -> report);
      return exitCode;
    }
  }

  List<String> joints() {
    return model.joints().stream().map(Joint::name).toList();
  }

  /** The file of the arm, which this command needs. */
  Arm arm() throws IOException {
    new ArgumentChecks(spec).require(servos.arm() != null, "Poses are kept in an arm's file: give --arm.");
    return servos.arm();
  }

  /** One number a joint, with its name, in a line. */
  String text(double[] q) {
    return IntStream.range(0, q.length).mapToObj(j -> String.format(Locale.ROOT, "%s %.3f", joints().get(j), q[j]))
        .collect(Collectors.joining(", "));
  }

  ObjectNode toJson(double[] q) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    for (int j = 0; j < q.length; j++) {
      json.put(joints().get(j) + (model.joints().get(j).kind() == JointKind.PRISMATIC ? "_m" : "_rad"), q[j]);
    }
    return json;
  }

  /** A pose of the arm's file, as numbers for each joint; NaN where it says nothing. */
  double[] pose(Map<String, Double> pose) {
    return joints().stream().mapToDouble(joint -> pose.getOrDefault(joint, Double.NaN)).toArray();
  }
}
