package io.github.lanewise.app.watch;

import io.github.lanewise.app.report.TextPage;
import io.github.lanewise.compile.Binding;
import io.github.lanewise.compile.Kernel;
import io.github.lanewise.dynamics.GroundContact;
import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.lanes.Lanes;
import io.github.lanewise.lanes.Workspace;
import io.github.lanewise.learning.GaussianPolicy;
import io.github.lanewise.learning.PolicyAgent;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.simulation.Simulation;
import io.github.lanewise.task.Task;
import io.github.lanewise.task.TaskRollout;
import io.github.lanewise.task.TaskRollout.End;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** An episode of a robot under a policy that was learned, which acts without noise: one lane, from its start on. */
final class PolicyMotion {
  private PolicyMotion() {}

  /**
   * Runs it, to the end of the episode.
   *
   * @param file of the policy
   * @param seed of the start; null for the start without noise
   * @throws IllegalArgumentException if the policy is not for the task
   */
  static Motion run(Path file, GaussianPolicy policy, Task task, Long seed) {
    int steps = task.episodeLength();
    try (Simulation simulation = task.simulation().robots(1).threads(1).build()) {
      TaskRollout rollout = new TaskRollout(task, simulation, steps, seed == null ? 0 : seed,
          (lane, random, x) -> task.start(seed == null ? null : random, x));
      double[] start = rollout.rollout().initial().robot(0);
      rollout.run(new PolicyAgent(policy, task, simulation, rollout, false, 0));
      int last = 0;
      double sum = rollout.rewards().get(0, 0);
      while (rollout.end(last, 0) == End.NONE && last < steps - 1) {
        last++;
        sum += rollout.rewards().get(last, 0);
      }
      End end = rollout.end(last, 0);
      int shown = end == End.BLOWN_UP ? last : last + 1;
      String note = TextPage.format("The episode has %,d steps and a return of %s, and ends because %s.", last + 1,
          TextPage.number(sum), switch (end) {
            case NONE, TIME_LIMIT -> "the task lets it last no longer";
            case FAILED -> "the robot failed";
            case BLOWN_UP -> "its state left the finite numbers";
          });
      Batch states = states(start, rollout.rollout().states(), shown);
      return new Motion(file.toString(), simulation.controlPeriod(), List.of(0),
          List.of(frames(states.rows(0, task.robot().nq()))),
          simulation.contact() == null ? null : contacts(simulation.contact(), task.robot(), states), seed,
          List.of(note));
    }
  }

  /** The start and what each step led to, a lane each. */
  private static Batch states(double[] start, Batch ends, int steps) {
    Batch states = new Batch(ElementType.DOUBLE, start.length, steps + 1);
    states.setRobot(0, start);
    for (int t = 0; t < steps; t++) {
      for (int row = 0; row < start.length; row++) {
        states.set(row, t + 1, ends.get(t * start.length + row, 0));
      }
    }
    return states;
  }

  /** All rows, lane after lane. */
  private static double[] frames(Batch batch) {
    return IntStream.range(0, batch.robotCount()).boxed().flatMapToDouble(lane -> Arrays.stream(batch.robot(lane)))
        .toArray();
  }

  private static Motion.Contacts contacts(GroundContact contact, RobotModel model, Batch states) {
    Kernel kernel = Kernel.compile(contact.forces(model), Lanes.widest(ElementType.DOUBLE));
    int rows = kernel.outputs().getFirst().rows().size();
    Batch points = new Batch(ElementType.DOUBLE, rows, states.robotCount());
    Batch forces = new Batch(ElementType.DOUBLE, rows, states.robotCount());
    Binding binding = kernel.bind(states.rows(0, model.nq()), states.rows(model.nq(), model.nv()), points, forces);
    Workspace workspace = new Workspace(ElementType.DOUBLE);
    binding.prepare(workspace);
    binding.run(workspace);
    return new Motion.Contacts(rows / 3, List.of(frames(points)), List.of(frames(forces)));
  }
}
