package io.github.lanewise.app.simulate;

import io.github.lanewise.app.options.ArgumentChecks;
import io.github.lanewise.app.options.Choice;
import io.github.lanewise.app.options.JsonOption;
import io.github.lanewise.app.options.NamedRobot;
import io.github.lanewise.app.options.RobotOption;
import io.github.lanewise.app.report.Provenance;
import io.github.lanewise.app.simulate.SimulationSettings.Derivatives;
import io.github.lanewise.dynamics.Integrator;
import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.model.Keyframe;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.simulation.Simulation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
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
          + " Damping, friction and springs of the file act too; joint limits and contact do with --ground.",
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
      "  If robots end with a state that is not finite, the exit code is 1 once all is written, and a sentence on"
          + " standard error says in which step it happened to the first of them, which joint had moved fastest before,"
          + " and what helps.",
      "  With --ground, spheres, ellipsoids, ends of capsules, corners of boxes, rims of cylinders and up"
          + " to 16 corners of the hull of a mesh touch the file's plane or hfield, or z = 0, by springs into"
          + " which the robot's weight on one point sinks by 1 mm, about critically damped, with the friction of"
          + " the file's materials or 1; joints have springs at the ends of their ranges, those of the file's"
          + " solreflimit and solimplimit, else 1 mrad beyond under the weight on a lever of 1 m or, but by"
          + " Euler, as stiff as the time step bears. With --self-contact, spheres and capsules of different"
          + " bodies touch each other by the same springs: pairs that the file names, else those of bodies that"
          + " are not parent and child."
          + " A free base that would start with a point below the ground is lifted until"
          + " it touches. Euler takes contact at the end of a step, and bears it where the other rules fly apart.",
      "  With --states, --actions and --out nothing is timed: every lane of the files goes its way, under its actions"
          + " as controls of the file's actuators, or as joint forces where it has none; a file with one lane is for"
          + " all lanes. The .npz has states, lanes x (steps + 1) x rows, action, time_step_s, and names and units of"
          + " all rows (state_names, state_units, action_names, action_units); the .csv a line for each sample, with"
          + " the action that follows it. --jacobians adds d_final_d_initial, lanes x rows x rows, and"
          + " d_final_d_action, lanes x steps x rows x actions, on tangents (tangent_names, tangent_units): changes of"
          + " q, on the body's axes where a joint is free or spherical, then velocities and states of actuators.",
      "  Derivatives are timed after the steps, as often, at the state they ended in: a step with the pullback"
          + " of one cotangent (vjp), or with d(next state)/d(state, action) (jacobian).",
      "",
      "Examples:",
      "  lanewise simulate --robot arm7 --batch 4096 --steps 20000 --precision float --json arm7.json",
      "  lanewise simulate --robot arm7 --states x.npz --actions u.npz --out moved.npz --jacobians"
    })
public final class Simulate implements Callable<Integer> {
  /** Names of the rules as people type them. */
  enum Rule {
    EULER(Integrator.EULER),
    RK4(Integrator.RK4),
    EXPLICIT_EULER(Integrator.EXPLICIT_EULER),
    PLAIN_RK4(Integrator.PLAIN_RK4);

    private final Integrator integrator;

    Rule(Integrator integrator) {
      this.integrator = integrator;
    }

    @Override
    public String toString() {
      return Choice.text(this).replace('_', '-');
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

  @Option(names = "--time-step", paramLabel = "S",
      description = "Length of a step (the one that the robot's file asks for, or else 0.001).")
  private Double timeStep;

  @Option(names = "--precision", paramLabel = "float|double", defaultValue = "double",
      description = "Numbers that are computed with (${DEFAULT-VALUE}).")
  private ElementType precision;

  @Option(names = "--integrator", paramLabel = "euler|rk4|explicit-euler|plain-rk4",
      description = "Semi-implicit Euler, Runge and Kutta's fourth order, or the plain forms of both, everything"
          + " explicit, that other libraries compare by (the one that the robot's file asks for, or else euler).")
  private Rule rule;

  @Option(names = "--start", paramLabel = "NAME",
      description = "Start all robots in this keyframe of the file, and hold its configuration.")
  private String keyframe;

  @Option(names = "--ground",
      description = "Let the robots touch the ground and the ends of their joints' ranges, see below.")
  private boolean ground;

  @Option(names = "--self-contact",
      description = "With --ground, let the spheres and capsules of different bodies touch each other too.")
  private boolean selfContact;

  @Option(names = "--threads", paramLabel = "N", description = "Threads that share the batch (all cores).")
  private Integer threads;

  @Option(names = "--derivatives", paramLabel = "none|vjp|jacobian", defaultValue = "none",
      description = "Derivatives of a step to time as well (${DEFAULT-VALUE}).")
  private Derivatives derivatives;

  @Option(names = "--stiffness", paramLabel = "P", description = "Gain kp of every held joint, N m/rad or N/m.")
  private Double stiffness;

  @Option(names = "--damping", paramLabel = "D", description = "Gain kd of every held joint, N m s/rad or N s/m.")
  private Double damping;

  @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "Seed of the start (${DEFAULT-VALUE}).")
  private long seed;

