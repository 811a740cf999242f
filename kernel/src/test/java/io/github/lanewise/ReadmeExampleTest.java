package io.github.lanewise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.compile.BatchedFunction;
import io.github.lanewise.data.PolicyFile;
import io.github.lanewise.deformable.BodyPullback;
import io.github.lanewise.deformable.Cloth;
import io.github.lanewise.deformable.ClothSimulation;
import io.github.lanewise.deformable.FloorContact;
import io.github.lanewise.deformable.PickAndPlace;
import io.github.lanewise.deformable.Rope;
import io.github.lanewise.deformable.RopeMaterial;
import io.github.lanewise.deformable.RopeSimulation;
import io.github.lanewise.deformable.Whip;
import io.github.lanewise.dynamics.Algorithms;
import io.github.lanewise.dynamics.BatchedAlgorithm;
import io.github.lanewise.dynamics.Parameters;
import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.learning.Trainer;
import io.github.lanewise.learning.TrainingSettings;
import io.github.lanewise.learning.WindowTrainer;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.network.Activation;
import io.github.lanewise.network.Adam;
import io.github.lanewise.network.LearningRate;
import io.github.lanewise.network.Mlp;
import io.github.lanewise.network.Normalizer;
import io.github.lanewise.sensitivity.Ridge;
import io.github.lanewise.sensitivity.Rollouts;
import io.github.lanewise.sensitivity.Sensitivity;
import io.github.lanewise.simulation.Feedback;
import io.github.lanewise.simulation.LaneSimulation;
import io.github.lanewise.simulation.Rollout;
import io.github.lanewise.simulation.RolloutPullback;
import io.github.lanewise.simulation.Simulation;
import io.github.lanewise.simulation.StepPullback;
import io.github.lanewise.sobolev.DoubleTraining;
import io.github.lanewise.sobolev.DynamicsModel;
import io.github.lanewise.sobolev.ModelEvaluator;
import io.github.lanewise.sobolev.SobolevLoss;
import io.github.lanewise.sobolev.TrainingData;
import io.github.lanewise.task.LaneTask;
import io.github.lanewise.task.Task;
import io.github.lanewise.task.TaskRollout;
import io.github.lanewise.task.TaskVariant;
import io.github.lanewise.task.Tasks;
import io.github.lanewise.task.deformable.ClothTasks;
import io.github.lanewise.task.deformable.ClothVariant;
import io.github.lanewise.task.deformable.PointReward;
import io.github.lanewise.trace.Scalar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.ejml.data.DMatrixRMaj;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The README shows the lines between the markers here: they compile, and what they say of their results is true. */
class ReadmeExampleTest {
  private static final Path README = Path.of("../README.md");
  private static final Path SOURCE = Path.of("src/test/java/io/github/lanewise/ReadmeExampleTest.java");

  @Test
  void forwardDynamics() {
    // begin forward dynamics
    RobotModel arm = RobotModel.builtIn("arm7"); // or RobotModel.load(Path.of("robot.urdf"))
    BatchedAlgorithm dynamics = BatchedAlgorithm.of(arm, Algorithms::articulatedBody, 1024); // a = M^-1 (tau - h)
    dynamics.batch("tau").fill(1, 20); // every robot: 20 N m in the second joint
    dynamics.batch("q").set(1, 17, 0.5); // robot 17: second joint at 0.5 rad; the others are neutral, and all at rest
    dynamics.run(); // any number of times, allocating nothing
    double acceleration = dynamics.batch("a").get(1, 17); // robot 17: of the second joint [rad/s^2]
    // end forward dynamics
    BatchedAlgorithm back = BatchedAlgorithm.of(arm, Algorithms::inverseDynamics, 1024);
    back.batch("q").copyFrom(dynamics.batch("q"));
    back.batch("a").copyFrom(dynamics.batch("a"));
    back.run();
    assertThat(acceleration).isNotZero();
    for (int robot : new int[] {0, 17, 1023}) {
      assertThat(back.batch("tau").robot(robot)).containsExactly(new double[] {0, 20, 0, 0, 0, 0, 0}, within(1e-10));
    }
  }

