package io.github.lanewise.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.github.lanewise.model.RobotModel;
import java.lang.management.ManagementFactory;
import java.util.function.Consumer;
import org.ejml.data.DMatrixRMaj;
import org.junit.jupiter.api.Test;

/**
 * Twice the steps allocate the longer logs and not a byte besides. Before warm-up, vectors in code not yet compiled are
 * objects.
 */
class AllocationTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final RobotModel FINGER = RobotModel.builtIn("finger");
  private static final Policy POLICY = Policies.get(FINGER, "network");
  private static final int LANES = 64;
  private static final int STEPS = 200;
  private static final int N = 6;
  private static final int M = 3;
  private static final long PATIENCE_SECONDS = 60;

  private static final DMatrixRMaj PARAMETERS = new DMatrixRMaj(LANES, POLICY.nominal().length);

  static {
    for (int k = 0; k < LANES; k++) {
      System.arraycopy(POLICY.nominal(), 0, PARAMETERS.data, k * PARAMETERS.numCols, PARAMETERS.numCols);
    }
  }

  @Test
  void rolloutsAllocateNothingPerStep() {
    check(STEPS * (N + M) * LANES * 8L, simulation -> simulation.run(POLICY.nominal(), PARAMETERS));
  }

  @Test
  void disturbedRolloutsAllocateNothingPerStep() {
    Disturbance disturbance = new Disturbance(1e-3, 1e-2, 1e-3, 5, false, 1);
    check(STEPS * (N + M) * LANES * 8L, simulation -> simulation.run(POLICY.nominal(), PARAMETERS, disturbance));
  }

  @Test
  void theOracleAllocatesNothingPerStep() {
    check((long) STEPS * N * PARAMETERS.numCols * 8, simulation -> simulation.oracle(POLICY.nominal()));
  }

  private static void check(long expected, Consumer<PolicySimulation> call) {
    try (PolicySimulation half = PolicySimulation.of(FINGER, POLICY).steps(STEPS).build();
        PolicySimulation whole = PolicySimulation.of(FINGER, POLICY).steps(2 * STEPS).build()) {
      long patience = System.nanoTime() + PATIENCE_SECONDS * 1_000_000_000L;
      long more = -1;
      while (more != expected && System.nanoTime() < patience) {
        more = allocatedBy(whole, call) - allocatedBy(half, call);
      }
      assertThat(more).as("bytes that %d more steps allocate", STEPS).isEqualTo(expected);
    }
  }

  private static long allocatedBy(PolicySimulation simulation, Consumer<PolicySimulation> call) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    call.accept(simulation);
    return THREADS.getCurrentThreadAllocatedBytes() - before;
  }
}
