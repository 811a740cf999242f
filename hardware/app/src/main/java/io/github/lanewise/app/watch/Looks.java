package io.github.lanewise.app.watch;

import io.github.lanewise.model.Frame;
import io.github.lanewise.model.Geometry;
import io.github.lanewise.model.Joint;
import io.github.lanewise.model.MeshFile;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.model.Shape;
import io.github.lanewise.spatial.Mat3;
import io.github.lanewise.spatial.Transform;
import io.github.lanewise.spatial.Vec3;
import io.github.lanewise.trace.Scalar;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * How a robot looks: on each link what is meant to be seen, where nothing is, or nothing that can be shown, what may
 * touch. Bodies for which that leaves nothing are sticks from joint to joint, if the robot has no shapes at all or
 * theirs cannot be shown.
 */
final class Looks {
  /** Of a stick's radius to the mean length of sticks. */
  private static final double SLIMNESS = 0.08;
  private static final double SHORTEST_STICK = 1e-6;
  private static final double RADIUS_OF_POINTS = 0.02;
  /** Of a plane's normal to the vertical, by its cosine. */
  private static final double LEVEL = 1 - 1e-9;

  private final RobotModel model;
  private final Meshes meshes;
  private final List<Look> shown = new ArrayList<>();
  private final Set<String> hidden = new TreeSet<>();
  private Double ground;

  /** Of a robot in a file of this folder, null if it is not in a file. */
  Looks(RobotModel model, Path folder) {
    this.model = model;
    meshes = new Meshes(folder);
    Set<String> seen = new HashSet<>();
    for (Geometry geometry : model.geometries()) {
      if (geometry.purpose() != Geometry.Purpose.COLLISION && add(geometry)) {
        seen.add(key(geometry));
      }
    }
    for (Geometry geometry : model.geometries()) {
      if (geometry.purpose() == Geometry.Purpose.COLLISION && !seen.contains(key(geometry))) {
        add(geometry);
      }
    }
    addSticks();
  }

  private static String key(Geometry geometry) {
    return geometry.joint() + " " + geometry.link();
  }

  /** What is shown. */
  List<Look> shown() {
    return shown;
  }

  /** What cannot be shown, each once. */
  Set<String> hidden() {
    return hidden;
  }

  /** Height of the first level plane of the world [m], null if there is none; the page's grid stands for it. */
  Double ground() {
    return ground;
  }

  /** The triangles that looks refer to. */
  List<MeshFile> triangles() {
    return meshes.read();
  }

  private boolean add(Geometry geometry) {
    String name = geometry.name().isEmpty() ? geometry.link() : geometry.name();
    switch (geometry.shape()) {
      case Shape.Mesh mesh when meshes.place(mesh) < 0 ->
          hidden.add("mesh " + mesh.file() + " (" + meshes.problem(mesh) + ")");
      case Shape.Mesh mesh -> {
        int place = meshes.place(mesh);
        return shown.add(Look.of(name, geometry.joint(), geometry.placement(), mesh, meshes.read().get(place), place));
      }
      case Shape.HeightField field -> hidden.add("height field " + field.name());
      case Shape.Plane _ when ground == null && geometry.joint() < 0 && isLevel(geometry.placement()) ->
          ground = geometry.placement().translation().z().value();
      default -> {
        return shown.add(Look.of(name, geometry.joint(), geometry.placement(), geometry.shape()));
      }
    }
    return false;
  }

  private static boolean isLevel(Transform placement) {
    return placement.rotation().times(Vec3.of(0, 0, 1)).z().value() > LEVEL;
  }

  private void addSticks() {
    Set<Integer> bare = new HashSet<>(IntStream.range(0, model.joints().size()).boxed().toList());
    shown.forEach(look -> bare.remove(look.joint()));
    if (bare.size() < model.joints().size()) {
      Set<Integer> unshown = new HashSet<>();
      model.geometries().forEach(geometry -> unshown.add(geometry.joint()));
      bare.retainAll(unshown);
    }
    List<Look> sticks = new ArrayList<>();
    double length = 0;
    for (int joint : bare) {
      for (Vec3 end : ends(joint)) {
        length += norm(end);
        sticks.add(stick(joint, end));
      }
    }
    double radius = sticks.isEmpty() ? RADIUS_OF_POINTS : SLIMNESS * length / sticks.size();
    for (Look stick : sticks) {
      double half = ((Shape.Capsule) stick.shape()).halfLength();
      shown.add(Look.of(stick.name(), stick.joint(), stick.placement(), new Shape.Capsule(radius, half)));
    }
    for (int joint : bare) {
      shown.add(Look.of(model.joints().get(joint).name(), joint, Transform.IDENTITY,
          new Shape.Sphere(1.5 * radius)));
    }
  }

  /** Where sticks from a joint's origin lead: to joints and frames on its body, else through its centre of mass. */
  private List<Vec3> ends(int joint) {
    Stream<Vec3> joints = model.joints().stream().filter(child -> child.parent() == joint)
        .map(Joint::placement).map(Transform::translation);
    Stream<Vec3> frames = model.frames().stream().filter(frame -> frame.joint() == joint)
        .map(Frame::placement).map(Transform::translation);
    List<Vec3> ends = Stream.concat(joints, frames).filter(end -> norm(end) > SHORTEST_STICK).toList();
    Vec3 com = model.joints().get(joint).body().com();
    return !ends.isEmpty() ? ends
        : norm(com) > SHORTEST_STICK ? List.of(com.plus(com)) : List.of();
  }

  private Look stick(int joint, Vec3 end) {
    double length = norm(end);
    Vec3 z = end.times(Scalar.of(1 / length));
    Vec3 across = z.cross(Vec3.unit(Math.abs(z.x().value()) < 0.5 ? 0 : 1));
    Vec3 y = across.times(Scalar.of(1 / norm(across)));
    return Look.of(model.joints().get(joint).name(), joint,
        new Transform(Mat3.columns(y.cross(z), y, z), end.times(Scalar.of(0.5))), new Shape.Capsule(0, length / 2));
  }

  private static double norm(Vec3 u) {
    return Math.sqrt(u.squaredNorm().value());
  }
}
