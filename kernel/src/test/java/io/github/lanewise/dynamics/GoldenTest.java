package io.github.lanewise.dynamics;

import static io.github.lanewise.dynamics.Numbers.error;
import static io.github.lanewise.dynamics.Numbers.join;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.lanewise.model.RobotModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Results for our robots as they were when mecano, closed forms and difference quotients had confirmed them, in {@code
 * golden.json}. They notice what changes since. {@code mvn test -pl kernel -Dtest=GoldenTest -Dgolden=write} first
 * writes the file anew.
 */
class GoldenTest {
  private static final Path FILE = Path.of("src/test/resources/io/github/lanewise/dynamics/golden.json");
  private static final double TIME_STEP = 1e-3;

  static Stream<String> robots() {
    return TestRobots.own();
  }

  /**
   * Inputs and results by name. The step is one of Runge and Kutta under torques; its pullback takes a and tau as the
   * cotangent.
   */
  private static Map<String, double[]> results(String name) {
    RobotModel model = TestRobots.get(name);
    TestRobots.State s = TestRobots.state(model, 2025);
    Map<String, double[]> results = new LinkedHashMap<>();
    results.put("q", s.q());
    results.put("v", s.v());
    results.put("a", s.a());
    results.put("tau", s.tau());
    results.put("inverse_dynamics", new Evaluation(Algorithms.inverseDynamics(model)).of(s.q(), s.v(), s.a()));
    results.put("bias_forces", new Evaluation(Algorithms.biasForces(model)).of(s.q(), s.v()));
    results.put("gravity_forces", new Evaluation(Algorithms.gravityForces(model)).of(s.q()));
    results.put("mass_times_a",
        Numbers.times(Numbers.symmetric(new Evaluation(Algorithms.massMatrix(model)).of(s.q()), model.nv()), s.a()));
    results.put("forward_dynamics", new Evaluation(Algorithms.articulatedBody(model)).of(s.q(), s.v(), s.tau()));
    Evaluation energy = new Evaluation(Algorithms.energy(model));
    results.put("kinetic", energy.get("kinetic", s.q(), s.v()));
    results.put("potential", energy.get("potential", s.q(), s.v()));
    results.put("com", energy.get("com", s.q(), s.v()));
    double[] frames = new Evaluation(Algorithms.forwardKinematics(model)).get("frames", s.q());
    results.put("last_frame", Arrays.copyOfRange(frames, frames.length - 12, frames.length));
    StepFunction step =
        new StepFunction(model, Integrator.RK4, TIME_STEP, model.nv(), List.of(), (q, v, u, g) -> u, false);
    Evaluation vjp = new Evaluation(step.vjp());
    double[][] in = {join(s.q(), s.v()), s.tau(), join(s.a(), s.tau()), new double[2 * model.nv()]};
    results.put("x_next", vjp.get("x_next", in));
    results.put("x_bar", vjp.get("x_bar", in));
    results.put("u_bar", vjp.get("u_bar", in));
    return results;
  }

  @ParameterizedTest
  @MethodSource("robots")
  void resultsAreWhatTheyWere(String name) throws IOException {
    JsonNode golden = new ObjectMapper().readTree(FILE.toFile()).get(name);
    results(name).forEach((key, values) -> {
      double[] expected = new double[golden.get(key).size()];
      Arrays.setAll(expected, i -> golden.get(key).get(i).asDouble());
      assertThat(error(values, expected)).as("%s of %s", key, name).isLessThan(1e-12);
      assertThat(Numbers.largest(expected)).as("%s of %s", key, name).isGreaterThan(0);
    });
  }

  @BeforeAll
  static void writeIfAskedFor() throws IOException {
    if ("write".equals(System.getProperty("golden"))) {
      String robots = TestRobots.own().map(name -> "  \"" + name + "\": {\n" + results(name).entrySet().stream()
          .map(entry -> "    \"" + entry.getKey() + "\": " + Arrays.toString(entry.getValue()))
          .collect(Collectors.joining(",\n")) + "\n  }").collect(Collectors.joining(",\n"));
      Files.writeString(FILE, "{\n" + robots + "\n}\n");
    }
  }
}
