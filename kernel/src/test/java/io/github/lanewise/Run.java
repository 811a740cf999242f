package io.github.lanewise;

import io.github.lanewise.dynamics.ControlLaw;
import io.github.lanewise.dynamics.GroundContact;
import io.github.lanewise.dynamics.JointLimits;
import io.github.lanewise.dynamics.PenaltyContact;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.simulation.Simulation;
import io.github.lanewise.simulation.SimulationBuilder;
import io.github.lanewise.task.Task;
import io.github.lanewise.trace.Scalar;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** A hopper is to run at 1 m/s, upright and with little effort; it has failed when its torso is below 0.7 m. */
public class Run implements Task {
  private final RobotModel robot = RobotModel.builtIn("hopper"); // q: x, z from 1.25 m, pitch, hip, knee, ankle

  public String name() {
    return "run";
  }

  public RobotModel robot() {
    return robot;
  }

  public SimulationBuilder simulation() {
    return Simulation.of(robot).control(ControlLaw.of(robot)) // as the motors of its file, from -1 to 1
        .timeStep(1.0 / 480).substeps(8) // 60 control steps a second
        .contact(GroundContact.of(robot, new PenaltyContact(2e4, 1e3, 1e3, 0.9)))
        .limits(new JointLimits(1e3, 10, false));
  }

  public int episodeLength() {
    return 600; // control steps
  }

  public List<String> observationNames() {
    return stateNames().subList(1, 12);
  }

  public Scalar[] observation(Scalar[] q, Scalar[] v, Scalar[] last) {
    return Stream.concat(Arrays.stream(q).skip(1), Arrays.stream(v)).toArray(Scalar[]::new); // all but x
  }

  public Scalar reward(Scalar[] q, Scalar[] v, Scalar[] u) {
    Scalar effort = u[0].squared().plus(u[1].squared()).plus(u[2].squared());
    return v[0].minus(1).squared().plus(q[2].squared()).plus(effort.times(0.1)).negate().plus(2); // up is worth 2
  }

  public Scalar margin(Scalar[] q, Scalar[] v) {
    return q[1].plus(1.25 - 0.7); // below 0 an episode ends
  }

  public void start(RandomGenerator random, double[] x) {
    Arrays.setAll(x, row -> random == null ? 0 : random.nextDouble(-0.05, 0.05));
  }
}
