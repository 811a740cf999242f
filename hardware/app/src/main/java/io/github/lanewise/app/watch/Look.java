package io.github.lanewise.app.watch;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.lanewise.app.report.JsonFile;
import io.github.lanewise.app.report.Pose;
import io.github.lanewise.model.MeshFile;
import io.github.lanewise.model.Shape;
import io.github.lanewise.spatial.Transform;
import io.github.lanewise.trace.Scalar;
import java.util.Arrays;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * A shape that the page shows.
 *
 * @param name for people
 * @param joint whose body carries it, -1 for the world
 * @param placement in the frame of that joint, constants
 * @param shape its form, no height field
 * @param mesh the place of a mesh's triangles in the page, -1 of other shapes
 * @param reach how far from its origin it reaches at most [m]; of a plane nothing
 */
record Look(String name, int joint, Transform placement, Shape shape, int mesh, double reach) {
  /** A shape that is given by its lengths. */
  static Look of(String name, int joint, Transform placement, Shape shape) {
    return new Look(name, joint, placement, shape, -1, reach(shape));
  }

  /** Triangles, which have a place in the page. */
  static Look of(String name, int joint, Transform placement, Shape.Mesh shape, MeshFile triangles, int place) {
    double squared = 0;
    double[] p = triangles.points();
    for (int i = 0; i < p.length; i += 3) {
      squared = Math.max(squared, p[i] * p[i] + p[i + 1] * p[i + 1] + p[i + 2] * p[i + 2]);
    }
    return new Look(name, joint, placement, shape, place, Math.sqrt(squared));
  }

  /** Position, then unit quaternion (x, y, z, w), in the frame of the joint. */
  double[] pose() {
    Scalar[][] r = placement.rotation().toArrays();
    return Pose.of(Stream.of(r[0], r[1], r[2], placement.translation().toArray())
        .flatMap(Arrays::stream).mapToDouble(Scalar::value).toArray());
  }

  /** The shape's word in the page. */
  String kind() {
    return switch (shape) {
      case Shape.Sphere _ -> "sphere";
      case Shape.Capsule _ -> "capsule";
      case Shape.Cylinder _ -> "cylinder";
      case Shape.Box _ -> "box";
      case Shape.Ellipsoid _ -> "ellipsoid";
      case Shape.Plane _ -> "plane";
      case Shape.Mesh _ -> "mesh";
      case Shape.HeightField _ -> throw new IllegalArgumentException("height fields are not shown");
    };
  }

  /** The lengths of a shape [m], in the order of its record; none of a mesh. */
  private static double[] sizes(Shape shape) {
    return switch (shape) {
      case Shape.Sphere(double radius) -> new double[] {radius};
      case Shape.Capsule(double radius, double half) -> new double[] {radius, half};
      case Shape.Cylinder(double radius, double half) -> new double[] {radius, half};
      case Shape.Box(double x, double y, double z) -> new double[] {x, y, z};
      case Shape.Ellipsoid(double x, double y, double z) -> new double[] {x, y, z};
      case Shape.Plane(double x, double y) -> new double[] {x, y};
      case Shape.Mesh _, Shape.HeightField _ -> new double[0];
    };
  }

  private static double reach(Shape shape) {
    double[] s = sizes(shape);
    return switch (shape) {
      case Shape.Capsule _ -> s[0] + s[1];
      case Shape.Cylinder _ -> Math.hypot(s[0], s[1]);
      case Shape.Box _ -> Math.sqrt(s[0] * s[0] + s[1] * s[1] + s[2] * s[2]);
      case Shape.Plane _ -> 0;
      default -> DoubleStream.of(s).max().orElse(0);
    };
  }

  /** What the page builds it of. */
  ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("name", name).put("joint", joint).put("kind", kind());
    json.set("sizes", JsonFile.numbers(sizes(shape)));
    if (mesh >= 0) {
      json.put("mesh", mesh);
    }
    json.set("pose", JsonFile.numbers(pose()));
    return json;
  }
}
