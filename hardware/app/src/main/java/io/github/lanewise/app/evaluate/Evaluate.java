package io.github.lanewise.app.evaluate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.lanewise.app.options.RobotOption;
import io.github.lanewise.app.report.JsonFile;
import io.github.lanewise.app.report.Provenance;
import io.github.lanewise.data.WholeFile;
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
          + " damping, friction, springs and limits play no part. A quaternion must have length 1 to 1e-6, and is taken"
          + " as of length 1.",
      "Time and memory: a robot of the usual size is computed in seconds, by the kernels that a simulation runs. One of"
          + " long chains, from some 30 joints in a row, is computed column by column: 100 joints take a second and"
          + " 250 MB, 1,000 half a minute and 1.5 GB, and the time of each further state grows with the square of the"
          + " number of joints.",
      "A result that is infinite or not a number is written as null.",
      "",
      "Example: lanewise evaluate --robot quadruped --free-base --states states.json --json results.json"
    })
public final class Evaluate implements Callable<Integer> {
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
    ObjectNode result = Provenance.of(spec).toJson();
    result.setAll(RobotDescription.of(model, robot.name(), robot.freeBase()));
    JsonFile.write(json, result.set("states", evaluation.toJson()));
    spec.commandLine().getOut().printf(
        "%s: %d states of robot '%s' written to %s, %d with results that are not finite%n",
        states, inputs.size(), model.name(), json, evaluation.nonFinite());
    return ExitCode.OK;
  }
}
