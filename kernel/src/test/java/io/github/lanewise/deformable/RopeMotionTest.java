package io.github.lanewise.deformable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.lanes.RandomStream;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Ropes in the air, of which mechanics has the answer. */
class RopeMotionTest {
  private static final double SPACING = 1.0 / 64;
  private static final int CELLS = 32;
  /** Far away from everything. */
  private static final BoxTool AWAY = new BoxTool(0.02, 0.02, 0.02, ToolLaw.SOFT, 0.001, 0);

  private static Rope bar(double poisson, double gravity, BoxTool tool) {
    return new Rope(CELLS, new Rope.Nodes(20, 32, 24), new Rope.Lattice(3, 3, 12, SPACING, 0.5),
        new RopeMaterial(100, poisson, 1, 0, Double.POSITIVE_INFINITY), 0.5, gravity, 1e-3, tool);
  }

  private static RopeSimulation of(Rope rope, int substeps) {
    return new RopeSimulation(rope, new HeldCommands(ToolProgram.BOX, 1, substeps), ElementType.DOUBLE, 1, 1);
  }

  private static double[] away(Rope rope) {
    double[] x = RopeSimulation.straight(rope);
    int n = rope.particleCount();
    x[24 * n] = 0;
    x[24 * n + 1] = 0;
    x[24 * n + 2] = 0;
    return x;
  }

  @Test
  void fallsFreely() {
    Rope rope = bar(0.3, 9.8, AWAY);
    try (RopeSimulation simulation = of(rope, 100)) {
      double[] start = away(rope);
      simulation.state().setRobot(0, start);
      simulation.step();
      double[] x = simulation.state().robot(0);
      int n = rope.particleCount();
      for (int p = 0; p < n; p++) {
        assertThat(x[3 * p + 1]).isCloseTo(start[3 * p + 1] - 9.8 * 1e-6 * 100 * 101 / 2, within(1e-12));
        assertThat(x[3 * (n + p) + 1]).isCloseTo(-0.98, within(1e-12));
        assertThat(x[15 * n + 9 * p]).isCloseTo(1, within(1e-11));
      }
    }
  }

  /** Without gravity momentum and angular momentum stay, to rounding; energy is lost by the transfers, never won. */
  @Test
  void keepsMomentumAndWinsNoEnergy() {
    Rope rope = bar(0.3, 0, AWAY);
    int n = rope.particleCount();
    try (RopeSimulation simulation = of(rope, 50)) {
      double[] x = away(rope);
      RandomStream random = RandomStream.of(7);
      for (int p = 0; p < n; p++) {
        double along = x[3 * p + 2] - 0.5;
        x[3 * (n + p)] = 0.2 + 6 * along;
        x[3 * (n + p) + 1] = 0.05 * random.nextGaussian();
        x[3 * (n + p) + 2] = 5 * along;
        x[15 * n + 9 * p + 8] = 1.05;
      }
      simulation.state().setRobot(0, x);
      double energy = energy(rope, x);
      double[] momenta = momenta(rope, x);
      double before = energy;
      for (int step = 0; step < 8; step++) {
        simulation.step();
        double[] now = simulation.state().robot(0);
        assertThat(momenta(rope, now)).containsExactly(momenta, within(1e-9 * Math.abs(momenta[0])));
        assertThat(energy(rope, now)).as("energy after step %d", step).isLessThan(before * (1 + 1e-3));
        before = energy(rope, now);
      }
      assertThat(before).isBetween(0.2 * energy, 0.99 * energy);
      assertThat(simulation.blownUp()).isZero();
    }
  }

  /** {@code sum m v}, and {@code sum m (x x v + dx^2/4 vee(C - C^T))}. */
  private static double[] momenta(Rope rope, double[] s) {
    int n = rope.particleCount();
    double d = Math.pow(1.0 / rope.cells(), 2) / 4;
    double[] momenta = new double[6];
    for (int p = 0; p < n; p++) {
      for (int c = 0; c < 3; c++) {
        int i = (c + 1) % 3;
        int j = (c + 2) % 3;
        momenta[c] += s[3 * (n + p) + c];
        momenta[3 + c] += s[3 * p + i] * s[3 * (n + p) + j] - s[3 * p + j] * s[3 * (n + p) + i]
            + d * (s[6 * n + 9 * p + 3 * j + i] - s[6 * n + 9 * p + 3 * i + j]);
      }
    }
    return momenta;
  }

