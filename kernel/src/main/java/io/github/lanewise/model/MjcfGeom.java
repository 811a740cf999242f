package io.github.lanewise.model;

import io.github.lanewise.spatial.Transform;
import io.github.lanewise.spatial.Vec3;
import io.github.lanewise.trace.Scalar;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.DoubleStream;

/**
 * A {@code <geom>} of an MJCF file.
 *
 * @param element with what it inherits from its class
 * @param name its whole name, empty if it has none
 * @param shape its form; null if that is not read
 * @param placement pose in the frame of its body
 * @param assets where its mesh is
 */
record MjcfGeom(XmlElement element, String name, Shape shape, Transform placement, MjcfAssets assets) {
  private static final double WATER = 1000;
  /** Groups that MuJoCo's viewers show unless told otherwise. */
  private static final int LAST_SHOWN_GROUP = 2;
  /** What may be fitted to a mesh. */
  private static final Set<String> FITTED = Set.of("sphere", "capsule", "cylinder", "ellipsoid", "box");

  static MjcfGeom read(MjcfContents.Item item) {
    MjcfFile file = item.scope().file();
    MjcfGeom geom = read(item.resolved(), file.compiler, file.assets);
    String name = geom.name.isEmpty() ? "" : item.scope().name(geom.name);
    return new MjcfGeom(geom.element, name, geom.shape, item.frame().times(geom.placement), file.assets);
  }

  /** In the frame that it stands in. */
  static MjcfGeom read(XmlElement geom, MjcfCompiler compiler, MjcfAssets assets) {
    String name = geom.text("name", "");
    String type = geom.text("type", "sphere");
    if (geom.has("mesh") && FITTED.contains(type)) {
      return fitted(geom, name, type, compiler, assets);
    }
    boolean directed = List.of("capsule", "cylinder", "ellipsoid", "box").contains(type);
    Transform pose = compiler.pose(geom);
    double[] size = geom.numbers("size");
    double[] fromTo = directed ? geom.numbers("fromto", 6) : null;
    if (fromTo != null) {
      Vec3 from = Vec3.of(fromTo[0], fromTo[1], fromTo[2]);
      Vec3 to = Vec3.of(fromTo[3], fromTo[4], fromTo[5]);
      Vec3 half = from.minus(to).times(Scalar.of(0.5));
      double length = Orientation.norm(half);
      if (!(length > 0)) {
        throw geom.refuse(geom + " has " + geom.shown("fromto") + ", two equal points; it takes two ends");
      }
      pose = new Transform(Orientation.zAxis(half), to.plus(half));
      double radius = positive(geom, size, 1)[0];
      size = type.equals("capsule") || type.equals("cylinder")
          ? new double[] {radius, length} : new double[] {radius, radius, length};
    }
    double[] sizes = size;
    return new MjcfGeom(geom, name, geom.make(() -> shape(geom, type, sizes, assets)), pose, assets);
  }

  /** A simple shape in place of a mesh; none if the mesh cannot be read, which is refused where it gives mass. */
  private static MjcfGeom fitted(
      XmlElement geom, String name, String type, MjcfCompiler compiler, MjcfAssets assets) {
    if (geom.has("fromto")) {
      throw geom.refuse(geom + " has fromto and is fitted to a mesh; it takes one of them");
    }
    assets.mesh(geom);
    Transform pose = compiler.pose(geom);
    MjcfMesh mesh;
    try {
      mesh = assets.readMesh(geom);
    } catch (RobotFormatException e) {
      return new MjcfGeom(geom, name, null, pose, assets);
    }
    boolean around = compiler.fitAround();
    Shape shape = geom.make(() -> mesh.fitted(type, around, geom.number("fitscale", 1)));
    return new MjcfGeom(geom, name, shape, pose.times(mesh.fittedFrame(around)), assets);
  }

  private static Shape shape(XmlElement geom, String type, double[] size, MjcfAssets assets) {
    return switch (type) {
      case "sphere" -> new Shape.Sphere(positive(geom, size, 1)[0]);
      case "capsule" -> {
        double[] s = positive(geom, size, 2);
        yield new Shape.Capsule(s[0], s[1]);
      }
      case "cylinder" -> {
        double[] s = positive(geom, size, 2);
        yield new Shape.Cylinder(s[0], s[1]);
      }
      case "ellipsoid" -> {
        double[] s = positive(geom, size, 3);
        yield new Shape.Ellipsoid(s[0], s[1], s[2]);
      }
      case "box" -> {
        double[] s = positive(geom, size, 3);
        yield new Shape.Box(s[0], s[1], s[2]);
      }
      case "plane" -> plane(geom, size);
      case "mesh" -> assets.mesh(geom);
      case "hfield" -> assets.heightField(geom);
      case "sdf" -> null;
      default -> throw geom.refuse(geom + " has " + geom.shown("type")
          + "; it takes plane, sphere, capsule, cylinder, ellipsoid, box or mesh");
    };
  }

