package io.github.lanewise.model;

import io.github.lanewise.spatial.Inertia;
import io.github.lanewise.spatial.Mat3;
import io.github.lanewise.spatial.Motion;
import io.github.lanewise.spatial.Transform;
import io.github.lanewise.spatial.Vec3;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * From a builder's links and joints to a model: finds the root, numbers the joints depth first, welds what fixed joints
 * hold.
 */
final class Assembly {
  private static final int WORLD = -1;
  /** Inertia about an axis counts as none below this part of the inertia about all axes. */
  private static final double NOTHING = 1e-12;

  /** A link and where it ended: pose in the frame of the joint that carries it. */
  private record Placed(RobotBuilder.Link link, int joint, Transform pose) {}

  private final RobotBuilder robot;
  /** The joint above each link. */
  private final Map<String, JointSpec> above = new HashMap<>();
  /** The joints below each link, in the order of their adding. */
  private final Map<String, List<JointSpec>> below = new HashMap<>();
  private final Map<String, Placed> placed = new HashMap<>();
  private final List<Frame> frames = new ArrayList<>();
  private final List<JointSpec> moving = new ArrayList<>();
  private final List<Integer> parents = new ArrayList<>();
  private final List<Transform> placements = new ArrayList<>();
  private final List<BodyInertia> base = new ArrayList<>();
  private final List<List<BodyInertia>> parts = new ArrayList<>();
  private final List<Lift> lifts = new ArrayList<>();
  private Lift baseLift = Lift.NONE;
  /** Why accelerations cannot be computed; null if they can. */
  private String weightless;

  Assembly(RobotBuilder robot) {
    this.robot = robot;
    if (!RobotBuilder.finite(robot.gravity)) {
      throw robot.refuse(null, "gravity is not finite");
    }
    connect();
    for (String lifted : robot.lifts.keySet()) {
      if (!robot.links.containsKey(lifted)) {
        throw robot.refuse(null, "weight of link '" + lifted + "' is carried, but there is no such link");
      }
    }
    walk(root());
    if (placed.size() < robot.links.size()) {
      throw cycle();
    }
    addSites();
  }

  RobotModel model() {
    double[] neutral = moving.stream().flatMapToDouble(spec -> Arrays.stream(spec.neutral)).toArray();
    List<Joint> joints = joints();
    Acting acting = new Acting(robot, moving, joints, neutral);
    List<Tendon> tendons = acting.tendons();
    List<Actuator> actuators = acting.actuators();
    if (weightless != null) {
      robot.warnings.add("no accelerations can be computed: " + weightless);
    }
    RobotExtras extras =
        new RobotExtras(robot.timeStep, robot.integrator, robot.pairs, robot.exclusions, couplings(),
            new RobotMeshes(robot.meshes));
    return new RobotModel(robot.name, acting.joints(tendons), frames, tendons, actuators, geometries(), List.of(),
        BodyInertia.weld(base), baseLift, robot.gravity, neutral, weightless, extras, robot.warnings);
  }

  private void connect() {
    for (JointSpec joint : robot.joints.values()) {
      for (String end : List.of(joint.parent, joint.child)) {
        if (!robot.links.containsKey(end)) {
          throw robot.refuse(joint.at, joint + " refers to link '" + end + "', which does not exist");
        }
      }
      JointSpec other = above.put(joint.child, joint);
      if (other != null) {
        throw robot.refuse(joint.at,
            "link '" + joint.child + "' is the child of " + other + " and of " + joint + "; a robot is a tree");
      }
      below.computeIfAbsent(joint.parent, link -> new ArrayList<>()).add(joint);
    }
  }

  private RobotBuilder.Link root() {
    List<RobotBuilder.Link> roots =
        robot.links.values().stream().filter(link -> !above.containsKey(link.name())).toList();
    if (robot.links.isEmpty()) {
      throw robot.refuse(null, "robot '" + robot.name + "' has no links");
    }
    if (roots.isEmpty()) {
      throw cycle();
    }
    if (roots.size() > 1) {
      throw robot.refuse(roots.get(1).at(), "links '" + roots.get(0).name() + "' and '" + roots.get(1).name()
          + "' are both roots; join them by a joint, fixed if need be");
    }
    return roots.getFirst();
  }

