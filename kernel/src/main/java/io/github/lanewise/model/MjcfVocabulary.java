package io.github.lanewise.model;

import java.util.HashMap;
import java.util.Map;

/** The names of MJCF: MuJoCo 3.14 and some of before. */
final class MjcfVocabulary {
  private static final String POSE = " pos quat axisangle xyaxes zaxis euler ";
  private static final String OF_ACTUATORS = " name class ctrlrange ctrllimited forcelimited forcerange gear damping"
      + " armature joint jointinparent tendon dyntype gaintype biastype gainprm biasprm dynprm actdim actlimited"
      + " actrange actearly | group nsample interp delay user lengthrange cranklength slidersite cranksite site refsite"
      + " body input velrange ffrange ";
  private static final String OF_TENDONS = " name class stiffness damping springlength armature | group"
      + " limited range solreflimit solimplimit solreffriction solimpfriction margin width material rgba user"
      + " actuatorfrclimited actuatorfrcrange | frictionloss ";
  /** What stands in the shorthands of general actuators that are read, and in those that are left out. */
  private static final String OF_SHORTHANDS = " kp kv dampratio timeconst inheritrange area diameter bias | range force"
      + " scale lmin lmax vmax fpmax fvmax tausmooth gain motorconst resistance nominal saturation inductance cogging"
      + " controller thermal lugre ki imax slewmax posrange ";
  private static final String IN_BODIES = "body frame replicate attach site geom joint freejoint inertial composite"
      + " flexcomp | camera light plugin";

  private static final Map<String, String> ATTRIBUTES = Map.ofEntries(
      Map.entry("mujoco", "model"),
      Map.entry("compiler", "autolimits boundmass boundinertia settotalmass balanceinertia coordinate angle eulerseq"
          + " meshdir assetdir inertiafromgeom inertiagrouprange alignfree fitaabb | strippath texturedir discardvisual"
          + " usethread fusestatic saveinertial conflict convexhull exactmeshinertia"),
      Map.entry("option", "gravity timestep integrator | apirate impratio tolerance ls_tolerance"
          + " noslip_tolerance ccd_tolerance sleep_tolerance mpr_tolerance magnetic o_margin o_solref o_solimp"
          + " o_friction collision cone jacobian solver iterations ls_iterations noslip_iterations"
          + " ccd_iterations mpr_iterations sdf_iterations sdf_initpoints actuatorgroupdisable"
          + " | density viscosity wind"),
      Map.entry("flag", "gravity spring damper passive frictionloss | constraint equality limit"
          + " contact warmstart filterparent refsafe sensor sensornoise midphase eulerdamp autoreset nativeccd island"
          + " multiccd override energy fwdinv invdiscrete sleep diagexact ipc | actuation clampctrl"),
      Map.entry("default", "class"),
      Map.entry("asset", ""),
      Map.entry("mesh", "name class file refpos refquat scale inertia vertex face | content_type normal texcoord"
          + " smoothnormal maxhullvert builtin params material"),
      Map.entry("hfield", "name file size nrow ncol elevation | content_type"),
      Map.entry("model", "name file | content_type"),
      Map.entry("worldbody", "| name childclass"),
      Map.entry("body", "name childclass mocap gravcomp" + POSE + "| sleep simple fuse user"),
      Map.entry("frame", "name childclass" + POSE),
      Map.entry("replicate", "count offset euler sep childclass"),
      Map.entry("attach", "model body prefix | frame"),
      Map.entry("inertial", "mass diaginertia fullinertia" + POSE),
      Map.entry("joint", "name class type pos axis springdamper limited actuatorfrclimited stiffness range"
          + " actuatorfrcrange ref springref armature damping frictionloss solreflimit solimplimit margin | group"
          + " solreffriction solimpfriction actuatorgravcomp user"),
      Map.entry("freejoint", "name align | group"),
      Map.entry("geom", "name class type contype conaffinity condim group priority size friction mass density"
          + " shellinertia fitscale solmix solref solimp margin gap fromto hfield mesh" + POSE + "| material"
          + " surfacevel adhesion rgba fluidshape fluidcoef user"),
      Map.entry("site", "name class fromto" + POSE + "| type group material mesh size rgba user"),
      Map.entry("actuator", ""),
      Map.entry("general", OF_ACTUATORS),
      Map.entry("tendon", ""),
      Map.entry("default/tendon", OF_TENDONS),
      Map.entry("fixed", OF_TENDONS),
      Map.entry("fixed/joint", "joint coef"),
      Map.entry("keyframe", ""),
      Map.entry("contact", ""),
      Map.entry("pair", "name class geom1 geom2 condim friction solref solimp margin gap | solreffriction"),
      Map.entry("exclude", "name body1 body2"),
      Map.entry("equality", ""),
      Map.entry("equality/joint", "name class active joint1 joint2 polycoef | solref solimp"),
      Map.entry("equality/tendon", "|| name class active tendon1 tendon2 polycoef solref solimp"),
      Map.entry("default/equality", "active | solref solimp"),
      Map.entry("key", "name time qpos qvel ctrl act || mpos mquat"));

  private static final Map<String, String> CHILDREN = Map.ofEntries(
      Map.entry("mujoco", "compiler option default asset worldbody actuator keyframe equality tendon contact"
          + " | size statistic visual custom sensor | deformable extension"),
      Map.entry("compiler", "| lengthrange"),
      Map.entry("option", "flag"),
      Map.entry("default", "default joint geom site mesh general motor position velocity intvelocity damper cylinder"
          + " muscle adhesion dcmotor orientation pid tendon pair equality | material camera light"),
      Map.entry("asset", "mesh hfield model | texture material skin"),
      Map.entry("mesh", "| plugin"),
      Map.entry("worldbody", IN_BODIES),
      Map.entry("body", IN_BODIES),
      Map.entry("frame", IN_BODIES),
      Map.entry("replicate", IN_BODIES),
      Map.entry("geom", "| plugin"),
      Map.entry("actuator", "general motor position velocity intvelocity damper cylinder | plugin | muscle adhesion"
          + " dcmotor orientation pid"),
      Map.entry("contact", "pair exclude"),
      Map.entry("equality", "joint || connect weld tendon flex flexvert flexstrain"),
      Map.entry("tendon", "fixed || spatial"),
      Map.entry("fixed", "joint"),
      Map.entry("keyframe", "key"));

  static final Vocabulary NAMES = new Vocabulary(withShorthands(), CHILDREN, Map.of(
      "composite", "is not read; write the bodies out", "flexcomp", "is not read; write the bodies out"));

  private MjcfVocabulary() {}

  private static Map<String, String> withShorthands() {
    Map<String, String> all = new HashMap<>(ATTRIBUTES);
    String[] general = OF_ACTUATORS.split("\\|");
    String[] own = OF_SHORTHANDS.split("\\|");
    String leftOut = "||" + String.join(" ", general) + String.join(" ", own);
    MjcfDefaults.ACTUATORS.forEach(kind -> all.putIfAbsent(kind, leftOut));
    for (String kind : new String[] {"motor", "position", "velocity", "intvelocity", "damper", "cylinder"}) {
      all.put(kind, general[0] + own[0] + "|" + general[1] + "|" + own[1]);
    }
    return all;
  }
}
