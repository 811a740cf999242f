package io.github.lanewise.app.timing;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.lanes.Workers;
import org.junit.jupiter.api.Test;

/** Allocations against arrays of known size, in the calling thread and in a worker. */
final class AllocationsTest {
  private static final int BYTES = 1 << 20;
  private static final int HEADER = 16;

  private volatile byte[] array;

  @Test
  void countsWhatIsAllocatedAndNotTheCounting() {
    Allocations allocations = new Allocations();
    allocations.getAsLong();
    long before = allocations.getAsLong();
    long unchanged = allocations.getAsLong();
    array = new byte[BYTES];
    long after = allocations.getAsLong();
    assertThat(unchanged).isEqualTo(before);
    assertThat(after - unchanged).isEqualTo(BYTES + HEADER);
  }

  @Test
  void countsTheWorkersToo() {
    try (Workers workers = new Workers(ElementType.DOUBLE, 3)) {
      Workers.Task task = (first, end, workspace) -> {
        for (int block = first; block < end; block++) {
          array = new byte[BYTES];
        }
      };
      for (int warm = 0; warm < 50; warm++) {
        workers.run(task, 60);
      }
      Allocations allocations = new Allocations();
      long before = allocations.getAsLong();
      workers.run(task, 60);
      assertThat(allocations.getAsLong() - before).isEqualTo(60L * (BYTES + HEADER));
    }
  }
}
