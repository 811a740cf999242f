package io.github.lanewise.model;

import io.github.lanewise.spatial.Vec3;

/**
 * Size and moments of a homogeneous shape about its centre, on its own axes.
 *
 * @param size volume of a solid [m^3], area of a shell [m^2]
 * @param ixx moment of 1 kg of it [m^2]; z is the axis of capsules and cylinders
 * @param iyy likewise
 * @param izz likewise
 */
record ShapeInertia(double size, double ixx, double iyy, double izz) {
  /** Exponent of Thomsen's formula for the area of an ellipsoid. */
  private static final double THOMSEN = 1.6075;

  /** Filled; null if it has no inside or its inside is not known. */
  static ShapeInertia solid(Shape shape) {
    return switch (shape) {
      case Shape.Sphere(double r) -> ellipsoid(r, r, r);
      case Shape.Ellipsoid(double a, double b, double c) -> ellipsoid(a, b, c);
      case Shape.Box(double a, double b, double c) -> box(a, b, c);
      case Shape.Cylinder(double r, double half) -> cylinder(r, half);
      case Shape.Capsule(double r, double half) -> capsule(r, half);
      case Shape.Plane _, Shape.HeightField _, Shape.Mesh _ -> null;
    };
  }

  /** Hollow, with its mass in its surface; null where {@link #solid} is. */
  static ShapeInertia shell(Shape shape) {
    return switch (shape) {
      case Shape.Sphere(double r) -> ellipsoidShell(r, r, r);
      case Shape.Ellipsoid(double a, double b, double c) -> ellipsoidShell(a, b, c);
      case Shape.Box(double a, double b, double c) -> boxShell(a, b, c);
      case Shape.Cylinder(double r, double half) -> cylinderShell(r, half);
      case Shape.Capsule(double r, double half) -> capsuleShell(r, half);
      case Shape.Plane _, Shape.HeightField _, Shape.Mesh _ -> null;
    };
  }

  /** A body of this form with its centre in the origin. */
  BodyInertia body(double mass) {
    return BodyInertia.of(mass, Vec3.ZERO, mass * ixx, mass * iyy, mass * izz);
  }

  private static ShapeInertia ellipsoid(double a, double b, double c) {
    return new ShapeInertia(
        4.0 / 3.0 * Math.PI * a * b * c, (b * b + c * c) / 5, (a * a + c * c) / 5, (a * a + b * b) / 5);
  }

  private static ShapeInertia box(double a, double b, double c) {
    return new ShapeInertia(8 * a * b * c, (b * b + c * c) / 3, (a * a + c * c) / 3, (a * a + b * b) / 3);
  }

  private static ShapeInertia cylinder(double r, double half) {
    double across = r * r / 4 + half * half / 3;
    return new ShapeInertia(2 * Math.PI * r * r * half, across, across, r * r / 2);
  }

  /** A cylinder with two half balls, whose centres of mass lie 3r/8 outside of its ends. */
  private static ShapeInertia capsule(double r, double half) {
    ShapeInertia tube = cylinder(r, half);
    double ball = 4.0 / 3.0 * Math.PI * r * r * r;
    double volume = tube.size + ball;
    double across = 0.4 * r * r + half * half + 0.75 * r * half;
    double along = 0.4 * r * r;
    double x = (tube.size * tube.ixx + ball * across) / volume;
    return new ShapeInertia(volume, x, x, (tube.size * tube.izz + ball * along) / volume);
  }

  /**
   * What is added to a solid ellipsoid when its semi-axes grow by a little, all by the same: MuJoCo's shell, right for
   * a sphere. The area is Thomsen's formula, within 1.1 % (numericana.com/answer/ellipsoid.htm).
   */
  private static ShapeInertia ellipsoidShell(double a, double b, double c) {
    double mean = (Math.pow(a * b, THOMSEN) + Math.pow(b * c, THOMSEN) + Math.pow(c * a, THOMSEN)) / 3;
    double grown = 1 / (1 / a + 1 / b + 1 / c);
    return new ShapeInertia(4 * Math.PI * Math.pow(mean, 1 / THOMSEN),
        (b * b + c * c + 2 * (b + c) * grown) / 5,
        (a * a + c * c + 2 * (a + c) * grown) / 5,
        (a * a + b * b + 2 * (a + b) * grown) / 5);
  }

  /** Six plates; x^2 is a^2 on two of them, and a^2/3 in the mean of the others. */
  private static ShapeInertia boxShell(double a, double b, double c) {
    double area = 8 * (a * b + b * c + c * a);
    double xx = a * a * (8 * b * c + (area - 8 * b * c) / 3) / area;
    double yy = b * b * (8 * a * c + (area - 8 * a * c) / 3) / area;
    double zz = c * c * (8 * a * b + (area - 8 * a * b) / 3) / area;
    return new ShapeInertia(area, yy + zz, xx + zz, xx + yy);
  }

  /** A tube and two discs. */
  private static ShapeInertia cylinderShell(double r, double half) {
    double tube = 4 * Math.PI * r * half;
    double discs = 2 * Math.PI * r * r;
    double area = tube + discs;
    double across = (tube * (r * r / 2 + half * half / 3) + discs * (r * r / 4 + half * half)) / area;
    return new ShapeInertia(area, across, across, (tube * r * r + discs * r * r / 2) / area);
  }

  /** A tube and two half spheres, whose centres of mass lie r/2 outside of its ends. */
  private static ShapeInertia capsuleShell(double r, double half) {
    double tube = 4 * Math.PI * r * half;
    double sphere = 4 * Math.PI * r * r;
    double area = tube + sphere;
    double across = tube * (r * r / 2 + half * half / 3) + sphere * (2 * r * r / 3 + half * half + r * half);
    return new ShapeInertia(area, across / area, across / area, (tube + 2 * sphere / 3) * r * r / area);
  }
}
