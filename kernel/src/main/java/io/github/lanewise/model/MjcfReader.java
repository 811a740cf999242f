package io.github.lanewise.model;

import io.github.lanewise.spatial.Vec3;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * Reads MJCF, the format of MuJoCo (mujoco.readthedocs.io, XML reference): bodies, joints, tendons
 * and actuators.
 *
 * <p>What would act on the robot but is not read (most equalities, spatial tendons, muscles) is in the model's
 * warnings, and so is, in one line, whatever else is left aside. What would build the robot but is not read
 * (composites) is refused, and what nobody knows.
 */
final class MjcfReader {
  private static final Set<String> ACTING = Set.of("deformable", "extension");
  private static final List<String> INTEGRATORS = List.of("Euler", "RK4", "implicit", "implicitfast", "discrete");

  private MjcfReader() {}

  static RobotModel read(MjcfFile file) {
    XmlElement mujoco = file.mujoco;
    RobotBuilder builder = new RobotBuilder(mujoco.text("model", "robot"), mujoco.file());
    warnOfSections(mujoco, builder);
    MjcfVocabulary.NAMES.check(mujoco, "", builder);
    option(mujoco, builder);
    MjcfBodies bodies = new MjcfBodies(builder);
    bodies.read(file);
    if (file.compiler.totalMass() > 0) {
      builder.scaleTo(file.compiler.totalMass());
    }
    MjcfTendons tendons = new MjcfTendons(builder);
    tendons.read(bodies.attached(), MjcfScope.of(file));
    MjcfActuators actuators = new MjcfActuators(builder);
    actuators.read(bodies.attached(), MjcfScope.of(file));
    new MjcfRelations(builder, bodies.shapeless()).read(bodies.attached(), MjcfScope.of(file));
    flags(mujoco, builder);
    return new MjcfKeyframes(builder, actuators.places()).read(mujoco);
  }

  private static void warnOfSections(XmlElement mujoco, RobotBuilder builder) {
    Set<String> acting = new LinkedHashSet<>();
    for (XmlElement section : mujoco.children()) {
      if (ACTING.contains(section.name()) && !section.children().isEmpty()) {
        acting.add("<" + section.name() + ">");
      }
    }
    builder.warn("sections that act on the robot and are left aside", acting);
  }

  private static void option(XmlElement mujoco, RobotBuilder builder) {
    Set<String> ignored = new LinkedHashSet<>();
    for (XmlElement option : mujoco.children("option")) {
      double[] g = option.numbers("gravity", 3);
      if (g != null) {
        builder.gravity(g[0], g[1], g[2]);
      }
      if (option.has("timestep")) {
        double step = option.number("timestep");
        if (!(step > 0)) {
          throw option.refuse(option + " has " + option.shown("timestep") + "; a time step is positive");
        }
        builder.timeStep = OptionalDouble.of(step);
      }
      builder.integrator = option.text("integrator", builder.integrator);
      if (option.has("integrator") && !INTEGRATORS.contains(builder.integrator)) {
        throw option.refuse(option + " has " + option.shown("integrator") + "; it takes one of "
            + String.join(", ", INTEGRATORS));
      }
      for (String fluid : List.of("density", "viscosity", "wind")) {
        if (option.has(fluid) && Arrays.stream(option.numbers(fluid)).anyMatch(x -> x != 0)) {
          ignored.add(fluid);
        }
      }
    }
    builder.warn("settings of the medium that are left aside", ignored);
  }

  /** What {@code <flag>} switches off of the robot itself; other switches are of the simulator. */
  private static void flags(XmlElement mujoco, RobotBuilder builder) {
    Set<String> off = new LinkedHashSet<>();
    for (XmlElement option : mujoco.children("option")) {
      for (XmlElement flag : option.children("flag")) {
        flag.attributes().forEach((name, value) -> {
          if (value.equals("disable")) {
            off.add(name);
          } else {
            off.remove(name);
          }
        });
      }
    }
    // Older versions have one switch for all passive forces.
    builder.springs = !off.contains("passive") && !off.contains("spring");
    builder.dampers = !off.contains("passive") && !off.contains("damper");
    builder.dryFriction = !off.contains("frictionloss");
    if (off.contains("gravity")) {
      builder.gravity = Vec3.ZERO;
    }
    if (!builder.springs && !builder.dampers) {
      builder.lifts.clear();
    }
    off.retainAll(Set.of("actuation", "clampctrl"));
    builder.warn("things that the file switches off and that are on here", off);
  }
}