  /** {@code sum rho (v^2/2 + dx^2/8 |C|^2) + mu |F - R|^2 + lambda (J - 1)^2/2}, of each volume. */
  private static double energy(Rope rope, double[] s) {
    int n = rope.particleCount();
    RopeMaterial material = rope.material();
    ParticleLayout layout = new ParticleLayout(n, ElementType.DOUBLE);
    double[] f = new double[18 * layout.pitch];
    for (int p = 0; p < layout.pitch; p++) {
      for (int e = 0; e < 9; e++) {
        f[e * layout.pitch + p] = p < n ? s[15 * n + 9 * p + e] : e % 4 == 0 ? 1 : 0;
      }
    }
    new DoublePolar(layout).rotate(f, 0, f, 9 * layout.pitch);
    double energy = 0;
    double d = Math.pow(1.0 / rope.cells(), 2) / 4;
    for (int p = 0; p < n; p++) {
      for (int e = 0; e < 9; e++) {
        double strain = f[e * layout.pitch + p] - f[(9 + e) * layout.pitch + p];
        double c = s[6 * n + 9 * p + e];
        energy += RopeMaterial.mu(material.young(), material.poisson()) * strain * strain + d * c * c / 2;
      }
      for (int c = 0; c < 3; c++) {
        energy += s[3 * (n + p) + c] * s[3 * (n + p) + c] / 2;
      }
      double j = determinant(s, 15 * n + 9 * p);
      energy += RopeMaterial.lambda(material.young(), material.poisson()) / 2 * (j - 1) * (j - 1);
    }
    return energy;
  }

  private static double determinant(double[] m, int at) {
    return m[at] * (m[at + 4] * m[at + 8] - m[at + 5] * m[at + 7])
        - m[at + 1] * (m[at + 3] * m[at + 8] - m[at + 5] * m[at + 6])
        + m[at + 2] * (m[at + 3] * m[at + 7] - m[at + 4] * m[at + 6]);
  }

  /** Under its own weight a hanging rope of nu = 0 is stretched by {@code rho g (what hangs below)/E}. */
  @Test
  void hangsAsItsWeightStretchesIt() {
    int layers = 28;
    Rope rope = new Rope(CELLS, new Rope.Nodes(10, 33, 10), new Rope.Lattice(2, layers, 2, SPACING, 0.4),
        new RopeMaterial(100, 0, 1, 0, Double.POSITIVE_INFINITY), 0.5, 9.8, 1e-3,
        new BoxTool(0.1, 0.05, 0.1, ToolLaw.STICKY, 0.01, 0));
    int n = rope.particleCount();
    try (RopeSimulation simulation = of(rope, 25)) {
      double[] x = RopeSimulation.straight(rope);
      x[24 * n] = 0.5;
      x[24 * n + 1] = 0.85;
      x[24 * n + 2] = 0.5;
      for (int step = 0; step < 60; step++) {
        simulation.state().setRobot(0, x);
        simulation.step();
        x = simulation.state().robot(0);
        Arrays.fill(x, 3 * n, 15 * n, 0); // what moves is stopped, which leads to rest
      }
      double most = 0;
      for (int p = 0; p < n; p++) {
        double below = (p / 2 % layers + 0.5) * SPACING;
        double stretch = x[15 * n + 9 * p + 4] - 1;
        if (below < 0.3) {
          assertThat(stretch).as("stretch %.3f m above the end", below).isCloseTo(9.8 * below / 100, within(5e-4));
          most = Math.max(most, stretch);
        }
      }
      assertThat(most).isGreaterThan(0.02);
    }
  }
}
