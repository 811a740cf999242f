package io.github.lanewise.model;

import io.github.lanewise.spatial.Transform;
import java.util.List;

/**
 * The form of a {@link Geometry}, about the origin and on the axes of its placement. Lengths in m, all finite, none
 * negative.
 */
public sealed interface Shape {
  /**
   * A ball about the origin.
   *
   * @param radius [m]
   */
  record Sphere(double radius) implements Shape {
    /** Refuses a negative radius. */
    public Sphere {
      checkLengths(radius);
    }
  }

  /**
   * A cylinder about z with half a ball on each end, the origin in its middle.
   *
   * @param radius [m]
   * @param halfLength from the middle to the centre of a ball [m]
   */
  record Capsule(double radius, double halfLength) implements Shape {
    /** Refuses negative lengths. */
    public Capsule {
      checkLengths(radius, halfLength);
    }
  }

  /**
   * A cylinder about z, the origin in its middle.
   *
   * @param radius [m]
   * @param halfLength from the middle to an end [m]
   */
  record Cylinder(double radius, double halfLength) implements Shape {
    /** Refuses negative lengths. */
    public Cylinder {
      checkLengths(radius, halfLength);
    }
  }

  /**
   * A box about the origin, its edges along the axes.
   *
   * @param halfX from the middle to a side [m]
   * @param halfY likewise
   * @param halfZ likewise
   */
  record Box(double halfX, double halfY, double halfZ) implements Shape {
    /** Refuses negative lengths. */
    public Box {
      checkLengths(halfX, halfY, halfZ);
    }
  }

  /**
   * The points with {@code (x / radiusX)^2 + (y / radiusY)^2 + (z / radiusZ)^2 <= 1}.
   *
   * @param radiusX [m]
   * @param radiusY [m]
   * @param radiusZ [m]
   */
  record Ellipsoid(double radiusX, double radiusY, double radiusZ) implements Shape {
    /** Refuses negative lengths. */
    public Ellipsoid {
      checkLengths(radiusX, radiusY, radiusZ);
    }
  }

  /**
   * The half space {@code z <= 0}; z is its normal.
   *
   * @param halfX from the middle to where its drawing ends [m], 0 if it does not end
   * @param halfY likewise
   */
  record Plane(double halfX, double halfY) implements Shape {
    /** Refuses negative lengths. */
    public Plane {
      checkLengths(halfX, halfY);
    }
  }

  /**
   * Triangles in a file, which {@link MeshFile} reads.
   *
   * @param file its path or address as the robot's file has it
   * @param scaleX factor of its coordinates, negative ones mirror
   * @param scaleY likewise
   * @param scaleZ likewise
   * @param origin pose of the shape's axes in the coordinates of the file, before they are scaled, constants
   */
  record Mesh(String file, double scaleX, double scaleY, double scaleZ, Transform origin) implements Shape {
    /**
     * A mesh about the origin and on the axes of its file.
     *
     * @param file its path or address as the robot's file has it
     * @param scaleX factor of its coordinates, negative ones mirror
     * @param scaleY likewise
     * @param scaleZ likewise
     */
    public Mesh(String file, double scaleX, double scaleY, double scaleZ) {
      this(file, scaleX, scaleY, scaleZ, Transform.IDENTITY);
    }
  }

  /**
   * Ground whose height above its placement is a grid of numbers or a picture.
   *
   * @param name of the field in the robot's file
   * @param halfX from the middle to a side [m]
   * @param halfY likewise
   * @param height of its highest possible point [m]
   * @param base depth of the box that it stands on [m]
   * @param grid heights as parts of {@code height}, row by row from -y to y, along x in each, the outer ones on the
   *     sides; no rows if they are in a file that is not read
   */
  record HeightField(String name, double halfX, double halfY, double height, double base, List<List<Double>> grid)
      implements Shape {
    /** Refuses negative lengths, and rows of different or no length. */
    public HeightField {
      checkLengths(halfX, halfY, height, base);
      grid = grid.stream().map(List::copyOf).toList();
      for (List<Double> row : grid) {
        if (grid.size() < 2 || row.size() < 2 || row.size() != grid.getFirst().size()
            || !row.stream().allMatch(Double::isFinite)) {
          throw new IllegalArgumentException("a height field of " + grid.size() + " rows, one with " + row.size()
              + " heights; it takes 2 or more of each, all finite, as many in each row");
        }
      }
    }
  }

  private static void checkLengths(double... lengths) {
    for (double length : lengths) {
      if (!(length >= 0) || Double.isInfinite(length)) {
        throw new IllegalArgumentException("a length of " + length + " m in a shape; it takes finite ones, 0 or more");
      }
    }
  }
}
