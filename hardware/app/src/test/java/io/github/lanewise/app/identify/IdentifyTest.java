package io.github.lanewise.app.identify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.lanewise.app.Run;
import io.github.lanewise.data.RolloutFile;
import io.github.lanewise.dynamics.Parameters;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.sensitivity.Rollouts;
import io.github.lanewise.simulation.Simulation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.ejml.data.DMatrixRMaj;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code lanewise identify} finds the numbers of a pendulum that its file has wrong, and writes the file anew. */
class IdentifyTest {
  private static final String URDF = """
      <robot name="pendulum">
        <!-- a note that stays -->
        <link name="base"/>
        <link name="rod">
          <inertial>
            <origin xyz="0 0 -0.2"/><mass value="%s"/>
            <inertia ixx="0.004" ixy="0" ixz="0" iyy="0.004" iyz="0" izz="0.001"/>
          </inertial>
        </link>
        <link name="tool">
          <inertial>
            <mass value="0.1"/><inertia ixx="0.0001" ixy="0" ixz="0" iyy="0.0001" iyz="0" izz="0.0001"/>
          </inertial>
        </link>
        <joint name="swing" type="continuous">
          <parent link="base"/><child link="rod"/><axis xyz="0 1 0"/><dynamics damping="%s" friction="%s"/>
        </joint>
        <joint name="grip" type="fixed">
          <parent link="rod"/><child link="tool"/><origin xyz="0 0 -0.4"/>
        </joint>
      </robot>
      """;
  private static final double STEP = 0.005;
  private static final int SAMPLES = 150;
  private static final int ROLLOUTS = 8;

  @TempDir
  private Path folder;
  private Path urdf;
  private Path data;
  private RobotModel truth;

  /** Roll-outs of another pendulum than the file's, measured with errors. */
  @BeforeEach
  void record() throws IOException {
    urdf = Files.writeString(folder.resolve("pendulum.urdf"), URDF.formatted("0.5", "0.01", "0"));
    Path other = Files.writeString(folder.resolve("truth.urdf"), URDF.formatted("0.6", "0.03", "0.02"));
    truth = RobotModel.load(other);
    data = folder.resolve("data.npz");
    Random random = new Random(4);
    DMatrixRMaj states = new DMatrixRMaj(2 * SAMPLES, ROLLOUTS);
    DMatrixRMaj actions = new DMatrixRMaj(SAMPLES, ROLLOUTS);
    try (Simulation pendulum = Simulation.of(truth).timeStep(STEP / 5).substeps(5).build()) {
      for (int k = 0; k < ROLLOUTS; k++) {
        pendulum.reset();
        for (int t = 0; t < SAMPLES; t++) {
          double torque = 1.5 * Math.sin((4 + k) * t * STEP + k);
          pendulum.action().set(0, 0, torque);
          pendulum.step();
          states.set(2 * t, k, pendulum.state().get(0, 0) + 1e-3 * random.nextGaussian());
          states.set(2 * t + 1, k, pendulum.state().get(1, 0) + 1e-2 * random.nextGaussian());
          actions.set(t, k, torque);
        }
      }
    }
    RolloutFile.write(data,
        new Rollouts(new double[1], new DMatrixRMaj(ROLLOUTS, 1), states, actions, null, SAMPLES, STEP));
  }

  @Test
  void numbersAreFoundAndTheFileIsWrittenAnew() throws IOException {
    Path json = folder.resolve("found.json");
    Path out = folder.resolve("found.urdf");
    Run run = Run.of("identify", "--robot", urdf, "--data", data, "--unknown", "inertia,damping,friction", "--json",
        json, "--out", out);
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains("swing.damping [N m s/rad]", "shown by the data", "written to " + out);
    JsonNode found = new ObjectMapper().readTree(json.toFile());
    assertThat(found.get("misfit_held_out_file").asDouble()).isGreaterThan(5);
    assertThat(found.get("misfit_held_out_found").asDouble()).isCloseTo(1, withinPercentage(10));
    for (JsonNode number : found.get("numbers")) {
      double error = number.get("standard_error").asDouble();
      double expected = switch (number.get("name").asText()) {
        case "swing.damping" -> 0.03;
        case "swing.friction" -> 0.02;
        default -> Double.NaN;
      };
      if (!Double.isNaN(expected)) {
        assertThat(number.get("shown").asBoolean()).isTrue();
        assertThat(error).isLessThan(0.002);
        assertThat(number.get("found").asDouble()).isCloseTo(expected, within(3 * error));
      }
    }
    double[] written = Parameters.values(RobotModel.load(out));
    for (int k = 0; k < written.length; k++) {
      String name = Parameters.names(truth)[k];
      for (JsonNode number : found.get("numbers")) {
        if (number.get("name").asText().equals(name)) {
          assertThat(written[k]).as(name).isCloseTo(number.get("found").asDouble(), within(1e-12));
        }
      }
    }
    assertThat(out).content().contains("a note that stays");
    assertThat(inertiaAboutTheAxis(written)).isCloseTo(inertiaAboutTheAxis(Parameters.values(truth)),
        withinPercentage(1));
  }

  /** Of the whole body, which is what the data show: {@code iyy + m (x^2 + z^2)}. */
  private static double inertiaAboutTheAxis(double[] rows) {
    return rows[7] + rows[0] * (rows[1] * rows[1] + rows[3] * rows[3]);
  }

  @Test
  void whatDoesNotFitIsSaid() {
    assertThat(Run.of("identify", "--robot", "finger", "--data", data).err())
        .contains("a trial has states of 2 numbers and 1 commands, robot 'finger' has 6 and 3");
    assertThat(Run.of("identify", "--robot", "humanoid", "--data", data).err())
        .contains("robots whose joints have one each are identified");
    Run built = Run.of("identify", "--robot", "finger", "--data", data, "--out", folder.resolve("f.urdf"));
    assertThat(built.exitCode()).isEqualTo(2);
    assertThat(built.err()).contains("--out writes a URDF file anew, and --robot finger is none");
    assertThat(Run.of("identify", "--robot", urdf, "--data", data, "--window", 400).err())
        .contains("no trial has 400 control steps in a row");
    assertThat(Run.of("identify", "--robot", urdf, "--data", data, "--unknown", "colour").err()).contains("colour",
        "INERTIA");
  }
}
