package io.github.lanewise.deformable;

import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.lanes.QuietCalls;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Once it has run, a step and its derivatives allocate nothing, in two threads. */
class ClothAllocationTest {
  @ParameterizedTest
  @EnumSource(ElementType.class)
  void nothingIsAllocated(ElementType type) {
    Cloth cloth = Cloth.published().withGrid(16, 3, 0.02);
    HeldCommands program = new HeldCommands(ToolProgram.GRIPPER, 2, 3);
    try (ClothSimulation simulation = new ClothSimulation(cloth, program, type, 3, 2)) {
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
