package io.github.lanewise.hardware.rollout;

import io.github.lanewise.hardware.loop.Safety;
import io.github.lanewise.hardware.servo.ServoProtocol;
import io.github.lanewise.hardware.task.TipTask;
import io.github.lanewise.hardware.twin.*;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.policy.*;
import io.github.lanewise.sensitivity.*;
import io.github.lanewise.sensitivity.shaking.*;
import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;
import org.junit.jupiter.api.Test;

final class ProbeTest {
  static final RobotModel FINGER = RobotModel.builtIn("finger");
  static final int STEPS = Integer.getInteger("probe.steps", 200);
  static final double H = 0.002;

  static WiredRobot.Result run(Policy policy, Imperfections imp, DMatrixRMaj w, boolean truth) throws Exception {
    try (SteppedTwin bench = new SteppedTwin(FINGER, Twin.servos(FINGER, ServoProtocol.DYNAMIXEL), imp)) {
      var bus = ServoProtocol.DYNAMIXEL.bus(bench.line(), bench, bench.twin().servos());
      WiredRobot robot = new WiredRobot(bus, bench, FINGER, policy, Safety.of(FINGER).build(), STEPS, H).rehearsal(0);
      if (truth) {
        robot.seeing(s -> {
          System.arraycopy(bench.twin().position(), 0, s2.position, 0, 3);
          System.arraycopy(bench.twin().velocity(), 0, s2.velocity, 0, 3);
          return s2;
        });
      }
      robot.awaitRest();
      System.out.println("rest at " + bench.nanoTime() / 1e9 + " " + Arrays.toString(bench.twin().position()));
      long t0 = System.nanoTime();
      var r = robot.run(policy.nominal(), w, null, (k, x) -> true);
      System.out.printf("%d roll-outs: %.2f s real, %.1f s simulated, complete %s%n", w.numRows, (System.nanoTime() - t0) / 1e9,
          bench.nanoTime() / 1e9, r.rollouts().weights() == null);
      return r;
    }
  }
  static final io.github.lanewise.hardware.servo.ServoState s2 = new io.github.lanewise.hardware.servo.ServoState(3);

  @Test
  void trace() throws Exception {
    Policy policy = new ReachPolicy(FINGER, 0.75 * STEPS * H);
    DMatrixRMaj w = new DMatrixRMaj(4, 9);
    for (int k = 0; k < 4; k++) System.arraycopy(policy.nominal(), 0, w.data, 9 * k, 9);
    try (SteppedTwin bench = new SteppedTwin(FINGER, Twin.servos(FINGER, ServoProtocol.DYNAMIXEL), Imperfections.typical())) {
      var bus = ServoProtocol.DYNAMIXEL.bus(bench.line(), bench, bench.twin().servos());
      WiredRobot robot = new WiredRobot(bus, bench, FINGER, policy, Safety.of(FINGER).build(), STEPS, H).rehearsal(0);
      robot.awaitRest();
      robot.run(policy.nominal(), w, java.nio.file.Path.of("/tmp/shake_trace.csv"), (k, x) -> true);
    }
  }

  @Test
  void probe() throws Exception {
    Policy policy = new ReachPolicy(FINGER, 0.75 * STEPS * H);
    System.out.println(policy.parameters());
    double[] s = policy.scales();
    TipTask task = new TipTask(FINGER, null, 0.001);
    double[][] fds = new double[3][];
    double[] hs = {0.01, 0.02, 0.05};
    int seeds = 12;
    double[] nominal = policy.nominal();
    for (int z = 0; z < hs.length; z++) {
      DMatrixRMaj w = new DMatrixRMaj(9 * 2 * seeds, 9);
      for (int k = 0; k < w.numRows; k++) {
        for (int j = 0; j < 9; j++) {
          w.set(k, j, nominal[j] + ((k / 2) % 9 == j ? (k % 2 == 0 ? 1 : -1) * hs[z] * s[j] : 0));
        }
      }
      var r = run(policy, Imperfections.typical().withSeed(99), w, true);
      double[] J = task.returns(r.rollouts());
      double[] g = new double[9];
      double[] se = new double[9];
      for (int j = 0; j < 9; j++) {
        double m = 0; double q = 0;
        for (int i = 0; i < seeds; i++) {
          double d = (J[i * 18 + 2 * j] - J[i * 18 + 2 * j + 1]) / (2 * hs[z]);
          m += d / seeds; q += d * d / seeds;
        }
        g[j] = m; se[j] = Math.sqrt((q - m * m) / (seeds - 1));
      }
      System.out.println("h " + hs[z] + " scaled gradient " + Arrays.toString(g));
      System.out.println("  se " + Arrays.toString(se));
      fds[z] = g;
    }
    System.out.println("cos fd " + cos(fds[0], fds[1]) + " " + cos(fds[1], fds[2]));
    for (double sigma : new double[] {0.05, 0.1}) {
      for (int K : new int[] {32, 64, 128}) {
        double[] sg = Arrays.stream(s).map(x -> x * sigma).toArray();
        DMatrixRMaj w = new Shaking(Shaking.Design.GAUSSIAN, sg, true, 4, 1).parameters(nominal, K);
        var r = run(policy, Imperfections.typical(), w, false);
        Ridge e = new Ridge();
        Sensitivity d = e.estimate(r.rollouts());
        double[] g = task.gradient(r.rollouts(), d, e);
        for (int j = 0; j < 9; j++) g[j] *= s[j];
        double er = 0, sz = 0;
        for (int i = 0; i < d.derivative().data.length; i++) { er += Math.pow(d.standardError().data[i], 2); sz += Math.pow(d.derivative().data[i], 2); }
        System.out.println("sigma " + sigma + " K " + K + " cos " + cos(g, fds[0]) + " " + cos(g, fds[1]) + " " + cos(g, fds[2]) + " se " + Math.sqrt(er / sz) + " spread "
            + Arrays.toString(Repeats.spread(r.rollouts())));
        System.out.println(Arrays.toString(g));
        System.out.println(" J " + Arrays.toString(Arrays.copyOf(task.returns(r.rollouts()), 4)) + " x0 " + Arrays.toString(new double[] {r.rollouts().states().get(0,0), r.rollouts().states().get(1,0), r.rollouts().states().get(2,0)}));
        int n = 6; System.out.println(" xT " + Arrays.toString(java.util.stream.IntStream.range(0, 6).mapToDouble(i -> r.rollouts().states().get((STEPS - 1) * 6 + i, 0)).toArray()));
      }
    }
    try (PolicySimulation sim = PolicySimulation.of(FINGER, policy).steps(STEPS).timeStep(H).build()) {
      double[] g = sim.gradients(new DMatrixRMaj(1, 9, true, nominal), task.sum()).data;
      for (int j = 0; j < 9; j++) g[j] *= s[j] / STEPS;
      System.out.println("ideal model " + Arrays.toString(g) + " cos " + cos(g, fds[1]));
    }
  }
  static double cos(double[] a, double[] b) {
    double ab = 0, aa = 0, bb = 0;
    for (int i = 0; i < a.length; i++) { ab += a[i] * b[i]; aa += a[i] * a[i]; bb += b[i] * b[i]; }
    return ab / Math.sqrt(aa * bb);
  }
}
