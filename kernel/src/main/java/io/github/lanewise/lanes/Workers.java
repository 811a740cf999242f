package io.github.lanewise.lanes;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * A fixed set of threads that share the blocks of a batch; the calling thread is one of them.
 *
 * <p>Which thread computes a block is left to chance, its result is not. Nothing is allocated per call. Calls from
 * several threads run one after the other; a task must not call its own workers. Close it to end the threads.
 */
public final class Workers implements AutoCloseable {
  /** Work on a range of blocks. */
  @FunctionalInterface
  public interface Task {
    /**
     * Does blocks {@code first} to {@code end - 1} with the scratch of the calling thread.
     *
     * @param first block
     * @param end block that is not done any more
     * @param workspace of the calling thread
     */
    void run(int first, int end, Workspace workspace);
  }

  /** How long a waiting thread stays awake before it sleeps: a step of a small batch takes about as long. */
  private static final long SPIN_NANOS = 50_000;

  private final Workspace[] workspaces;
  private final Thread[] threads;
  private final AtomicInteger nextBlock = new AtomicInteger();
  private final AtomicInteger running = new AtomicInteger();
  private volatile int generation;
  private volatile boolean closed;
  private volatile Throwable failure;
  private Task task;
  private int blocks;
  private int grain;

  /**
   * Starts the threads.
   *
   * @param type number type
   * @param count number of threads, the caller included
   */
  public Workers(ElementType type, int count) {
    if (count < 1) {
      throw new IllegalArgumentException(count + " threads: at least 1");
    }
    workspaces = new Workspace[count];
    for (int i = 0; i < count; i++) {
      workspaces[i] = new Workspace(type);
    }
    threads = new Thread[count - 1];
    try {
      for (int i = 0; i < threads.length; i++) {
        Workspace workspace = workspaces[i + 1];
        threads[i] = Thread.ofPlatform().daemon().name("lanewise-" + (i + 1)).start(() -> serve(workspace));
      }
    } catch (Error e) { // The system gives no more threads.
      close();
      throw e;
    }
  }

  /** {@return number of threads, the caller included} */
  public int count() {
    return workspaces.length;
  }

  /** {@return element type of the kernels it serves} */
  public ElementType type() {
    return workspaces[0].type();
  }

  /**
   * Makes room in every thread's scratch.
   *
   * @param elements numbers that a kernel takes
   */
  public synchronized void ensure(int elements) {
    for (Workspace workspace : workspaces) {
      workspace.ensure(elements);
    }
  }

  /**
   * Makes room in every thread's scratch for what a task keeps from one kernel to a later one.
   *
   * @param elements numbers that one thread keeps
   */
  public synchronized void ensureKept(int elements) {
    for (Workspace workspace : workspaces) {
      workspace.ensureKept(elements);
    }
  }

  /**
   * Runs the task on blocks 0 to {@code count - 1} and returns when all are done.
   *
   * <p>What the task throws in the calling thread is thrown on; what it throws in another thread is the cause of an
   * {@link IllegalStateException}. Either way the other threads have then stopped, and the workers can be used again.
   *
   * @param work what to do with a block
   * @param count of blocks
   * @throws IllegalStateException if the task failed in another thread, or after {@link #close}
   */
  public synchronized void run(Task work, int count) {
    if (closed) {
      throw new IllegalStateException("these workers are closed");
    }
    if (threads.length == 0) {
      work.run(0, count, workspaces[0]);
      return;
    }
    task = work;
    blocks = count;
    grain = Math.max(1, count / (8 * workspaces.length));
    failure = null;
    nextBlock.set(0);
    running.set(threads.length);
    generation++;
    for (Thread thread : threads) {
      LockSupport.unpark(thread);
    }
    try {
      takeBlocks(workspaces[0]);
    } finally {
      while (running.get() > 0) {
        Thread.onSpinWait();
      }
    }
    if (failure != null) {
      throw new IllegalStateException("a worker failed", failure);
    }
  }

  private void serve(Workspace workspace) {
    int seen = 0;
    while (true) {
      long since = System.nanoTime();
      while (generation == seen && !closed) {
        if (System.nanoTime() - since < SPIN_NANOS) {
          Thread.onSpinWait();
        } else {
          LockSupport.park(this);
        }
      }
      if (closed) {
        return;
      }
      seen = generation;
      try {
        takeBlocks(workspace);
      } catch (Throwable t) {
        failure = t;
      } finally {
        running.decrementAndGet();
      }
    }
  }

  private void takeBlocks(Workspace workspace) {
    for (int first = nextBlock.getAndAdd(grain); first < blocks; first = nextBlock.getAndAdd(grain)) {
      task.run(first, Math.min(first + grain, blocks), workspace);
    }
  }

  /** Gives back the scratch and ends the threads, once the call under way is done. */
  @Override
  public synchronized void close() {
    closed = true;
    for (Workspace workspace : workspaces) { // First, because where memory has ended the rest may need some.
      workspace.release();
    }
    for (Thread thread : threads) {
      LockSupport.unpark(thread); // Which does nothing to one that was not started.
    }
    for (Thread thread : threads) {
      if (thread != null) {
        awaitEnd(thread);
      }
    }
  }

  private static void awaitEnd(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) { // It ends all the same, and nobody else needs to know.
      Thread.currentThread().interrupt();
    }
  }
}
