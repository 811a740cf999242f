package io.github.lanewise.simulation;

import io.github.lanewise.dynamics.Numbers;
import io.github.lanewise.dynamics.TestRobots;
import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.model.RobotModel;
import java.util.Random;

/** Batches of seeded numbers: a robot's depend on its number, not on the size of the batch. */
final class Batches {
  private Batches() {}

  static double[] state(RobotModel model, int robot) {
    TestRobots.State s = TestRobots.state(model, 100 + robot);
    return Numbers.join(s.q(), s.v());
  }

  static void randomStates(RobotModel model, Batch states) {
    for (int robot = 0; robot < states.robotCount(); robot++) {
      states.setRobot(robot, state(model, robot));
    }
  }

  static double[] numbers(long seed, int robot, int rows) {
    return TestRobots.normal(new Random(1000 * seed + robot), rows);
  }

  static void randomise(Batch batch, long seed) {
    for (int robot = 0; robot < batch.robotCount(); robot++) {
      batch.setRobot(robot, numbers(seed, robot, batch.rowCount()));
    }
  }

  static Batch random(ElementType type, int rows, int robots, long seed) {
    Batch batch = new Batch(type, rows, robots);
    randomise(batch, seed);
    return batch;
  }
}
