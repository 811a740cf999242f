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
    XmlElement mujoco = XmlReader.read("geom", "<mujoco><geom " + attributes + "/></mujoco>");
    return MjcfGeom.inertia(mujoco.child("geom"), MjcfCompiler.of(mujoco));
  }
}
