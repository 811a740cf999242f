package io.github.lanewise.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Masses and inertias of geoms against closed formulas and against slicing them into thin discs. */
class MjcfGeomTest {
  @ParameterizedTest
  @CsvSource({
    "sphere, 0.2, 33.510321638291124", // 4/3 pi 0.2^3 1000
    "capsule, 0.1 0.3, 23.038346126325148", // (pi 0.1^2 0.6 + 4/3 pi 0.1^3) 1000
    "cylinder, 0.1 0.3, 18.84955592153876",
    "box, 0.1 0.2 0.3, 48",
    "ellipsoid, 0.1 0.2 0.3, 25.132741228718345"
  })
  void densityIsThatOfWaterUnlessGiven(String type, String size, double mass) {
    String geom = "type='" + type + "' size='" + size + "'";
    assertThat(body(geom).mass()).isCloseTo(mass, within(1e-12 * mass));
    assertThat(body(geom + " density='250'").mass()).isCloseTo(mass / 4, within(1e-12 * mass));
    assertThat(body(geom + " density='250' mass='3'").mass()).as("mass goes before density").isEqualTo(3);
  }

  @Test
  void boxHasTheMomentsOfTheHandbook() {
    BodyInertia box = body("type='box' size='0.1 0.2 0.3' mass='3'");
    assertThat(Doubles.of(box.atCom())).usingComparatorWithPrecision(1e-15)
        .containsExactly(0.13, 0, 0, 0, 0.1, 0, 0, 0, 0.05);
  }

  @Test
  void bodiesOfRevolutionAreStacksOfDiscs() {
    double r = 0.1;
    double half = 0.3;
    sliced("cylinder", "0.1 0.3", half, z -> r);
    sliced("capsule", "0.1 0.3", half + r, z -> {
      double cap = Math.max(0, Math.abs(z) - half);
      return Math.sqrt(Math.max(0, r * r - cap * cap));
    });
    sliced("sphere", "0.1", r, z -> Math.sqrt(r * r - z * z));
    sliced("ellipsoid", "0.1 0.1 0.3", half, z -> r * Math.sqrt(1 - z * z / (half * half)));
  }

  /** A disc of radius a, thickness dz and mass dm has dm a^2/2 about its axis and dm a^2/4 about a diameter. */
  private static void sliced(String type, String size, double top, DoubleUnaryOperator radius) {
    int slices = 100_000;
    double dz = 2 * top / slices;
    double mass = 0;
    double across = 0;
    double along = 0;
    for (int i = 0; i < slices; i++) {
      double z = -top + (i + 0.5) * dz;
      double a2 = Math.pow(radius.applyAsDouble(z), 2);
      double dm = 1000 * Math.PI * a2 * dz;
      mass += dm;
      across += dm * (a2 / 4 + z * z);
      along += dm * a2 / 2;
    }
    BodyInertia body = body("type='" + type + "' size='" + size + "'");
    assertThat(body.mass()).as(type).isCloseTo(mass, within(1e-8 * mass));
    assertThat(body.atCom().xx().value()).as(type).isCloseTo(across, within(1e-8 * across));
    assertThat(body.atCom().yy().value()).as(type).isCloseTo(across, within(1e-8 * across));
    assertThat(body.atCom().zz().value()).as(type).isCloseTo(along, within(1e-8 * along));
  }

  @Test
  void shellsOfRevolutionAreStacksOfHoops() {
    double r = 0.1;
    double half = 0.3;
    hooped("sphere", "0.1", r, z -> Math.sqrt(r * r - z * z), 0);
    hooped("cylinder", "0.1 0.3", half, z -> r, r);
    hooped("capsule", "0.1 0.3", half + r, z -> {
      double cap = Math.max(0, Math.abs(z) - half);
      return Math.sqrt(Math.max(0, r * r - cap * cap));
    }, 0);
  }

  /** A hoop of radius a has dm a^2 about its axis and dm a^2/2 about a diameter; lids are discs at both ends. */
  private static void hooped(String type, String size, double top, DoubleUnaryOperator radius, double lid) {
    int slices = 400_000;
    double dz = 2 * top / slices;
    double disc = 1000 * Math.PI * lid * lid;
    double mass = 2 * disc;
    double across = 2 * disc * (lid * lid / 4 + top * top);
    double along = disc * lid * lid;
    double before = radius.applyAsDouble(-top);
    for (int i = 0; i < slices; i++) {
      double z = -top + (i + 0.5) * dz;
      double after = radius.applyAsDouble(Math.min(top, z + dz / 2));
      double a = (before + after) / 2;
      double dm = 1000 * 2 * Math.PI * a * Math.hypot(dz, after - before);
      mass += dm;
      across += dm * (a * a / 2 + z * z);
      along += dm * a * a;
      before = after;
    }
    BodyInertia body = body("type='" + type + "' shellinertia='true' size='" + size + "'");
    assertThat(body.mass()).as(type).isCloseTo(mass, within(1e-5 * mass));
    assertThat(body.atCom().xx().value()).as(type).isCloseTo(across, within(1e-5 * across));
    assertThat(body.atCom().yy().value()).as(type).isEqualTo(body.atCom().xx().value());
    assertThat(body.atCom().zz().value()).as(type).isCloseTo(along, within(1e-5 * along));
  }

