package io.github.lanewise.app.simulate;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.lanewise.app.options.Choice;
import io.github.lanewise.app.options.NamedRobot;
import io.github.lanewise.dynamics.Integrator;
import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.lanes.Lanes;
import io.github.lanewise.model.Keyframe;
import io.github.lanewise.simulation.SimulationBuilder;
import java.util.Arrays;

/** What {@code lanewise simulate} was asked to do. */
record SimulationSettings(NamedRobot robot, boolean freeBase, Robots robots, Stepping stepping, Scene scene,
    Gains gains, Derivatives derivatives) {

  /**
   * How many robots, and how they are computed.
   *
   * @param seed of where they start
   */
  record Robots(int count, long seed, ElementType precision, int threadCount) {}

  /**
   * The steps of each.
   *
   * @param timeStep [s]
   * @param timeStepOfFile whether the robot's file asks for it
   * @param integratorOfFile whether the robot's file asks for it, or for one that it takes the place of
   */
  record Stepping(
      int count, double timeStep, Integrator integrator, boolean timeStepOfFile, boolean integratorOfFile) {}

  /**
   * Where robots start and what they touch.
   *
   * @param keyframe in which all start; null for the neutral configuration with offsets
   * @param ground null for none
   */
  record Scene(Keyframe keyframe, Ground ground) {
    /** A simulation there. */
    SimulationBuilder on(SimulationBuilder simulation) {
      return ground == null ? simulation : ground.addTo(simulation);
    }
  }

  /**
   * What holds the joints instead of the default gains; null for these.
   *
   * @param stiffness for all joints [N m/rad or N/m]
   * @param damping for all joints [N m s/rad or N s/m]
   */
  record Gains(Double stiffness, Double damping) {}

  /** Which derivatives of a step to time. */
  enum Derivatives {
    NONE, VJP, JACOBIAN;

    @Override
    public String toString() {
      return Choice.text(this);
    }
  }

  /** Sets where all robots start (modified), nq + nv rows; robot k is the same in a batch of any size. */
  void start(Batch states) {
    if (scene.keyframe == null) {
      InitialStates.fill(robot.model(), robots.seed, states);
    }
    for (int k = 0; k < states.robotCount(); k++) {
      states.setRobot(k, placed(scene.keyframe == null ? states.robot(k) : ofKeyframe()));
    }
  }

  /** The state that robot k starts in, counted from 0. */
  double[] start(int k) {
    return placed(scene.keyframe == null ? InitialStates.of(robot.model(), robots.seed, k) : ofKeyframe());
  }

  private double[] ofKeyframe() {
    double[] x = Arrays.copyOf(scene.keyframe.q(), robot.model().nq() + robot.model().nv());
    System.arraycopy(scene.keyframe.v(), 0, x, robot.model().nq(), robot.model().nv());
    return x;
  }

  private double[] placed(double[] x) {
    if (scene.ground != null) {
      scene.ground.lift(robot.model(), x);
    }
    return x;
  }

  /** The configuration in which joints are held. */
  double[] held() {
    return scene.keyframe == null ? robot.model().neutral() : scene.keyframe.q();
  }

  /** Bytes that the batches of the run take together. */
  long bytes() {
    long x = robot.model().nq() + robot.model().nv();
    long tangent = 2L * robot.model().nv();
    long u = HoldGains.heldJoints(robot.model()).size();
    long rows = 2 * x + u + switch (derivatives) {
      case NONE -> 0;
      case VJP -> x + 3 * tangent + u;
      case JACOBIAN -> x + tangent * (tangent + u);
    };
    long lanes = Lanes.blockSize(robots.precision);
    return Math.ceilDiv(robots.count, lanes) * lanes * rows * robots.precision.bytes();
  }

  /** The settings under their options' names, with units where they have one. */
  ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode()
        .put("robot", robot.name())
        .put("free_base", freeBase)
        .put("batch", robots.count)
        .put("steps", stepping.count)
        .put("precision", Choice.text(robots.precision))
        .put("integrator", Choice.text(stepping.integrator))
        .put("threads", robots.threadCount)
        .put("derivatives", derivatives.toString())
        .put("time_step_s", stepping.timeStep)
        .put("seed", robots.seed)
        .put("stiffness_n_m_per_rad", gains.stiffness)
        .put("damping_n_m_s_per_rad", gains.damping)
        .put("time_step_of_file", stepping.timeStepOfFile)
        .put("integrator_of_file", stepping.integratorOfFile)
        .put("start", scene.keyframe == null ? null : scene.keyframe.name());
    return json.set("ground", scene.ground == null ? null : scene.ground.toJson());
  }
}
