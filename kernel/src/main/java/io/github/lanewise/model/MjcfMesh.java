package io.github.lanewise.model;

import io.github.lanewise.spatial.Mat3;
import io.github.lanewise.spatial.Transform;
import io.github.lanewise.spatial.Vec3;
import java.util.Arrays;

/**
 * A mesh of an MJCF file, read: its triangles in the coordinates of its geoms, what they weigh, and the simple shape
 * that takes its place where a geom asks for one.
 */
final class MjcfMesh {
  private final double[] points;
  private final MeshInertia inertia;
  /** Centre of mass and principal axes. */
  private final Transform frame;
  private final double[] moments;

  private MjcfMesh(double[] points, MeshInertia inertia) {
    this.points = points;
    this.inertia = inertia;
    PrincipalAxes axes = PrincipalAxes.of(inertia.atCom());
    frame = new Transform(axes.rotation(), inertia.com());
    moments = axes.moments();
  }

  /** The mesh of an asset: from its file, or from the points in the element itself. */
  static MjcfMesh read(XmlElement mesh, Shape.Mesh shape, RobotFolder folder) {
    String text = mesh.text("inertia", "legacy");
    MeshInertia.Kind kind = switch (text) {
      case "legacy" -> MeshInertia.Kind.LEGACY;
      case "exact", "convex" -> MeshInertia.Kind.EXACT;
      case "shell" -> MeshInertia.Kind.SHELL;
      default -> throw mesh.refuse(
          mesh + " has " + mesh.shown("inertia") + "; it takes convex, exact, legacy or shell");
    };
    if (mesh.has("builtin")) {
      throw mesh.refuse(mesh + " has " + mesh.shown("builtin") + ", which is not read, and gives a body its mass;"
          + " give the body an <inertial>, or the mesh a file");
    }
    MeshFile placed = triangles(mesh, shape, folder);
    double[] points = placed.points();
    int[] corners = placed.corners();
    if (text.equals("convex") || corners.length == 0) {
      if (mesh.integer("maxhullvert", -1) != -1) {
        throw mesh.refuse(mesh + " has " + mesh.shown("maxhullvert")
            + ", and its mass is that of its hull, of which all points are taken here; remove it");
      }
      corners = mesh.make(() -> ConvexHull.of(points));
    }
    MeshInertia inertia = MeshInertia.of(points, corners, kind);
    if (!(inertia.size() > 0) || !PrincipalMoments.of(inertia.atCom()).semidefinite()) {
      throw mesh.refuse(mesh + " encloses nothing, or its triangles face inwards");
    }
    return new MjcfMesh(points, inertia);
  }

  /** The triangles of an asset in the frame of its geoms. */
  static MeshFile triangles(XmlElement mesh, Shape.Mesh shape, RobotFolder folder) {
    MeshFile file = mesh.has("file") ? MeshFile.read(mesh, shape.file(), folder.readMesh(mesh, shape.file()))
        : MeshFile.inline(mesh);
    return file.placed(shape);
  }

  /** What it weighs, in the frame of its geom. */
  MeshInertia inertia() {
    return inertia;
  }

  /** In the frame of its geom: centre of mass and principal axes. */
  Transform frame() {
    return frame;
  }

  /**
   * The shape of a geom that is fitted to the mesh, as MuJoCo does it.
   *
   * @param type sphere, capsule, cylinder, ellipsoid or box
   * @param around whether it is made of the box on the principal axes that holds all points; else of the box with the
   *     mesh's inertia
   * @param scale of its sizes
   */
  Shape fitted(String type, boolean around, double scale) {
    double[] box = ofInertia();
    if (around) {
      double[] extents = extents();
      Arrays.setAll(box, k -> (extents[3 + k] - extents[k]) / 2);
    }
    double x = box[0] * scale;
    double y = box[1] * scale;
    double z = box[2] * scale;
    double across = around ? Math.max(x, y) : (x + y) / 2;
    return switch (type) {
      case "sphere" -> new Shape.Sphere(around ? Math.max(across, z) : (x + y + z) / 3);
      case "capsule" -> new Shape.Capsule(across, Math.max(0, z - (around ? across : across / 2)));
      case "cylinder" -> new Shape.Cylinder(across, z);
      case "ellipsoid" -> new Shape.Ellipsoid(x, y, z);
      default -> new Shape.Box(x, y, z);
    };
  }

  /** Where that shape is, in the frame of the geom. */
  Transform fittedFrame(boolean around) {
    if (!around) {
      return frame;
    }
    double[] e = extents();
    Vec3 middle = Vec3.of((e[0] + e[3]) / 2, (e[1] + e[4]) / 2, (e[2] + e[5]) / 2);
    return frame.times(new Transform(Mat3.IDENTITY, middle));
  }

  /** Half the sides of the box with the mesh's inertia. */
  private double[] ofInertia() {
    double[] half = new double[3];
    double sum = moments[0] + moments[1] + moments[2];
    for (int k = 0; k < 3; k++) {
      half[k] = Math.sqrt(1.5 * Math.max(0, sum - 2 * moments[k]) / inertia.size());
    }
    return half;
  }

  /** Least x, y, z, then largest, of the points in the mesh's own frame. */
  private double[] extents() {
    double infinity = Double.POSITIVE_INFINITY;
    double[] extents = {infinity, infinity, infinity, -infinity, -infinity, -infinity};
    for (int i = 0; i < points.length; i += 3) {
      Vec3 p =
          frame.rotation().transposeTimes(Vec3.of(points[i], points[i + 1], points[i + 2]).minus(inertia.com()));
      double[] xyz = {p.x().value(), p.y().value(), p.z().value()};
      for (int k = 0; k < 3; k++) {
        extents[k] = Math.min(extents[k], xyz[k]);
        extents[3 + k] = Math.max(extents[3 + k], xyz[k]);
      }
    }
    return extents;
  }
}
