package io.github.lanewise.jmh;

import io.github.lanewise.dynamics.ControlLaw;
import io.github.lanewise.dynamics.Integrator;
import io.github.lanewise.dynamics.StepFunction;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.trace.Graph;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * One time step of 1 ms under joint torques, and its derivatives, from the same states in every call: the kernels that
 * a simulation runs. Those of derivatives compute the next state as well.
 */
public class Step extends Settings {
  /** A graph of the step of one robot. */
  @State(Scope.Thread)
  public abstract static class StepState extends KernelState {
    /** As {@link #robot()} says. */
    @Param({"arm7", "humanoid"})
    public String robot;

    private final Integrator integrator;

    /** A step of that rule. */
    protected StepState(Integrator integrator) {
      this.integrator = integrator;
    }

    /** The step or a derivative of it. */
    protected abstract Graph graph(StepFunction step);

    @Override
    protected Graph graph(RobotModel model) {
      return graph(new StepFunction(model, integrator, 1e-3, ControlLaw.torque(model), false));
    }

    @Override
    protected String robot() {
      return robot;
    }
  }

  /** Semi-implicit Euler. */
  @State(Scope.Thread)
  public static class Euler extends StepState {
    /** The rule. */
    public Euler() {
      super(Integrator.EULER);
    }

    @Override
    protected Graph graph(StepFunction step) {
      return step.step();
    }
  }

  /** The step with its pullback. */
  @State(Scope.Thread)
  public static class EulerVjp extends StepState {
    /** The rule. */
    public EulerVjp() {
      super(Integrator.EULER);
    }

    @Override
    protected Graph graph(StepFunction step) {
      return step.vjp();
    }
  }

  /** The step with its full Jacobians by state and action. */
  @State(Scope.Thread)
  public static class EulerJacobian extends StepState {
    /** The rule. */
    public EulerJacobian() {
      super(Integrator.EULER);
    }

    @Override
    protected Graph graph(StepFunction step) {
      return step.jacobian();
    }
  }

  /** Runge and Kutta's fourth-order rule. */
  @State(Scope.Thread)
  public static class Rk4 extends StepState {
    /** The rule. */
    public Rk4() {
      super(Integrator.RK4);
    }

    @Override
    protected Graph graph(StepFunction step) {
      return step.step();
    }
  }

  /** The step with its pullback. */
  @State(Scope.Thread)
  public static class Rk4Vjp extends StepState {
    /** The rule. */
    public Rk4Vjp() {
      super(Integrator.RK4);
    }

    @Override
    protected Graph graph(StepFunction step) {
      return step.vjp();
    }
  }

  /** Semi-implicit Euler. */
  @Benchmark
  public void euler(Euler robots) {
    robots.run();
  }

  /** The step with its pullback. */
  @Benchmark
  public void eulerVjp(EulerVjp robots) {
    robots.run();
  }

  /** The step with its full Jacobians by state and action. */
  @Benchmark
  public void eulerJacobian(EulerJacobian robots) {
    robots.run();
  }

  /** Runge and Kutta's fourth-order rule. */
  @Benchmark
  public void rk4(Rk4 robots) {
    robots.run();
  }

  /** The step with its pullback. */
  @Benchmark
  public void rk4Vjp(Rk4Vjp robots) {
    robots.run();
  }
}
