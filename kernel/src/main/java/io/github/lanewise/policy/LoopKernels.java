package io.github.lanewise.policy;

import io.github.lanewise.compile.Kernel;
import io.github.lanewise.dynamics.StepFunction;
import io.github.lanewise.lanes.Lanes;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.trace.Forward;
import io.github.lanewise.trace.Graph;
import io.github.lanewise.trace.Reverse;
import io.github.lanewise.trace.Scalar;
import java.util.Arrays;
import java.util.stream.Stream;

/** Policy and robot as kernels, with their derivatives; each compiled when first asked for. */
final class LoopKernels {
  private final RobotModel model;
  private final Policy policy;
  private final StepFunction step;
  private final Lanes lanes;
  private Kernel act;
  private Kernel actJvp;
  private Kernel actVjp;
  private Kernel advance;
  private Kernel advanceJvp;
  private Kernel advanceVjp;

  LoopKernels(RobotModel model, Policy policy, StepFunction step, Lanes lanes) {
    this.model = model;
    this.policy = policy;
    this.step = step;
    this.lanes = lanes;
  }

  Lanes lanes() {
    return lanes;
  }

  int stateRows() {
    return model.nq() + model.nv();
  }

  int actionRows() {
    return model.nv();
  }

  int parameters() {
    return policy.parameters().size();
  }

  /** The traced policy: its graph, ports and result. */
  private final class Trace {
    final Graph graph;
    final Scalar[] x;
    final Scalar[] w;
    final Scalar[] u;

    Trace(String name) {
      graph = new Graph(name + " for " + model.name());
      x = graph.input("x", stateRows());
      w = graph.input("w", parameters());
      Scalar time = graph.input("time", 1)[0];
      u = policy.act(Arrays.copyOf(x, model.nq()), Arrays.copyOfRange(x, model.nq(), x.length), time, w.clone());
      if (u.length != model.nv()) {
        throw new IllegalArgumentException("the policy gives " + u.length + " joint forces for robot '" + model.name()
            + "', which has " + model.nv() + " velocity rows");
      }
    }

    Scalar[] arguments() {
      return concat(x, w);
    }
  }

  /** Whether no action depends on the state, as an expression: gains that happen to be zero are feedback, too. */
  boolean openLoop() {
    Trace t = new Trace("policy");
    return Arrays.stream(Reverse.vjp(t.u, t.graph.input("u_bar", t.u.length), t.x)).allMatch(bar -> bar.is(0));
  }

  /** Ports x, w, time; u. */
  Kernel act() {
    if (act == null) {
      Trace t = new Trace("policy");
      t.graph.output("u", t.u);
      act = Kernel.compile(t.graph, lanes);
    }
    return act;
  }

  /** {@code u_dot = pi_x x_dot + pi_W w_dot}. Ports x, w, time, x_dot, w_dot; u_dot. */
  Kernel actJvp() {
    if (actJvp == null) {
      Trace t = new Trace("policy JVP");
      Scalar[] xDot = t.graph.input("x_dot", t.x.length);
      Scalar[] wDot = t.graph.input("w_dot", t.w.length);
      t.graph.output("u_dot", Forward.jvp(t.u, t.arguments(), concat(xDot, wDot)));
      actJvp = Kernel.compile(t.graph, lanes);
    }
    return actJvp;
  }

  /** {@code x_bar = pi_x' u_bar, w_bar = pi_W' u_bar}. Ports x, w, time, u_bar; x_bar, w_bar. */
  Kernel actVjp() {
    if (actVjp == null) {
      Trace t = new Trace("policy VJP");
      Scalar[] bars = Reverse.vjp(t.u, t.graph.input("u_bar", t.u.length), t.arguments());
      t.graph.output("x_bar", Arrays.copyOf(bars, t.x.length));
      t.graph.output("w_bar", Arrays.copyOfRange(bars, t.x.length, bars.length));
      actVjp = Kernel.compile(t.graph, lanes);
    }
    return actVjp;
  }

  /** Ports x, u; x_next. */
  Kernel advance() {
    if (advance == null) {
      advance = Kernel.compile(step.step(), lanes);
    }
    return advance;
  }

  /** Ports x, u, x_dot, u_dot; x_next_dot. */
  Kernel advanceJvp() {
    if (advanceJvp == null) {
      advanceJvp = Kernel.compile(step.jvp(), lanes);
    }
    return advanceJvp;
  }

  /** Ports x, u, x_next_bar, seed; x_next, x_bar, u_bar. */
  Kernel advanceVjp() {
    if (advanceVjp == null) {
      advanceVjp = Kernel.compile(step.vjp(), lanes);
    }
    return advanceVjp;
  }

  private static Scalar[] concat(Scalar[] a, Scalar[] b) {
    return Stream.concat(Stream.of(a), Stream.of(b)).toArray(Scalar[]::new);
  }
}
