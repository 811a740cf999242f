package io.github.lanewise.dynamics;

import io.github.lanewise.model.Geometry;
import io.github.lanewise.model.Material;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.model.Shape;
import io.github.lanewise.spatial.Force;
import io.github.lanewise.spatial.Motion;
import io.github.lanewise.spatial.Transform;
import io.github.lanewise.spatial.Vec3;
import io.github.lanewise.trace.Graph;
import io.github.lanewise.trace.Scalar;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * {@code f = law(distance, v_a - v_b)} on body a, and {@code -f} at the same point on body b: balls and capsules of a
 * robot against each other, and against those that are fixed to the world.
 *
 * <p>Two of them touch where the segments in their middles are closest, half-way between their surfaces, along the line
 * between the closest points ({@link Rod}). Momentum is kept, as the forces are equal and opposite at one point. Rules
 * that take at the end of a step what resists its motion take these forces there too, with all that couples the two
 * bodies, so that momentum is kept by them as well; the other rules are explicit. Where two segments cross, the line
 * has no direction, and friction alone is left. Every pair is computed in every step, whether it touches or not, so
 * the cost grows with the pairs: with the 69 of the humanoid that comes with the library an explicit step has 3 times
 * the operations, one of the default rule 8 times, and warm-up grows with them. Immutable.
 */
public final class BodyContact {
  /** Square of the least distance of two segments that has a direction [m^2]. */
  private static final double CROSSING = 1e-12;

  /** Two shapes that may touch. */
  private record Pair(String name, Rod a, Rod b, double margin, ContactLaw law) {}

  private final List<Pair> pairs;
  private final List<String> untouching;

  private BodyContact(List<Pair> pairs, Set<String> untouching) {
    this.pairs = List.copyOf(pairs);
    this.untouching = List.copyOf(untouching);
  }

  /**
   * The contact of all pairs of balls and capsules that the file lets touch: those it names, and by MuJoCo's rules
   * those of different bodies that are not parent and child, not excluded, and whose bits agree.
   *
   * @param model of the robot
   * @param law of each pair by its material, which is the pair's own or the mixture of both
   * @return the contact
   */
  public static BodyContact of(RobotModel model, Function<Material, ContactLaw> law) {
    ContactRules rules = new ContactRules(model);
    List<Geometry> shapes = model.geometries();
    List<Pair> pairs = new ArrayList<>();
    Set<String> untouching = new LinkedHashSet<>();
    for (int i = 0; i < shapes.size(); i++) {
      for (int j = i + 1; j < shapes.size(); j++) {
        boolean ground = Surface.is(shapes.get(i).shape()) || Surface.is(shapes.get(j).shape());
        Material material = ground ? null : rules.between(i, j);
        Rod a = Rod.of(shapes.get(i));
        Rod b = Rod.of(shapes.get(j));
        if (material != null && a != null && b != null) {
          pairs.add(new Pair(ContactRules.name(shapes.get(i)) + " and " + ContactRules.name(shapes.get(j)), a, b,
              material.margin() - material.gap(), law.apply(material)));
        } else if (material != null) {
          untouching.add(ContactRules.name(shapes.get(a == null ? i : j)));
        }
      }
    }
    return new BodyContact(pairs, untouching);
  }

  /** {@return names of both shapes of each pair} */
  public List<String> pairs() {
    return pairs.stream().map(Pair::name).toList();
  }

  /** {@return names of shapes that are meant to touch others and are neither balls nor capsules} */
  public List<String> untouching() {
    return untouching;
  }

