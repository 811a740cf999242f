package io.github.lanewise.app.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.lanewise.app.Run;
import io.github.lanewise.data.NpyArray;
import io.github.lanewise.data.NpzFile;
import io.github.lanewise.dynamics.ControlLaw;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.simulation.Simulation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Trajectories of {@code lanewise simulate --states} against the same steps one by one, their derivatives against
 * differences, and one sentence for each mistake.
 */
final class TrajectoriesTest {
  private static final int STEPS = 12;

  @TempDir
  private Path folder;

  private static RobotModel model(String robot) {
    RobotModel model = RobotModel.builtIn(robot);
    return robot.equals("quadruped") ? model.withFreeBase() : model;
  }

  private double[] states(RobotModel model, int lanes, Path file) throws IOException {
    Random random = new Random(3);
    int width = model.nq() + model.nv();
    double[] x = new double[lanes * width];
    for (int lane = 0; lane < lanes; lane++) {
      System.arraycopy(model.neutral(), 0, x, lane * width, model.nq());
      for (int row = model.nq() > model.nv() ? 7 : 0; row < width; row++) {
        x[lane * width + row] += 0.5 * random.nextGaussian();
      }
    }
    NpzFile.write(file, Map.of("states", new NpyArray(x, lanes, width)));
    return x;
  }

  private double[] actions(RobotModel model, int lanes, Path file) throws IOException {
    Random random = new Random(4);
    int m = ControlLaw.of(model).actionCount();
    double[] u = random.doubles((long) lanes * STEPS * m, -0.5, 0.5).toArray();
    NpzFile.write(file, Map.of("action", new NpyArray(u, lanes, STEPS, m)));
    return u;
  }

  private Run run(String robot, Path states, Path actions, Path out, Object... more) {
    List<Object> words = new ArrayList<>(List.of("simulate", "--robot", robot, "--states", states, "--actions",
        actions, "--out", out, "--threads", 1));
    if (robot.equals("quadruped")) {
      words.add("--free-base");
    }
    words.addAll(Arrays.asList(more));
    return Run.of(words.toArray());
  }

  private static double[] last(RobotModel model, double[] x, double[] u, int lane, double timeStep) {
    int width = model.nq() + model.nv();
    int m = u.length / STEPS;
    try (Simulation simulation = Simulation.of(model).control(ControlLaw.of(model)).timeStep(timeStep).build()) {
      simulation.state().setRobot(0, Arrays.copyOfRange(x, lane * width, (lane + 1) * width));
      for (int t = 0; t < STEPS; t++) {
        simulation.action().setRobot(0, Arrays.copyOfRange(u, t * m, (t + 1) * m));
        simulation.step();
      }
      return simulation.state().robot(0);
    }
  }

