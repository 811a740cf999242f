package io.github.lanewise.app.simulate;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.lanewise.app.console.Memory;
import io.github.lanewise.app.console.Progress;
import io.github.lanewise.app.report.LaneArray;
import io.github.lanewise.app.report.TextPage;
import io.github.lanewise.dynamics.ControlLaw;
import io.github.lanewise.dynamics.StateCheck;
import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.DivergenceException;
import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.simulation.Simulation;
import io.github.lanewise.simulation.StepJacobian;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * {@code x_{t+1} = f(x_t, u_t)} from states and under actions of the user's own, every lane of them, with the robot's
 * own actuators or under joint forces; on demand with the derivatives of the final state.
 */
final class Trajectories {
  private final SimulationSettings settings;
  private final RobotModel model;
  private final TrajectoryRows rows;
  private final LaneArray starts;
  private final LaneArray actions;
  private final int lanes;
  private final int steps;
  private double[] states;
  private TrajectoryJacobians jacobians;
  private int[] lost;
  private int lostStep;

  private Trajectories(
      SimulationSettings settings, TrajectoryRows rows, LaneArray starts, LaneArray actions, int lanes) {
    this.settings = settings;
    model = settings.robot().model();
    this.rows = rows;
    this.starts = starts;
    this.actions = actions;
    this.lanes = lanes;
    steps = actions.steps();
  }

  /**
   * Reads where to start and how to act.
   *
   * @param stateFile array {@code states} or {@code x}, lanes x rows of the state
   * @param actionFile array {@code action} or {@code u}, lanes x steps x actions
   * @throws IllegalArgumentException if they do not fit the robot or each other, or a state cannot be
   */
  static Trajectories read(SimulationSettings settings, Path stateFile, Path actionFile) throws IOException {
    RobotModel model = settings.robot().model();
    String of = "robot '" + model.name() + "'";
    TrajectoryRows rows = TrajectoryRows.of(model);
    LaneArray starts =
        LaneArray.ofLanes(stateFile, List.of("states", "x"), of, TrajectoryRows.names(rows.states()));
    LaneArray actions =
        LaneArray.ofSteps(actionFile, List.of("action", "u"), of, TrajectoryRows.names(rows.actions()));
    Integer lanes = actions.fit(starts.fit(null, ""), stateFile + " has");
    Batch alone = new Batch(ElementType.DOUBLE, rows.states().size(), 1);
    for (int lane = 0; lane < starts.lanes(); lane++) {
      alone.setRobot(0, starts.row(lane, 0));
      String fault = StateCheck.fault(model, alone, 0);
      if (fault != null) {
        throw new IllegalArgumentException(
            stateFile + ": lane " + lane + " is where no robot can be: " + fault);
      }
    }
    return new Trajectories(settings, rows, starts, actions, lanes == null ? 1 : lanes);
  }

  /**
   * Computes them.
   *
   * @param withJacobians whether derivatives are wanted, too
   * @throws IllegalArgumentException if they take more memory than there is; the message says how much
   */
  void run(boolean withJacobians) {
    requireMemory(withJacobians);
    int width = rows.states().size();
    states = new double[lanes * (steps + 1) * width];
    try (Simulation simulation = Progress.during("compiling " + model.name(), () -> settings.scene()
        .on(Simulation.of(model)).control(ControlLaw.of(model)).precision(settings.robots().precision()).robots(lanes)
        .threads(settings.robots().threadCount()).timeStep(settings.stepping().timeStep())
        .integrator(settings.stepping().integrator()).build());
        Progress progress = Progress.start("steps", steps)) {
      for (int lane = 0; lane < lanes; lane++) {
        simulation.state().setRobot(lane, starts.row(lane, 0));
      }
      StepJacobian derivatives = withJacobians ? simulation.jacobian() : null;
      jacobians = withJacobians
          ? new TrajectoryJacobians(lanes, steps, rows.tangents().size(), rows.actions().size()) : null;
      keep(0, simulation.state());
      lost = new int[0];
      for (int t = 0; t < steps; t++) {
        for (int lane = 0; lane < lanes; lane++) {
          simulation.action().setRobot(lane, actions.row(lane, t));
        }
        if (withJacobians) {
          derivatives.run();
          jacobians.take(t, derivatives);
        }
        simulation.step();
        keep(t + 1, simulation.state());
        if (lost.length == 0) {
          lost = StateCheck.lost(model, simulation.state());
          lostStep = t + 1;
        }
        progress.accept(t + 1);
      }
      if (lost.length > 0) {
        lost = StateCheck.lost(model, simulation.state());
      }
    }
    if (withJacobians) {
      jacobians.chain();
    }
  }

