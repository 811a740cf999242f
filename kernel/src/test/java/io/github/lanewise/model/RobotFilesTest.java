package io.github.lanewise.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Robot files of other people load, with the degrees of freedom that their authors state. */
class RobotFilesTest {
  private static final Pattern MASS = Pattern.compile("<mass value=\"([^\"]*)\"");

  @ParameterizedTest
  @CsvSource({
    "iiwa14, 7", "panda7, 7", "ur5, 6", "double_pendulum, 2", "finger_edu, 3", "trifingerpro, 9", "hyq, 12",
    "anymal_b, 12", "solo12, 12", "atlas, 30", "simple_humanoid, 29"
  })
  void urdf(String name, int dof) throws IOException {
    Path file = SharedFiles.folder("robots").resolve(name + ".urdf");
    assumeTrue(Files.exists(file), () -> "no " + file);
    RobotModel model = RobotModel.load(file);
    assertThat(model.nv()).isEqualTo(dof);
    assertThat(model.nq()).isEqualTo(dof);
    double written =
        MASS.matcher(Files.readString(file)).results().mapToDouble(m -> Double.parseDouble(m.group(1))).sum();
    assertThat(model.totalMass() + model.base().mass()).as("no mass is lost")
        .isCloseTo(written, within(1e-12 * written));
    if (model.base().mass() > 0) {
      RobotModel floating = model.withFreeBase();
      assertThat(floating.nv()).isEqualTo(dof + 6);
      assertThat(floating.totalMass()).isCloseTo(written, within(1e-12 * written));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "gymnasium_ant, 15, 14, 8", "gymnasium_half_cheetah, 9, 9, 6", "gymnasium_hopper, 6, 6, 3",
    "gymnasium_humanoid, 24, 23, 17", "gymnasium_inverted_double_pendulum, 3, 3, 1", "gymnasium_walker2d_v5, 9, 9, 6",
    "mujoco_humanoid, 28, 27, 21"
  })
  void mjcf(String name, int nq, int nv, int motors) throws IOException {
    Path file = SharedFiles.folder("robots").resolve("mjcf").resolve(name + ".xml");
    assumeTrue(Files.exists(file), () -> "no " + file);
    RobotModel model = RobotModel.load(file);
    assertThat(List.of(model.nq(), model.nv(), model.actuators().size())).containsExactly(nq, nv, motors);
    assertThat(model.geometries()).anySatisfy(geometry -> {
      assertThat(geometry.name()).isEqualTo("floor");
      assertThat(geometry.shape()).isInstanceOf(Shape.Plane.class);
      assertThat(geometry.joint()).isEqualTo(-1);
    });
  }

  @ParameterizedTest
  @CsvSource({"gymnasium_half_cheetah, 14", "gymnasium_hopper, 15.820013405927", "mujoco_humanoid, 40.844022"})
  void massesAreThoseThatMujocoComputes(String name, double mass) throws IOException {
    Path file = SharedFiles.folder("robots").resolve("mjcf").resolve(name + ".xml");
    assumeTrue(Files.exists(file), () -> "no " + file);
    assertThat(RobotModel.load(file).totalMass()).isCloseTo(mass, within(1e-6));
  }
}
