package io.github.lanewise.model;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** The triangles of a robot's meshes, each read when it is first asked for. Safe for use by several threads. */
final class RobotMeshes {
  private final Map<Shape.Mesh, Supplier<MeshFile>> sources;
  private final Map<Shape.Mesh, MeshFile> read = new ConcurrentHashMap<>();

  /** Of what reads each mesh, in the frame of its geometry, or throws {@link IllegalArgumentException}. */
  RobotMeshes(Map<Shape.Mesh, Supplier<MeshFile>> sources) {
    this.sources = Map.copyOf(sources);
  }

  MeshFile of(Shape.Mesh mesh) {
    Supplier<MeshFile> source = sources.get(mesh);
    if (source == null) {
      throw new IllegalArgumentException("the mesh '" + mesh.file() + "' has no file that is read");
    }
    return read.computeIfAbsent(mesh, shape -> source.get());
  }
}
