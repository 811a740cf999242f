package io.github.lanewise.jmh;

import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.lanes.Lanes;
import io.github.lanewise.network.Activation;
import io.github.lanewise.network.DoubleNetwork;
import io.github.lanewise.network.LaneNetwork;
import io.github.lanewise.network.Mlp;
import java.util.Arrays;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * A policy or critic of the published settings on 64 robots in lanes: values and their pullback to the weights.
 * Necessary work is the products of matrices alone: activations and normalisation do not count.
 */
@State(Scope.Thread)
public class NetworkPasses extends Dense {
  private static final int ROBOTS = 64;

  /** Widths, inputs first: those of policies have as many outputs as there are actuators, those of critics one. */
  @Param({"5-64-64-1", "37-64-64-1", "76-128-128-1", "37-128-64-32-8", "76-256-128-21"})
  public String network;

  /** Bytes a row of a block: robots are in two blocks or in one. */
  @Param({"128", "256"})
  public int blockBytes;

  /** Number type. */
  @Param({"FLOAT", "DOUBLE"})
  public ElementType type;

  private LaneNetwork passes;
  private Batch x;
  private Batch y;
  private Batch yBar;

  /** Compares with networks whose samples are rows, and states the work. */
  @Setup
  public void setup() {
    int[] widths = Arrays.stream(network.split("-")).mapToInt(Integer::parseInt).toArray();
    int last = widths.length - 1;
    Mlp mlp = Mlp.of(widths[0], widths[last], Activation.ELU, Arrays.copyOfRange(widths, 1, last)).withLayerNorm();
    Lanes lanes = new Lanes(type, Lanes.widest(type).bits(), blockBytes);
    passes = new LaneNetwork(mlp, lanes, 1);
    double[] weights = mlp.orthogonal(1, 1);
    passes.set(weights);
    x = new Batch(lanes, widths[0], ROBOTS);
    y = new Batch(lanes, widths[last], ROBOTS);
    yBar = new Batch(lanes, widths[last], ROBOTS);
    double[] samples = random(ROBOTS * widths[0], 2);
    double[] bars = random(ROBOTS * widths[last], 3);
    for (int robot = 0; robot < ROBOTS; robot++) {
      x.setRobot(robot, Arrays.copyOfRange(samples, robot * widths[0], (robot + 1) * widths[0]));
      yBar.setRobot(robot, Arrays.copyOfRange(bars, robot * widths[last], (robot + 1) * widths[last]));
    }
    double[] outputs = new double[bars.length];
    double[] expected = new double[weights.length];
    DoubleNetwork rows = new DoubleNetwork(mlp, ROBOTS);
    rows.forward(ROBOTS, weights, samples, outputs);
    rows.vjp(ROBOTS, weights, samples, bars, new double[samples.length], expected);
    gradient();
    double[] summed = new double[weights.length];
    passes.gradient(summed);
    Agreement.check("gradient by rows", summed, expected, Agreement.tolerance(type));
    double products = 0;
    for (int l = 1; l <= last; l++) {
      products += 2.0 * ROBOTS * widths[l] * widths[l - 1];
    }
    Rates.flops(type, 3 * products - 2.0 * ROBOTS * widths[0] * widths[1]);
  }

  /** Values, and the gradient by the weights, into a sum that begins anew: no cotangents of inputs. */
  @Benchmark
  public void gradient() {
    passes.clear(0);
    for (int block = 0; block < x.blockCount(); block++) {
      passes.forward(x, y, block);
      passes.backward(x, yBar, 0, null, block);
    }
  }
}