  /**
   * Where the shapes of each pair are closest and what they do to each other, to be read or differentiated. Ports q, v;
   * point [m] and force [N], three rows for each of {@link #pairs} on world axes, the force on the first of the pair;
   * distance [m], a row each, negative where they are in each other.
   *
   * @param model of the robot
   * @return the traced function
   * @throws IllegalArgumentException if there are no pairs
   */
  public Graph forces(RobotModel model) {
    if (pairs.isEmpty()) {
      throw new IllegalArgumentException(
          "no two bodies of robot '" + model.name() + "' have balls or capsules that may touch");
    }
    Graph graph = new Graph("body contact forces of " + model.name());
    Kinematics state =
        new Kinematics(Mechanism.of(model), graph.input("q", model.nq()), graph.input("v", model.nv()));
    List<Scalar> points = new ArrayList<>();
    List<Scalar> forces = new ArrayList<>();
    List<Scalar> distances = new ArrayList<>();
    for (Pair pair : pairs) {
      Meeting meeting = new Meeting(pair, state);
      points.addAll(List.of(meeting.place.toArray()));
      forces.addAll(List.of(meeting.force().toArray()));
      distances.add(meeting.distance);
    }
    graph.output("point", points.toArray(Scalar[]::new));
    graph.output("force", forces.toArray(Scalar[]::new));
    graph.output("distance", distances.toArray(Scalar[]::new));
    return graph;
  }

  /** Two shapes in a state of the robot. */
  private static final class Meeting {
    private final Pair pair;
    private final Vec3 normal;
    private final Scalar distance;
    private final Vec3 place;
    private final Vec3 velocity;

    Meeting(Pair pair, Kinematics state) {
      this.pair = pair;
      Vec3[] closest = pair.a.closest(pose(state, pair.a.joint()), pair.b, pose(state, pair.b.joint()));
      Vec3 apart = closest[0].minus(closest[1]);
      Scalar length = apart.squaredNorm().max(CROSSING).sqrt();
      normal = apart.times(length.reciprocal());
      distance = length.minus(pair.a.radius() + pair.b.radius());
      place = closest[1].plus(normal.times(distance.times(0.5).plus(pair.b.radius())));
      velocity = velocity(state, pair.a.joint()).minus(velocity(state, pair.b.joint()));
    }

    private static Transform pose(Kinematics state, int joint) {
      return joint < 0 ? Transform.IDENTITY : state.joint(joint);
    }

    /** Of the body where they touch. */
    private Vec3 velocity(Kinematics state, int joint) {
      if (joint < 0) {
        return Vec3.ZERO;
      }
      Motion motion = state.velocity(joint);
      return motion.linear().plus(motion.angular().cross(place.minus(state.joint(joint).translation())));
    }

    private Scalar height() {
      return distance.minus(pair.margin);
    }

    Vec3 force() {
      return pair.law.force(height(), velocity, normal);
    }

    /** The force that the stiffness gives for going on at the velocity; what resists its change goes to the bodies. */
    Vec3 resist(BodyResistance resistances, double h) {
      ContactLaw.Resistance resistance = pair.law.resistance(height(), velocity, normal);
      if (resistance == null) {
        return Vec3.ZERO;
      }
      Scalar further = resistance.stiffness().times(h);
      resistances.addBetween(
          pair.a.joint(), pair.b.joint(), place, resistance.matrix(normal, Scalar.ONE, further));
      return normal.times(further.times(velocity.dot(normal)).negate());
    }
  }

  /** As one of the causes of forces. */
  ForceTerm term() {
    return this::addTo;
  }

  private void addTo(Forces forces, Kinematics state) {
    double h = forces.implicitStep();
    BodyResistance resistances = new BodyResistance(state);
    for (Pair pair : pairs) {
      Meeting meeting = new Meeting(pair, state);
      Vec3 push = meeting.force();
      if (h > 0) {
        push = push.plus(meeting.resist(resistances, h));
      }
      push(forces, state, pair.a.joint(), meeting.place, push);
      push(forces, state, pair.b.joint(), meeting.place, push.negate());
    }
    resistances.addTo(forces);
  }

  private static void push(Forces forces, Kinematics state, int joint, Vec3 place, Vec3 force) {
    if (joint >= 0) {
      Transform pose = state.joint(joint);
      Vec3 moment = place.minus(pose.translation()).cross(force);
      forces.addOnBody(joint, new Force(pose.rotation().transposeTimes(moment), pose.rotation().transposeTimes(force)));
    }
  }
}
