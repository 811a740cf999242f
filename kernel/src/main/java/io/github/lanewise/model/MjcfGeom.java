package io.github.lanewise.model;

import io.github.lanewise.spatial.Transform;
import io.github.lanewise.spatial.Vec3;
import io.github.lanewise.trace.Scalar;

/**
 * The inertia of an MJCF geom: a homogeneous solid.
 *
 * @param volume [m^3]
 * @param ixx moment of 1 kg of it about its centre [m^2], on its own axes; z is the axis of capsules and cylinders
 * @param iyy likewise
 * @param izz likewise
 */
record MjcfGeom(double volume, double ixx, double iyy, double izz) {
  private static final double WATER = 1000;

  /** Inertia of a geom in the frame of its body; none for a plane, which has no inside. */
  static BodyInertia inertia(XmlElement geom, MjcfCompiler compiler) {
    String type = geom.text("type", "sphere");
    if (type.equals("plane") || type.equals("hfield") || geom.has("mass") && geom.number("mass") == 0
        || !geom.has("mass") && geom.number("density", WATER) == 0) {
      return BodyInertia.NONE;
    }
    if (geom.text("shellinertia", "false").equals("true")) {
      throw geom.refuse(geom + " has shellinertia; give its body an <inertial>");
    }
    Transform pose = compiler.pose(geom);
    double[] size = size(geom);
    double[] fromTo = type.equals("sphere") ? null : geom.numbers("fromto", 6);
    if (fromTo != null) {
      Vec3 from = Vec3.of(fromTo[0], fromTo[1], fromTo[2]);
      Vec3 to = Vec3.of(fromTo[3], fromTo[4], fromTo[5]);
      Vec3 half = from.minus(to).times(Scalar.of(0.5));
      double length = Orientation.norm(half);
      if (!(length > 0)) {
        throw geom.refuse(geom + " has " + geom.shown("fromto") + ", two equal points; it takes two ends");
      }
      pose = new Transform(Orientation.zAxis(half), to.plus(half));
      double radius = size(geom, size, 0);
      size = type.equals("capsule") || type.equals("cylinder")
          ? new double[] {radius, length} : new double[] {radius, radius, length};
    }
    MjcfGeom solid = switch (type) {
      case "sphere" -> ellipsoid(size(geom, size, 0), size[0], size[0]);
      case "ellipsoid" -> ellipsoid(size(geom, size, 0), size(geom, size, 1), size(geom, size, 2));
      case "box" -> box(size(geom, size, 0), size(geom, size, 1), size(geom, size, 2));
      case "cylinder" -> cylinder(size(geom, size, 0), size(geom, size, 1));
      case "capsule" -> capsule(size(geom, size, 0), size(geom, size, 1));
      case "mesh", "sdf" -> throw geom.refuse(
          geom + " is a " + type + ", and meshes are not read; give its body an <inertial>");
      default -> throw geom.refuse(geom + " has " + geom.shown("type")
          + "; it takes plane, sphere, capsule, cylinder, ellipsoid, box or mesh");
    };
    double mass = geom.has("mass") ? geom.number("mass") : geom.number("density", WATER) * solid.volume;
    if (mass < 0) {
      throw geom.refuse(geom + " has mass " + mass + " kg; a mass cannot be negative");
    }
    return BodyInertia.of(mass, Vec3.ZERO, mass * solid.ixx, mass * solid.iyy, mass * solid.izz).toParent(pose);
  }

  private static double[] size(XmlElement geom) {
    double[] size = geom.numbers("size");
    return size == null ? new double[0] : size;
  }

  private static double size(XmlElement geom, double[] size, int i) {
    if (i >= size.length || !(size[i] > 0)) {
      throw geom.refuse(geom + " of type " + geom.text("type", "sphere") + " needs " + (i + 1)
          + " or more positive sizes" + (geom.has("size") ? ", not " + geom.shown("size") : ""));
    }
    return size[i];
  }

  private static MjcfGeom ellipsoid(double a, double b, double c) {
    return new MjcfGeom(4.0 / 3.0 * Math.PI * a * b * c, (b * b + c * c) / 5, (a * a + c * c) / 5, (a * a + b * b) / 5);
  }

  private static MjcfGeom box(double a, double b, double c) {
    return new MjcfGeom(8 * a * b * c, (b * b + c * c) / 3, (a * a + c * c) / 3, (a * a + b * b) / 3);
  }

  private static MjcfGeom cylinder(double r, double half) {
    double across = r * r / 4 + half * half / 3;
    return new MjcfGeom(2 * Math.PI * r * r * half, across, across, r * r / 2);
  }

  /** A cylinder with two half balls, whose centres of mass lie 3r/8 outside of its ends. */
  private static MjcfGeom capsule(double r, double half) {
    MjcfGeom tube = cylinder(r, half);
    double ball = 4.0 / 3.0 * Math.PI * r * r * r;
    double volume = tube.volume + ball;
    double across = 0.4 * r * r + half * half + 0.75 * r * half;
    double along = 0.4 * r * r;
    double x = (tube.volume * tube.ixx + ball * across) / volume;
    return new MjcfGeom(volume, x, x, (tube.volume * tube.izz + ball * along) / volume);
  }
}
