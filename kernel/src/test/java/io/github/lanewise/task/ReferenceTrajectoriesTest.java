package io.github.lanewise.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.lanewise.simulation.Simulation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** 30 control steps of each published task, state by state in its own coordinates, against an independent program. */
class ReferenceTrajectoriesTest {
  private static final Path FILE = Path.of("../../shared/reference/diffrl_trajectories.json");

  @ParameterizedTest
  @CsvSource({"cartpole, CartPoleSwingUpEnv", "hopper, HopperEnv", "cheetah, CheetahEnv", "ant, AntEnv",
    "humanoid, HumanoidEnv"})
  void areReproduced(String name, String key) throws IOException {
    assumeThat(FILE).as("file of reference trajectories, which lies beside the checkout").exists();
    JsonNode samples = new ObjectMapper().readTree(FILE.toFile()).get(key);
    Task task = Tasks.named(name, TaskVariant.PUBLISHED);
    try (Simulation simulation = task.simulation().build()) {
      double[] x = simulation.state().robot(0);
      task.start(null, x);
      if (name.equals("cartpole")) {
        x[1] = -3;
      }
      simulation.state().setRobot(0, x);
      for (int t = 0; t < samples.size(); t++) {
        for (int i = 0; i < simulation.actionCount(); i++) {
          simulation.action().set(i, 0, 0.5 * Math.sin(0.7 * i + 0.3 * t));
        }
        simulation.step();
        double[] reported = task.reported(simulation.state().robot(0));
        int nq = task.robot().nq();
        check(Arrays.copyOf(reported, nq), samples.get(t).get("q"), name + " q after step " + (t + 1));
        check(Arrays.copyOfRange(reported, nq, reported.length), samples.get(t).get("qd"),
            name + " qd after step " + (t + 1));
      }
    }
  }

  private static void check(double[] actual, JsonNode expected, String what) {
    assertThat(actual).as(what).hasSize(expected.size());
    for (int i = 0; i < actual.length; i++) {
      double value = expected.get(i).asDouble();
      assertThat(actual[i]).as("row %d of %s", i, what).isCloseTo(value, within(1e-6 * (1 + Math.abs(value))));
    }
  }
}