  private static Shape plane(XmlElement geom, double[] size) {
    double[] half = size == null ? new double[2] : Arrays.copyOf(size, 2);
    if (half[0] < 0 || half[1] < 0) {
      throw geom.refuse(geom + " has " + geom.shown("size") + "; a plane takes half sizes, 0 where it has no end");
    }
    return new Shape.Plane(half[0], half[1]);
  }

  /** The sizes, of which the first {@code count} must be there and positive. */
  private static double[] positive(XmlElement geom, double[] size, int count) {
    for (int i = 0; i < count; i++) {
      if (size == null || i >= size.length || !(size[i] > 0)) {
        String needed = " needs " + count + (count == 1 ? " positive size" : " positive sizes");
        throw geom.refuse(geom + " of type " + geom.text("type", "sphere") + needed
            + (geom.has("size") ? ", not " + geom.shown("size") : ""));
      }
    }
    return size;
  }

  /** Its inertia in the frame of its body; none for a plane, which has no inside, and for what weighs nothing. */
  BodyInertia inertia() {
    if (shape instanceof Shape.Plane || shape instanceof Shape.HeightField
        || element.has("mass") && element.number("mass") == 0
        || !element.has("mass") && element.number("density", WATER) == 0) {
      return BodyInertia.NONE;
    }
    if (shape == null && element.has("mesh")) {
      assets.readMesh(element);
    }
    if (shape == null) {
      throw element.refuse(element + " is made by a plugin, which is not read; give its body an <inertial>");
    }
    boolean hollow = Boolean.TRUE.equals(element.flag("shellinertia"));
    if (shape instanceof Shape.Mesh) {
      if (hollow) {
        throw element.refuse(element + " has shellinertia; of a mesh it is said in the asset: inertia=\"shell\"");
      }
      MeshInertia mesh = assets.readMesh(element).inertia();
      return mesh.body(mass(mesh.size())).toParent(placement);
    }
    ShapeInertia inertia = hollow ? ShapeInertia.shell(shape) : ShapeInertia.solid(shape);
    return inertia.body(mass(inertia.size())).toParent(placement);
  }

  /** The frame in which its inertia is diagonal, in that of its body. */
  Transform inertialFrame() {
    return shape instanceof Shape.Mesh ? placement.times(assets.readMesh(element).frame()) : placement;
  }

  private double mass(double size) {
    double mass = element.has("mass") ? element.number("mass") : element.number("density", WATER) * size;
    if (mass < 0) {
      throw element.refuse(element + " has mass " + mass + " kg; a mass cannot be negative");
    }
    return mass;
  }

  /** Adds it to the robot, on a link. */
  void addTo(RobotBuilder builder, String link) {
    if (shape instanceof Shape.Mesh mesh) {
      builder.meshes.put(mesh, () -> assets.triangles(element));
    }
    Material material = material(element);
    boolean touches = material.contype() != 0 || material.conaffinity() != 0;
    boolean hidden = element.number("group", 0) > LAST_SHOWN_GROUP;
    Geometry.Purpose purpose = !touches ? Geometry.Purpose.VISUAL
        : hidden ? Geometry.Purpose.COLLISION : Geometry.Purpose.BOTH;
    builder.geometry(new RobotBuilder.Shaped(name, link, placement, shape, purpose, material, element));
  }

  /** What an element says of contact, and MuJoCo's defaults for the rest. */
  static Material material(XmlElement element) {
    Material otherwise = Material.DEFAULT;
    double[] friction = numbers(element, "friction", otherwise.sliding(), otherwise.torsional(), otherwise.rolling());
    return element.make(() -> new Material(
        friction[0],
        friction[1],
        friction[2],
        element.integer("condim", otherwise.condim()),
        element.integer("priority", otherwise.priority()),
        element.number("solmix", otherwise.solmix()),
        list(numbers(element, "solref", array(otherwise.solref()))),
        list(numbers(element, "solimp", array(otherwise.solimp()))),
        element.number("margin", otherwise.margin()),
        element.number("gap", otherwise.gap()),
        element.integer("contype", otherwise.contype()),
        element.integer("conaffinity", otherwise.conaffinity())));
  }

  /** The numbers of an attribute, which may be fewer than there are: the rest is as it would be without. */
  static double[] numbers(XmlElement element, String attribute, double... otherwise) {
    double[] given = element.numbers(attribute);
    if (given == null) {
      return otherwise;
    }
    if (given.length > otherwise.length) {
      throw element.refuse(element + " has " + element.shown(attribute) + " with " + given.length
          + " numbers; it takes " + otherwise.length + " at most");
    }
    double[] all = otherwise.clone();
    System.arraycopy(given, 0, all, 0, given.length);
    return all;
  }

  static double[] array(List<Double> list) {
    return list.stream().mapToDouble(Double::doubleValue).toArray();
  }

  static List<Double> list(double[] array) {
    return DoubleStream.of(array).boxed().toList();
  }
}