  /** What the walk from the root did not reach hangs on a cycle: going up from it never ends. */
  private RobotFormatException cycle() {
    String link = robot.links.keySet().stream().filter(name -> !placed.containsKey(name)).findFirst().orElseThrow();
    Set<String> seen = new LinkedHashSet<>();
    while (seen.add(link)) {
      link = above.get(link).parent;
    }
    List<String> chain = new ArrayList<>(seen);
    List<String> cycle = chain.subList(chain.indexOf(link), chain.size());
    String first = String.join("', '", cycle.subList(0, Math.min(8, cycle.size())));
    return robot.refuse(above.get(link).at, "links '" + first + "' form a cycle; a robot is a tree");
  }

  /** Depth first with a stack of our own: a chain of thousands of links must not overflow the thread's. */
  private void walk(RobotBuilder.Link root) {
    Deque<Placed> open = new ArrayDeque<>();
    open.push(new Placed(root, WORLD, Transform.IDENTITY));
    while (!open.isEmpty()) {
      Placed here = open.pop();
      RobotBuilder.Link link = here.link;
      JointSpec spec = above.get(link.name());
      if (spec != null && spec.kind != null) {
        moving.add(spec);
        parents.add(here.joint);
        placements.add(here.pose);
        parts.add(new ArrayList<>());
        lifts.add(Lift.NONE);
        here = new Placed(link, moving.size() - 1, Transform.IDENTITY);
      }
      placed.put(link.name(), here);
      (here.joint == WORLD ? base : parts.get(here.joint)).add(link.body().toParent(here.pose));
      Lift lift = Lift.of(robot.lifts.getOrDefault(link.name(), 0.0), link.body()).toParent(here.pose);
      if (here.joint == WORLD) {
        baseLift = baseLift.plus(lift);
      } else {
        lifts.set(here.joint, lifts.get(here.joint).plus(lift));
      }
      if (link.shown()) {
        frames.add(new Frame(link.name(), here.joint, here.pose));
      }
      for (JointSpec next : below.getOrDefault(link.name(), List.of()).reversed()) {
        Transform pose = compose(here.pose, new Transform(next.rotation, next.position), next.at);
        open.push(new Placed(robot.links.get(next.child), here.joint, pose));
      }
    }
  }

  private void addSites() {
    for (RobotBuilder.Site site : robot.sites.values()) {
      Placed on = placed.get(site.link());
      if (on == null) {
        throw robot.refuse(site.at(),
            "frame '" + site.name() + "' is on link '" + site.link() + "', which does not exist");
      }
      if (robot.links.containsKey(site.name())) {
        throw robot.refuse(site.at(),
            "frame '" + site.name() + "' has the name of a link; names of frames are unique");
      }
      frames.add(new Frame(site.name(), on.joint, compose(on.pose, site.placement(), site.at())));
    }
  }

  private List<Geometry> geometries() {
    List<Geometry> geometries = new ArrayList<>();
    for (RobotBuilder.Shaped shaped : robot.shapes) {
      Placed on = placed.get(shaped.link());
      if (on == null) {
        throw robot.refuse(shaped.at(), "geometry '" + shaped.name() + "' is on link '" + shaped.link()
            + "', which does not exist");
      }
      Transform placement = compose(on.pose, shaped.placement(), shaped.at());
      geometries.add(new Geometry(shaped.name(), on.link.shown() ? on.link.name() : "", on.joint, placement,
          shaped.shape(), shaped.purpose(), shaped.material()));
    }
    return geometries;
  }

  private Transform compose(Transform a, Transform b, XmlElement at) {
    Transform product = a.times(b);
    if (!RobotBuilder.finite(product.translation())) {
      throw robot.refuse(at, "a place so far away that it is not finite; check the units");
    }
    return new Transform(Orientation.snap(product.rotation()), product.translation());
  }

  private List<Joint> joints() {
    List<Joint> joints = new ArrayList<>();
    int idxQ = 0;
    int idxV = 0;
    for (int i = 0; i < moving.size(); i++) {
      JointSpec spec = moving.get(i);
      Vec3 axis = spec.kind.nv() == 1 ? Orientation.unit(spec.axis) : Vec3.of(0, 0, 1);
      joints.add(new Joint(spec.name, spec.kind, parents.get(i), placements.get(i), axis,
          BodyInertia.weld(parts.get(i)), idxQ, idxV, spec.lower, spec.upper, spec.velocityLimit, spec.lowestEffort,
          spec.highestEffort, spec.armature, robot.dampers ? spec.damping : 0,
          robot.dampers ? spec.dampingGrowth : Growth.NONE, robot.dryFriction ? spec.friction : 0,
          robot.springs ? spec.stiffness : 0, robot.springs ? spec.stiffnessGrowth : Growth.NONE,
          spec.springReference, lifts.get(i), spec.softness));
      idxQ += spec.kind.nq();
      idxV += spec.kind.nv();
    }
    checkSomethingMoves(joints);
    return joints;
  }

