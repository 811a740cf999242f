package io.github.lanewise.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lanewise.spatial.Mat3;
import io.github.lanewise.spatial.Transform;
import io.github.lanewise.spatial.Vec3;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Shapes on bodies, against placements computed by hand. */
class GeometryTest {
  private static final double EXACT = 1e-15;

  private static Geometry named(RobotModel model, String name) {
    return model.geometries().stream().filter(g -> g.name().equals(name)).findFirst().orElseThrow();
  }

  private static void placed(Geometry geometry, int joint, double... rotationThenPosition) {
    assertThat(geometry.joint()).isEqualTo(joint);
    assertThat(Doubles.distance(Doubles.of(geometry.placement()), rotationThenPosition)).isLessThan(EXACT);
  }

  @Test
  void everyFormOfAGeomIsReadWithItsPlacement() {
    RobotModel model = RobotModel.parse("""
        <mujoco>
          <compiler meshdir="parts"/>
          <asset>
            <mesh file="a/hull.stl" scale="1 2 -3"/><mesh name="inline" vertex="0 0 0  1 0 0  0 1 0  0 0 1"/>
            <hfield name="hills" nrow="2" ncol="2" size="5 6 .7 .8" elevation="4 5  1 2"/>
          </asset>
          <worldbody>
            <geom name="floor" type="plane" pos="0 0 -1" size="0 4 .1"/>
            <geom name="ground" type="hfield" hfield="hills"/>
            <body pos="0 0 9">
              <joint/>
              <geom name="sphere" size=".1" pos="1 2 3"/>
              <geom name="capsule" type="capsule" size=".1 .2" euler="0 90 0"/>
              <geom name="cylinder" type="cylinder" size=".1 .2" quat="0 1 0 0"/>
              <geom name="box" type="box" size=".1 .2 .3" pos=".5 0 0" xyaxes="0 1 0 -1 0 0"/>
              <geom name="ellipsoid" type="ellipsoid" size=".1 .2 .3"/>
              <geom name="mesh" type="mesh" mesh="hull" density="0"/>
              <geom name="inline" type="mesh" mesh="inline" density="0" pos="0 0 1"/>
              <geom name="rod" type="capsule" size=".1" fromto="0 0 0  .6 0 .8"/>
              <geom name="bar" type="box" size=".1" fromto="0 0 0  0 0 -2"/>
            </body>
          </worldbody>
        </mujoco>""");
    assertThat(model.geometries()).extracting(Geometry::name).containsExactly("floor", "ground", "sphere", "capsule",
        "cylinder", "box", "ellipsoid", "mesh", "inline", "rod", "bar");
    assertThat(model.geometries()).extracting(Geometry::shape).containsExactly(
        new Shape.Plane(0, 4),
        new Shape.HeightField("hills", 5, 6, 0.7, 0.8, List.of(List.of(0.0, 0.25), List.of(0.75, 1.0))),
        new Shape.Sphere(0.1),
        new Shape.Capsule(0.1, 0.2), new Shape.Cylinder(0.1, 0.2), new Shape.Box(0.1, 0.2, 0.3),
        new Shape.Ellipsoid(0.1, 0.2, 0.3), new Shape.Mesh("parts/a/hull.stl", 1, 2, -3),
        new Shape.Mesh("inline", 1, 1, 1), new Shape.Capsule(0.1, 0.5), new Shape.Box(0.1, 0.1, 1));
    placed(named(model, "floor"), -1, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, -1);
    placed(named(model, "sphere"), 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 1, 2, 3);
    placed(named(model, "capsule"), 0, 0, 0, 1, 0, 1, 0, -1, 0, 0, 0, 0, 0);
    placed(named(model, "cylinder"), 0, 1, 0, 0, 0, -1, 0, 0, 0, -1, 0, 0, 0);
    placed(named(model, "box"), 0, 0, -1, 0, 1, 0, 0, 0, 0, 1, 0.5, 0, 0);
    // MuJoCo's axis points from the second end to the first; the turn of z to (-.6, 0, -.8) is about -y by acos(-.8).
    placed(named(model, "rod"), 0, -0.8, 0, -0.6, 0, 1, 0, 0.6, 0, -0.8, 0.3, 0, 0.4);
    placed(named(model, "bar"), 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, -1);
    assertThat(model.warnings()).isEmpty();
  }

