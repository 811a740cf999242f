package io.github.lanewise.jmh;

import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.model.Joint;
import io.github.lanewise.model.JointKind;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.trace.Graph;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;

/**
 * Random inputs for a kernel's ports, the same in every run: joint angles within 3 rad, base positions within 1 m, base
 * orientations anywhere, velocities within 2, accelerations within 5, torques, actions and external forces within 10,
 * anything else within 1.
 */
final class States {
  private static final long SEED = 20260101;

  private States() {}

  /** A batch of {@link Settings#BATCH} robots for each port. */
  static Batch[] random(RobotModel model, List<Graph.Port> ports, ElementType type) {
    Batch[] batches = new Batch[ports.size()];
    for (int p = 0; p < batches.length; p++) {
      batches[p] = new Batch(type, ports.get(p).size(), Settings.BATCH);
      fill(batches[p], ports.get(p).name(), model);
    }
    return batches;
  }

  /** Fills a batch (modified) as inputs for a port of that name. */
  static void fill(Batch batch, String port, RobotModel model) {
    SplittableRandom random = new SplittableRandom(SEED + port.hashCode());
    for (int robot = 0; robot < batch.robotCount(); robot++) {
      batch.setRobot(robot, switch (port) {
        case "q" -> configuration(model, random);
        case "x" -> DoubleStream.concat(DoubleStream.of(configuration(model, random)),
            DoubleStream.of(uniform(random, model.nv(), range("v")))).toArray();
        default -> uniform(random, batch.rowCount(), range(port));
      });
    }
  }

  private static double range(String port) {
    return switch (port) {
      case "v" -> 2;
      case "a" -> 5;
      case "tau", "u", "f" -> 10;
      default -> 1;
    };
  }

  private static double[] uniform(SplittableRandom random, int rows, double range) {
    return random.doubles(rows, -range, range).toArray();
  }

  private static double[] configuration(RobotModel model, SplittableRandom random) {
    double[] q = uniform(random, model.nq(), 3);
    for (Joint joint : model.joints()) {
      if (joint.kind() == JointKind.FREE) {
        System.arraycopy(uniform(random, 3, 1), 0, q, joint.idxQ(), 3);
        unit(q, joint.idxQ() + 3, random);
      } else if (joint.kind() == JointKind.SPHERICAL) {
        unit(q, joint.idxQ(), random);
      }
    }
    return q;
  }

  /** A uniformly distributed unit quaternion: four normal numbers, normalised. */
  private static void unit(double[] q, int first, SplittableRandom random) {
    double norm2 = 0;
    for (int i = first; i < first + 4; i++) {
      q[i] = random.nextGaussian();
      norm2 += q[i] * q[i];
    }
    for (int i = first; i < first + 4; i++) {
      q[i] /= Math.sqrt(norm2);
    }
  }
}
