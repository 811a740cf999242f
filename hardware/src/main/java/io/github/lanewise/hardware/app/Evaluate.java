package io.github.lanewise.hardware.app;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.lanewise.hardware.data.WholeFile;
import io.github.lanewise.model.RobotModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lanewise evaluate}: all algorithms at given states, to be compared with another library's. */
@Command(
    name = "evaluate",
    description = {
      "Compute dynamics, derivatives, poses, energies and single steps at given states, to check them against another"
          + " library.",
      "",
      "The states come as {\"states\": [{\"q\": [...], \"v\": [...], \"a\": [...], \"tau\": [...]}, ...]}; other keys"
          + " are ignored, so a file that this command wrote will do.",
      ""
    },
    footer = {
      "",
      "What is written, for each state:",
      "  rnea = M a + nle, nle = C v + g, gravity_torque = g, M, qdd = M^-1 (tau - nle), the derivatives dqdd_dq,"
          + " dqdd_dv, dqdd_dtau, drnea_dq, drnea_dv (nv x nv), joint_poses and link_poses in the world, kinetic,"
          + " potential, energy, com, and one step of 1 ms: euler_q, euler_v (semi-implicit), rk4_q, rk4_v.",
      "Conventions:",
      "  SI units. q: a free base first, as position and quaternion (x, y, z, w) from body to world, then joint after"
          + " joint. v, a, tau: a free base first, linear then angular, in the body frame. dq is a displacement in the"
          + " body frame. Poses are x, y, z, qx, qy, qz, qw with qw >= 0. Rotor inertias of the file count in M;"
          + " damping, friction, springs and limits play no part.",
      "A result that is infinite or not a number is written as null.",
      "",
      "Example: lanewise evaluate --robot quadruped --free-base --states states.json --json results.json"
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    usageHelpWidth = 100)
final class Evaluate implements Callable<Integer> {
  @Spec
  private CommandSpec spec;

  @Mixin
  private RobotOption robot;

  @Option(names = "--states", required = true, paramLabel = "FILE", description = "JSON file with the states.")
  private Path states;

  @Option(names = "--json", required = true, paramLabel = "FILE", description = "JSON file to write.")
  private Path json;

  @Override
  public Integer call() throws IOException {
    WholeFile.requireWritable(json);
    RobotModel model = robot.load();
    List<Map<String, double[]>> inputs = States.read(states, model);
    Evaluation evaluation = new Evaluation(model, inputs);
    ObjectNode result = RobotDescription.of(model, robot.name(), robot.freeBase());
    result.set("states", evaluation.toJson());
    JsonFile.write(json, result);
    spec.commandLine().getOut().printf(
        "%s: %d states of robot '%s' written to %s, %d with results that are not finite%n",
        states, inputs.size(), model.name(), json, evaluation.nonFinite());
    return ExitCode.OK;
  }
}
