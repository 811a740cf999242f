package io.github.lanewise.lanes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every block is done once, whatever the number of threads; failures come out; closing ends the threads. */
@Timeout(30)
class WorkersTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void manySmallRunsLoseNoBlock(int threads) {
    try (Workers workers = new Workers(ElementType.DOUBLE, threads)) {
      AtomicIntegerArray done = new AtomicIntegerArray(64);
      Workers.Task task = (first, end, workspace) -> {
        for (int block = first; block < end; block++) {
          done.incrementAndGet(block);
        }
      };
      int[] expected = new int[64];
      for (int run = 0; run < 3000; run++) {
        int blocks = run % 65;
        workers.run(task, blocks);
        for (int block = 0; block < blocks; block++) {
          expected[block]++;
        }
      }
      for (int block = 0; block < 64; block++) {
        assertThat(done.get(block)).as("block %d", block).isEqualTo(expected[block]);
      }
    }
  }

  @Test
  void allThreadsTakePartEachWithScratchOfItsOwn() {
    try (Workers workers = new Workers(ElementType.FLOAT, 3)) {
      workers.ensure(100);
      Set<Workspace> used = ConcurrentHashMap.newKeySet();
      CountDownLatch together = new CountDownLatch(3);
      workers.run((first, end, workspace) -> {
        assertThat(workspace.array()).isInstanceOf(float[].class);
        used.add(workspace);
        together.countDown();
        try {
          together.await();
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
      }, 3);
      assertThat(used).hasSize(3);
    }
  }

  @Test
  void sleepingThreadsWake() throws InterruptedException {
    try (Workers workers = new Workers(ElementType.DOUBLE, 2)) {
      for (int run = 0; run < 20; run++) {
        Thread.sleep(2);
        CountDownLatch both = new CountDownLatch(2);
        workers.run((first, end, workspace) -> {
          both.countDown();
          try {
            assertThat(both.await(10, TimeUnit.SECONDS)).isTrue();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        }, 2);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void failuresComeOutAndTheWorkersGoOn(int threads) {
    try (Workers workers = new Workers(ElementType.DOUBLE, threads)) {
      for (int run = 0; run < 50; run++) {
        int bad = run;
        assertThatThrownBy(() -> workers.run((first, end, workspace) -> {
          if (first <= bad && bad < end) {
            throw new ArithmeticException("block " + bad);
          }
        }, 50)).satisfiesAnyOf(
            e -> assertThat(e).isInstanceOf(ArithmeticException.class).hasMessage("block " + bad),
            e -> assertThat(e).isInstanceOf(IllegalStateException.class).hasRootCauseMessage("block " + bad));
        AtomicIntegerArray done = new AtomicIntegerArray(50);
        workers.run((first, end, workspace) -> {
          for (int block = first; block < end; block++) {
            done.incrementAndGet(block);
          }
        }, 50);
        for (int block = 0; block < 50; block++) {
          assertThat(done.get(block)).isEqualTo(1);
        }
      }
    }
  }

  @Test
  void callsFromSeveralThreadsTakeTurns() throws InterruptedException {
    try (Workers workers = new Workers(ElementType.DOUBLE, 2)) {
      AtomicIntegerArray done = new AtomicIntegerArray(40);
      Thread[] callers = new Thread[3];
      for (int c = 0; c < callers.length; c++) {
        callers[c] = Thread.ofPlatform().start(() -> {
          for (int run = 0; run < 300; run++) {
            workers.run((first, end, workspace) -> {
              for (int block = first; block < end; block++) {
                done.incrementAndGet(block);
              }
            }, 40);
          }
        });
      }
      for (Thread caller : callers) {
        caller.join();
      }
      for (int block = 0; block < 40; block++) {
        assertThat(done.get(block)).isEqualTo(900);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void closedWorkersEndAndRefuse(int threads) throws InterruptedException {
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    Workers workers = new Workers(ElementType.DOUBLE, threads);
    Set<Thread> started = new HashSet<>(Thread.getAllStackTraces().keySet());
    started.removeAll(before);
    started.removeIf(thread -> !thread.getName().startsWith("lanewise-"));
    assertThat(started).hasSize(threads - 1);
    workers.close();
    workers.close();
    for (Thread thread : started) {
      assertThat(thread.join(Duration.ofSeconds(10))).isTrue();
    }
    assertThatThrownBy(() -> workers.run((first, end, workspace) -> { }, 4))
        .isInstanceOf(IllegalStateException.class).hasMessageContaining("closed");
  }

  @Test
  void noThreadsAreRefused() {
    assertThatThrownBy(() -> new Workers(ElementType.DOUBLE, 0))
        .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("0 threads");
  }
}
