package io.github.lanewise.dynamics;

import io.github.lanewise.model.BodyInertia;
import io.github.lanewise.model.JointKind;
import io.github.lanewise.model.JointSpec;
import io.github.lanewise.model.RobotBuilder;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.spatial.Mat3;
import io.github.lanewise.spatial.Vec3;
import io.github.lanewise.trace.Scalar;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The robots that tests run on: those of the library, with fixed and free base, and seeded random trees. */
public final class TestRobots {
  private static final int TREES = 6;

  private TestRobots() {}

  /**
   * Robots of the library by name; {@code +free} stands for a free base, {@code tree0} to {@code tree5} for random
   * trees, and {@link #files} for those.
   */
  public static RobotModel get(String name) {
    if (name.startsWith("tree")) {
      return tree(Integer.parseInt(name.substring(4)));
    }
    if (files().anyMatch(name::equals)) {
      return ofFile(name);
    }
    int free = name.indexOf("+free");
    return free < 0 ? RobotModel.builtIn(name) : RobotModel.builtIn(name.substring(0, free)).withFreeBase();
  }

  static Stream<String> trees() {
    return IntStream.range(0, TREES).mapToObj(i -> "tree" + i);
  }

  /** Robots in files that only tests have: with what those of the library lack. */
  public static Stream<String> files() {
    return Stream.of("crane", "marionette", "acrobat");
  }

