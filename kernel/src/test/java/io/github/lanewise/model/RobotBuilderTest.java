package io.github.lanewise.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lanewise.spatial.Mat3;
import io.github.lanewise.spatial.Transform;
import io.github.lanewise.spatial.Vec3;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Robots written in Java: what is built, what is refused, and how things are found again. */
class RobotBuilderTest {
  private static final BodyInertia BRICK = BodyInertia.of(2, Vec3.of(0, 0, 0.1), 0.02, 0.02, 0.01);

  private static RobotBuilder pair() {
    return RobotBuilder.named("pair").link("base").link("a", BRICK).link("b", BRICK)
        .joint(JointSpec.revolute("j", "base", "a").range(-1, 2).velocityLimit(3).effortLimit(4).armature(5).damping(6)
            .friction(7).spring(8, 9).neutral(0.5))
        .joint(JointSpec.prismatic("k", "a", "b").axis(1, 0, 0));
  }

  @Test
  void whatIsGivenIsWhatIsBuilt() {
    RobotModel model = pair().gravity(0, 0, -1.62).motor("m", "k", 3, -1, 1)
        .frame("tip", "b", new Transform(Mat3.IDENTITY, Vec3.of(0, 0, 1))).build();
    Joint j = model.joint("j");
    assertThat(new double[] {
      j.lower(), j.upper(), j.velocityLimit(), j.effortLimit(), j.armature(), j.damping(), j.friction(), j.stiffness(),
      j.springReference()
    }).containsExactly(-1, 2, 3, 4, 5, 6, 7, 8, 9);
    assertThat(model.neutral()).containsExactly(0.5, 0);
    assertThat(model.actuators()).containsExactly(Actuator.motor("m", 1, 0, 3, -1, 1));
    assertThat(model.frame("tip").joint()).isEqualTo(1);
    assertThat(Doubles.of(model.gravity())).containsExactly(0, 0, -1.62);
    assertThat(model.totalMass()).isEqualTo(4);
    assertThat(model).hasToString("robot 'pair' with 2 joints, nq 2, nv 2, 4.0 kg");
  }

  @Test
  void buildingTwiceGivesTheSameTwice() {
    RobotBuilder builder =
        pair().link("odd", BodyInertia.of(1, Vec3.ZERO, 1, 1, 3)).joint(JointSpec.fixed("w", "b", "odd"));
    assertThat(builder.build().warnings()).isEqualTo(builder.build().warnings()).hasSize(1);
  }

  @Test
  void theModelCannotBeChanged() {
    RobotModel model = pair().build();
    model.neutral()[0] = 77;
    assertThat(model.neutral()[0]).isEqualTo(0.5);
    assertThatThrownBy(() -> model.joints().clear()).isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> model.frames().clear()).isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void lookingForWhatIsNotThereNamesWhatIs() {
    RobotModel model = pair().build();
    assertThatThrownBy(() -> model.joint("jj")).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("robot 'pair' has no joint 'jj'; it has: j, k");
    assertThatThrownBy(() -> model.frameIndex("tip")).hasMessage("robot 'pair' has no frame 'tip'; it has: base, a, b");
    assertThatThrownBy(() -> RobotModel.builtIn("arm8")).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("arm8").hasMessageContaining("arm7");
  }

  @Test
  void whatIsNoRobotIsRefused() {
    refused(pair().link("c", BRICK), "'base' and 'c' are both roots");
    refused(pair().joint(JointSpec.fixed("w", "b", "nowhere")), "'nowhere', which does not exist");
    refused(pair().motor("m", "jj", 1, -1, 1), "actuator 'm' drives joint 'jj', which does not exist");
    refused(pair().lift("c", 1), "weight of link 'c' is carried, but there is no such link");
    refused(pair().frame("f", "c", Transform.IDENTITY), "frame 'f' is on link 'c', which does not exist");
    refused(pair().frame("a", "b", Transform.IDENTITY), "frame 'a' has the name of a link");
    refused(pair().gravity(0, Double.NaN, 0), "gravity is not finite");
    refused(RobotBuilder.named("nobody"), "has no links");
  }

  private static void refused(RobotBuilder builder, String reason) {
    assertThatThrownBy(builder::build).isInstanceOfSatisfying(RobotFormatException.class, e -> {
      assertThat(e.file()).isNull();
      assertThat(e.line()).isZero();
      assertThat(e).hasMessage(e.reason()).hasMessageContaining(reason);
    });
  }

  @Test
  void whatIsNoPartIsRefusedAtOnce() {
    refusedPart(b -> b.link("a"), "two links are named 'a'");
    refusedPart(b -> b.link(" "), "link without a name");
    refusedPart(b -> b.link("c", BodyInertia.of(-1, Vec3.ZERO, 1, 1, 1)), "link 'c' has mass -1.0 kg");
    refusedPart(b -> b.link("c", BodyInertia.of(Double.NaN, Vec3.ZERO, 1, 1, 1)), "not finite");
    refusedPart(b -> b.link("c", BodyInertia.of(1, Vec3.ZERO, 1, 1, -1)), "not positive definite");
    refusedPart(b -> b.link("c", new BodyInertia(1, Vec3.ZERO, Mat3.of(1, 2, 0, 0, 1, 0, 0, 0, 1))), "not symmetric");
    refusedPart(b -> b.joint(JointSpec.fixed("j", "a", "b")), "two joints are named 'j'");
    refusedPart(b -> b.joint(JointSpec.revolute("l", "a", "b").axis(0, 0, 0)), "has the axis (0, 0, 0)");
    refusedPart(b -> b.joint(JointSpec.revolute("l", "a", "b").at(0, 1 / 0.0, 0)), "not finite");
    refusedPart(b -> b.joint(JointSpec.revolute("l", "a", "b").range(1, -1)), "the lower end comes first");
    refusedPart(b -> b.joint(JointSpec.revolute("l", "a", "b").effortRange(1, -2)), "range of effort [1.0, -2.0]");
    refusedPart(b -> b.joint(JointSpec.revolute("l", "a", "b").springDamper(1, 0)), "the damping ratio 0.0; they are");
    refusedPart(b -> b.joint(JointSpec.revolute("l", "a", "b").dampingGrowth(new Growth(Double.NaN, 0))), "not finite");
    refusedPart(b -> b.lift("a", Double.NaN), "carried share of its weight that is not finite");
    refusedPart(b -> b.joint(JointSpec.revolute("l", "a", "b").damping(-1)), "the damping -1.0; it takes 0 or more");
    refusedPart(b -> b.joint(JointSpec.spherical("l", "a", "b").neutral(0, 0, 1)), "takes 4 numbers");
    Transform skewed = new Transform(Mat3.of(1, 0, 0, 0, 1, 0, 0, 0, 1.1), Vec3.ZERO);
    refusedPart(b -> b.joint(JointSpec.revolute("l", "a", "b").placement(skewed)), "not a rotation");
    Transform mirror = new Transform(Mat3.of(1, 0, 0, 0, 1, 0, 0, 0, -1), Vec3.ZERO);
    refusedPart(b -> b.joint(JointSpec.revolute("l", "a", "b").placement(mirror)), "not a rotation");
    refusedPart(b -> b.motor("m", "j", Double.NaN, -1, 1), "finite gear");
    refusedPart(b -> b.motor("m", "j", 1, 1, -1), "the lower end comes first");
  }

  private static void refusedPart(Consumer<RobotBuilder> part, String reason) {
    assertThatThrownBy(() -> part.accept(pair())).isInstanceOf(RobotFormatException.class).hasMessageContaining(reason);
  }
}
