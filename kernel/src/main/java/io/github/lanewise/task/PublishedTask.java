package io.github.lanewise.task;

import io.github.lanewise.dynamics.ControlLaw;
import io.github.lanewise.dynamics.GroundContact;
import io.github.lanewise.dynamics.Integrator;
import io.github.lanewise.dynamics.JointLimits;
import io.github.lanewise.dynamics.PenaltyContact;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.simulation.Simulation;
import io.github.lanewise.simulation.SimulationBuilder;
import io.github.lanewise.trace.Scalar;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The rules that the tasks of DiffRL share (Xu and others, Accelerated Policy Learning with Parallel Differentiable
 * Simulation, 2022): 60 control steps a second, penalty contact of fixed points with the ground, springs at the ends of
 * the joints' travel, drag in all joints but a free root, the mass matrix of the start of a control step.
 *
 * <p>Robots stand z up here, and y up in reported states.
 */
abstract class PublishedTask implements Task {
  private static final double CONTROL_PERIOD = 1.0 / 60;

  /**
   * What differs from task to task.
   *
   * @param substeps S, time steps of a control step, over which the mass matrix is held
   * @param contact null for a robot that touches nothing
   * @param limits at the ends of the joints' travel
   * @param episodeLength T, control steps
   */
  record Rules(int substeps, PenaltyContact contact, JointLimits limits, int episodeLength) {}

  private final String name;
  private final RobotModel robot;
  private final Rules rules;
  private final TaskVariant variant;

  PublishedTask(String name, Rules rules, TaskVariant variant) {
    this.name = name;
    RobotModel read = read(name);
    robot = variant.inertia() == TaskVariant.Inertia.AS_USED ? AsUsedInertia.of(read) : read;
    PenaltyContact contact = rules.contact;
    if (contact == null && !Double.isNaN(variant.contactDamping())) {
      throw new IllegalArgumentException("task '" + name + "' touches nothing, but is to have a contact damping of "
          + variant.contactDamping() + " N s/m^2: leave it away");
    }
    if (contact != null && !Double.isNaN(variant.contactDamping())) {
      contact = new PenaltyContact(
          contact.stiffness(), variant.contactDamping(), contact.slipDamping(), contact.friction());
    }
    this.rules = new Rules(variant.substeps() > 0 ? variant.substeps() : rules.substeps, contact, rules.limits,
        rules.episodeLength);
    this.variant = variant;
  }

  private static RobotModel read(String name) {
    try (InputStream in = PublishedTask.class.getResourceAsStream(name + ".xml")) {
      return RobotModel.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public RobotModel robot() {
    return robot;
  }

  @Override
  public SimulationBuilder simulation() {
    SimulationBuilder simulation = Simulation.of(robot).control(ControlLaw.of(robot))
        .timeStep(CONTROL_PERIOD / rules.substeps).substeps(rules.substeps)
        .integrator(variant.integrator() == null ? Integrator.SPATIAL_EULER : variant.integrator())
        .limits(rules.limits);
    if (variant.integrator() == null || variant.massPeriod() > 1) {
      simulation.massMatrixEvery(variant.massPeriod() > 0 ? variant.massPeriod() : rules.substeps);
    }
    return rules.contact == null ? simulation : simulation.contact(GroundContact.of(robot, rules.contact));
  }

  @Override
  public int episodeLength() {
    return rules.episodeLength;
  }

  /** Uniform on [-size, size]; 0 without a source. */
  static double noise(RandomGenerator random, double size) {
    return random == null ? 0 : size * (2 * random.nextDouble() - 1);
  }

  /** {@code sum a^2}. */
  static Scalar squares(Scalar[] action) {
    Scalar sum = Scalar.ZERO;
    for (Scalar a : action) {
      sum = sum.plus(a.squared());
    }
    return sum;
  }

  /** {@code -200 d^2} below 0, {@code gain d} above, d kept in [-1, most]. */
  static Scalar height(Scalar d, double most, double gain) {
    Scalar kept = d.max(-1).min(most);
    return kept.ifLess(0, kept.squared().times(-200), kept.times(gain));
  }

  /** Rows of the observation that are the state itself, from row {@code first} of q on. */
  List<String> ownNames(int first) {
    List<String> names = stateNames();
    return List.copyOf(names.subList(first, names.size()));
  }
}
