package io.github.lanewise.dynamics;

import io.github.lanewise.model.Geometry;
import io.github.lanewise.model.Material;
import io.github.lanewise.model.MeshHull;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.model.Shape;
import io.github.lanewise.spatial.Force;
import io.github.lanewise.spatial.Motion;
import io.github.lanewise.spatial.Transform;
import io.github.lanewise.spatial.Vec3;
import io.github.lanewise.trace.Graph;
import io.github.lanewise.trace.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * {@code f = sum_k J_k' law_k(height_k, velocity_k)}: a robot's {@link ContactPoint}s against a plane or
 * a field of heights.
 *
 * <p>Each ball and ellipsoid touches with its lowest point, where the force acts and whose velocity counts; of boxes,
 * cylinders and meshes corners stand for the whole. Immutable.
 */
public final class GroundContact {
  /** Most corners that stand for a mesh. */
  private static final int MESH_CORNERS = 16;

  private final List<ContactPoint> points;
  private final List<String> untouching;
  private final double meshError;
  private final Surface surface;
  private final Vec3 normal;

  private GroundContact(
      List<ContactPoint> points, List<String> untouching, double meshError, Surface surface, Vec3 normal) {
    this.points = List.copyOf(points);
    this.untouching = List.copyOf(untouching);
    this.meshError = meshError;
    this.surface = surface;
    this.normal = normal;
  }

  /**
   * The contact of all shapes of a robot that may touch, by one law whatever their materials are: balls, ellipsoids,
   * the ends of capsules, the corners of boxes, 8 points on each rim of cylinders, up to {@value #MESH_CORNERS} corners
   * of the convex hulls of meshes. The ground is the first plane or height field of the robot's file that is fixed to
   * the world, or z = 0. Which shapes may touch it is for the file to say: its pairs, its exclusions, MuJoCo's bits.
   *
   * @param model of the robot
   * @param law of each point
   * @return the contact
   * @throws IllegalArgumentException as {@link #onField} if the ground is a field
   */
  public static GroundContact of(RobotModel model, ContactLaw law) {
    return of(model, material -> law, false);
  }

  /**
   * The same by the materials of the file: of a point that of the pair which names it and the ground, else the mixture
   * of both by {@link Material#with}, else its own. It touches {@code margin - gap} above the ground already. What
   * {@link PenaltyContact#on} and {@link SmoothContact#on} make of a material is in their words; solref and solimp have
   * no stiffness in N/m of their own, so these laws leave them aside, and friction against turning and rolling too.
   *
   * @param model of the robot
   * @param law of each point by its material
   * @return the contact
   */
  public static GroundContact byMaterial(RobotModel model, Function<Material, ContactLaw> law) {
    return of(model, law, true);
  }

  private static GroundContact of(RobotModel model, Function<Material, ContactLaw> law, boolean margins) {
    List<ContactPoint> points = new ArrayList<>();
    List<String> untouching = new ArrayList<>();
    double meshError = 0;
    ContactRules rules = new ContactRules(model);
    int ground = rules.ground();
    for (int i = 0; i < model.geometries().size(); i++) {
      Geometry geometry = model.geometries().get(i);
      Material material = geometry.joint() < 0 ? null : rules.between(i, ground);
      if (material == null) {
        continue;
      }
      MeshHull hull = hull(model, geometry.shape());
      List<ContactPoint> own = ContactPoint.of(geometry, hull == null ? null : hull.corners(),
          margins ? material.margin() - material.gap() : 0, law.apply(material));
      if (own == null) {
        untouching.add(ContactRules.name(geometry));
      } else {
        own.forEach(point -> merge(points, point));
        meshError = Math.max(meshError, hull == null ? 0 : hull.error());
      }
    }
    Transform floor = ground < 0 ? Transform.IDENTITY : model.geometries().get(ground).placement();
    return new GroundContact(points, untouching, meshError,
        ground < 0 ? Surface.plane(floor) : Surface.of(model.geometries().get(ground)), floor.rotation().columnZ());
  }

  /** Null if it is no mesh, or none that can be read and encloses something. */
  private static MeshHull hull(RobotModel model, Shape shape) {
    try {
      return shape instanceof Shape.Mesh mesh ? MeshHull.of(model.mesh(mesh), MESH_CORNERS) : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static void merge(List<ContactPoint> points, ContactPoint point) {
    for (int k = 0; k < points.size(); k++) {
      if (points.get(k).coincides(point)) {
        points.set(k, points.get(k).weighted(point.weight()));
        return;
      }
    }
    points.add(point);
  }

  /**
   * The same points on another plane.
   *
   * @param axis its normal, of any length but 0, upwards
   * @param height of the plane along the normal [m]
   * @return a new contact
   * @throws IllegalArgumentException if the normal has no direction
   */
  public GroundContact onPlane(Vec3 axis, double height) {
    double length = Math.sqrt(axis.squaredNorm().value());
    if (!(length > 0) || Double.isInfinite(length) || !Double.isFinite(height)) {
      throw new IllegalArgumentException("a plane of normal " + axis + " at " + height + " m");
    }
    Vec3 unit = axis.times(Scalar.of(1 / length));
    return new GroundContact(points, untouching, meshError, Surface.plane(unit, height), unit);
  }

  /**
   * The same points on a grid of heights, smooth between them: its surface passes through all of them and has a
   * continuous slope. A ball touches the plane that is tangent below its centre. Each point that may touch takes 2
   * fused multiply-adds a step for each height and about 25 operations for each row and column.
   *
   * @param field the heights
   * @param pose of the field in the world, constants
   * @return a new contact
   * @throws IllegalArgumentException if the field has no heights, or more than 1,024
   */
  public GroundContact onField(Shape.HeightField field, Transform pose) {
    return new GroundContact(
        points, untouching, meshError, new HeightSurface(field, pose), pose.rotation().columnZ());
  }

  /** {@return the points, those that coincide as one} */
  public List<ContactPoint> points() {
    return points;
  }

  /** {@return the normal of the plane, or of that on which the field stands, upwards, of length 1, in the world} */
  public Vec3 normal() {
    return normal;
  }

  /**
   * {@return names of the shapes that are meant to touch and of which no points can be told: meshes that cannot be read
   * or enclose nothing, flat ellipsoids}
   */
  public List<String> untouching() {
    return untouching;
  }

  /** {@return how far a point of a mesh is outside of the faces between its corners here, at most [m]} */
  public double meshError() {
    return meshError;
  }

  /**
   * {@return the height above the plane of the point that is lowest [m]; infinity if there is none}
   *
   * @param model of the robot
   * @param q configuration, nq numbers
   */
  public double lowest(RobotModel model, double... q) {
    Kinematics state = new Kinematics(Mechanism.of(model), Scalar.of(q));
    return points.stream().mapToDouble(point -> {
      Transform pose = state.joint(point.joint());
      Place place = Place.of(point, pose, surface);
      return place.tangent().height(place.at()).value();
    }).min().orElse(Double.POSITIVE_INFINITY);
  }

  /**
   * Where each point is and what the ground does to it, to be read or differentiated. Ports q, v; point [m], force [N]:
   * three rows for each of {@link #points}, on world axes; the point is the lowest of its ball, and its weight is in
   * the force.
   *
   * @param model of the robot
   * @return the traced function
   * @throws IllegalArgumentException if nothing of the robot can touch
   */
  public Graph forces(RobotModel model) {
    if (points.isEmpty()) {
      throw new IllegalArgumentException("no shape of robot '" + model.name() + "' can touch the ground");
    }
    Graph graph = new Graph("contact forces of " + model.name());
    Kinematics state =
        new Kinematics(Mechanism.of(model), graph.input("q", model.nq()), graph.input("v", model.nv()));
    List<Scalar> places = new ArrayList<>();
    List<Scalar> forces = new ArrayList<>();
    for (ContactPoint point : points) {
      Transform pose = state.joint(point.joint());
      Place place = Place.of(point, pose, surface);
      Vec3 force = point.law().force(place.height(), place.velocity(state.velocity(point.joint())), place.normal());
      places.addAll(List.of(place.at().toArray()));
      forces.addAll(List.of(force.times(Scalar.of(point.weight())).toArray()));
    }
    graph.output("point", places.toArray(Scalar[]::new));
    graph.output("force", forces.toArray(Scalar[]::new));
    return graph;
  }

  /**
   * Where a point touches.
   *
   * @param arm from the origin of the joint frame
   * @param at in the world
   * @param tangent of the ground below the centre, in which a ball on a slope touches
   */
  private record Place(Vec3 arm, Vec3 at, Surface.Tangent tangent, double margin) {
    static Place of(ContactPoint point, Transform pose, Surface surface) {
      Surface.Tangent tangent = surface.below(pose, point.centre());
      Vec3 arm = point.arm(pose, tangent.normal());
      return new Place(arm, pose.translation().plus(arm), tangent, point.margin());
    }

    Vec3 normal() {
      return tangent.normal();
    }

    Scalar height() {
      return tangent.height(at).minus(margin);
    }

    Vec3 velocity(Motion motion) {
      return motion.linear().plus(motion.angular().cross(arm));
    }
  }

  /**
   * As one of the causes of forces.
   *
   * @param calls whether points that are alike may be calls of a subroutine
   */
  ForceTerm term(boolean calls) {
    if (!calls || points.size() < PlaneForces.FEWEST || !(surface instanceof Surface.Plane plane)) {
      return this::addTo;
    }
    PlaneForces seen = new PlaneForces(points, plane.tangent());
    return (forces, state) -> {
      if (forces.implicitStep() > 0) {
        addTo(forces, state);
      } else {
        seen.addTo(forces, state);
      }
    };
  }

  private void addTo(Forces forces, Kinematics state) {
    double h = forces.implicitStep();
    BodyResistance resistances = new BodyResistance(state);
    for (int i = 0; i < state.robot().size(); i++) {
      int body = i;
      List<ContactPoint> own = points.stream().filter(point -> point.joint() == body).toList();
      if (own.isEmpty()) {
        continue;
      }
      Transform pose = state.joint(i);
      Motion motion = state.velocity(i);
      Vec3 force = Vec3.ZERO;
      Vec3 moment = Vec3.ZERO;
      for (ContactPoint point : own) {
        Place place = Place.of(point, pose, surface);
        Vec3 velocity = place.velocity(motion);
        Vec3 push = point.law().force(place.height(), velocity, place.normal()).times(Scalar.of(point.weight()));
        if (h > 0) {
          push = push.plus(resist(resistances, point, place, velocity, h));
        }
        force = force.plus(push);
        moment = moment.plus(place.arm().cross(push));
      }
      forces.addOnBody(i, new Force(
          pose.rotation().transposeTimes(moment), pose.rotation().transposeTimes(force)));
    }
    resistances.addTo(forces);
  }

  /**
   * {@code d n n' + s (1 - n n') + h k n n'} of a point, and what its stiffness gives for going on at its velocity.
   */
  private static Vec3 resist(
      BodyResistance resistances, ContactPoint point, Place place, Vec3 velocity, double h) {
    Vec3 normal = place.normal();
    ContactLaw.Resistance resistance = point.law().resistance(place.height(), velocity, normal);
    if (resistance == null) {
      return Vec3.ZERO;
    }
    Scalar weight = Scalar.of(point.weight());
    Scalar further = resistance.stiffness().times(weight).times(h);
    resistances.add(point.joint(), place.at(), resistance.matrix(normal, weight, further));
    return normal.times(further.times(velocity.dot(normal)).negate());
  }
}
