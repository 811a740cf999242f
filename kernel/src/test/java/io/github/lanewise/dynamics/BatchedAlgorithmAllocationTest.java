package io.github.lanewise.dynamics;

import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.lanes.Lanes;
import io.github.lanewise.lanes.QuietCalls;
import io.github.lanewise.lanes.Workers;
import io.github.lanewise.model.RobotModel;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An algorithm on its batches allocates nothing once it is compiled. */
class BatchedAlgorithmAllocationTest {
  @ParameterizedTest
  @EnumSource(ElementType.class)
  void runsAllocateNothing(ElementType type) {
    RobotModel model = TestRobots.get("finger+free");
    BatchedAlgorithm alone = BatchedAlgorithm.of(model, Algorithms::articulatedBody, Lanes.widest(type), 128);
    BatchedAlgorithm shared = BatchedAlgorithm.of(model, Algorithms::articulatedBody, Lanes.widest(type), 128);
    try (Workers workers = new Workers(type, 2)) {
      QuietCalls.assertReached(alone::run, () -> shared.run(workers),
          () -> alone.batch("tau").set(0, 3, alone.batch("a").get(0, 3)));
    }
  }
}
