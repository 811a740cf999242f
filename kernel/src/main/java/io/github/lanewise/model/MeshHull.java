package io.github.lanewise.model;

import io.github.lanewise.spatial.Vec3;
import java.util.Arrays;
import java.util.List;

/**
 * A few corners of the convex hull of a mesh, chosen so that they enclose it as well as so few can: by quickhull, whose
 * next point is always the one furthest outside of what the others enclose.
 *
 * @param corners in the frame of the geometry, constants [m]
 * @param error how far a point of the mesh is outside of the plane of a face of these corners' hull, at most [m]
 */
public record MeshHull(List<Vec3> corners, double error) {
  /** Points less far outside are not taken [m]. */
  private static final double TOLERANCE = 1e-4;

  /** Copies the corners. */
  public MeshHull {
    corners = List.copyOf(corners);
  }

  /**
   * Of a mesh.
   *
   * @param mesh in the frame of its geometry
   * @param most number of corners, at least 4; fewer are taken where no point is outside of them by more than 0.1 mm
   * @return its corners
   * @throws IllegalArgumentException if the points enclose nothing, as those of a sheet do
   */
  public static MeshHull of(MeshFile mesh, int most) {
    double[] p = mesh.points();
    ConvexHull.Extremes extremes = ConvexHull.extremes(p, most, TOLERANCE);
    return new MeshHull(Arrays.stream(extremes.corners()).mapToObj(i -> Vec3.of(p[3 * i], p[3 * i + 1], p[3 * i + 2]))
        .toList(), extremes.error());
  }
}