  private static RobotModel ofFile(String name) {
    String file = name + (name.equals("crane") ? ".urdf" : ".xml");
    try (InputStream in = TestRobots.class.getResourceAsStream(file)) {
      return RobotModel.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Stream<String> own() {
    return Stream.of("double_pendulum", "finger", "finger+free", "arm7", "arm7+free", "hopper", "quadruped",
        "quadruped+free", "humanoid");
  }

  static Stream<String> all() {
    return Stream.concat(own(), trees());
  }

  /** Robots small enough for derivatives of every kind, which together have every kind of joint. */
  public static Stream<String> small() {
    return Stream.concat(Stream.of("double_pendulum", "finger+free"), trees());
  }

  /**
   * Seven joints that hang on random earlier ones. Kinds, ways of mounting and special bodies come in turn, shifted by
   * the seed, so that all trees together have every pair of neighbours.
   */
  static RobotModel tree(int seed) {
    Random random = new Random(seed);
    RobotBuilder robot = RobotBuilder.named("tree" + seed).gravity(0.7, -1.3, -9.5).link("link0", body(random));
    for (int i = 1; i <= 7; i++) {
      String parent = "link" + (i < 4 ? i - 1 : i - 1 - random.nextInt(3));
      JointSpec joint = joint("joint" + i, parent, "link" + i, (i * (1 + seed % 2) + seed) % 9, random);
      if ((i + seed) % 4 > 0) {
        joint.at(random.nextGaussian() / 3, random.nextGaussian() / 3, random.nextGaussian() / 3);
      }
      if ((i + seed) % 5 > 1) {
        joint.rpy(random.nextGaussian(), random.nextGaussian(), random.nextGaussian());
      }
      joint.damping(random.nextDouble() / 5).friction(i % 3 == 0 ? 0.2 : 0)
          .armature(i % 3 == 1 ? 0.05 + random.nextDouble() / 5 : 0);
      robot.joint(joint);
      robot.link("link" + i, i == 7 ? symmetricBody() : (i + seed) % 6 == 2 && i < 3 ? BodyInertia.NONE : body(random));
    }
    return robot.build();
  }

  /** Hinges in a row about y, z and x in turn, each with a body that leans off them. */
  static RobotModel chain(int links) {
    RobotBuilder robot = RobotBuilder.named("chain" + links).link("link0");
    for (int i = 1; i <= links; i++) {
      robot.link("link" + i, BodyInertia.of(1, Vec3.of(0.02, 0.01, -0.1), 0.01, 0.011, 0.009));
      robot.joint(JointSpec.continuous("joint" + i, "link" + (i - 1), "link" + i).at(0, 0, -0.2)
          .axis(i % 3 == 0 ? 1 : 0, i % 3 == 1 ? 1 : 0, i % 3 == 2 ? 1 : 0));
    }
    return robot.build();
  }

  private static JointSpec joint(String name, String parent, String child, int kind, Random random) {
    double[] axis = {random.nextGaussian(), random.nextGaussian(), random.nextGaussian()};
    if (name.equals("joint7")) {
      return JointSpec.continuous(name, parent, child).axis(0, 0, -1);
    }
    return switch (kind) {
      case 0 -> JointSpec.revolute(name, parent, child).axis(axis[0], axis[1], axis[2]).range(-2, 2).spring(3, 0.2);
      case 1 -> JointSpec.prismatic(name, parent, child).axis(axis[0], axis[1], axis[2]).spring(20, -0.1);
      case 2 -> JointSpec.continuous(name, parent, child).axis(0, -1, 0);
      case 3 -> JointSpec.spherical(name, parent, child);
      case 4 -> JointSpec.continuous(name, parent, child).axis(1, 0, 0);
      case 5 -> JointSpec.prismatic(name, parent, child).axis(0, 0, -1);
      case 6 -> JointSpec.revolute(name, parent, child).range(-1, 1);
      case 7 -> JointSpec.free(name, parent, child);
      default -> JointSpec.revolute(name, parent, child).axis(0, -1, 0).range(-1, 1);
    };
  }

  /** Four point masses: a body that can exist. */
  private static BodyInertia body(Random random) {
    double mass = 0;
    Vec3 moment = Vec3.ZERO;
    Mat3 second = Mat3.ZERO;
    for (int i = 0; i < 4; i++) {
      double m = 0.2 + random.nextDouble();
      Vec3 r = Vec3.of(random.nextGaussian() / 4, random.nextGaussian() / 4, random.nextGaussian() / 4);
      mass += m;
      moment = moment.plus(r.times(Scalar.of(m)));
      second = second.plus(Mat3.outer(r, r).times(Scalar.of(m))).symmetrised();
    }
    Vec3 com = moment.times(Scalar.of(1 / mass));
    Mat3 central = second.minus(Mat3.outer(com, com).times(Scalar.of(mass))).symmetrised();
    return new BodyInertia(mass, com, Mat3.diagonal(central.trace()).minus(central).symmetrised());
  }

  private static BodyInertia symmetricBody() {
    return BodyInertia.of(0.8, Vec3.of(0, 0, 0.125), 0.0625, 0.0625, 0.03125);
  }

  /** Configuration, velocity, and two more vectors of nv rows, such as accelerations and torques. */
  public record State(double[] q, double[] v, double[] a, double[] tau) {}

  /** A seeded random state: joints within about a radian, quaternions of any direction. */
  public static State state(RobotModel model, long seed) {
    Random random = new Random(seed);
    double[] q = normal(random, model.nq());
    model.joints().forEach(joint -> {
      if (joint.kind() == JointKind.SPHERICAL || joint.kind() == JointKind.FREE) {
        normalise(q, joint.idxQ() + joint.kind().nq() - 4);
      }
    });
    return new State(q, normal(random, model.nv()), normal(random, model.nv()), normal(random, model.nv()));
  }

  /** {@code n} numbers from the normal distribution. */
  public static double[] normal(Random random, int n) {
    return random.doubles(n, 0, 1).map(u -> random.nextGaussian()).toArray();
  }

  static void normalise(double[] q, int i) {
    double norm = Math.sqrt(IntStream.range(i, i + 4).mapToDouble(k -> q[k] * q[k]).sum());
    for (int k = i; k < i + 4; k++) {
      q[k] /= norm;
    }
  }

  static List<State> states(RobotModel model, int count) {
    return IntStream.range(0, count).mapToObj(k -> state(model, 17 + k)).toList();
  }
}
