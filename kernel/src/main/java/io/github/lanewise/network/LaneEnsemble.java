package io.github.lanewise.network;

import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.LaneRows;
import io.github.lanewise.lanes.Lanes;
import java.util.Arrays;

/**
 * {@code y = 1/K sum_k f_k(x)} and its pullback to x: networks of one shape whose mean counts, on samples that ride in
 * the lanes of batches. Blocks may be passed through in different threads at once.
 */
public final class LaneEnsemble {
  private final LaneNetwork[] networks;
  private final Batch term;
  private final Batch share;
  private final Batch termBar;
  private final Batch inputTerm;

  /**
   * All weights 0.
   *
   * @param mlp shape of all of them
   * @param count K
   * @param lanes number type and blocks of the batches
   * @param samples of a batch
   */
  public LaneEnsemble(Mlp mlp, int count, Lanes lanes, int samples) {
    networks = new LaneNetwork[count];
    Arrays.setAll(networks, k -> new LaneNetwork(mlp, lanes, 0));
    term = new Batch(lanes, mlp.outputCount(), samples);
    share = new Batch(lanes, 1, samples);
    share.fill(0, 1.0 / count);
    termBar = new Batch(lanes, mlp.outputCount(), samples);
    inputTerm = new Batch(lanes, mlp.inputCount(), samples);
  }

  /**
   * Takes over the weights of a network, rounded to the type of the batches.
   *
   * @param k network, counted from 0
   * @param weights as {@link Mlp} lays them out
   */
  public void set(int k, double[] weights) {
    networks[k].set(weights);
  }

  /**
   * Outputs of the lanes of a block.
   *
   * @param x n rows
   * @param y m rows (overwritten)
   * @param block counted from 0
   */
  public void forward(Batch x, Batch y, int block) {
    networks[0].forward(x, y, block);
    for (int k = 1; k < networks.length; k++) {
      networks[k].forward(x, term, block);
      LaneRows.add(y, term, block);
    }
    if (networks.length > 1) {
      LaneRows.scale(y, share, 0, block);
    }
  }

  /**
   * Pulls cotangents back through the pass that this thread's last {@link #forward} made.
   *
   * @param x as of that pass
   * @param yBar cotangents of y, m rows
   * @param xBar cotangents of x, n rows (overwritten)
   * @param block as of that pass
   */
  public void backward(Batch x, Batch yBar, Batch xBar, int block) {
    termBar.copyBlock(yBar, 0, block);
    LaneRows.scale(termBar, share, 0, block);
    networks[0].backward(x, termBar, -1, xBar, block);
    for (int k = 1; k < networks.length; k++) {
      networks[k].backward(x, termBar, -1, inputTerm, block);
      LaneRows.add(xBar, inputTerm, block);
    }
  }
}