  @Test
  void embedding() {
    // begin embedding
    RobotModel arm = RobotModel.builtIn("arm7");
    int robots = 1024;
    try (Simulation simulation = Simulation.of(arm).robots(robots).timeStep(1e-3).threads(2).build()) {
      for (int robot = 0; robot < robots; robot++) {
        simulation.state().set(0, robot, 1e-3 * robot); // x = (q, v): row 0 is the angle of the first joint [rad]
        simulation.action().set(1, robot, 20); // u = tau: 20 N m in the second joint
      }
      simulation.step(100); // x <- f(x, u), a hundred times

      // The gradient of the first joint's next angle with respect to the present state and action of each robot.
      StepPullback pullback = simulation.pullback();
      pullback.nextBar().fill(0, 1);
      pullback.run(); // any number of times, allocating nothing
      double gradient = pullback.actionBar().get(1, 17); // robot 17: d q'[0] / d tau[1]
      // end embedding

      double step = 1e-2;
      double[] ends = new double[2];
      Batch state = new Batch(ElementType.DOUBLE, arm.nq() + arm.nv(), robots);
      state.copyFrom(simulation.state());
      for (int side = 0; side < 2; side++) {
        simulation.state().copyFrom(state);
        simulation.action().set(1, 17, 20 + (side == 0 ? -step : step));
        simulation.step();
        ends[side] = simulation.state().get(0, 17);
      }
      double quotient = (ends[1] - ends[0]) / (2 * step);
      assertThat(gradient).isNotZero().isCloseTo(quotient, within(1e-6 * Math.abs(quotient) + 1e-13));
    }
  }

  @Test
  void rolloutGradients() {
    // begin roll-out gradients
    RobotModel finger = RobotModel.builtIn("finger");
    double[] goal = {0.2, 0.7, 1}; // spread, bend, curl [rad]
    try (Simulation simulation = Simulation.of(finger).robots(64).laneParameters().build()) {
      Feedback policy = new Feedback(simulation, 2, (q, v, time, w) -> { // u_i = W_0 (goal_i - q_i) - W_1 v_i
        Scalar[] u = new Scalar[3];
        Arrays.setAll(u, i -> w[0].times(Scalar.of(goal[i]).minus(q[i])).minus(w[1].times(v[i])));
        return u;
      });
      Rollout rollout = new Rollout(simulation, 200, policy).keepStates(); // 0.2 s from initial(), which is all zeros
      for (int robot = 0; robot < 64; robot++) {
        rollout.policyParameters().setRobot(robot, 0.5 + 0.01 * robot, 0.02); // N m/rad, N m s/rad
      }
      RolloutPullback gradient = rollout.pullback((x, u, time) -> // J: sum of |q - goal|^2 over x_1 .. x_200
          x[0].minus(goal[0]).squared().plus(x[1].minus(goal[1]).squared()).plus(x[2].minus(goal[2]).squared()));
      gradient.run(); // any number of times, allocating nothing
      int mass = List.of(Parameters.names(finger)).indexOf("bend.mass");
      double cost = gradient.returns().get(0, 17); // robot 17: J
      double byStart = gradient.initialBar().get(1, 17); // dJ / d(angle of bend at the start)
      double byPolicy = gradient.policyParameterBar().get(0, 17); // dJ / dW_0
      double byMass = gradient.parameterBar().get(mass, 17); // dJ / d(mass of the link behind bend)
      double bend = rollout.states().get(6 * 199 + 1, 17); // row 6 t + k: row k of the state after step t
      // end roll-out gradients
      assertThat(bend).isBetween(0.1, 1.0);
      for (Object[] of : new Object[][] {{rollout.initial(), 1, byStart}, {rollout.policyParameters(), 0, byPolicy},
          {simulation.parameters(), mass, byMass}}) {
        Batch batch = (Batch) of[0];
        int row = (int) of[1];
        double middle = batch.get(row, 17);
        double[] costs = new double[2];
        for (int side = 0; side < 2; side++) {
          batch.set(row, 17, middle + (side == 0 ? -1e-5 : 1e-5));
          gradient.run();
          costs[side] = gradient.returns().get(0, 17);
        }
        batch.set(row, 17, middle);
        double quotient = (costs[1] - costs[0]) / 2e-5;
        assertThat((double) of[2]).isNotZero().isCloseTo(quotient, within(1e-6 * Math.abs(quotient)));
      }
      double sum = 0;
      gradient.run();
      for (int t = 0; t < 200; t++) {
        for (int i = 0; i < 3; i++) {
          sum += Math.pow(rollout.states().get(6 * t + i, 17) - goal[i], 2);
        }
      }
      assertThat(cost).isCloseTo(sum, within(1e-12 * sum));
    }
  }

