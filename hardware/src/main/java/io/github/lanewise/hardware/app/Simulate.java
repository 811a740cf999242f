package io.github.lanewise.hardware.app;

import io.github.lanewise.dynamics.Integrator;
import io.github.lanewise.hardware.app.SimulationSettings.Derivatives;
import io.github.lanewise.lanes.ElementType;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lanewise simulate}: steps a batch of robots and reports how fast that went. */
@Command(
    name = "simulate",
    description = {
      "Step a batch of robots under gravity and report speed, warm-up, allocation and accuracy.",
      "",
      "Every robot starts at rest in the neutral configuration, each joint off by a random offset of up to 0.1 rad"
          + " or m. Joints with one axis are held there: tau = kp (q0 - q) - kd v, with kp = w^2 I, kd = 2 w I,"
          + " w = 20 rad/s and I the inertia that the joint feels there while the others give way, 1 / (M^-1)_jj."
          + " Damping, friction and springs of the file act too; joint limits and contact do not.",
      ""
    },
    footer = {
      "",
      "How the numbers come about:",
      "  Speed is the median of windows of about 20 ms after warm-up. Warm-up, from the first step on, ends with the"
          + " first window that reached 90 %% of the speed of the second half of the run. A run that ends before its"
          + " speed has settled, or while it still allocates, says so.",
      "  Allocation counts all threads that step. The FMA peak is measured first, by as many threads.",
      "  Energy drift: up to 32 of the robots swing freely for up to 1000 steps with the same integrator, without"
          + " torque, damping, friction and springs; the largest change of kinetic plus potential energy over the"
          + " largest kinetic energy.",
      "  Derivatives are timed after the steps, as often, at the state they ended in: a step with the pullback"
          + " of one cotangent (vjp), or with d(next state)/d(state, action) (jacobian).",
      "",
      "Example: lanewise simulate --robot arm7 --batch 4096 --steps 20000 --precision float --json arm7.json"
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    usageHelpWidth = 100)
final class Simulate implements Callable<Integer> {
  /** Names of the rules as people type them. */
  enum Rule {
    EULER(Integrator.SEMI_IMPLICIT_EULER),
    RK4(Integrator.RK4);

    private final Integrator integrator;

    Rule(Integrator integrator) {
      this.integrator = integrator;
    }
  }

  @Spec
  private CommandSpec spec;

  @Mixin
  private RobotOption robot;

  @Option(names = "--batch", paramLabel = "N", defaultValue = "4096",
      description = "Number of robots (${DEFAULT-VALUE}).")
  private int batch;

  @Option(names = "--steps", paramLabel = "N", defaultValue = "1000",
      description = "Steps of each robot (${DEFAULT-VALUE}).")
  private int steps;

  @Option(names = "--time-step", paramLabel = "SECONDS", defaultValue = "0.001",
      description = "Length of a step (${DEFAULT-VALUE}).")
  private double timeStep;

  @Option(names = "--precision", paramLabel = "float|double", defaultValue = "double",
      description = "Numbers that are computed with (${DEFAULT-VALUE}).")
  private ElementType precision;

  @Option(names = "--integrator", paramLabel = "euler|rk4", defaultValue = "euler",
      description = "Semi-implicit Euler or Runge and Kutta's fourth order (${DEFAULT-VALUE}).")
  private Rule rule;

  @Option(names = "--threads", paramLabel = "N", description = "Threads that share the batch (all cores).")
  private Integer threads;

  @Option(names = "--derivatives", paramLabel = "none|vjp|jacobian", defaultValue = "none",
      description = "Derivatives of a step to time as well (${DEFAULT-VALUE}).")
  private Derivatives derivatives;

  @Option(names = "--stiffness", paramLabel = "KP", description = "Gain kp of every held joint, N m/rad or N/m.")
  private Double stiffness;

  @Option(names = "--damping", paramLabel = "KD", description = "Gain kd of every held joint, N m s/rad or N s/m.")
  private Double damping;

  @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "Seed of the start (${DEFAULT-VALUE}).")
  private long seed;

  @Mixin
  private JsonOption json;

  @Override
  public Integer call() throws IOException {
    ArgumentChecks checks = new ArgumentChecks(spec);
    checks.requireAtLeastOne("--batch", batch);
    checks.requireAtLeastOne("--steps", steps);
    int workers = checks.threads(threads);
    checks.requirePositive("--time-step", timeStep);
    if (stiffness != null) {
      checks.requireNotNegative("--stiffness", stiffness);
    }
    if (damping != null) {
      checks.requireNotNegative("--damping", damping);
    }
    json.requireWritable();
    SimulationSettings settings = new SimulationSettings(robot.name(), robot.load(), robot.freeBase(), batch, steps,
        precision, rule.integrator, workers, derivatives, timeStep, stiffness, damping, seed);
    SimulationReport report = new SimulationRun(settings).run();
    spec.commandLine().getOut().print(report.toText());
    spec.commandLine().getOut().flush();
    json.write(report::toJson);
    return ExitCode.OK;
  }
}
