package io.github.lanewise.hardware.app;

import io.github.lanewise.hardware.learning.ControlStep;
import io.github.lanewise.hardware.learning.Foresight;
import io.github.lanewise.hardware.learning.Lesson;
import io.github.lanewise.hardware.learning.Ranges;
import io.github.lanewise.hardware.learning.RobotLesson;

/** What is drawn and simulated of a robot before anything is trained. */
record DrawnLesson(Ranges ranges, Lesson lesson, Foresight foresight) {
  private static final int ROLLOUTS = 100;
  /** Tells the seed of the actions of roll-outs from that of samples. */
  private static final long ROLLOUT_SEED = 0x5eed;

  static DrawnLesson draw(ModelSettings settings) {
    Ranges ranges = Ranges.of(settings.model(), settings.period());
    try (ControlStep robot = Progress.during("compiling the robot", () -> new ControlStep(settings.model(),
        settings.period(), settings.substeps(), settings.fit().threads()))) {
      Lesson lesson = Progress.during("drawing samples", () -> RobotLesson.draw(robot, ranges, settings.samples(),
          settings.heldOut(), settings.fit().seed()));
      Foresight foresight = new Foresight(robot, ranges, lesson.heldOut().x(),
          Math.min(ROLLOUTS, lesson.heldOut().count()), lesson.inputUnits(), settings.rolloutSteps(),
          settings.fit().seed() ^ ROLLOUT_SEED);
      return new DrawnLesson(ranges, lesson, foresight);
    }
  }
}
