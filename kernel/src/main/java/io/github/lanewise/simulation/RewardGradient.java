package io.github.lanewise.simulation;

import static io.github.lanewise.trace.Scalar.concat;

import io.github.lanewise.compile.Kernel;
import io.github.lanewise.dynamics.Configuration;
import io.github.lanewise.lanes.Lanes;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.trace.Graph;
import io.github.lanewise.trace.Reverse;
import io.github.lanewise.trace.Scalar;
import java.util.Arrays;

/** {@code r, dr/dx, dr/du} of a {@link Reward} for a robot, on the tangent space of its states. */
final class RewardGradient {
  private RewardGradient() {}

  /** Ports x, u, time; x_bar, u_bar, r; those of u only where there are actions. */
  static Kernel compile(RobotModel model, int states, int actions, Reward reward, Lanes lanes) {
    Graph graph = new Graph("reward gradient");
    Scalar[] x = graph.input("x", states);
    Scalar[] u = actions > 0 ? graph.input("u", actions) : new Scalar[0];
    Scalar r = reward.at(x.clone(), u.clone(), graph.input("time", 1)[0]);
    Scalar[] bars = Reverse.vjp(new Scalar[] {r}, new Scalar[] {Scalar.ONE}, concat(x, u));
    graph.output("x_bar", concat(
        Configuration.cotangentFromRates(model, Arrays.copyOf(x, model.nq()), Arrays.copyOf(bars, model.nq())),
        Arrays.copyOfRange(bars, model.nq(), x.length)));
    if (actions > 0) {
      graph.output("u_bar", Arrays.copyOfRange(bars, x.length, bars.length));
    }
    graph.output("r", r);
    return Kernel.compile(graph, lanes);
  }
}