  @Test
  void cloth() {
    // begin cloth
    Cloth cloth = Cloth.published().withSurroundings(10, 1, FloorContact.PHYSICAL); // damping [1/s], gravity [m/s^2]
    try (ClothSimulation cloths = new ClothSimulation(cloth, new PickAndPlace(), ElementType.FLOAT, 64, 2)) {
      for (int k = 0; k < 64; k++) {
        cloths.action().setRobot(k, 0.5, 0, 0.4, 0.55, 0, 0.4); // where to pick, x, y, z, and where to place [m]
      }
      BodyPullback pullback = cloths.pullback();
      pullback.nextBar().fill(2, 1); // of where the first point's z will be
      pullback.run(); // 2,000 substeps and back, any number of times, allocating nothing
      double slope = pullback.actionBar().get(5, 17); // cloth 17: d z / d(place z)
      double stiffer = pullback.parameterBar().get(ClothSimulation.STIFFNESS, 17); // d z / dk [m/N]
      cloths.step();
      // end cloth
      assertThat(slope).isFinite().isNotZero();
      assertThat(stiffer).isFinite().isNotZero();
      assertThat(cloths.state().get(2, 17)).isCloseTo(0.6, within(0.2)).isNotEqualTo(0.6);
    }
  }

  @Test
  void rope() {
    // begin rope
    Rope rope = Rope.whip().withMaterial(new RopeMaterial(150, 0.1, 1, 0.5, 2)); // E [Pa], nu, rho [kg/m^3], clip
    try (RopeSimulation ropes = new RopeSimulation(rope, new Whip(), ElementType.FLOAT, 8, 2)) {
      for (int k = 0; k < 8; k++) {
        ropes.action().setRobot(k, 0, 0.5, 0.2, 0, 0, 0); // how far the box moves, x, y, z [m/50]
      }
      BodyPullback pullback = ropes.pullback();
      pullback.nextBar().fill(3 * 9 + 1, 1); // of how high particle 9 will be
      pullback.run(); // 70 substeps and back, any number of times, allocating nothing
      double slope = pullback.actionBar().get(1, 5); // rope 5: d y / d(action y)
      double stiffer = pullback.parameterBar().get(RopeSimulation.YOUNG, 5); // d y / dE [m/Pa]
      ropes.step();
      // end rope
      assertThat(slope).isBetween(5e-4, 0.02);
      assertThat(stiffer).isFinite().isNotZero();
      assertThat(ropes.state().get(1, 5)).isCloseTo(2.0 / 176 + 0.01, within(0.005));
    }
  }

  @Test
  void clothTask() {
    // begin cloth task
    PointReward left = new PointReward() { // the first point is to go left, and picks are to be near the cloth
      public double at(double[] points, double reach, int step) {
        return -points[0] - reach;
      }

      public double pullBack(double[] points, double reach, int step, double bar, double[] pointsBar) {
        pointsBar[0] -= bar;
        return -bar;
      }
    };
    LaneTask task = ClothTasks.named("fold", ClothVariant.PHYSICAL).withReward("left", left);
    TrainingSettings settings = TrainingSettings.published("fold").withSeed(1);
    try (LaneSimulation cloths = Trainer.simulation(task, settings, ElementType.FLOAT, 2)) {
      Trainer trainer = new WindowTrainer(task, cloths, settings);
      trainer.window(); // 3 steps of 32 cloths, and what is learned from them
      // end cloth task
      assertThat(trainer.stepCount()).isEqualTo(96);
      assertThat(trainer.episodes().meanReturn()).isBetween(-3.0, -1.0);
      assertThat(trainer.losses().skipped()).isZero();
    }
  }