  @Test
  void aBoxIsSixPlatesAndAnEllipsoidGrowsByALittle() {
    double[] half = {0.1, 0.2, 0.3};
    double mass = 0;
    double[] moments = new double[3];
    for (int normal = 0; normal < 3; normal++) {
      double u = half[(normal + 1) % 3];
      double w = half[(normal + 2) % 3];
      double plate = 1000 * 4 * u * w;
      mass += 2 * plate;
      moments[normal] += 2 * plate * (u * u + w * w) / 3;
      moments[(normal + 1) % 3] += 2 * plate * (w * w / 3 + half[normal] * half[normal]);
      moments[(normal + 2) % 3] += 2 * plate * (u * u / 3 + half[normal] * half[normal]);
    }
    BodyInertia box = body("type='box' shellinertia='true' size='0.1 0.2 0.3'");
    assertThat(box.mass()).isCloseTo(mass, within(1e-12 * mass));
    assertThat(Doubles.of(box.atCom())).usingComparatorWithPrecision(1e-13)
        .containsExactly(moments[0], 0, 0, 0, moments[1], 0, 0, 0, moments[2]);
    double e = 1e-7;
    BodyInertia inner = body("type='ellipsoid' size='0.1 0.2 0.3'");
    BodyInertia outer =
        body("type='ellipsoid' size='" + (0.1 + e) + " " + (0.2 + e) + " " + (0.3 + e) + "'");
    BodyInertia shell = body("type='ellipsoid' shellinertia='true' size='0.1 0.2 0.3' mass='1'");
    double grown = (outer.atCom().xx().value() - inner.atCom().xx().value()) / (outer.mass() - inner.mass());
    assertThat(shell.atCom().xx().value()).isCloseTo(grown, within(1e-6 * grown));
    // MuJoCo 3.14.0
    assertThat(body("type='ellipsoid' shellinertia='true' size='0.1 0.2 0.3'").mass())
        .isCloseTo(489.7193333371731, within(1e-9));
  }

  @Test
  void fromToIsTheMiddleAndTheDirectionBetweenTheEnds() {
    for (String type : new String[] {"capsule", "cylinder"}) {
      same(body("type='" + type + "' fromto='1 2 3 1.3 2.4 3' size='0.1'"),
          body("type='" + type + "' pos='1.15 2.2 3' zaxis='3 4 0' size='0.1 0.25'"));
    }
    for (String type : new String[] {"box", "ellipsoid"}) {
      same(body("type='" + type + "' fromto='1 2 3 1.3 2.4 3' size='0.1'"),
          body("type='" + type + "' pos='1.15 2.2 3' zaxis='3 4 0' size='0.1 0.1 0.25'"));
    }
  }

  @Test
  void placedGeomsTurnTheirMoments() {
    BodyInertia lying = body("type='cylinder' size='0.1 0.3' mass='2' pos='1 0 0' euler='90 0 0'");
    BodyInertia standing = body("type='cylinder' size='0.1 0.3' mass='2'");
    assertThat(Doubles.of(lying.com())).containsExactly(1, 0, 0);
    assertThat(lying.atCom().yy().value()).as("its axis is y now").isEqualTo(standing.atCom().zz().value());
    assertThat(lying.atCom().zz().value()).isEqualTo(standing.atCom().yy().value());
    assertThat(lying.atCom().yz().is(0)).isTrue();
  }

  @Test
  void planesAndWeightlessGeomsAreNothing() {
    assertThat(body("type='plane' size='1 1 1'").isNone()).isTrue();
    assertThat(body("type='mesh' mesh='m' mass='0'").isNone()).isTrue();
    assertThat(body("size='1' density='0'").isNone()).isTrue();
  }

  private static void same(BodyInertia a, BodyInertia b) {
    assertThat(Doubles.distance(Doubles.of(a), Doubles.of(b))).isLessThan(1e-12 * Doubles.largest(Doubles.of(a)));
    assertThat(Doubles.distance(Doubles.of(a.com()), new double[] {1.15, 2.2, 3})).isLessThan(1e-15);
  }

  private static BodyInertia body(String attributes) {
    XmlElement mujoco = XmlReader.read(
        "geom", "<mujoco><asset><mesh name='m' file='m.stl'/></asset><geom " + attributes + "/></mujoco>");
    MjcfCompiler compiler = MjcfCompiler.of(mujoco);
    MjcfAssets assets = new MjcfAssets(mujoco, compiler, new MjcfDefaults(mujoco), RobotFolder.none());
    return MjcfGeom.read(mujoco.child("geom"), compiler, assets).inertia();
  }
}
