package io.github.lanewise.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;

/**
 * The convex hull of points in space, as triangles: quickhull (Barber, Dobkin, Huhdanpaa 1996), on doubles.
 *
 * <p>A point counts as on a face if it is no further from its plane than rounding may put it, so that points of one
 * plane, as on the sides of a box, are no trouble; they may lie outside of the triangles by that much.
 */
final class ConvexHull {
  private static final String UNCLEAR = "points so close to each other's planes that rounding hides the hull";

  /** A triangle, anticlockwise seen from outside; neighbour i is across the edge from corner i to the next. */
  private static final class Face {
    final int[] corners;
    final Face[] neighbours = new Face[3];
    final List<Integer> outside = new ArrayList<>();
    final double[] normal;
    double offset;
    boolean gone;

    Face(int a, int b, int c) {
      corners = new int[] {a, b, c};
      normal = new double[3];
    }

    /** The neighbour across the edge that this face has from {@code from} on. */
    int edge(int from) {
      return corners[0] == from ? 0 : corners[1] == from ? 1 : 2;
    }
  }

  /** An edge between what a point sees and what it does not, in the direction of the face that is seen. */
  private record Edge(int from, int to, Face beyond) {}

  private final double[] points;
  private final double rounding;
  private final Deque<Face> open = new ArrayDeque<>();
  private final List<Face> faces = new ArrayList<>();

  private ConvexHull(double[] points) {
    this.points = points;
    double[] largest = new double[3];
    for (int i = 0; i < points.length; i++) {
      largest[i % 3] = Math.max(largest[i % 3], Math.abs(points[i]));
    }
    rounding = 16 * Math.ulp(1.0) * (largest[0] + largest[1] + largest[2]);
  }

  /**
   * The corners of the hull's triangles, three to each, anticlockwise seen from outside.
   *
   * @param points x, y, z, point after point
   * @throws IllegalArgumentException if they lie in a plane, on a line or in one place, or are fewer than four
   */
  static int[] of(double[] points) {
    ConvexHull hull = new ConvexHull(points);
    hull.begin();
    hull.grow();
    int[] corners =
        hull.faces.stream().filter(face -> !face.gone).flatMapToInt(face -> Arrays.stream(face.corners)).toArray();
    if (corners.length / 3 != 2 * Arrays.stream(corners).distinct().count() - 4) {
      throw new IllegalArgumentException(UNCLEAR);
    }
    return corners;
  }

  /**
   * A few corners of the hull: those of a tetrahedron, then again and again the point furthest outside of what they
   * enclose, until no point is outside or there are enough of them.
   *
   * @param points x, y, z, point after point
   * @param most number of corners, at least 4
   * @param tolerance how far outside a point may be left [m]
   * @return indices of the points, and how far above the plane of a triangle between them a point is left
   * @throws IllegalArgumentException as {@link #of}
   */
  static Extremes extremes(double[] points, int most, double tolerance) {
    ConvexHull hull = new ConvexHull(points);
    hull.begin();
    Furthest furthest = hull.furthestOutside();
    for (int count = 4; count < most && furthest.height > tolerance; count++) {
      hull.raise(furthest.face, furthest.point);
      furthest = hull.furthestOutside();
    }
    int[] corners = hull.faces.stream().filter(face -> !face.gone)
        .flatMapToInt(face -> Arrays.stream(face.corners)).distinct().sorted().toArray();
    return new Extremes(corners, furthest.height);
  }

  /** Corners of a hull, and how far outside of a plane of theirs another point is. */
  record Extremes(int[] corners, double error) {}

  /** The point that is highest above one of the faces; 0 if none is above by more than rounding. */
  private record Furthest(Face face, int point, double height) {}

  private Furthest furthestOutside() {
    Furthest best = new Furthest(null, -1, 0);
    for (Face face : faces) {
      for (int i = 0; !face.gone && i < points.length / 3; i++) {
        double height = above(face, i);
        best = height > Math.max(best.height, rounding) ? new Furthest(face, i, height) : best;
      }
    }
    return best;
  }