  /** Rows of velocities, whose tangents are plain changes; by velocities at the start, and by all actions. */
  @ParameterizedTest
  @CsvSource({"double_pendulum, 0.001", "hopper, 0.002", "quadruped, 0.001"})
  void statesAreThoseOfStepsAndDerivativesAreDifferences(String robot, double timeStep) throws IOException {
    RobotModel model = model(robot);
    int width = model.nq() + model.nv();
    int nv = model.nv();
    Path in = folder.resolve("in.npz");
    Path acts = folder.resolve("u.npz");
    Path out = folder.resolve("out.npz");
    double[] x = states(model, 3, in);
    double[] u = actions(model, 1, acts);
    Run run = run(robot, in, acts, out, "--jacobians", "--time-step", timeStep);
    assertThat(run.exitCode()).as(run.err()).isZero();
    NpzFile file = NpzFile.read(out);
    int m = u.length / STEPS;
    double[] states = file.array("states", "", 3, STEPS + 1, width).values();
    for (int lane = 0; lane < 3; lane++) {
      int at = lane * (STEPS + 1) * width;
      assertThat(Arrays.copyOfRange(states, at, at + width))
          .isEqualTo(Arrays.copyOfRange(x, lane * width, (lane + 1) * width));
      assertThat(Arrays.copyOfRange(states, at + STEPS * width, at + (STEPS + 1) * width))
          .isEqualTo(last(model, x, u, lane, timeStep));
    }
    double[] byInitial = file.array("d_final_d_initial", "", 3, 2 * nv, 2 * nv).values();
    double[] byAction = file.array("d_final_d_action", "", 3, STEPS, 2 * nv, m).values();
    int lane = 1;
    double h = 1e-6;
    for (int column : new int[] {0, nv - 1}) {
      double[] moved = x.clone();
      moved[lane * width + model.nq() + column] += h;
      double[] ahead = last(model, moved, u, lane, timeStep);
      moved[lane * width + model.nq() + column] -= 2 * h;
      double[] behind = last(model, moved, u, lane, timeStep);
      for (int row = 0; row < nv; row++) {
        double difference = (ahead[model.nq() + row] - behind[model.nq() + row]) / (2 * h);
        assertThat(byInitial[(lane * 2 * nv + nv + row) * 2 * nv + nv + column]).as("row %d by %d", row, column)
            .isCloseTo(difference, within(1e-6 * (1 + Math.abs(difference))));
      }
    }
    for (int t : new int[] {0, 5, STEPS - 1}) {
      double[] moved = u.clone();
      moved[t * m + m - 1] += h;
      double[] ahead = last(model, x, moved, lane, timeStep);
      moved[t * m + m - 1] -= 2 * h;
      double[] behind = last(model, x, moved, lane, timeStep);
      for (int row = 0; row < nv; row++) {
        double difference = (ahead[model.nq() + row] - behind[model.nq() + row]) / (2 * h);
        assertThat(byAction[((lane * STEPS + t) * 2 * nv + nv + row) * m + m - 1]).as("row %d by step %d", row, t)
            .isCloseTo(difference, within(1e-6 * (1 + Math.abs(difference))));
      }
    }
    for (String names : List.of("state", "action", "tangent")) {
      assertThat(file.texts(names + "_names")).doesNotHaveDuplicates()
          .hasSameSizeAs(file.texts(names + "_units"));
    }
    assertThat(file.texts("state_names")).hasSize(width);
    assertThat(file.texts("tangent_names")).hasSize(2 * nv);
  }

  @Test
  void aCsvHasTheSameNumbersUnderNamesWithUnits() throws IOException {
    RobotModel model = model("double_pendulum");
    Path in = folder.resolve("in.npz");
    Path acts = folder.resolve("u.npz");
    states(model, 1, in);
    double[] u = actions(model, 2, acts);
    Path npz = folder.resolve("out.npz");
    Path csv = folder.resolve("out.csv");
    Path json = folder.resolve("out.json");
    assertThat(run("double_pendulum", in, acts, npz).exitCode()).isZero();
    Run run = run("double_pendulum", in, acts, csv, "--json", json);
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains("2 lanes, 12 steps of 0.001 s, 4 rows of state, 2 actions");
    JsonNode report = new ObjectMapper().readTree(json.toFile());
    assertThat(report.get("lanes").asInt()).isEqualTo(2);
    assertThat(report.get("non_finite_lanes").asInt()).isZero();
    List<String> lines = Files.readAllLines(csv);
    assertThat(lines.getFirst()).isEqualTo("lane,step,time_s,shoulder [rad],elbow [rad],shoulder velocity [rad/s],"
        + "elbow velocity [rad/s],shoulder force [N m],elbow force [N m]");
    assertThat(lines).hasSize(1 + 2 * (STEPS + 1));
    double[] states = NpzFile.read(npz).array("states", "", 2, STEPS + 1, 4).values();
    for (int k = 0; k < 2 * (STEPS + 1); k++) {
      String[] cells = lines.get(1 + k).split(",", -1);
      assertThat(cells).hasSize(9);
      for (int row = 0; row < 4; row++) {
        assertThat(Double.parseDouble(cells[3 + row])).isEqualTo(states[k * 4 + row]);
      }
      boolean end = k % (STEPS + 1) == STEPS;
      assertThat(cells[7]).isEqualTo(end ? "" : Double.toString(u[(k / (STEPS + 1) * STEPS + k % (STEPS + 1)) * 2]));
    }
    assertThat(run("double_pendulum", in, acts, csv).exitCode()).as("written again").isZero();
    assertThat(Run.of("watch", "--robot", "double_pendulum", "--states", npz, "--out", folder.resolve("a.html"))
        .exitCode()).isZero();
  }

