package io.github.lanewise.app.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.learning.GaussianPolicy;
import io.github.lanewise.learning.Trainer;
import io.github.lanewise.learning.TrainingSettings;
import io.github.lanewise.learning.WindowTrainer;
import io.github.lanewise.simulation.Simulation;
import io.github.lanewise.task.Task;
import io.github.lanewise.task.TaskVariant;
import io.github.lanewise.task.Tasks;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The forces that a page shows against what they do: a hopper's contact is with the ground, and carries its weight. */
class PolicyMotionTest {
  private static final double GROUND = 0;

  @Test
  void forcesActBelowTheGroundAlone() {
    Task task = Tasks.named("hopper", TaskVariant.PUBLISHED);
    TrainingSettings settings = TrainingSettings.published("hopper").withRobots(2).withWindow(4);
    GaussianPolicy policy;
    try (Simulation simulation = Trainer.simulation(task, settings).build()) {
      policy = new WindowTrainer(task, simulation, settings).policy();
    }
    Motion motion = PolicyMotion.run(Path.of("p.npz"), policy, task, 3L);
    Motion.Contacts contacts = motion.contacts();
    double[] points = contacts.points().getFirst();
    double[] forces = contacts.forces().getFirst();
    assertThat(forces).hasSameSizeAs(points).hasSize(3 * contacts.count() * motion.steps(task.robot()));
    int touching = 0;
    for (int i = 2; i < forces.length; i += 3) {
      if (points[i] < GROUND) {
        assertThat(forces[i]).as("upwards at %s m", points[i]).isPositive();
        touching++;
      } else {
        assertThat(forces[i]).as("at %s m", points[i]).isCloseTo(0, within(1e-12));
      }
    }
    assertThat(touching).isGreaterThan(10);
  }
}
