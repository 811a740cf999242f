package io.github.lanewise.model;

import java.util.Map;

/** The names of URDF (wiki.ros.org/urdf/XML), of Gazebo and Bullet within it, and some that others put there. */
final class UrdfVocabulary {
  static final Vocabulary NAMES = new Vocabulary(
      Map.ofEntries(
          Map.entry("robot", "name | version author"),
          Map.entry("link", "name | type concave collision_checking self_collision_checking"),
          Map.entry("inertial", ""),
          Map.entry("origin", "xyz rpy quat_xyzw"),
          Map.entry("mass", "value"),
          Map.entry("inertia", "ixx ixy ixz iyy iyz izz"),
          Map.entry("visual", "name | group cast_shadows"),
          Map.entry("collision", "name | group mask concave"),
          Map.entry("geometry", ""),
          Map.entry("sphere", "radius"),
          Map.entry("capsule", "radius length"),
          Map.entry("cylinder", "radius length"),
          Map.entry("box", "size"),
          Map.entry("mesh", "filename scale | type convex use_file_units"),
          Map.entry("contact", ""),
          Map.entry("lateral_friction", "value"),
          Map.entry("spinning_friction", "value"),
          Map.entry("rolling_friction", "value"),
          Map.entry("joint", "name type"),
          Map.entry("parent", "link | xyz rpy"),
          Map.entry("child", "link | xyz rpy"),
          Map.entry("axis", "xyz | rpy"),
          Map.entry("limit", "lower upper effort velocity | acceleration deceleration jerk stiffness damping"
              + " twist"),
          Map.entry("dynamics", "damping friction | armature stiffness spring_stiffness spring_reference"
              + " rotor_inertia gear_ratio D K mu_coulomb mu_viscous"),
          Map.entry("mimic", "joint multiplier offset"),
          Map.entry("gazebo", "reference | *"),
          Map.entry("mu1", "value"),
          Map.entry("mu2", "value"),
          Map.entry("transmission", "name | *"),
          Map.entry("transmission/joint", "name | *"),
          Map.entry("actuator", "name | *"),
          Map.entry("drake:rotor_inertia", "value"),
          Map.entry("drake:gear_ratio", "value")),
      Map.ofEntries(
          Map.entry("robot", "link joint gazebo transmission xacro:* | material sensor ros2_control loop_joint mujoco"
              + " plugin self_collide cable deformable frame force_element collision_filter_group disable_collisions"
              + " group group_state end_effector version author"),
          Map.entry("link", "inertial visual collision contact | sensor material self_collision_checking"
              + " collision_checking turnGravityOff velocity_decay audio"),
          Map.entry("inertial", "origin mass inertia"),
          Map.entry("visual", "origin geometry | material verbose"),
          Map.entry("collision", "origin geometry | material verbose contact_coefficients"),
          Map.entry("geometry", "sphere capsule cylinder box mesh | material | plane cone ellipsoid superellipsoid"
              + " octree convex heightmap cdf"),
          Map.entry("contact", "lateral_friction spinning_friction rolling_friction | stiffness damping restitution"
              + " friction_anchor inertia_scaling contact_cfm contact_erp"),
          Map.entry("joint", "origin parent child axis limit dynamics mimic | safety_controller calibration"
              + " joint_properties sensor hardwareInterface"),
          Map.entry("gazebo", "mu1 mu2 | *"),
          Map.entry("transmission", "joint actuator | *"),
          Map.entry("transmission/joint", "| *"),
          Map.entry("actuator", "drake:rotor_inertia drake:gear_ratio | *")),
      Map.of("xacro:*", "is a macro; expand the file with the program xacro first"));

  private UrdfVocabulary() {}
}
