package io.github.lanewise.model;

import io.github.lanewise.spatial.Mat3;
import io.github.lanewise.spatial.Transform;
import io.github.lanewise.spatial.Vec3;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** The meshes and height fields of an MJCF file's {@code <asset>} sections, by name. */
final class MjcfAssets {
  private final RobotFolder folder;
  private final Map<String, Shape.Mesh> meshes = new HashMap<>();
  private final Map<String, XmlElement> elements = new HashMap<>();
  private final Map<String, MjcfMesh> read = new HashMap<>();
  private final Map<String, Shape.HeightField> heightFields = new HashMap<>();

  MjcfAssets(XmlElement mujoco, MjcfCompiler compiler, MjcfDefaults defaults, RobotFolder folder) {
    this.folder = folder;
    for (XmlElement section : mujoco.children("asset")) {
      section.children("mesh").forEach(mesh -> addMesh(defaults.resolve(mesh, null), compiler));
      section.children("hfield").forEach(this::addHeightField);
    }
  }

  private void addMesh(XmlElement mesh, MjcfCompiler compiler) {
    String file = mesh.text("file", "");
    String name = mesh.has("name") ? mesh.requiredText("name") : stem(file);
    double[] scale = mesh.numbers("scale", 3);
    double[] s = scale == null ? new double[] {1, 1, 1} : scale;
    // Triangles that stand in the robot's file itself go by the name.
    String place = file.isEmpty() ? name : compiler.meshFile(file);
    elements.put(name, mesh);
    if (meshes.put(name, new Shape.Mesh(place, s[0], s[1], s[2], origin(mesh))) != null) {
      throw mesh.refuse("two meshes are named '" + name + "'; names are unique");
    }
  }

  private static Transform origin(XmlElement mesh) {
    double[] p = mesh.numbers("refpos", 3);
    double[] q = mesh.numbers("refquat", 4);
    return new Transform(q == null ? Mat3.IDENTITY : Orientation.quaternion(q[0], q[1], q[2], q[3]),
        p == null ? Vec3.ZERO : Vec3.of(p[0], p[1], p[2]));
  }

  private void addHeightField(XmlElement field) {
    String name = field.has("name") ? field.requiredText("name") : stem(field.text("file", ""));
    double[] size = field.numbers("size", 4);
    if (size == null || !(size[0] > 0 && size[1] > 0 && size[2] > 0 && size[3] >= 0)) {
      throw field.refuse(field + " takes 4 positive sizes" + (size == null ? "" : ", not " + field.shown("size")));
    }
    if (heightFields.put(name, field.make(
        () -> new Shape.HeightField(name, size[0], size[1], size[2], size[3], grid(field)))) != null) {
      throw field.refuse("two height fields are named '" + name + "'; names are unique");
    }
  }

  /** Heights in the element itself, of which the first row is that at y, scaled to 0 to 1; all 0 if there are none. */
  private static List<List<Double>> grid(XmlElement field) {
    int rows = field.integer("nrow", 0);
    int columns = field.integer("ncol", 0);
    double[] given = field.numbers("elevation");
    if (field.has("file") || rows < 2 || columns < 2) {
      return List.of();
    }
    if (given != null && given.length != rows * columns) {
      throw field.refuse(field + " has " + given.length + " numbers in elevation; it takes nrow times ncol, "
          + rows * columns);
    }
    double[] heights = given == null ? new double[rows * columns] : given;
    double least = DoubleStream.of(heights).min().orElse(0);
    double span = DoubleStream.of(heights).max().orElse(0) - least;
    return IntStream.range(0, rows).mapToObj(i -> IntStream.range(0, columns)
        .mapToObj(j -> span > 0 ? (heights[(rows - 1 - i) * columns + j] - least) / span : 0.0).toList()).toList();
  }

  /** The file's name without folder and ending, by which an asset goes that has none of its own. */
  static String stem(String file) {
    String last = file.substring(1 + Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')));
    return last.contains(".") ? last.substring(0, last.lastIndexOf('.')) : last;
  }

  /** The mesh of a geom. */
  Shape.Mesh mesh(XmlElement geom) {
    return find(geom, "mesh", meshes);
  }

  /** The mesh of a geom with its triangles. */
  MjcfMesh readMesh(XmlElement geom) {
    Shape.Mesh shape = mesh(geom);
    return read.computeIfAbsent(
        geom.text("mesh"), name -> MjcfMesh.read(elements.get(name), shape, folder));
  }

  /** The triangles of a mesh of this file, in the frame of its geoms. */
  MeshFile triangles(XmlElement geom) {
    return MjcfMesh.triangles(elements.get(geom.text("mesh")), mesh(geom), folder);
  }

  /** The height field of a geom. */
  Shape.HeightField heightField(XmlElement geom) {
    return find(geom, "hfield", heightFields);
  }

  private static <T> T find(XmlElement geom, String kind, Map<String, T> assets) {
    T found = assets.get(geom.requiredText(kind));
    if (found == null) {
      throw geom.refuse(geom + " has " + geom.shown(kind) + ", which no <asset> defines");
    }
    return found;
  }
}