  @Option(names = "--states", paramLabel = "FILE.npz",
      description = "Compute trajectories from these states, array 'states' or 'x', lanes x (nq + nv), see below.")
  private Path states;

  @Option(names = "--actions", paramLabel = "FILE.npz",
      description = "Actions of --states, array 'action' or 'u', lanes x steps x actions.")
  private Path actions;

  @Option(names = "--out", paramLabel = "FILE", description = "Where trajectories go, .npz or .csv.")
  private Path out;

  @Option(names = "--jacobians",
      description = "Add the derivatives of the final state of --states by the initial one and by every action.")
  private boolean jacobians;

  @Mixin
  private JsonOption json;

  @Override
  public Integer call() throws IOException {
    ArgumentChecks checks = new ArgumentChecks(spec);
    checks.requireAtLeastOne("--batch", batch);
    checks.requireAtLeastOne("--steps", steps);
    int workers = checks.threadCount(threads);
    checks.requirePositive("--time-step", timeStep);
    checks.requireNotNegative("--stiffness", stiffness);
    checks.requireNotNegative("--damping", damping);
    requireTogether(checks);
    json.requireWritable();
    if (out != null) {
      TrajectoryFile.requireReplaceable(out);
    }
    NamedRobot named = robot.named();
    RobotModel model = named.model();
    Keyframe start = keyframe == null ? null : checks.valid(() -> model.keyframe(keyframe));
    SimulationSettings.Stepping stepping = stepping(model);
    SimulationSettings settings = new SimulationSettings(named, robot.freeBase(),
        new SimulationSettings.Robots(batch, seed, precision, workers), stepping,
        new SimulationSettings.Scene(start, ground
            ? Ground.of(model, stepping.timeStep(), stepping.integrator(), selfContact) : null),
        new SimulationSettings.Gains(stiffness, damping), derivatives);
    if (states != null) {
      return trajectories(settings);
    }
    SimulationReport report = new SimulationRun(settings).run();
    spec.commandLine().getOut().print(report.toText());
    spec.commandLine().getOut().flush();
    json.write(report::toJson);
    if (report.divergence() != null) {
      throw report.divergence();
    }
    return ExitCode.OK;
  }

  /** Options of trajectories come together, and without those of a timed run. */
  private void requireTogether(ArgumentChecks checks) {
    checks.require(ground || !selfContact, "--self-contact goes with --ground");
    checks.require(states == null || actions != null && out != null,
        "--states is where trajectories start: give --actions and --out as well.");
    checks.refuse(states == null, List.of("--actions", "--out", "--jacobians"),
        " is of trajectories: give --states as well.");
    checks.refuse(states != null, List.of("--batch", "--steps", "--derivatives", "--stiffness", "--damping", "--seed",
        "--start"), " has no meaning with --states, where the files say all of it.");
    checks.require(out == null || TrajectoryFile.isKnown(out), "--out must end in .npz or .csv, but is " + out + ".");
    checks.require(!jacobians || TrajectoryFile.isNpz(out), "--jacobians go into an .npz, but --out is " + out + ".");
    Path numbers = spec.commandLine().getParseResult().matchedOptionValue("--json", null);
    checks.require(out == null || !out.equals(numbers), "--out and --json name the same file, " + out + ".");
  }

  private Integer trajectories(SimulationSettings settings) throws IOException {
    Trajectories trajectories = Trajectories.read(settings, states, actions);
    trajectories.run(jacobians);
    TrajectoryFile.write(out, trajectories, Provenance.of(spec).toLines(robot.name()));
    spec.commandLine().getOut().print(trajectories.toText(out));
    spec.commandLine().getOut().flush();
    json.write(() -> trajectories.toJson(out));
    if (trajectories.divergence() != null) {
      throw trajectories.divergence();
    }
    return ExitCode.OK;
  }

  private SimulationSettings.Stepping stepping(RobotModel model) {
    return new SimulationSettings.Stepping(steps,
        timeStep == null ? model.timeStep().orElse(Simulation.DEFAULT_TIME_STEP) : timeStep,
        rule == null ? Integrator.of(model) : rule.integrator,
        timeStep == null && model.timeStep().isPresent(), rule == null && !model.integrator().isEmpty());
  }
}
