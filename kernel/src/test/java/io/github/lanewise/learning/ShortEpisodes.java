package io.github.lanewise.learning;

import io.github.lanewise.model.RobotModel;
import io.github.lanewise.simulation.SimulationBuilder;
import io.github.lanewise.task.Task;
import io.github.lanewise.trace.Scalar;
import java.util.List;
import java.util.random.RandomGenerator;

/** A task whose episodes end sooner. */
record ShortEpisodes(Task task, int episodeLength) implements Task {
  @Override
  public String name() {
    return task.name();
  }

  @Override
  public RobotModel robot() {
    return task.robot();
  }

  @Override
  public SimulationBuilder simulation() {
    return task.simulation();
  }

  @Override
  public List<String> observationNames() {
    return task.observationNames();
  }

  @Override
  public Scalar[] observation(Scalar[] q, Scalar[] v, Scalar[] last) {
    return task.observation(q, v, last);
  }

  @Override
  public Scalar reward(Scalar[] q, Scalar[] v, Scalar[] action) {
    return task.reward(q, v, action);
  }

  @Override
  public Scalar margin(Scalar[] q, Scalar[] v) {
    return task.margin(q, v);
  }

  @Override
  public void start(RandomGenerator random, double[] x) {
    task.start(random, x);
  }

  @Override
  public void vary(RandomGenerator random, double[] parameters) {
    task.vary(random, parameters);
  }

  @Override
  public double[] sensorDeviations() {
    return task.sensorDeviations();
  }

  @Override
  public List<String> stateNames() {
    return task.stateNames();
  }

  @Override
  public double[] reported(double[] x) {
    return task.reported(x);
  }

  @Override
  public double[] state(double[] reported) {
    return task.state(reported);
  }
}