  @Test
  void whatIsMergedIntoABodyBringsItsShapes() {
    RobotModel model = RobotModel.parse("""
        <mujoco>
          <worldbody>
            <body name="pedestal" pos="0 0 1"><geom name="column" size=".1" pos="0 0 -.5"/>
              <body name="arm" pos="0 0 .5">
                <joint pos="0 0 .25"/><geom name="upper" size=".1" pos="1 0 0"/>
                <body name="hand" pos="0 2 0" euler="0 0 90"><geom name="palm" size=".1" pos="3 0 0"/></body>
              </body>
            </body>
          </worldbody>
        </mujoco>""");
    placed(named(model, "column"), -1, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0.5);
    // The joint frame is where the joint is, a quarter above the body's.
    placed(named(model, "upper"), 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 1, 0, -0.25);
    placed(named(model, "palm"), 0, 0, -1, 0, 1, 0, 0, 0, 0, 1, 0, 5, -0.25);
    assertThat(model.geometries()).extracting(Geometry::link).containsExactly("pedestal", "arm", "hand");
  }

  @Test
  void materialAndPurposeComeFromTheGeomAndItsClasses() {
    RobotModel model = RobotModel.parse("""
        <mujoco>
          <default>
            <geom friction=".7" solimp=".9 .99 .003" solref=".015 1"/>
            <default class="skin"><geom contype="0" conaffinity="0" group="2"/></default>
            <default class="hull"><geom group="3" condim="6" margin=".01" gap=".005"/></default>
          </default>
          <worldbody>
            <body>
              <joint/>
              <geom size=".1"/><geom class="skin" size=".1"/><geom class="hull" size=".1" conaffinity="6"/>
              <geom class="hull" size=".1" friction=".1 .2 .3" solref="-100 -2" priority="-1" solmix="4"/>
            </body>
          </worldbody>
        </mujoco>""");
    Material plain = new Material(0.7, 0.005, 0.0001, 3, 0, 1, List.of(0.015, 1.0),
        List.of(0.9, 0.99, 0.003, 0.5, 2.0), 0, 0, 1, 1);
    Material own = new Material(
        0.1, 0.2, 0.3, 6, -1, 4, List.of(-100.0, -2.0), plain.solimp(), 0.01, 0.005, 1, 1);
    assertThat(model.geometries().get(0).material()).isEqualTo(plain);
    assertThat(model.geometries().get(1).material().contype()).isZero();
    assertThat(model.geometries().get(2).material().conaffinity()).isEqualTo(6);
    assertThat(model.geometries().get(3).material()).isEqualTo(own);
    assertThat(model.geometries()).extracting(Geometry::purpose).containsExactly(Geometry.Purpose.BOTH,
        Geometry.Purpose.VISUAL, Geometry.Purpose.COLLISION, Geometry.Purpose.COLLISION);
  }

  @Test
  void urdfLinksBringTheirLooksAndTheirCollisions() {
    String inertial = "<inertial><mass value='1'/><inertia ixx='1' iyy='1' izz='1'/></inertial>";
    RobotModel model = RobotModel.parse("<robot name='r'>"
        + "<gazebo reference='arm'><mu1>0.3</mu1><mu2> 0.3 </mu2></gazebo>"
        + "<link name='base'>"
        + "<collision name='foot'><geometry><cylinder radius='.1' length='.4'/></geometry></collision>"
        + "<contact><lateral_friction value='.9'/><rolling_friction value='.02'/></contact></link>"
        + "<link name='arm'>" + inertial + "<visual name='look'><origin xyz='0 0 1' rpy='0 0 1.5707963267948966'/>"
        + "<geometry><mesh filename='package://r/arm.dae' scale='2 2 2'/></geometry></visual></link>"
        + "<link name='tip'><collision><origin xyz='.5 0 0'/><geometry><box size='.2 .4 .6'/></geometry></collision>"
        + "<collision><geometry><sphere radius='.1'/></geometry></collision>"
        + "<collision><geometry><capsule radius='.1' length='1'/></geometry></collision></link>"
        + "<joint name='j' type='continuous'><parent link='base'/><child link='arm'/></joint>"
        + "<joint name='w' type='fixed'><parent link='arm'/><child link='tip'/>"
        + "<origin xyz='0 0 2' rpy='0 1.5707963267948966 0'/></joint></robot>");
    assertThat(model.warnings()).isEmpty();
    List<Geometry> g = model.geometries();
    assertThat(g).extracting(Geometry::shape).containsExactly(new Shape.Cylinder(0.1, 0.2),
        new Shape.Mesh("package://r/arm.dae", 2, 2, 2), new Shape.Box(0.1, 0.2, 0.3), new Shape.Sphere(0.1),
        new Shape.Capsule(0.1, 0.5));
    assertThat(g).extracting(Geometry::name).containsExactly("foot", "look", "", "", "");
    assertThat(g).extracting(Geometry::link).containsExactly("base", "arm", "tip", "tip", "tip");
    placed(g.get(0), -1, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0);
    placed(g.get(1), 0, 0, -1, 0, 1, 0, 0, 0, 0, 1, 0, 0, 1);
    // Half a metre along the tip's x, which is the arm's -z.
    placed(g.get(2), 0, 0, 0, 1, 0, 1, 0, -1, 0, 0, 0, 0, 1.5);
    assertThat(g.get(0).purpose()).isEqualTo(Geometry.Purpose.COLLISION);
    assertThat(g.get(1).purpose()).isEqualTo(Geometry.Purpose.VISUAL);
    assertThat(g.get(0).material()).isEqualTo(Material.DEFAULT.withFriction(0.9, 0.005, 0.02));
    assertThat(g.get(1).material()).isEqualTo(Material.DEFAULT.withFriction(0.3, 0.005, 0.0001));
    assertThat(g.get(2).material()).isEqualTo(Material.DEFAULT);
  }

