package io.github.lanewise.simulation;

import io.github.lanewise.compile.Binding;
import io.github.lanewise.compile.Kernel;
import io.github.lanewise.dynamics.StepFunction;
import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.Lanes;
import io.github.lanewise.lanes.Workers;
import java.util.Arrays;

/** One time step of a robot and its derivatives, each compiled when it is first asked for. */
final class StepKernels {
  private final StepFunction function;
  private final Lanes lanes;
  private final Workers workers;
  private Kernel step;
  private Kernel vjp;
  private Kernel jvp;
  private Kernel jacobian;
  private Kernel rowJacobian;
  private Kernel mass;
  private Kernel massVjp;
  private Kernel massJvp;

  StepKernels(StepFunction function, Lanes lanes, Workers workers) {
    this.function = function;
    this.lanes = lanes;
    this.workers = workers;
  }

  Lanes lanes() {
    return lanes;
  }

  Workers workers() {
    return workers;
  }

  /** Ports x, u, p, mass; x_next. */
  Kernel step() {
    step = step == null ? Kernel.compile(function.step(), lanes) : step;
    return step;
  }

  /**
   * Ports x, u, p, mass, x_next_bar, seed, u_bar_before, p_bar_before, mass_bar_before; x_next, x_bar, u_bar, p_bar,
   * mass_bar.
   */
  Kernel vjp() {
    vjp = vjp == null ? Kernel.compile(function.vjp(), lanes) : vjp;
    return vjp;
  }

  /** Ports x, u, p, mass, x_dot, u_dot, p_dot, mass_dot; x_next_dot. */
  Kernel jvp() {
    jvp = jvp == null ? Kernel.compile(function.jvp(), lanes) : jvp;
    return jvp;
  }

  /** Ports x, u, p; x_next, A, B. */
  Kernel jacobian() {
    jacobian = jacobian == null ? Kernel.compile(function.jacobian(), lanes) : jacobian;
    return jacobian;
  }

  /** The same by the rows of x. */
  Kernel rowJacobian() {
    rowJacobian = rowJacobian == null ? Kernel.compile(function.rowJacobian(), lanes) : rowJacobian;
    return rowJacobian;
  }

  /** Ports x, p; mass. */
  Kernel mass() {
    mass = mass == null ? Kernel.compile(function.mass().factors(), lanes) : mass;
    return mass;
  }

  /** Ports x, p, mass_bar; q_bar, p_bar. */
  Kernel massVjp() {
    massVjp = massVjp == null ? Kernel.compile(function.mass().vjp(), lanes) : massVjp;
    return massVjp;
  }

  /** Ports x, p, x_dot, p_dot; mass_dot. */
  Kernel massJvp() {
    massJvp = massJvp == null ? Kernel.compile(function.mass().jvp(), lanes) : massJvp;
    return massJvp;
  }

  /** More batches than the kernel has ports: null are those of ports that its function does not have. */
  Binding bind(Kernel kernel, Batch... ports) {
    boolean all = ports.length == kernel.inputs().size() + kernel.outputs().size();
    Binding binding = kernel.bind(all ? ports
        : Arrays.stream(ports).filter(port -> port != null).toArray(Batch[]::new));
    binding.prepare(workers);
    return binding;
  }
}
