package io.github.lanewise.model;

import io.github.lanewise.spatial.Vec3;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads MJCF, the format of MuJoCo (mujoco.readthedocs.io, XML reference): bodies, joints and motors.
 *
 * <p>Looks, contacts, sensors and solver settings are left aside. What would act on the robot but is not read
 * (equalities, tendons, other actuators) is listed in the model's warnings; what would build it but is not read
 * (includes, replicas) is refused.
 */
final class MjcfReader {
  private static final Set<String> READ = Set.of("compiler", "option", "default", "worldbody", "actuator");
  private static final Set<String> LEFT_ASIDE =
      Set.of("asset", "visual", "statistic", "size", "custom", "sensor", "keyframe", "contact");
  private static final Set<String> ACTING = Set.of("equality", "tendon", "deformable", "extension");

  private MjcfReader() {}

  static RobotModel read(XmlElement mujoco) {
    RobotBuilder builder = new RobotBuilder(mujoco.text("model", "robot"), mujoco.file());
    note(mujoco, builder);
    option(mujoco, builder);
    MjcfCompiler compiler = MjcfCompiler.of(mujoco);
    MjcfDefaults defaults = new MjcfDefaults(mujoco);
    new MjcfBodies(compiler, defaults, builder).read(mujoco);
    if (compiler.totalMass() > 0) {
      builder.scaleTo(compiler.totalMass());
    }
    new MjcfActuators(compiler, defaults, builder).read(mujoco);
    return builder.build();
  }

  private static void note(XmlElement mujoco, RobotBuilder builder) {
    Set<String> acting = new LinkedHashSet<>();
    Set<String> unknown = new LinkedHashSet<>();
    for (XmlElement section : mujoco.children()) {
      String tag = "<" + section.name() + ">";
      if (section.name().equals("include")) {
        throw section.refuse("<include> is not followed; put the robot into one file");
      } else if (ACTING.contains(section.name())) {
        acting.add(tag);
      } else if (!READ.contains(section.name()) && !LEFT_ASIDE.contains(section.name())) {
        unknown.add(tag);
      }
    }
    builder.warn("sections that act on the robot and are left aside", acting);
    builder.warn("sections that are not understood and left aside", unknown);
  }

  private static void option(XmlElement mujoco, RobotBuilder builder) {
    Set<String> ignored = new LinkedHashSet<>();
    for (XmlElement option : mujoco.children("option")) {
      double[] g = option.numbers("gravity", 3);
      if (g != null) {
        builder.gravity(g[0], g[1], g[2]);
      }
      for (String fluid : List.of("density", "viscosity", "wind")) {
        if (option.has(fluid) && Arrays.stream(option.numbers(fluid)).anyMatch(x -> x != 0)) {
          ignored.add(fluid);
        }
      }
    }
    boolean weightless = mujoco.children("option").stream().flatMap(option -> option.children("flag").stream())
        .anyMatch(flag -> flag.text("gravity", "enable").equals("disable"));
    if (weightless) {
      builder.gravity = Vec3.ZERO;
    }
    builder.warn("settings of the medium that are left aside", ignored);
  }
}
