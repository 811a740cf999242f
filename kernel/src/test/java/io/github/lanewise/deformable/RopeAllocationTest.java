package io.github.lanewise.deformable;

import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.lanes.QuietCalls;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Once it has run, a step and its derivatives allocate nothing, in two threads. */
class RopeAllocationTest {
  @ParameterizedTest
  @EnumSource(ElementType.class)
  void nothingIsAllocated(ElementType type) {
    Rope rope = Rope.push().withShape(new Rope.Lattice(9, 2, 2, 1.0 / 384, 3.0 / 384));
    try (RopeSimulation simulation = new RopeSimulation(rope, new HeldCommands(ToolProgram.BOX, 2, 3), type, 3, 2)) {
      BodyPullback pullback = simulation.pullback();
      BodyPushforward pushforward = simulation.pushforward();
      QuietCalls.assertReached(() -> {
        simulation.step();
        pullback.run();
        pushforward.run();
      });
    }
  }
}
