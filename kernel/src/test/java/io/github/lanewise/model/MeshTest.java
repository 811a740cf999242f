package io.github.lanewise.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.github.lanewise.spatial.Mat3;
import io.github.lanewise.spatial.Transform;
import io.github.lanewise.spatial.Vec3;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Inertia of meshes in every format and of every kind, against bodies of which it is known. */
class MeshTest {
  /** The corners of a cube of side 2, bits of the index for x, y, z, and its faces, outwards. */
  private static final int[][] FACES = {
    {0, 2, 3, 1}, {4, 5, 7, 6}, {0, 1, 5, 4}, {2, 6, 7, 3}, {0, 4, 6, 2}, {1, 3, 7, 5}
  };

  private static final String LOPSIDED = "0 0 0  1 0 0  0 .625 0  0 0 .375  1 .625 .125  .25 .25 .75";

  @TempDir
  private Path folder;

  private static float[] corner(int i, float[] shift) {
    return new float[] {(i & 1) * 2 - 1 + shift[0], (i >> 1 & 1) * 2 - 1 + shift[1], (i >> 2) * 2 - 1 + shift[2]};
  }

  private static String obj(float[]... shifts) {
    StringBuilder text = new StringBuilder("# boxes\n");
    for (float[] shift : shifts) {
      for (int i = 0; i < 8; i++) {
        float[] p = corner(i, shift);
        text.append("v %s %s %s 1\n".formatted(p[0], p[1], p[2]));
      }
      for (int[] face : FACES) {
        text.append("f %d/1/2 %d//3 %d/4 %d\n".formatted(face[0] - 8, face[1] - 8, face[2] - 8, face[3] - 8));
      }
    }
    return text.toString();
  }

  private static List<float[]> triangles(float[] shift) {
    return Arrays.stream(FACES).flatMap(f -> Stream.of(
        new int[] {f[0], f[1], f[2]}, new int[] {f[0], f[2], f[3]})).flatMapToInt(Arrays::stream)
        .mapToObj(i -> corner(i, shift)).toList();
  }

  private static byte[] stl(float[] shift) {
    ByteBuffer out = ByteBuffer.allocate(84 + 12 * 50).order(ByteOrder.LITTLE_ENDIAN);
    out.put("solid, and binary all the same".getBytes(StandardCharsets.US_ASCII)).position(80);
    out.putInt(12);
    List<float[]> points = triangles(shift);
    for (int t = 0; t < 12; t++) {
      out.position(84 + 50 * t + 12);
      for (float[] p : points.subList(3 * t, 3 * t + 3)) {
        out.putFloat(p[0]).putFloat(p[1]).putFloat(p[2]);
      }
    }
    return out.array();
  }

  private static String stlText(float[] shift) {
    StringBuilder text = new StringBuilder("solid cube\n");
    List<float[]> points = triangles(shift);
    for (int i = 0; i < points.size(); i++) {
      text.append(i % 3 == 0 ? " facet normal 0 0 0\n  outer loop\n" : "");
      text.append("   vertex %s %s %s\n".formatted(points.get(i)[0], points.get(i)[1], points.get(i)[2]));
      text.append(i % 3 == 2 ? "  endloop\n endfacet\n" : "");
    }
    return text + "endsolid cube\n";
  }

  private static byte[] msh(float[] shift) {
    ByteBuffer out = ByteBuffer.allocate(16 + 12 * 8 + 12 + 8 + 12 * 12).order(ByteOrder.LITTLE_ENDIAN);
    out.putInt(8).putInt(1).putInt(1).putInt(12);
    for (int i = 0; i < 8; i++) {
      float[] p = corner(i, shift);
      out.putFloat(p[0]).putFloat(p[1]).putFloat(p[2]);
    }
    out.position(out.position() + 20);
    for (int[] f : FACES) {
      out.putInt(f[0]).putInt(f[1]).putInt(f[2]).putInt(f[0]).putInt(f[2]).putInt(f[3]);
    }
    return out.array();
  }

