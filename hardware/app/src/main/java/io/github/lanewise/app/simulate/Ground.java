package io.github.lanewise.app.simulate;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.lanewise.app.report.TextPage;
import io.github.lanewise.dynamics.ApparentInertia;
import io.github.lanewise.dynamics.BodyContact;
import io.github.lanewise.dynamics.GroundContact;
import io.github.lanewise.dynamics.Integrator;
import io.github.lanewise.dynamics.JointLimits;
import io.github.lanewise.dynamics.PenaltyContact;
import io.github.lanewise.model.Joint;
import io.github.lanewise.model.JointKind;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.simulation.SimulationBuilder;
import io.github.lanewise.spatial.Vec3;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * {@code ke = m g / d, kd = 2 m sqrt(g / d) / d, kf = 2 m sqrt(g / d)}: ground that suits a robot of mass m, into which
 * its weight on one point sinks by d = {@value #SINK} m, about critically damped there; and springs at the ends of
 * joints, as stiff as a time step bears.
 *
 * <p>Springs at the ends are {@code k = m g / d, 2 sqrt(k I)} with I the least inertia that a joint with a range feels:
 * the weight on a lever of 1 m goes 1 mrad beyond. Rules that do not take them at the end of a step bear {@code k = I /
 * (4 h^2)} at most, with which the lightest joint moves little in a step h.
 *
 * <p>Friction is that of the materials of the file, point by point. Between bodies acts the same law. Ends of joints of
 * which the file says how hard they are have what it says.
 *
 * @param bodies null where bodies do not touch each other
 * @param law of a point with the largest friction of all
 * @param limits null where no joint has a range
 */
record Ground(GroundContact contact, BodyContact bodies, PenaltyContact law, JointLimits limits) {
  static final double SINK = 1e-3;
  /** For robots in a world without weight [m/s^2]. */
  private static final double WEIGHT = 9.81;

  /**
   * Of a robot.
   *
   * @param timeStep h [s]
   * @param integrator by which time goes on
   * @param selfContact whether its bodies touch each other too
   * @throws IllegalArgumentException if no shape of it may touch the ground, or no two bodies each other
   */
  static Ground of(RobotModel model, double timeStep, Integrator integrator, boolean selfContact) {
    double g = Math.sqrt(model.gravity().squaredNorm().value());
    double rate = Math.sqrt((g > 0 ? g : WEIGHT) / SINK);
    double mass = model.totalMass();
    double drag = 2 * mass * rate;
    PenaltyContact law = new PenaltyContact(mass * rate * rate, drag / SINK, drag, 0);
    GroundContact contact = GroundContact.byMaterial(model, law::on);
    if (contact.points().isEmpty()) {
      throw new IllegalArgumentException("robot '" + model.name() + "' has no shape that touches the ground with points"
          + " of its own" + (contact.untouching().isEmpty() ? "" : "; of these none can be told: "
          + String.join(", ", contact.untouching())) + ": leave --ground out, or give its bodies spheres, capsules,"
          + " boxes, cylinders, ellipsoids or meshes that can be read");
    }
    BodyContact bodies = selfContact ? BodyContact.of(model, law::on) : null;
    if (selfContact && bodies.pairs().isEmpty()) {
      throw new IllegalArgumentException("robot '" + model.name() + "' has no two bodies whose spheres or capsules may"
          + " touch each other" + (bodies.untouching().isEmpty() ? "" : "; these are others: "
          + String.join(", ", bodies.untouching())) + ": leave --self-contact out");
    }
    PenaltyContact most = frictions(contact).max().stream().mapToObj(mu -> new PenaltyContact(
        law.stiffness(), law.damping(), law.slipDamping(), mu)).findFirst().orElseThrow();
    return new Ground(contact, bodies, most, limits(model, law.stiffness(),
        integrator == Integrator.EULER ? 0 : timeStep));
  }

  private static DoubleStream frictions(GroundContact contact) {
    return contact.points().stream().mapToDouble(point -> ((PenaltyContact) point.law()).friction());
  }

  /** By rules that bear any spring if h is 0. */
  private static JointLimits limits(RobotModel model, double most, double timeStep) {
    double[] inertia = ApparentInertia.of(model);
    List<Joint> limited = model.joints().stream()
        .filter(joint -> joint.kind().nv() == 1 && (Double.isFinite(joint.lower()) || Double.isFinite(joint.upper())))
        .toList();
    if (limited.isEmpty()) {
      return null;
    }
    double least = limited.stream().mapToDouble(joint -> inertia[joint.idxV()]).min().orElseThrow();
    double stiffness = Math.min(most, least / (4 * timeStep * timeStep));
    return new JointLimits(stiffness, 2 * Math.sqrt(stiffness * least), false, true);
  }

  /**
   * Lifts a robot with a free base whose lowest point is below the ground until it touches it.
   *
   * @param x nq rows or more (modified)
   */
  void lift(RobotModel model, double[] x) {
    Joint root = model.joints().getFirst();
    double below = -contact.lowest(model, Arrays.copyOf(x, model.nq()));
    if (root.kind() == JointKind.FREE && below > 0) {
      Vec3 normal = contact.normal();
      x[root.idxQ()] += below * normal.x().value();
      x[root.idxQ() + 1] += below * normal.y().value();
      x[root.idxQ() + 2] += below * normal.z().value();
    }
  }

  /** What a simulation is to be told. */
  SimulationBuilder addTo(SimulationBuilder simulation) {
    return simulation.contact(contact).selfContact(bodies).limits(limits);
  }

  /** A line to read. */
  String toText() {
    double least = frictions(contact).min().orElseThrow();
    return TextPage.format("%d points, %s N/m, damping %s N s/m^2, friction %s%s; %s%s%s%s", contact.points().size(),
        TextPage.number(law.stiffness()), TextPage.number(law.damping()),
        least < law.friction() ? TextPage.number(least) + " to " : "", TextPage.number(law.friction()),
        limits == null ? "no joint has a range" : "ends of joints " + TextPage.number(limits.stiffness())
            + " N m/rad or N/m", contact.meshError() > 0
                ? TextPage.format("; meshes within %s m", TextPage.number(contact.meshError())) : "",
        without(contact.untouching()), bodies == null ? "" : TextPage.format(
            "; %d pairs of bodies' shapes%s", bodies.pairs().size(), without(bodies.untouching())));
  }

  private static String without(List<String> names) {
    return names.isEmpty() ? "" : ", without: " + String.join(", ", names);
  }

  /** Keys with their units. */
  ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode()
        .put("points", contact.points().size())
        .put("stiffness_n_per_m", law.stiffness())
        .put("damping_n_s_per_m2", law.damping())
        .put("slip_damping_n_s_per_m", law.slipDamping())
        .put("friction", law.friction())
        .put("least_friction", frictions(contact).min().orElseThrow())
        .put("mesh_error_m", contact.meshError())
        .put("limit_stiffness_n_m_per_rad", limits == null ? null : limits.stiffness())
        .put("limit_damping_n_m_s_per_rad", limits == null ? null : limits.damping())
        .put("body_pairs", bodies == null ? 0 : bodies.pairs().size());
    contact.untouching().forEach(json.putArray("shapes_without_points")::add);
    (bodies == null ? List.<String>of() : bodies.untouching())
        .forEach(json.putArray("shapes_without_self_contact")::add);
    return json;
  }
}