  /** A tetrahedron, large so that few points are outside of it. */
  private void begin() {
    int n = points.length / 3;
    if (n < 4) {
      throw new IllegalArgumentException(n + " points; a hull takes 4 or more");
    }
    int a = furthest(i -> distance(i, 0), "in one place");
    int b = furthest(i -> distance(i, a), "in one place");
    double[] along = minus(b, a);
    int c = furthest(i -> length(cross(along, minus(i, a))) / length(along), "on one line");
    Face base = face(a, b, c);
    int d = furthest(i -> Math.abs(above(base, i)), "in one plane");
    boolean up = above(base, d) > 0;
    List<Face> first = up ? List.of(face(a, c, b), face(a, b, d), face(b, c, d), face(c, a, d))
        : List.of(base, face(b, a, d), face(c, b, d), face(a, c, d));
    for (Face one : first) {
      for (Face other : first) {
        for (int i = 0; i < 3; i++) {
          for (int j = 0; j < 3; j++) {
            if (one.corners[i] == other.corners[(j + 1) % 3] && one.corners[(i + 1) % 3] == other.corners[j]) {
              one.neighbours[i] = other;
            }
          }
        }
      }
    }
    for (int i = 0; i < n; i++) {
      giveTo(first, i);
    }
    first.forEach(this::keep);
  }

  /** What is above the face by more than rounding is outside. */
  private void grow() {
    while (!open.isEmpty()) {
      Face face = open.pop();
      if (face.gone) {
        continue;
      }
      int top = face.outside.getFirst();
      for (int i : face.outside) {
        top = above(face, i) > above(face, top) ? i : top;
      }
      raise(face, top);
    }
  }

  /** Puts a cone from the point in place of all faces that it sees. */
  private void raise(Face first, int top) {
    List<Face> seen = new ArrayList<>(List.of(first));
    List<Edge> horizon = new ArrayList<>();
    first.gone = true;
    for (int k = 0; k < seen.size(); k++) {
      Face face = seen.get(k);
      for (int i = 0; i < 3; i++) {
        Face next = face.neighbours[i];
        if (!next.gone && above(next, top) > rounding) {
          next.gone = true;
          seen.add(next);
        } else if (!next.gone) {
          horizon.add(new Edge(face.corners[i], face.corners[(i + 1) % 3], next));
        }
      }
    }
    Map<Integer, Face> byStart = new HashMap<>();
    for (Edge edge : horizon) {
      Face cone = face(edge.from, edge.to, top);
      cone.neighbours[0] = edge.beyond;
      edge.beyond.neighbours[edge.beyond.edge(edge.to)] = cone;
      if (byStart.put(edge.from, cone) != null) {
        throw new IllegalArgumentException(UNCLEAR);
      }
    }
    for (Edge edge : horizon) {
      Face cone = byStart.get(edge.from);
      Face next = byStart.get(edge.to);
      cone.neighbours[1] = next;
      next.neighbours[2] = cone;
    }
    for (Face face : seen) {
      for (int i : face.outside) {
        if (i != top) {
          giveTo(byStart.values(), i);
        }
      }
    }
    byStart.values().forEach(this::keep);
  }

  private void keep(Face face) {
    faces.add(face);
    if (!face.outside.isEmpty()) {
      open.push(face);
    }
  }

  /** Gives a point to the first face that it is outside of; inside of all, it is not on the hull. */
  private void giveTo(Iterable<Face> some, int i) {
    for (Face face : some) {
      if (above(face, i) > rounding) {
        face.outside.add(i);
        return;
      }
    }
  }

  private int furthest(IntToDoubleFunction from, String all) {
    int best = 0;
    for (int i = 1; i < points.length / 3; i++) {
      best = from.applyAsDouble(i) > from.applyAsDouble(best) ? i : best;
    }
    if (!(from.applyAsDouble(best) > rounding)) {
      throw new IllegalArgumentException(points.length / 3 + " points that are all " + all + "; a hull has a volume");
    }
    return best;
  }

  private Face face(int a, int b, int c) {
    Face face = new Face(a, b, c);
    double[] normal = cross(minus(b, a), minus(c, a));
    double length = length(normal);
    for (int k = 0; k < 3; k++) {
      face.normal[k] = normal[k] / length;
      face.offset += face.normal[k] * (points[3 * a + k] + points[3 * b + k] + points[3 * c + k]) / 3;
    }
    return face;
  }

  private double above(Face face, int i) {
    return face.normal[0] * points[3 * i] + face.normal[1] * points[3 * i + 1] + face.normal[2] * points[3 * i + 2]
        - face.offset;
  }

  private double distance(int i, int j) {
    return length(minus(i, j));
  }

  private double[] minus(int i, int j) {
    return new double[] {
      points[3 * i] - points[3 * j], points[3 * i + 1] - points[3 * j + 1], points[3 * i + 2] - points[3 * j + 2]};
  }

  private static double[] cross(double[] a, double[] b) {
    return new double[] {a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]};
  }

  private static double length(double[] a) {
    return Math.sqrt(a[0] * a[0] + a[1] * a[1] + a[2] * a[2]);
  }
}