  private BodyInertia body(String mesh, String geom) throws IOException {
    return RobotModel.load(Files.writeString(folder.resolve("robot.xml"), "<mujoco><compiler angle='radian'/><asset>"
        + "<mesh name='m' " + mesh + "/></asset><worldbody><body><joint/><geom type='mesh' mesh='m' " + geom
        + "/></body></worldbody></mujoco>")).joints().getFirst().body();
  }

  private static void same(BodyInertia actual, BodyInertia expected) {
    double[] e = Doubles.of(expected);
    assertThat(Doubles.distance(Doubles.of(actual), e)).isLessThan(1e-13 * Doubles.largest(e));
  }

  private static final float[] SHIFT = {0.5f, 1, -2};

  private void write() throws IOException {
    Files.write(folder.resolve("binary.STL"), stl(SHIFT));
    Files.writeString(folder.resolve("text.stl"), stlText(SHIFT));
    Files.writeString(folder.resolve("polygons.obj"), obj(SHIFT));
    Files.write(folder.resolve("mujoco.msh"), msh(SHIFT));
  }

  @ParameterizedTest
  @ValueSource(strings = {"binary.STL", "text.stl", "polygons.obj", "mujoco.msh"})
  void aCubeIsACubeInEveryFormatAndOfEveryKind(String file) throws IOException {
    write();
    Vec3 com = Vec3.of(0.5, 1, -2);
    same(body("file='" + file + "'", ""), BodyInertia.of(8000, com, 8000 / 1.5, 8000 / 1.5, 8000 / 1.5));
    same(body("file='" + file + "' inertia='exact'", "mass='3'"), BodyInertia.of(3, com, 2, 2, 2));
    // Six plates of side 2: two turn about their middle, four ride at distance 1.
    double shell = 3 * (2 * (4 + 4) / 12.0 + 4 * (4 / 12.0 + 1)) / 6;
    same(body("file='" + file + "' inertia='shell'", "mass='3'"), BodyInertia.of(3, com, shell, shell, shell));
    same(body("file='" + file + "' inertia='shell'", "density='2'"),
        BodyInertia.of(48, com, 16 * shell, 16 * shell, 16 * shell));
  }

  @ParameterizedTest
  @ValueSource(strings = {"binary.STL", "text.stl", "polygons.obj", "mujoco.msh"})
  void trianglesArePlacedInTheFrameOfTheShape(String file) throws IOException {
    write();
    MeshFile mesh = MeshFile.read(folder.resolve(file));
    assertThat(mesh.corners()).hasSize(36);
    Transform origin = new Transform(Mat3.of(0, -1, 0, 1, 0, 0, 0, 0, 1), Vec3.of(0.5, 1, 0));
    MeshFile placed = mesh.placed(new Shape.Mesh(file, -1, 2, 3, origin));
    double volume = 0;
    for (int t = 0; t < 36; t += 3) {
      double[][] p = new double[3][];
      for (int k = 0; k < 3; k++) {
        int corner = 3 * placed.corners()[t + k];
        p[k] = Arrays.copyOfRange(placed.points(), corner, corner + 3);
        // Less the shift, (x, y) becomes (y, -x), and that is scaled.
        double[] before = Arrays.copyOfRange(mesh.points(), 3 * mesh.corners()[t + (k == 0 ? 0 : 3 - k)],
            3 * mesh.corners()[t + (k == 0 ? 0 : 3 - k)] + 3);
        assertThat(p[k]).containsExactly(
            new double[] {-(before[1] - 1), -2 * (before[0] - 0.5), 3 * before[2]}, within(1e-12));
      }
      volume += (p[0][0] * (p[1][1] * p[2][2] - p[1][2] * p[2][1]) + p[0][1] * (p[1][2] * p[2][0] - p[1][0] * p[2][2])
          + p[0][2] * (p[1][0] * p[2][1] - p[1][1] * p[2][0])) / 6;
    }
    assertThat(volume).as("seen from outside still").isEqualTo(8 * 6, within(1e-12));
    Files.writeString(folder.resolve("robot.xml"), "<mujoco><asset><mesh name='m' file='" + file
        + "' refpos='.5 1 0' refquat='1 0 0 1' scale='-1 2 3'/></asset><worldbody><geom type='mesh' mesh='m'/>"
        + "</worldbody></mujoco>");
    Shape read = RobotModel.load(folder.resolve("robot.xml")).geometries().getFirst().shape();
    assertThat(mesh.placed((Shape.Mesh) read).points()).containsExactly(placed.points(), within(1e-12));
  }