  @Test
  void gazeboHasTwoFrictionsAndOursIsOne() {
    RobotModel model = RobotModel.parse("<robot name='r'><link name='a'><collision><geometry><sphere radius='1'/>"
        + "</geometry></collision></link><gazebo reference='a'><mu1 value='.4'/><mu2 value='.5'/></gazebo></robot>");
    assertThat(model.geometries().getFirst().material().sliding()).isEqualTo(0.4);
    assertThat(model.warnings())
        .containsExactly("links whose friction differs by direction, of which the first is taken: a");
  }

  @Test
  void aFreeBaseTakesAlongWhatIsFixedToItButNotTheFloor() {
    RobotModel fixed = RobotModel.parse("""
        <mujoco>
          <worldbody>
            <geom name="floor" type="plane" size="1 1 1"/>
            <body name="trunk" pos="0 0 1">
              <geom name="hull" size=".1"/>
              <body name="leg"><joint name="hip"/><geom name="shin" size=".1"/></body>
            </body>
          </worldbody>
        </mujoco>""");
    assertThat(fixed.geometries()).extracting(Geometry::joint).containsExactly(-1, -1, 0);
    RobotModel free = fixed.withFreeBase();
    assertThat(free.geometries()).extracting(Geometry::joint).containsExactly(-1, 0, 1);
    assertThat(free.geometries()).extracting(Geometry::placement)
        .containsExactlyElementsOf(fixed.geometries().stream().map(Geometry::placement).toList());
  }

  @Test
  void aBuilderTakesShapesOnItsLinks() {
    Transform ahead = new Transform(Mat3.IDENTITY, Vec3.of(0.5, 0, 0));
    RobotBuilder builder = RobotBuilder.named("r").geometry("tip", new Shape.Sphere(0.1), ahead)
        .geometry("mark", "base", new Shape.Box(1, 2, 3), Transform.IDENTITY, Geometry.Purpose.VISUAL,
            Material.DEFAULT.withFriction(2, 0, 0))
        .link("base").link("arm", BodyInertia.of(1, Vec3.ZERO, 1, 1, 1)).link("tip")
        .joint(JointSpec.continuous("j", "base", "arm")).joint(JointSpec.fixed("w", "arm", "tip").at(2, 0, 0));
    RobotModel model = builder.build();
    placed(model.geometries().get(0), 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 2.5, 0, 0);
    assertThat(model.geometries().get(1)).isEqualTo(new Geometry("mark", "base", -1, Transform.IDENTITY,
        new Shape.Box(1, 2, 3), Geometry.Purpose.VISUAL, Material.DEFAULT.withFriction(2, 0, 0)));
    builder.geometry("nowhere", new Shape.Sphere(1), ahead);
    assertThatThrownBy(builder::build).hasMessage("geometry '' is on link 'nowhere', which does not exist");
    Transform broken = new Transform(Mat3.ZERO, Vec3.ZERO);
    assertThatThrownBy(() -> builder.geometry("arm", new Shape.Sphere(1), broken))
        .hasMessage("geometry '' of link 'arm' has a placement that is not finite or not a rotation");
  }

  @Test
  void lengthsAreFiniteAndNotNegative() {
    assertThatThrownBy(() -> new Shape.Capsule(0.1, -1)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a length of -1.0 m in a shape; it takes finite ones, 0 or more");
    assertThatThrownBy(() -> new Shape.Box(1, Double.NaN, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Shape.Sphere(Double.POSITIVE_INFINITY)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void geomsFittedToAMeshThatIsNotThereAreLeftOutWithAWord() {
    RobotModel model = RobotModel.parse("<mujoco><asset><mesh file='m.stl'/></asset><worldbody><body><joint/>"
        + "<geom size='1'/><geom name='g' type='box' mesh='m' mass='0'/></body></worldbody></mujoco>");
    assertThat(model.geometries()).hasSize(1);
    assertThat(model.warnings())
        .containsExactly("geoms whose mesh cannot be read or which a plugin makes, left out of the geometries: g");
  }
}