  @Test
  void ownFunction() {
    Batch positions = new Batch(ElementType.DOUBLE, 3, 5);
    Batch seeds = new Batch(ElementType.DOUBLE, 1, 5);
    Batch costs = new Batch(ElementType.DOUBLE, 1, 5);
    Batch gradients = new Batch(ElementType.DOUBLE, 3, 5);
    positions.setRobot(2, 1, 2, 3);
    seeds.fill(0, 1);
    // begin own function
    BatchedFunction reach = BatchedFunction.traceScalar("reach", 3,
        p -> p[0].minus(0.4).squared().plus(p[1].squared()).plus(p[2].minus(0.6).squared()));
    reach.evaluate(positions, costs); // |p - goal|^2 of every robot
    reach.vjp(positions, seeds, gradients); // exact
    // end own function
    assertThat(costs.get(0, 2)).isCloseTo(0.36 + 4 + 5.76, within(1e-14));
    assertThat(gradients.robot(2)).containsExactly(new double[] {1.2, 4, 4.8}, within(1e-14));
  }

  @Test
  void training(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("policy.npz");
    // begin training
    Task task = Tasks.named("cartpole", TaskVariant.PUBLISHED); // or one of your own
    TrainingSettings settings = TrainingSettings.published("cartpole").withSeed(1);
    try (Simulation simulation = Trainer.simulation(task, settings).threads(2).build()) {
      Trainer trainer = new WindowTrainer(task, simulation, settings);
      while (trainer.stepCount() < 500_000) {
        trainer.window(); // 32 steps of 64 robots, and what is learned from them
      }
      System.out.println(trainer.episodes().meanReturn()); // of the last 100 episodes
      new PolicyFile(trainer.policy(), Map.of("seed", "1")).write(file); // for 'task --policy', 'watch --policy'
      // end training
      assertThat(trainer.episodes().meanReturn()).as("a pole that hangs has -2,370").isGreaterThan(-1000);
      assertThat(PolicyFile.read(file).policy()).isEqualTo(trainer.policy());
    }
  }

  @Test
  void ownTask() {
    // begin own task
    Task run = new Run();
    try (Simulation simulation = run.simulation().robots(64).build()) {
      TaskRollout rollout = new TaskRollout(run, simulation, 32, 1); // 32 control steps, starts of seed 1
      rollout.rollout().actions().fill(2, 0.5); // all robots: action 2, the ankle's, in step 0; row 3 t + k of step t
      RolloutPullback gradient = rollout.runWithGradient(); // any number of times, allocating nothing
      double reward = rollout.rewards().get(31, 17); // robot 17, after step 31
      double slope = gradient.actionBars().get(2, 17); // robot 17: d(sum of rewards) / d(action 2 of step 0)
      rollout.continueFromEnd(); // the next run goes on from here; episodes that ended have started anew
      // end own task
      assertThat(reward).as("2 is for a hopper that runs at 1 m/s without effort").isBetween(-2.0, 2.0);
      assertThat(rollout.end(31, 17)).isEqualTo(TaskRollout.End.NONE);
      double step = 1e-5;
      double[] sums = new double[2];
      for (int side = 0; side < 2; side++) {
        TaskRollout beside = new TaskRollout(run, simulation, 32, 1);
        beside.rollout().actions().fill(2, 0.5 + (side == 0 ? -step : step));
        beside.run();
        sums[side] = Arrays.stream(beside.rewards().robot(17)).sum();
      }
      double quotient = (sums[1] - sums[0]) / (2 * step);
      assertThat(slope).isNotZero().isCloseTo(quotient, within(1e-6 * Math.abs(quotient)));
    }
  }