  private void keep(int sample, Batch state) {
    int width = state.rowCount();
    for (int lane = 0; lane < lanes; lane++) {
      System.arraycopy(state.robot(lane), 0, states, (lane * (steps + 1) + sample) * width, width);
    }
  }

  private void requireMemory(boolean withJacobians) {
    long tangent = rows.tangents().size();
    long m = rows.actions().size();
    long row = rows.states().size() + m + (withJacobians ? tangent * (tangent + 2 * m) : 0);
    long bytes = Double.BYTES * row * lanes * (steps + 1);
    long largest = Double.BYTES * (withJacobians ? tangent * Math.max(tangent, m) : rows.states().size()) * lanes
        * (steps + 1);
    if (bytes + largest > Memory.limit() || largest > Integer.MAX_VALUE - Short.MAX_VALUE) {
      throw Memory.exceeded(String.format(Locale.ROOT, "%,d lanes of %,d steps of robot '%s'%s", lanes, steps,
          model.name(), withJacobians ? " with their Jacobians" : ""), bytes + largest,
          "fewer lanes or steps in a file");
    }
  }

  /** Lanes. */
  int lanes() {
    return lanes;
  }

  /** T. */
  int steps() {
    return steps;
  }

  /** Time between two samples [s]. */
  double timeStep() {
    return settings.stepping().timeStep();
  }

  /** What the columns are. */
  TrajectoryRows rows() {
    return rows;
  }

  /** Lanes x (steps + 1) x rows of the state. */
  double[] states() {
    return states;
  }

  /** The actions of a step of a lane. */
  double[] action(int lane, int t) {
    return actions.row(lane, t);
  }

  /** Derivatives; null if they were not asked for. */
  TrajectoryJacobians jacobians() {
    return jacobians;
  }

  /** The failure, if lanes left the finite numbers; null if none did. */
  DivergenceException divergence() {
    return lost.length == 0 ? null : new DivergenceException(lost, String.format(Locale.ROOT,
        "%,d of %,d lanes left the finite numbers, the first of all in step %,d; at the end lane %,d is among them:"
            + " take a smaller --time-step", lost.length, lanes, lostStep, lost[0]));
  }

  /** A line to read. */
  String toText(Path out) {
    return new TextPage().line("%s: robot '%s', %,d lanes, %,d steps of %s s%s, %d rows of state, %d actions%s", out,
        model.name(), lanes, steps, timeStep(), settings.stepping().timeStepOfFile() ? " (the file's)" : "",
        rows.states().size(), rows.actions().size(), jacobians == null ? ""
            : ", derivatives of the final state by " + rows.tangents().size() + " rows and " + steps + " x "
                + rows.actions().size() + " actions").toString();
  }

  /** Keys with their units. */
  ObjectNode toJson(Path out) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.putObject("settings").put("robot", settings.robot().name()).put("free_base", settings.freeBase())
        .put("states", starts.file().toString()).put("actions", actions.file().toString())
        .put("integrator", settings.stepping().integrator().name().toLowerCase(Locale.ROOT))
        .put("precision", settings.robots().precision().name().toLowerCase(Locale.ROOT))
        .put("time_step_s", timeStep()).put("time_step_of_file", settings.stepping().timeStepOfFile())
        .set("ground", settings.scene().ground() == null ? null : settings.scene().ground().toJson());
    return json.put("file", out.toString()).put("lanes", lanes).put("steps", steps)
        .put("non_finite_lanes", lost.length);
  }
}
