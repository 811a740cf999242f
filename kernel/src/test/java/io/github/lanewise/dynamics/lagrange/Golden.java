package io.github.lanewise.dynamics.lagrange;

import io.github.lanewise.dynamics.TestRobots;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.w3c.dom.Element;

/**
 * States of robots and what the {@link Lagrangian} makes of them, to 22 digits, in files {@code golden/<robot>.json}.
 *
 * <p>Numbers by name: q, v, a, tau (the state); rnea, nle, gravity, M (lower triangle), qdd; kinetic, potential, com;
 * joints, frames (12 numbers each: rotation row by row, position); euler and rk4 (q' and v' after {@link #TIME_STEP},
 * forces tau alone), passive_euler and passive_rk4 (with damping, friction and springs); of the first {@value
 * #DERIVATIVES} states, drnea_dq, drnea_dv, dqdd_dq, dqdd_dv, dqdd_dtau, row by row.
 *
 * <p>State 0 is an ordinary one, state 1 fast, state 2 at rest with all joints at zero, the others ordinary. But for
 * quaternions, inputs have few binary digits, so that a double holds them exactly.
 */
public final class Golden {
  /** [s] */
  public static final double TIME_STEP = 1.0 / 256;
  private static final int STATES = 5;
  private static final int DERIVATIVES = 2;

  private Golden() {}

  /** The robots with files; {@code +free} stands for a free base. */
  public static Stream<String> robots() {
    return Stream.concat(Stream.of("double_pendulum", "finger", "finger+free", "arm7", "hopper", "quadruped+free",
        "humanoid"), TestRobots.files());
  }

  /** A robot as it is read here. */
  static Robot robot(String name) throws IOException {
    try (InputStream in = file(name)) {
      Element root = Xml.root(in);
      return root.getTagName().equals("robot") ? PlainUrdf.read(root, name.endsWith("+free")) : PlainMjcf.read(root);
    }
  }

  private static InputStream file(String name) {
    String plain = name.replace("+free", "");
    return Stream.of("/io/github/lanewise/robots/" + plain, "/io/github/lanewise/dynamics/" + plain)
        .flatMap(path -> Stream.of(path + ".urdf", path + ".xml")).map(Golden.class::getResourceAsStream)
        .filter(Objects::nonNull).findFirst().orElseThrow(() -> new IllegalArgumentException("no robot " + name));
  }

  /** q, v, a and tau of state k. */
  static Map<String, Real[]> state(Robot robot, int k) {
    Random random = new Random(1000L * robot.nv() + k);
    boolean rest = k == 2;
    Real[] q = normal(random, robot.nq(), rest ? 0 : 1);
    for (Robot.Joint joint : robot.joints) {
      if (joint.nv() > 1) {
        int end = joint.q() + joint.nq();
        q[end - 1] = rest ? Real.ONE : q[end - 1];
        Real[] unit = Matrices.direction(Arrays.copyOfRange(q, end - 4, end));
        for (int i = 0; i < 4; i++) {
          q[end - 4 + i] = Real.of(unit[i].decimal());
        }
      }
    }
    Map<String, Real[]> state = new LinkedHashMap<>();
    state.put("q", q);
    state.put("v", normal(random, robot.nv(), rest ? 0 : k == 1 ? 16 : 1));
    state.put("a", normal(random, robot.nv(), 1));
    state.put("tau", normal(random, robot.nv(), 1));
    return state;
  }

  private static Real[] normal(Random random, int n, int scale) {
    return IntStream.range(0, n).mapToObj(i -> Real.of(Math.rint(random.nextGaussian() * 256) / 256 * scale))
        .toArray(Real[]::new);
  }

