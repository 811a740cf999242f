package io.github.lanewise.learning;

import io.github.lanewise.compile.Binding;
import io.github.lanewise.compile.Kernel;
import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.Workspace;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.simulation.Simulation;
import io.github.lanewise.trace.Graph;
import io.github.lanewise.trace.Scalar;
import java.util.Arrays;

/**
 * {@code k_t = |f(x_{t+1})| / max(|v_{t+1} - v_t| / h, 1)}: the forces of all contacts of a robot with the ground over
 * its mean acceleration in a control step h, which tells how stiff the contacts are [kg, in the units of velocities].
 * Of robots that can touch nothing it is 0.
 */
final class ContactStiffness {
  private final Batch[] of;
  private final Batch before;
  private final Batch state;
  private final int firstVelocity;
  private final Batch ratio;
  private final Binding forces;
  private final Binding norms;
  private final int robots;
  private final double[] means;

  /**
   * Compiles.
   *
   * @param rows state of the moment
   * @param steps most of a window
   */
  ContactStiffness(Simulation simulation, Batch state, int steps) {
    RobotModel model = simulation.model();
    robots = simulation.robotCount();
    before = simulation.rows(model.nv());
    this.state = state;
    firstVelocity = model.nq();
    ratio = simulation.rows(1);
    Batch all = simulation.rows(steps);
    of = new Batch[steps];
    Arrays.setAll(of, t -> all.rows(t, 1));
    means = new double[steps];
    if (simulation.contact() == null) {
      forces = null;
      norms = null;
      return;
    }
    Batch force = simulation.rows(3 * simulation.contact().points().size());
    Batch point = simulation.rows(force.rowCount());
    forces = simulation.bind(Kernel.compile(simulation.contact().forces(model), simulation.lanes()),
        state.rows(0, model.nq()), state.rows(model.nq(), model.nv()), point, force);
    norms = simulation.bind(Kernel.compile(ratio(model.nv(), force.rowCount(), simulation.controlPeriod()),
        simulation.lanes()), force, before, state.rows(model.nq(), model.nv()), ratio);
  }

  /** A control step begins. */
  void begin(int block) {
    before.copyBlock(state, firstVelocity, block);
  }

  /** Step t has led to the state of the moment. */
  void take(int t, int block, Workspace workspace) {
    if (forces == null) {
      return;
    }
    forces.run(block, block + 1, workspace);
    norms.run(block, block + 1, workspace);
    of[t].copyBlock(ratio, 0, block);
  }

  /** Mean k of each of the first steps, over robots that have not blown up. */
  double[] means(int steps) {
    for (int t = 0; t < steps; t++) {
      double sum = 0;
      int count = 0;
      for (int lane = 0; lane < robots; lane++) {
        double k = of[t].get(0, lane);
        if (k < Double.POSITIVE_INFINITY) {
          sum += k;
          count++;
        }
      }
      means[t] = sum / Math.max(count, 1);
    }
    return means;
  }

  private static Graph ratio(int nv, int rows, double period) {
    Graph graph = new Graph("stiffness of contact");
    Scalar force = Scalar.ZERO;
    for (Scalar component : graph.input("force", rows)) {
      force = force.plus(component.squared());
    }
    Scalar[] v = graph.input("before", nv);
    Scalar[] next = graph.input("after", nv);
    Scalar change = Scalar.ZERO;
    for (int i = 0; i < nv; i++) {
      change = change.plus(next[i].minus(v[i]).squared());
    }
    graph.output("ratio", force.sqrt().over(change.sqrt().over(period).max(1)));
    return graph;
  }
}
