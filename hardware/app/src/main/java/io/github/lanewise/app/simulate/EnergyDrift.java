package io.github.lanewise.app.simulate;

import io.github.lanewise.compile.Binding;
import io.github.lanewise.compile.Kernel;
import io.github.lanewise.dynamics.Algorithms;
import io.github.lanewise.dynamics.Integrator;
import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.lanes.Lanes;
import io.github.lanewise.lanes.Workspace;
import io.github.lanewise.model.Joint;
import io.github.lanewise.model.RobotModel;

/**
 * {@code max |E(t) - E(0)| / max T(t)} of robots that swing freely: no torque, friction, damping or spring, so that E =
 * T + V would be constant if the integrator made no error. T has the rotors' share, {@code sum armature v^2 / 2}.
 *
 * @param relative the largest change of any robot's energy over the largest kinetic energy; NaN if a robot became
 *     non-finite
 * @param robotCount how many swung
 * @param stepCount how many steps each
 */
record EnergyDrift(double relative, int robotCount, int stepCount) {
  static final int ROBOTS = 32;
  static final int MOST_STEPS = 1000;

  /**
   * Lets robots swing from the states of {@code start}, nq + nv rows, for {@code steps} steps, but at most {@value
   * #MOST_STEPS}.
   */
  static EnergyDrift measure(RobotModel model, Integrator integrator, double timeStep, int steps, Batch start) {
    int robots = start.robotCount();
    int count = Math.min(MOST_STEPS, steps);
    Swing swing = new Swing(model, integrator, timeStep, start.type(), robots);
    swing.state.copyFrom(start);
    double[] before = swing.energies();
    double change = 0;
    double mostKinetic = 0;
    for (int step = 0; step < count; step++) {
      swing.step();
      double[] now = swing.energies();
      for (int robot = 0; robot < robots; robot++) {
        change = Math.max(change, Math.abs(now[robot] - before[robot]));
        mostKinetic = Math.max(mostKinetic, swing.kinetic(robot));
      }
    }
    return new EnergyDrift(change == 0 ? 0 : change / mostKinetic, robots, count);
  }

  /**
   * The robots and the kernels that move them; scalar code, because so short a run would end before vector code is
   * warm.
   */
  private static final class Swing {
    private final RobotModel model;
    private final Batch state;
    private final Batch next;
    private final Batch exact;
    private final Batch kinetic;
    private final Batch potential;
    private final Workspace workspace;
    private final Workspace exactWorkspace = new Workspace(ElementType.DOUBLE);
    private final Binding step;
    private final Binding energy;

    Swing(RobotModel model, Integrator integrator, double timeStep, ElementType type, int robots) {
      this.model = model;
      int nq = model.nq();
      int nv = model.nv();
      state = new Batch(type, nq + nv, robots);
      next = new Batch(type, nq + nv, robots);
      exact = new Batch(ElementType.DOUBLE, nq + nv, robots);
      kinetic = new Batch(ElementType.DOUBLE, 1, robots);
      potential = new Batch(ElementType.DOUBLE, 1, robots);
      workspace = new Workspace(type);
      step = Kernel.compile(Algorithms.torqueStep(model, integrator, timeStep), Lanes.scalar(type)).bind(
          state.rows(0, nq), state.rows(nq, nv), new Batch(type, nv, robots), next.rows(0, nq), next.rows(nq, nv));
      step.prepare(workspace);
      energy = Kernel.compile(Algorithms.energy(model), Lanes.scalar(ElementType.DOUBLE)).bind(
          exact.rows(0, nq), exact.rows(nq, nv), kinetic, potential, new Batch(ElementType.DOUBLE, 3, robots));
      energy.prepare(exactWorkspace);
    }

    void step() {
      step.run(workspace);
      state.copyFrom(next);
    }

    double[] energies() {
      exact.copyFrom(state);
      energy.run(exactWorkspace);
      double[] sums = new double[exact.robotCount()];
      for (int robot = 0; robot < sums.length; robot++) {
        sums[robot] = kinetic(robot) + potential.get(0, robot);
      }
      return sums;
    }

    double kinetic(int robot) {
      double sum = kinetic.get(0, robot);
      for (Joint joint : model.joints()) {
        for (int row = joint.idxV(); row < joint.idxV() + joint.kind().nv(); row++) {
          double v = exact.get(model.nq() + row, robot);
          sum += joint.armature() * v * v / 2;
        }
      }
      return sum;
    }
  }
}