  /** Without inertia behind every joint the mass matrix is singular and accelerations are infinite. */
  private void checkSomethingMoves(List<Joint> joints) {
    Inertia[] carried = new Inertia[joints.size()];
    boolean[] leaf = new boolean[joints.size()];
    for (int i = joints.size() - 1; i >= 0; i--) {
      Joint joint = joints.get(i);
      leaf[i] = carried[i] == null;
      carried[i] = leaf[i] ? joint.body().spatial() : carried[i].plus(joint.body().spatial());
      JointSpec spec = moving.get(i);
      double all = carried[i].rotational().trace().value();
      if (!Double.isFinite(all) || !RobotBuilder.finite(carried[i].h()) || !RobotBuilder.finite(joint.body().atCom())) {
        throw refuseMoved(spec, "has numbers whose products are not finite; check the units");
      }
      if (carried[i].mass().is(0) && all == 0) {
        weightless(spec, "has no mass and carries none; give it an inertia or make the joint fixed");
      } else if (leaf[i] && joint.armature() == 0 && leastInertia(joint, carried[i]) <= NOTHING * all) {
        weightless(spec, "has no inertia about an axis of the joint; give it a rotational inertia");
      }
      if (joint.parent() != WORLD) {
        Inertia inParent = carried[i].toParent(joint.placement());
        carried[joint.parent()] = carried[joint.parent()] == null ? inParent : carried[joint.parent()].plus(inParent);
      }
    }
  }

  private void weightless(JointSpec joint, String what) {
    if (!robot.weightless) {
      throw refuseMoved(joint, what);
    }
    weightless = weightless == null ? moved(joint) + what : weightless;
  }

  private RobotFormatException refuseMoved(JointSpec joint, String what) {
    return robot.refuse(robot.links.get(joint.child).at(), moved(joint) + what);
  }

  private static String moved(JointSpec joint) {
    return "link '" + joint.child + "', which " + joint + " moves, ";
  }

  private static double leastInertia(Joint joint, Inertia inertia) {
    return switch (joint.kind()) {
      case REVOLUTE, CONTINUOUS -> inertiaAlong(new Motion(joint.axis(), Vec3.ZERO), inertia);
      case PRISMATIC -> inertia.mass().value();
      case SPHERICAL -> PrincipalMoments.of(inertia.rotational()).smallest();
      case FREE -> Math.min(inertia.mass().value(), PrincipalMoments.of(joint.body().atCom()).smallest());
    };
  }

  private static double inertiaAlong(Motion axis, Inertia inertia) {
    return axis.dot(inertia.times(axis)).value();
  }

  private List<JointCoupling> couplings() {
    List<JointCoupling> couplings = new ArrayList<>();
    for (RobotBuilder.Coupled coupled : robot.couplings) {
      int leader = coupled.leader() == null ? -1 : oneAxis(coupled.leader(), coupled);
      int follower = oneAxis(coupled.follower(), coupled);
      if (follower < 0) {
        throw robot.refuse(coupled.at(), "joint '" + coupled.follower() + "' follows '" + coupled.leader()
            + "' and is fixed; it takes a joint that moves");
      }
      // A fixed joint is at 0.
      List<Double> c = coupled.coefficients();
      couplings.add(new JointCoupling(coupled.name(), follower, leader,
          leader < 0 ? List.of(c.getFirst(), 0.0, 0.0, 0.0, 0.0) : c, coupled.active()));
    }
    return couplings;
  }

  /** Index of a joint with one axis, -1 for a fixed one. */
  private int oneAxis(String name, RobotBuilder.Coupled coupled) {
    JointSpec spec = robot.joints.get(name);
    if (spec == null) {
      throw robot.refuse(coupled.at(), "a coupling of joint '" + coupled.follower() + "' has the joint '" + name
          + "', which does not exist");
    }
    if (spec.kind != null && spec.kind.nv() != 1) {
      throw robot.refuse(coupled.at(), "a coupling of joint '" + coupled.follower() + "' has the joint '" + name
          + "', which has " + spec.kind.nv() + " rows of velocity; it takes hinges and slides");
    }
    return moving.indexOf(spec);
  }
}
