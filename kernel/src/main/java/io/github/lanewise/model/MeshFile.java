package io.github.lanewise.model;

import io.github.lanewise.spatial.Transform;
import io.github.lanewise.spatial.Vec3;
import java.io.IOException;
import java.io.InputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Triangles of a file: STL, binary or text; OBJ; MuJoCo's MSH; or those in an MJCF file itself. What else a file says,
 * of normals and colours, is not read. Arrays are not copied.
 *
 * @param points x, y, z, point after point, in the file's own unit and frame
 * @param corners indices of points, three to a triangle, anticlockwise seen from outside
 */
public record MeshFile(double[] points, int[] corners) {
  private static final int STL_HEADER = 84;
  private static final int STL_TRIANGLE = 50;
  private static final Set<String> FORMATS = Set.of("stl", "obj", "msh");

  /**
   * Reads a file, whose name's ending tells the format.
   *
   * @param file .stl, .obj or .msh
   * @return its triangles, all corners among the points and all points finite
   * @throws IOException if it cannot be read
   * @throws IllegalArgumentException if it is no such file, or larger than 256 MiB; the message names it
   */
  public static MeshFile read(Path file) throws IOException {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(RobotFolder.MAX_MESH_BYTES + 1);
    }
    if (bytes.length > RobotFolder.MAX_MESH_BYTES) {
      throw new IllegalArgumentException(
          "the file '" + file + "' is larger than " + (RobotFolder.MAX_MESH_BYTES >> 20) + " MiB");
    }
    try {
      return parse(file.toString(), bytes);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("the file '" + file + "'" + e.getMessage(), e);
    }
  }

  /**
   * Reads the bytes of a file that an element names, whose ending tells the format; the element is for refusals.
   */
  static MeshFile read(XmlElement by, String name, byte[] bytes) {
    try {
      return parse(name, bytes);
    } catch (IllegalArgumentException e) {
      throw by.refuse(by + " has the file '" + name + "'" + e.getMessage());
    }
  }

  /** What is wrong is said as what follows the file's name. */
  private static MeshFile parse(String name, byte[] bytes) {
    String format = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    if (!FORMATS.contains(format)) {
      throw new IllegalArgumentException("; meshes are read from .stl, .obj and .msh");
    }
    try {
      MeshFile mesh = switch (format) {
        case "stl" -> stl(bytes);
        case "obj" -> obj(text(bytes));
        default -> msh(bytes);
      };
      return mesh.checked();
    } catch (IllegalArgumentException | IndexOutOfBoundsException | BufferUnderflowException e) {
      throw new IllegalArgumentException(", which is no " + format + " file of triangles: " + e.getMessage(), e);
    }
  }

  /**
   * These triangles in the frame of a geometry: {@code S R'(p - o)} of each point, o and R being the mesh's origin and
   * S its scale. Where the scale mirrors, corners go the other way round, so that they are seen from outside as before.
   *
   * @param mesh the shape that names the file
   * @return new triangles [m]
   */
  public MeshFile placed(Shape.Mesh mesh) {
    Transform toShape = mesh.origin().inverse();
    double[] placed = new double[points.length];
    for (int i = 0; i < points.length; i += 3) {
      Vec3 p = toShape.times(Vec3.of(points[i], points[i + 1], points[i + 2]));
      placed[i] = p.x().value() * mesh.scaleX();
      placed[i + 1] = p.y().value() * mesh.scaleY();
      placed[i + 2] = p.z().value() * mesh.scaleZ();
    }
    int[] round = corners.clone();
    boolean mirrored = mesh.scaleX() * mesh.scaleY() * mesh.scaleZ() < 0;
    for (int t = 0; mirrored && t < round.length; t += 3) {
      round[t + 1] = corners[t + 2];
      round[t + 2] = corners[t + 1];
    }
    return new MeshFile(placed, round);
  }

  /** The points in an element's {@code vertex}, and the triangles in its {@code face}: none if that is absent. */
  static MeshFile inline(XmlElement mesh) {
    double[] points = mesh.numbers("vertex");
    if (points == null) {
      throw mesh.refuse(mesh + " has neither a file nor a vertex, and gives a body its mass; give the body an"
          + " <inertial>");
    }
    double[] faces = mesh.has("face") ? mesh.numbers("face") : new double[0];
    if (points.length % 3 != 0 || faces.length % 3 != 0) {
      throw mesh.refuse(mesh + " has " + points.length + " numbers in vertex and " + faces.length
          + " in face; both take three for each");
    }
    int[] corners = new int[faces.length];
    for (int i = 0; i < corners.length; i++) {
      corners[i] = (int) faces[i];
      if (corners[i] != faces[i] || corners[i] < 0 || corners[i] >= points.length / 3) {
        throw mesh.refuse(mesh + " has the corner " + faces[i] + " in face; it has " + points.length / 3 + " points");
      }
    }
    return new MeshFile(points, corners);
  }

  private MeshFile checked() {
    if (corners.length == 0) {
      throw new IllegalArgumentException("it has no triangles");
    }
    for (double x : points) {
      if (!Double.isFinite(x)) {
        throw new IllegalArgumentException("a coordinate is not finite");
      }
    }
    for (int corner : corners) {
      if (corner < 0 || corner >= points.length / 3) {
        throw new IllegalArgumentException("corner " + corner + " of " + points.length / 3 + " points");
      }
    }
    return this;
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  /** Binary if its size is what its count of triangles says, whatever its first word is. */
  private static MeshFile stl(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    boolean binary = bytes.length >= STL_HEADER
        && bytes.length == STL_HEADER + (long) STL_TRIANGLE * Integer.toUnsignedLong(in.getInt(STL_HEADER - 4));
    if (!binary) {
      return stlText(text(bytes));
    }
    int triangles = in.getInt(STL_HEADER - 4);
    double[] points = new double[9 * triangles];
    for (int t = 0; t < triangles; t++) {
      for (int k = 0; k < 9; k++) {
        points[9 * t + k] = in.getFloat(STL_HEADER + STL_TRIANGLE * t + 12 + 4 * k);
      }
    }
    return new MeshFile(points, inTurn(3 * triangles));
  }

  private static MeshFile stlText(String text) {
    List<Double> points = new ArrayList<>();
    String[] words = text.strip().split("\\s+");
    if (!words[0].equals("solid")) {
      throw new IllegalArgumentException("neither its size nor its first word is that of an STL file");
    }
    for (int i = 0; i < words.length; i++) {
      if (words[i].equals("vertex")) {
        for (int k = 1; k <= 3; k++) {
          points.add(Double.parseDouble(words[i + k]));
        }
      }
    }
    return new MeshFile(array(points), inTurn(points.size() / 9 * 3));
  }

  /** Polygons become fans of triangles. */
  private static MeshFile obj(String text) {
    List<Double> points = new ArrayList<>();
    List<Integer> corners = new ArrayList<>();
    for (String line : text.split("\\R")) {
      String[] words = line.strip().split("\\s+");
      if (words[0].equals("v")) {
        for (int k = 1; k <= 3; k++) {
          points.add(Double.parseDouble(words[k]));
        }
      } else if (words[0].equals("f")) {
        int[] polygon = Arrays.stream(words).skip(1).mapToInt(word -> corner(word, points.size() / 3)).toArray();
        for (int k = 2; k < polygon.length; k++) {
          corners.addAll(List.of(polygon[0], polygon[k - 1], polygon[k]));
        }
      }
    }
    return new MeshFile(array(points), corners.stream().mapToInt(Integer::intValue).toArray());
  }

  /** {@code 7/1/3}: the point's number, from 1 on or from the last point back, then of other things. */
  private static int corner(String word, int points) {
    int number = Integer.parseInt(word.contains("/") ? word.substring(0, word.indexOf('/')) : word);
    return number < 0 ? points + number : number - 1;
  }

  /** Four counts, of points, normals, texture coordinates and triangles; then each as floats, the triangles as ints. */
  private static MeshFile msh(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    long[] counts = {in.getInt(), in.getInt(), in.getInt(), in.getInt()};
    long size = 16 + 12 * counts[0] + 12 * counts[1] + 8 * counts[2] + 12 * counts[3];
    if (Arrays.stream(counts).anyMatch(n -> n < 0) || size != bytes.length) {
      throw new IllegalArgumentException("its counts say " + size + " bytes, but it has " + bytes.length);
    }
    double[] points = new double[3 * (int) counts[0]];
    for (int i = 0; i < points.length; i++) {
      points[i] = in.getFloat();
    }
    in.position(in.position() + (int) (12 * counts[1] + 8 * counts[2]));
    int[] corners = new int[3 * (int) counts[3]];
    for (int i = 0; i < corners.length; i++) {
      corners[i] = in.getInt();
    }
    return new MeshFile(points, corners);
  }

  private static int[] inTurn(int n) {
    int[] corners = new int[n];
    Arrays.setAll(corners, i -> i);
    return corners;
  }

  private static double[] array(List<Double> list) {
    return list.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
