package io.github.lanewise.deformable;

import io.github.lanewise.lanes.RandomStream;
import java.util.stream.Stream;
import org.ejml.data.DMatrixRMaj;

/** Ropes and states of them for tests, places in the window. */
final class TestRopes {
  static final double[] PARAMETERS = {80, 0.2, 1.3, 0.4, 0.3};

  private TestRopes() {}

  private static final RopeMaterial ELASTIC = new RopeMaterial(100, 0.1, 1, 0, Double.POSITIVE_INFINITY);
  private static final RopeMaterial PLASTIC = new RopeMaterial(100, 0.1, 1, 0.75, 1.3);

  private static Rope rope(Rope.Nodes window, Rope.Lattice shape, RopeMaterial material, BoxTool tool) {
    return new Rope(16, window, shape, material, 0.3, 9.8, 1e-3, tool);
  }

  /** On the ground, in the air and at a wall; elastic and plastic; of each tool; filling vectors or not. */
  static Stream<Rope> all() {
    Rope.Nodes small = new Rope.Nodes(10, 8, 10);
    return Stream.of(
        rope(small, new Rope.Lattice(7, 1, 1, 0.04, 0.08), ELASTIC,
            new BoxTool(0.04, 0.04, 0.04, ToolLaw.STICKY, 0.03, 0)),
        rope(small, new Rope.Lattice(4, 2, 2, 0.03, 0.2), PLASTIC,
            new BoxTool(0.04, 0.06, 0.05, ToolLaw.STICKY, 0.03, 0)),
        rope(small, new Rope.Lattice(3, 3, 3, 0.03, 0.06), PLASTIC,
            new BoxTool(0.04, 0.06, 0.05, ToolLaw.SOFT, 0.03, 0.2)),
        rope(new Rope.Nodes(9, 6, 12), new Rope.Lattice(2, 2, 9, 0.03, 0.15), ELASTIC,
            new BoxTool(0.07, 0.06, 0.05, ToolLaw.SOFT_OUTSIDE, 0.02, 0.2)),
        rope(new Rope.Nodes(17, 17, 17), new Rope.Lattice(2, 2, 4, 0.04, 0.8), PLASTIC,
            new BoxTool(0.05, 0.05, 0.05, ToolLaw.SOFT, 0.02, 0.2)));
  }

  /** Bent, stretched within the clip and beyond, moving; some of it on the ground and in the tool's reach. */
  static double[] crumpled(Rope rope, ParticleLayout layout, long seed) {
    RandomStream random = RandomStream.of(seed);
    double[] s = new double[layout.stateLength()];
    double dx = 1.0 / rope.cells();
    double[] middle = {rope.window().x() / 2 * dx, 0, rope.window().z() / 2 * dx};
    Rope.Lattice shape = rope.shape();
    for (int p = 0; p < layout.pitch; p++) {
      int q = Math.min(p, layout.count - 1);
      boolean real = p < layout.count;
      double[] at = {(q % shape.x() - (shape.x() - 1) / 2.0) * shape.spacing(),
          shape.height() + q / shape.x() % shape.y() * shape.spacing(),
          (q / shape.x() / shape.y() - (shape.z() - 1) / 2.0) * shape.spacing()};
      for (int c = 0; c < 3; c++) {
        s[c * layout.pitch + p] = middle[c] + at[c] + (real ? 0.006 * random.nextGaussian() : 0);
        s[(3 + c) * layout.pitch + p] = real ? random.nextGaussian() : 0;
      }
      s[layout.pitch + p] = Math.max(s[layout.pitch + p], 0.6 * dx);
      for (int e = 0; e < 9; e++) {
        s[(6 + e) * layout.pitch + p] = real ? 10 * random.nextGaussian() : 0;
        s[(15 + e) * layout.pitch + p] = (e % 4 == 0 ? 1 : 0) + (real ? 0.15 * random.nextGaussian() : 0);
      }
    }
    for (int c = 0; c < 3; c++) {
      s[24 * layout.pitch + c] = s[c * layout.pitch] + (c == 0 ? -0.11 : 0.02);
    }
    return s;
  }

  /** Random numbers where a state has numbers, zeros elsewhere. */
  static double[] direction(ParticleLayout layout, long seed) {
    RandomStream random = RandomStream.of(seed);
    double[] s = new double[layout.stateLength()];
    for (int row = 0; row < 24; row++) {
      for (int p = 0; p < layout.count; p++) {
        s[row * layout.pitch + p] = (row < 3 ? 0.01 : 1) * random.nextGaussian();
      }
    }
    for (int c = 0; c < 3; c++) {
      s[24 * layout.pitch + c] = 0.01 * random.nextGaussian();
    }
    return s;
  }

  static boolean isNumber(ParticleLayout layout, int element) {
    int row = element / layout.pitch;
    return row < 24 ? element % layout.pitch < layout.count : element - 24 * layout.pitch < 3;
  }

  static SlowRope slow(Rope rope, ParticleLayout layout, double[] parameters, double[] s) {
    int n = layout.count;
    double[][] x = new double[n][3];
    double[][] v = new double[n][3];
    DMatrixRMaj[] c = new DMatrixRMaj[n];
    DMatrixRMaj[] f = new DMatrixRMaj[n];
    for (int p = 0; p < n; p++) {
      c[p] = new DMatrixRMaj(3, 3);
      f[p] = new DMatrixRMaj(3, 3);
      for (int e = 0; e < 9; e++) {
        c[p].data[e] = s[(6 + e) * layout.pitch + p];
        f[p].data[e] = s[(15 + e) * layout.pitch + p];
      }
      for (int a = 0; a < 3; a++) {
        x[p][a] = s[a * layout.pitch + p];
        v[p][a] = s[(3 + a) * layout.pitch + p];
      }
    }
    double[] tool = {s[24 * layout.pitch], s[24 * layout.pitch + 1], s[24 * layout.pitch + 2]};
    return new SlowRope(rope, parameters, x, v, c, f, tool);
  }
}