  @Test
  void whatIsNoMeshIsRefusedByItsPath() throws IOException {
    Path other = Files.writeString(folder.resolve("robot.dae"), "");
    assertThatThrownBy(() -> MeshFile.read(other)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the file '" + other + "'; meshes are read from .stl, .obj and .msh");
    Path broken = Files.writeString(folder.resolve("broken.obj"), "v 1 2 3\nf 1 1 2\n");
    assertThatThrownBy(() -> MeshFile.read(broken)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the file '" + broken + "', which is no obj file of triangles: corner 1 of 1 points");
  }

  @ParameterizedTest
  @ValueSource(strings = {"legacy", "exact", "shell"})
  void referencePoseAndScaleMoveThePoints(String kind) throws IOException {
    write();
    String mesh = "file='polygons.obj' inertia='" + kind + "' refpos='.5 1 0' refquat='1 0 0 1' scale='-1 2 3'";
    // The shift leaves (0, 0, -2); a quarter turn back about z changes nothing of that; then the scale.
    BodyInertia body = body(mesh, "mass='6' pos='0 0 1'");
    assertThat(Doubles.of(body.com())).usingComparatorWithPrecision(1e-14).containsExactly(0, 0, -5);
    if (!kind.equals("shell")) {
      same(body, BodyInertia.of(6, Vec3.of(0, 0, -5), 2 * 13, 2 * 10, 2 * 5));
    }
  }

  @Test
  void onlyExactIsExactWhereTheMeshIsNotSeenFromItsMiddle() throws IOException {
    // Two cubes apart: from between them their inner faces look inwards.
    Files.writeString(folder.resolve("two.obj"), obj(new float[] {-3, 0, 0}, new float[] {3, 0, 0}));
    BodyInertia exact = body("file='two.obj' inertia='exact'", "");
    double across = 16000 / 1.5 + 16000 * 9;
    same(exact, BodyInertia.of(16000, Vec3.ZERO, 16000 / 1.5, across, across));
    double seenTwice = 2 * (4 * 2 / 3.0) * 1000;
    assertThat(body("file='two.obj'", "").mass()).as("the pyramids to the inner faces count the other way")
        .isCloseTo(16000 + 2 * seenTwice, within(1e-9));
  }

  @Test
  void whatIsNoMeshIsRefusedWithTheElementThatNamesIt() throws IOException {
    write();
    Files.write(folder.resolve("short.msh"), Arrays.copyOf(msh(SHIFT), 100));
    Files.write(folder.resolve("short.stl"), Arrays.copyOf(stl(SHIFT), 300));
    Files.writeString(folder.resolve("far.obj"), "v 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 9");
    Files.writeString(folder.resolve("words.obj"), "v 0 zero 0");
    Files.writeString(folder.resolve("empty.obj"), "");
    Files.writeString(folder.resolve("flat.obj"), "v 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 3");
    String inside = obj(SHIFT).replaceAll("f (\\S+) (\\S+) (\\S+) (\\S+)", "f $4 $3 $2 $1");
    Files.writeString(folder.resolve("inside.obj"), inside);
    refused("short.msh", "which is no msh file of triangles: its counts say");
    refused("short.stl", "neither its size nor its first word");
    refused("far.obj", "corner 8 of 3 points");
    refused("words.obj", "which is no obj file of triangles");
    refused("empty.obj", "it has no triangles");
    refused("flat.obj", "encloses nothing");
    refused("cube.dae", "meshes are read from .stl, .obj and .msh");
    refused("none.stl", "which does not exist in");
    refused("inside.obj' inertia='exact", "face inwards");
    refused("polygons.obj' inertia='round", "it takes convex, exact, legacy or shell");
    refused("polygons.obj' inertia='convex' maxhullvert='9", "of which all points are taken here; remove it");
    refused("flat.obj' inertia='convex", "has 3 points; a hull takes 4 or more");
  }

  private void refused(String file, String reason) throws IOException {
    if (file.endsWith(".dae")) {
      Files.writeString(folder.resolve(file), "<COLLADA/>");
    }
    assertThatThrownBy(() -> body("file='" + file + "'", "")).isInstanceOf(RobotFormatException.class)
        .hasMessageContaining(reason).hasMessageStartingWith("robot.xml:1: <mesh> 'm' ");
  }

  @Test
  void aHullFillsWhatTheTrianglesLeaveOpen() throws IOException {
    // Two cubes apart, joined to a bar of length 8.
    Files.writeString(folder.resolve("two.obj"), obj(new float[] {-3, 0, 0}, new float[] {3, 0, 0}));
    double across = 32000 * (4 + 64) / 12.0;
    same(body("file='two.obj' inertia='convex'", ""), BodyInertia.of(32000, Vec3.ZERO, 32000 / 1.5, across, across));
    // Without faces a mesh is its hull; vertex may stand in the file itself.
    String corners = "vertex='-4 -1 -1  4 -1 -1  -4 1 -1  4 1 -1  -4 -1 1  4 -1 1  -4 1 1  4 1 1  0 0 0'";
    for (String kind : List.of("", " inertia='exact'", " inertia='convex' face='0 1 2'")) {
      same(body(corners + kind, ""), BodyInertia.of(32000, Vec3.ZERO, 32000 / 1.5, across, across));
    }
    // A tetrahedron by its faces: moments by hand about the corner, m/10 (b^2 + c^2), then to the centre.
    String pyramid = "vertex='0 0 0 4 0 0 0 4 0 0 0 4' face='0 2 1 0 1 3 0 3 2 1 2 3' inertia='exact'";
    BodyInertia body = body(pyramid, "mass='20'");
    assertThat(Doubles.of(body.com())).usingComparatorWithPrecision(1e-14).containsExactly(1, 1, 1);
    assertThat(body.atCom().xx().value()).isCloseTo(20 * (32 / 10.0 - 2), within(1e-13));
    assertThat(body.atCom().xy().value()).isCloseTo(-20 * (16 / 20.0 - 1), within(1e-13));
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "vertex='0 0 0 1' | has 4 numbers in vertex and 0 in face; both take three for each",
    "vertex='0 0 0 1 0 0' face='0 1' | has 6 numbers in vertex and 2 in face",
    "vertex='0 0 0 1 0 0' face='0 1 2' | has the corner 2.0 in face; it has 2 points",
    "vertex='0 0 0 1 0 0' face='0 1 .5' | has the corner 0.5 in face",
    "vertex='0 0 0 1 0 0 0 1 0 1 1 0' | has 4 points that are all in one plane; a hull has a volume",
    "builtin='sphere' | which is not read, and gives a body its mass",
    "scale='1 1 1' | has neither a file nor a vertex"
  })
  void pointsInTheFileAreRefusedByName(String fault) {
    String[] parts = fault.split(" \\| ");
    assertThatThrownBy(() -> body(parts[0], "")).isInstanceOf(RobotFormatException.class)
        .hasMessageContaining(parts[1]).hasMessageStartingWith("robot.xml:1: <mesh> 'm' ");
  }

  /**
   * Sizes and places that MuJoCo 3.14.0 gives geoms fitted to a mesh without symmetry; its vertices are floats, so they
   * are numbers of few bits here.
   */
  @ParameterizedTest
  @ValueSource(strings = {
    "type='box' |  | 0.24470983752 0.25694751274 0.415493154246 | "
        + "1.3471495156 2.36731210672 3.18574390105 | 209.001645972",
    "type='box' fitscale='1.5' | fitaabb='true' | 0.61028930589 0.562078853048 0.81847897364 | "
        + "1.40735356468 2.48242108875 3.23498652664 | 2246.10740776",
    "type='sphere' |  | 0.305716834835 | "
        + "1.3471495156 2.36731210672 3.18574390105 | 119.686915026",
    "type='sphere' fitscale='1.5' | fitaabb='true' | 0.81847897364 | "
        + "1.40735356468 2.48242108875 3.23498652664 | 2296.73659608",
    "type='capsule' |  | 0.25082867513 0.290078816681 | "
        + "1.3471495156 2.36731210672 3.18574390105 | 180.772962627",
    "type='capsule' fitscale='1.5' | fitaabb='true' | 0.61028930589 0.208189667749 | "
        + "1.40735356468 2.48242108875 3.23498652664 | 1439.33289026",
    "type='cylinder' |  | 0.25082867513 0.415493154246 | "
        + "1.3471495156 2.36731210672 3.18574390105 | 164.247250977",
    "type='cylinder' fitscale='1.5' | fitaabb='true' | 0.61028930589 0.81847897364 | "
        + "1.40735356468 2.48242108875 3.23498652664 | 1915.39749527",
    "type='ellipsoid' |  | 0.24470983752 0.25694751274 0.415493154246 | "
        + "1.3471495156 2.36731210672 3.18574390105 | 109.433005929",
    "type='ellipsoid' fitscale='1.5' | fitaabb='true' | 0.61028930589 0.562078853048 0.81847897364 | "
        + "1.40735356468 2.48242108875 3.23498652664 | 1176.05908857",
    "type='box' shellinertia='true' |  | 0.24470983752 0.25694751274 0.415493154246 | "
        + "1.3471495156 2.36731210672 3.18574390105 | 2170.50223123"
  })
  void geomsAreFittedToMeshesAsMujocoDoes(String line) throws IOException {
    String[] parts = line.split(" \\| ");
    RobotModel model = RobotModel.load(Files.writeString(folder.resolve("fitted.xml"), "<mujoco><compiler "
        + "angle='radian' " + parts[1] + "/><asset><mesh name='m' vertex='" + LOPSIDED + "'/></asset><worldbody><body>"
        + "<joint/><geom mesh='m' pos='1 2 3' euler='.1 .2 .3' " + parts[0] + "/></body></worldbody></mujoco>"));
    Geometry geometry = model.geometries().getFirst();
    double[] sizes = switch (geometry.shape()) {
      case Shape.Sphere(double r) -> new double[] {r};
      case Shape.Capsule(double r, double half) -> new double[] {r, half};
      case Shape.Cylinder(double r, double half) -> new double[] {r, half};
      case Shape.Ellipsoid(double a, double b, double c) -> new double[] {a, b, c};
      case Shape.Box(double a, double b, double c) -> new double[] {a, b, c};
      default -> new double[0];
    };
    assertThat(sizes).usingComparatorWithPrecision(1e-9).containsExactly(numbers(parts[2]));
    assertThat(Doubles.of(geometry.placement().translation())).usingComparatorWithPrecision(1e-9)
        .containsExactly(numbers(parts[3]));
    assertThat(model.totalMass()).isCloseTo(numbers(parts[4])[0], withinPercentage(1e-8));
    double[] wxyz = {-0.122072218799, 0.776876992679, 0.206147272391, 0.582291863011};
    assertThat(Doubles.of(geometry.placement().rotation())).usingComparatorWithPrecision(1e-9)
        .containsExactly(Doubles.of(Orientation.quaternion(wxyz[0], wxyz[1], wxyz[2], wxyz[3])));
  }

  private static double[] numbers(String text) {
    return Arrays.stream(text.split(" ")).mapToDouble(Double::parseDouble).toArray();
  }

  @Test
  void noMeshIsNeededWhereNothingMovesOrTheInertiaIsGiven() {
    RobotModel model = RobotModel.parse("<mujoco><asset><mesh name='m' file='none.stl'/></asset><worldbody>"
        + "<body name='stand'><geom type='mesh' mesh='m'/><geom size='1' mass='2'/>"
        + "<body name='arm'><joint/><geom type='mesh' mesh='m'/>"
        + "<inertial pos='0 0 0' mass='1' diaginertia='1 1 1'/></body></body></worldbody></mujoco>");
    assertThat(model.totalMass()).isEqualTo(1);
    assertThat(model.base().mass()).isEqualTo(2);
    assertThat(model.warnings()).containsExactly(
        "bodies fixed to the world of which some geoms have no mass because it cannot be read: stand");
  }
}
