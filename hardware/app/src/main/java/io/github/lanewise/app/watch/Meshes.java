package io.github.lanewise.app.watch;

import io.github.lanewise.model.MeshFile;
import io.github.lanewise.model.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The meshes of a robot, found from its file as they are named there, and read as far as a page may hold them. */
final class Meshes {
  /** Of all meshes of a page: points in single precision, and corners. */
  static final int MOST_BYTES = 32 << 20;
  private static final String PACKAGE = "package://";
  private static final String FILE = "file://";

  /** Of the robot's file, null if it is none. */
  private final Path folder;
  private final List<MeshFile> read = new ArrayList<>();
  private final Map<Shape.Mesh, Integer> places = new HashMap<>();
  private final Map<Shape.Mesh, String> problems = new HashMap<>();
  private long bytes;

  Meshes(Path folder) {
    this.folder = folder;
  }

  /** All that were read, in the frames of their shapes. */
  List<MeshFile> read() {
    return read;
  }

  /** The place of a mesh in {@link #read}, -1 if it cannot be shown. */
  int place(Shape.Mesh mesh) {
    if (!places.containsKey(mesh) && !problems.containsKey(mesh)) {
      try {
        add(mesh);
      } catch (IOException e) {
        problems.put(mesh, "which cannot be read");
      } catch (IllegalArgumentException e) {
        problems.put(mesh, e.getMessage());
      }
    }
    return places.getOrDefault(mesh, -1);
  }

  /** Why a mesh has no place. */
  String problem(Shape.Mesh mesh) {
    return problems.get(mesh);
  }

  private void add(Shape.Mesh mesh) throws IOException {
    Path file = find(mesh.file());
    MeshFile placed = MeshFile.read(file).placed(mesh);
    long size = (long) Float.BYTES * placed.points().length + (long) Integer.BYTES * placed.corners().length;
    if (bytes + size > MOST_BYTES) {
      throw new IllegalArgumentException(
          "the file '" + file + "' makes the meshes larger than the " + (MOST_BYTES >> 20) + " MiB of a page");
    }
    bytes += size;
    places.put(mesh, read.size());
    read.add(placed);
  }

  /** A path from the robot's folder; or one in a package, which lies beside it or beside a folder around it. */
  private Path find(String name) {
    if (folder == null) {
      throw new IllegalArgumentException("the robot is no file, from which meshes could be found");
    }
    try {
      if (!name.startsWith(PACKAGE)) {
        return existing(folder.resolve(name.startsWith(FILE) ? name.substring(FILE.length()) : name));
      }
      String inPackages = name.substring(PACKAGE.length());
      for (Path around = folder; around != null; around = around.getParent()) {
        if (Files.isRegularFile(around.resolve(inPackages))) {
          return around.resolve(inPackages);
        }
      }
      throw new IllegalArgumentException(
          "neither " + folder + " nor a folder around it has a file '" + inPackages + "'");
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("its name is no path", e);
    }
  }

  private static Path existing(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new IllegalArgumentException("there is no file '" + file + "'");
    }
    return file;
  }
}