  /** x_i = sum_j (t + i + j) w_j: three states, two parameters, ten samples. */
  @Test
  void shaking() {
    int steps = 10;
    int n = 3;
    int i = 2;
    int j = 1;
    double timeStep = 0.1;
    double[] nominal = {1, 2};
    Random random = new Random(1);
    DMatrixRMaj parameters = new DMatrixRMaj(20, 2);
    DMatrixRMaj states = new DMatrixRMaj(steps * n, 20);
    for (int k = 0; k < 20; k++) {
      parameters.set(k, 0, 1 + random.nextGaussian());
      parameters.set(k, 1, 2 + random.nextGaussian());
      for (int row = 0; row < steps * n; row++) {
        int t = row / n;
        states.set(row, k, (t + row % n) * parameters.get(k, 0) + (t + row % n + 1) * parameters.get(k, 1)
            + 0.01 * random.nextGaussian());
      }
    }
    // begin shaking
    Rollouts rollouts = new Rollouts(nominal, parameters, states, null, null, steps, timeStep); // p, K x p, T n x K
    Sensitivity d = new Ridge().estimate(rollouts); // or Quadratic, BayesianRidge, GaussianProcess, ...
    DMatrixRMaj atSample7 = d.at(7); // dx/dW, n x p
    double plusMinus = d.halfWidth(7 * n + i, j, 0.95); // half the width of an entry's 95 % interval
    // end shaking
    assertThat(atSample7.get(i, j)).isNotEqualTo(10).isCloseTo(10, within(3 * plusMinus));
    assertThat(plusMinus).isBetween(1e-3, 2e-2);
  }

  /** y = (x1 x2, x3^2) with its Jacobian. */
  @Test
  void learning() {
    int count = 200;
    int n = 3;
    int m = 2;
    Random random = new Random(1);
    double[] x = random.doubles(count * n, -1, 1).toArray();
    double[] y = new double[count * m];
    double[] jacobians = new double[count * m * n];
    for (int k = 0; k < count; k++) {
      y[2 * k] = x[3 * k] * x[3 * k + 1];
      y[2 * k + 1] = x[3 * k + 2] * x[3 * k + 2];
      jacobians[6 * k] = x[3 * k + 1];
      jacobians[6 * k + 1] = x[3 * k];
      jacobians[6 * k + 5] = 2 * x[3 * k + 2];
    }
    double[] point = {0.3, -0.5, 0.2};
    double[] value = new double[m];
    double[] slopes = new double[m * n];
    // begin learning
    TrainingData data = TrainingData.of(n, m, x, y, jacobians); // N x n, N x m, N m x n by rows; or EJML matrices
    Normalizer ofInputs = Normalizer.of(n, data.x());
    Normalizer ofOutputs = Normalizer.of(m, data.y());
    Mlp mlp = Mlp.of(n, m, Activation.SILU, 64, 64);
    SobolevLoss loss = SobolevLoss.exact(mlp); // or value, or projected; weights(...) for rows and columns
    DoubleTraining training = new DoubleTraining(loss, Adam.of(LearningRate.constant(3e-3)),
        data.normalized(ofInputs, ofOutputs), 50, mlp.initial(1), 1, null); // batch, weights, seed, threads
    for (int epoch = 0; epoch < 100; epoch++) {
      training.epoch(); // allocates nothing; throws DivergenceException and keeps those of the best epoch
    }
    DynamicsModel model = DynamicsModel.of(mlp, training.weights(), ofInputs, ofOutputs, false); // takes your units
    new ModelEvaluator(model, 1).jacobian(1, point, value, slopes); // and forward, vjp, jvp
    // end learning
    assertThat(value).containsExactly(new double[] {-0.15, 0.04}, within(0.02));
    assertThat(slopes).containsExactly(new double[] {-0.5, 0.3, 0, 0, 0, 0.4}, within(0.1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"forward dynamics", "embedding", "roll-out gradients", "cloth", "cloth task", "rope",
      "own function", "own task", "training", "shaking", "learning"})
  void theReadmeShowsThisSource(String example) throws IOException {
    String source = Files.readString(SOURCE);
    int begin = source.indexOf('\n', source.indexOf("// begin " + example + "\n")) + 1;
    int end = source.lastIndexOf('\n', source.indexOf("// end " + example + "\n"));
    String lines = source.substring(begin, end).stripIndent();
    assertThat(lines.lines()).hasSizeGreaterThan(3);
    assertReadmeHas(lines);
  }
  /** A file of its own, as the command line takes it: without the package that it has here. */
  @Test
  void theReadmeShowsTheTask() throws IOException {
    String[] parts = Files.readString(SOURCE.resolveSibling("Run.java")).split("\n\n", 2);
    assertThat(parts[0]).startsWith("package ");
    assertReadmeHas(parts[1].strip());
  }

  private static void assertReadmeHas(String lines) throws IOException {
    assertThat(Files.readString(README)).contains("```java\n" + lines + "\n```\n");
  }
}