  /** State k of a robot and all that follows from it. */
  static Map<String, Real[]> results(Robot robot, int k) {
    Map<String, Real[]> results = state(robot, k);
    Real[] q = results.get("q");
    Real[] v = results.get("v");
    Real[] a = results.get("a");
    Real[] tau = results.get("tau");
    Lagrangian at = new Lagrangian(robot, q);
    Poses poses = new Poses(robot, q);
    Real[][] m = at.massMatrix();
    results.put("rnea", at.inverseDynamics(v, a));
    results.put("nle", at.bias(v));
    results.put("gravity", at.gravity());
    results.put("M", IntStream.range(0, m.length).boxed()
        .flatMap(i -> Arrays.stream(m[i]).limit(i + 1L)).toArray(Real[]::new));
    results.put("qdd", at.accelerations(v, tau));
    results.put("kinetic", new Real[] {at.kinetic(v)});
    results.put("potential", new Real[] {poses.potential()});
    results.put("com", poses.centreOfMass());
    results.put("joints", IntStream.range(0, robot.joints.size()).mapToObj(poses::joint)
        .flatMap(Golden::rows).toArray(Real[]::new));
    results.put("frames", robot.frames.values().stream().map(poses::frame).flatMap(Golden::rows).toArray(Real[]::new));
    for (boolean passive : new boolean[] {false, true}) {
      TimeStep step = new TimeStep(robot, passive, Real.of(TIME_STEP));
      results.put(passive ? "passive_euler" : "euler", step.euler(q, v, tau));
      results.put(passive ? "passive_rk4" : "rk4", step.rungeKutta(q, v, tau));
    }
    if (k < DERIVATIVES) {
      putDerivatives(robot, results);
    }
    return results;
  }

  private static void putDerivatives(Robot robot, Map<String, Real[]> results) {
    Real[] q = results.get("q");
    Real[] v = results.get("v");
    Real[] a = results.get("a");
    Real[] tau = results.get("tau");
    int nv = robot.nv();
    Lagrangian at = new Lagrangian(robot, q);
    results.put("drnea_dq", Difference.jacobian(nv,
        d -> new Lagrangian(robot, Configuration.move(robot, q, d)).inverseDynamics(v, a)));
    results.put("drnea_dv", Difference.jacobian(nv, d -> at.inverseDynamics(Matrices.plus(v, d), a)));
    results.put("dqdd_dq", Difference.jacobian(nv,
        d -> new Lagrangian(robot, Configuration.move(robot, q, d)).accelerations(v, tau)));
    Real[][] m = at.massMatrix();
    results.put("dqdd_dv", Difference.jacobian(nv,
        d -> Matrices.solve(m, Matrices.minus(tau, at.bias(Matrices.plus(v, d))))));
    results.put("dqdd_dtau", IntStream.range(0, nv)
        .mapToObj(i -> Matrices.solve(m, Matrices.unit(nv, i, Real.ONE))).flatMap(Arrays::stream).toArray(Real[]::new));
  }

  static Stream<Real> rows(Real[][] pose) {
    return Stream.concat(IntStream.range(0, 9).mapToObj(i -> pose[i / 3][i % 3]),
        IntStream.range(0, 3).mapToObj(i -> pose[i][3]));
  }

  /**
   * Writes the files anew into the folder given. After {@code mvn test-compile}, with JDK 25 in the folder {@code
   * kernel}: {@code java -cp target/classes:target/test-classes io.github.lanewise.dynamics.lagrange.Golden
   * src/test/resources/io/github/lanewise/dynamics/golden}.
   */
  public static void main(String[] arguments) throws IOException {
    Path folder = Files.createDirectories(Path.of(arguments[0]));
    for (String name : robots().toList()) {
      Robot robot = robot(name);
      String states = IntStream.range(0, STATES).mapToObj(k -> text(results(robot, k)))
          .collect(Collectors.joining(",\n"));
      Files.writeString(folder.resolve(name + ".json"), "[\n" + states + "\n]\n");
    }
  }

  private static String text(Map<String, Real[]> results) {
    return results.entrySet().stream()
        .map(entry -> "\"" + entry.getKey() + "\": " + Arrays.toString(entry.getValue()))
        .collect(Collectors.joining(",\n", "{", "}"));
  }
}