  @Test
  void lanesThatFlyApartAreAFailureOnceTheFileIsWritten() throws IOException {
    RobotModel model = model("double_pendulum");
    Path in = folder.resolve("in.npz");
    Path acts = folder.resolve("u.npz");
    states(model, 2, in);
    double[] u = actions(model, 2, acts);
    Arrays.fill(u, u.length / 2, u.length, 1e300);
    NpzFile.write(acts, Map.of("u", new NpyArray(u, 2, STEPS, 2)));
    Path out = folder.resolve("out.npz");
    Run run = run("double_pendulum", in, acts, out);
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("1 of 2 lanes left the finite numbers", "lane 1").hasLineCount(1);
    assertThat(NpzFile.read(out).has("states")).isTrue();
  }

  @Test
  void filesThatDoNotFitAreRefusedWithBothSizes() throws IOException {
    Path in = folder.resolve("in.npz");
    Path acts = folder.resolve("u.npz");
    Path out = folder.resolve("out.npz");
    states(model("double_pendulum"), 3, in);
    actions(model("double_pendulum"), 2, acts);
    assertFailure(run("double_pendulum", in, acts, out), "u.npz has 2 lanes, but " + in + " has 3");
    assertFailure(run("arm7", in, acts, out), "has shape (3, 4), but one of shape (any, 14), lanes x rows of robot"
        + " 'arm7' is needed");
    NpzFile.write(in, Map.of("x", new NpyArray(new double[] {0, 0, 0, 0, 0, 0, Double.NaN, 0}, 2, 4)));
    assertFailure(run("double_pendulum", in, acts, out), "lane 1, row 2 of 'x' ('shoulder velocity') is NaN");
    RobotModel free = model("quadruped");
    NpzFile.write(in, Map.of("x", new NpyArray(new double[free.nq() + free.nv()], 1, free.nq() + free.nv())));
    actions(free, 1, acts);
    assertFailure(run("quadruped", in, acts, out), "lane 0 is where no robot can be", "quaternion of length 0.0");
    Path mine = Files.writeString(folder.resolve("mine.csv"), "a,b\n");
    assertFailure(run("double_pendulum", in, acts, mine), "no .csv file that 'lanewise simulate' wrote");
    assertThat(mine).hasContent("a,b");
  }

  @ParameterizedTest
  @CsvSource(delimiter = ';', value = {
    "--states a.npz; give --actions and --out as well",
    "--jacobians; --jacobians is of trajectories",
    "--states a.npz --actions b.npz --out c.npz --batch 3; --batch has no meaning with --states",
    "--states a.npz --actions b.npz --out c.txt; --out must end in .npz or .csv, but is c.txt",
    "--states a.npz --actions b.npz --out c.csv --jacobians; --jacobians go into an .npz"})
  void optionsOfTrajectoriesComeTogether(String options, String message) {
    List<String> words = new ArrayList<>(List.of("simulate", "--robot", "arm7"));
    words.addAll(List.of(options.split(" ")));
    Run run = Run.of(words.toArray());
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains(message);
  }

  private static void assertFailure(Run run, String... messages) {
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).startsWith("lanewise: ").contains(messages).hasLineCount(1);
    assertThat(run.out()).isEmpty();
  }
}
