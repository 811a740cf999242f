package io.github.lanewise.app.identify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.dynamics.Parameters;
import io.github.lanewise.model.Actuator;
import io.github.lanewise.model.RobotModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A robot's file that was written anew is read as the robot that was to be written. */
class RobotXmlTest {
  /** Classes, springs by time constants, frames, a chain of joints in a body, what is fixed, inertias of geoms. */
  private static final String MJCF = """
      <mujoco model="walker">
        <!-- a note that stays -->
        <compiler angle="radian" %s/>
        <option timestep="0.002"/>
        <default>
          <joint damping="0.3 0.01 0.002" armature="0.01"/>
          <default class="soft"><joint stiffness="2" springdamper="0.2 0.7"/></default>
          <default class="servo"><position kp="30" dampratio="1" forcerange="-5 5"/></default>
        </default>
        <worldbody>
          <body name="torso" pos="0 0 1">
            <freejoint/>
            <inertial pos="0 0 0.1" mass="5" diaginertia="0.1 0.2 0.15" euler="0.3 0 0"/>
            <geom type="box" size="0.1 0.1 0.2"/>
            <frame pos="0 0.1 0" euler="0 0 0.5">
              <body pos="0 0 -0.2">
                <joint name="hip" axis="0 1 0" pos="0.01 0 0.02"/>
                <joint axis="1 0 0" pos="0 0.03 0" ref="0.2"/>
                <geom type="capsule" size="0.03" fromto="0 0 0 0 0 -0.3" density="900"/>
                <body name="pad" pos="0 0 -0.3" euler="0 0.4 0"><geom type="sphere" size="0.05" mass="0.2"/></body>
                <body name="shin" pos="0 0 -0.3">
                  <joint name="knee" class="soft" type="hinge" axis="0 1 0"/>
                  <geom type="capsule" size="0.02" fromto="0 0 0 0 0 -0.3"/>
                  <geom class="servo" type="sphere" size="0.04" pos="0 0 -0.3"/>
                </body>
              </body>
            </frame>
          </body>
        </worldbody>
        <actuator>
          <motor name="lift" joint="hip" gear="20" ctrlrange="-1 1"/>
          <position class="servo" joint="knee"/>
          <general name="turn" joint="joint3" gainprm="4" forcerange="-2 2"/>
        </actuator>
      </mujoco>
      """;

  @TempDir
  private Path folder;

  /** All numbers a little other than the file's, and the actuators', too. */
  private static double[] others(RobotModel model, int gains) {
    double[] values = Parameters.values(model);
    double[] others = Arrays.copyOf(values, values.length + gains);
    Random random = new Random(2);
    for (int i = 0; i < model.joints().size(); i++) {
      int first = i * Parameters.ROWS_PER_JOINT;
      double more = 1 + 0.3 * random.nextDouble();
      for (int row = first; row < first + 10; row++) {
        boolean place = row > first && row < first + 4;
        others[row] = place && values[first] > 0 ? values[row] + 0.01 * random.nextGaussian() : more * values[row];
      }
      for (int row = first + 10; row < first + 14 && model.joints().get(i).kind().nv() == 1; row++) {
        others[row] = values[row] + 0.1 * random.nextDouble();
      }
    }
    for (int k = 0; k < gains; k++) {
      others[values.length + k] = 0.8 + 0.1 * k;
    }
    return others;
  }

  private RobotModel written(String compiler) throws IOException {
    Path file = Files.writeString(folder.resolve("walker.xml"), MJCF.formatted(compiler));
    RobotModel model = RobotModel.load(file);
    double[] wanted = others(model, model.actuators().size());
    Path out = folder.resolve("found.xml");
    RobotXml.write(file, false, model, wanted, out);
    RobotModel found = RobotModel.load(out);
    double[] values = Parameters.values(found);
    for (int row = 0; row < values.length; row++) {
      assertThat(values[row]).as(Parameters.names(model)[row]).isCloseTo(wanted[row], within(1e-12));
    }
    for (int k = 0; k < model.actuators().size(); k++) {
      Actuator before = model.actuators().get(k);
      Actuator after = found.actuators().get(k);
      double s = wanted[values.length + k];
      assertThat(after.gear() * after.gain().constant()).as(before.name())
          .isCloseTo(s * before.gear() * before.gain().constant(), within(1e-9));
      assertThat(after.bias().perLength()).isCloseTo(s * before.bias().perLength(), within(1e-9));
      assertThat(after.bias().perVelocity()).isCloseTo(s * before.bias().perVelocity(), within(1e-9));
      assertThat(after.lower()).isEqualTo(before.lower());
      if (Double.isFinite(before.highestForce())) {
        assertThat(after.highestForce()).isCloseTo(s * before.highestForce(), within(1e-9));
      }
    }
    for (int i = 0; i < model.joints().size(); i++) {
      assertThat(found.joints().get(i).dampingGrowth()).isEqualTo(model.joints().get(i).dampingGrowth());
    }
    assertThat(found.frames()).hasSameSizeAs(model.frames());
    assertThat(out).content().contains("a note that stays", "density=\"900\"");
    return found;
  }

  @Test
  void anMjcfFileIsReadAsTheRobotThatWasFound() throws IOException {
    written("");
  }

  @Test
  void whatTheCompilerMakesOfInertiasIsTakenIntoAccount() throws IOException {
    written("inertiafromgeom=\"true\"");
    written("settotalmass=\"12\"");
  }

  @Test
  void numbersThatWereNotFoundStayAsTheyWereWritten() throws IOException {
    Path file = Files.writeString(folder.resolve("walker.xml"), MJCF.formatted(""));
    RobotModel model = RobotModel.load(file);
    double[] wanted = Parameters.values(model);
    int knee = model.jointIndex("knee");
    wanted[knee * Parameters.ROWS_PER_JOINT + 12] = 0.25;
    Path out = folder.resolve("found.xml");
    RobotXml.write(file, false, model, wanted, out);
    String changed = Files.readString(out);
    assertThat(changed).contains("frictionloss=\"0.25\"").doesNotContain("fullinertia", "stiffness=\"0");
    assertThat(changed.replace(" frictionloss=\"0.25\"", "").replaceAll("\\s+|<\\?xml.*\\?>", ""))
        .hasSameSizeAs(Files.readString(file).replaceAll("\\s+", ""));
  }

  @Test
  void whatCannotBeWrittenIsSaid() throws IOException {
    Path part = Files.writeString(folder.resolve("part.xml"), """
        <mujocoinclude><body name="b"><joint name="j"/><geom type="sphere" size="0.1"/></body></mujocoinclude>""");
    Path main = Files.writeString(folder.resolve("main.xml"),
        "<mujoco><worldbody><include file=\"" + part.getFileName() + "\"/></worldbody></mujoco>");
    RobotModel model = RobotModel.load(main);
    double[] wanted = others(model, 0);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RobotXml.write(main, false, model, wanted, folder.resolve("o.xml")))
        .withMessageContaining("joint 'j' is not in").withMessageContaining("in a file that it includes");
    Path bounded = Files.writeString(folder.resolve("bounded.xml"), MJCF.formatted("boundmass=\"9\""));
    RobotModel heavy = RobotModel.load(bounded);
    double[] lighter = others(heavy, 0);
    lighter[0] = 1;
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RobotXml.write(bounded, false, heavy, lighter, folder.resolve("o.xml")))
        .withMessageContaining(".mass is read as 9.0 where 1.0 was found");
  }

  @Test
  void theBaseOfAUrdfFileThatWasFreedIsWritten() throws IOException {
    Path file = Files.writeString(folder.resolve("drone.urdf"), """
        <robot name="drone">
          <link name="hull"><inertial><mass value="1"/>
            <inertia ixx="0.01" ixy="0" ixz="0" iyy="0.02" iyz="0" izz="0.015"/></inertial></link>
          <link name="arm"><inertial><mass value="0.2"/>
            <inertia ixx="0.001" ixy="0" ixz="0" iyy="0.002" iyz="0" izz="0.0015"/></inertial></link>
          <joint name="turn" type="continuous"><parent link="hull"/><child link="arm"/><axis xyz="0 0 1"/></joint>
        </robot>""");
    RobotModel model = RobotModel.load(file).withFreeBase();
    double[] wanted = others(model, 0);
    Path out = folder.resolve("found.urdf");
    assertThatIllegalArgumentException().isThrownBy(() -> RobotXml.write(file, true, model, wanted, out))
        .withMessageContaining("no place for the stiffness that was found of joint 'turn'");
    wanted[2 * Parameters.ROWS_PER_JOINT - 1] = 0;
    RobotXml.write(file, true, model, wanted, out);
    assertThat(Parameters.values(RobotModel.load(out).withFreeBase())).containsExactly(wanted, within(1e-12));
  }

  /** A tetrahedron of 1 m, whose volume is a sixth. */
  private static final String OBJ = "v 0 0 0\nv 1 0 0\nv 0 1 0\nv 0 0 1\nf 1 3 2\nf 1 2 4\nf 1 4 3\nf 2 3 4\n";

  private Path mesh(String place) throws IOException {
    Path file = folder.resolve(place);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, OBJ);
  }

  private Path elsewhere(String name) throws IOException {
    return Files.createDirectories(folder.resolve("found/today")).resolve(name);
  }

  @Test
  void meshesOfAnMjcfFileAreFoundFromAnotherFolder() throws IOException {
    mesh("robot/parts/wedge.obj");
    Files.writeString(folder.resolve("robot/more.xml"),
        "<mujocoinclude><asset><mesh name=\"wedge\" file=\"wedge.obj\"/></asset></mujocoinclude>");
    String text = """
        <mujoco>%s<include file="more.xml"/><worldbody><body name="b"><joint name="j"/>
        <geom type="mesh" mesh="wedge" density="60"/></body></worldbody></mujoco>""";
    for (String compiler : new String[] {"<compiler meshdir=\"parts\"/>", "<compiler assetdir=\"parts/\"/>",
      "<compiler meshdir=\"" + folder.resolve("robot/parts") + "\"/>", ""}) {
      if (compiler.isEmpty()) {
        mesh("robot/wedge.obj");
      }
      Path file = Files.writeString(folder.resolve("robot/arm.xml"), text.formatted(compiler));
      RobotModel model = RobotModel.load(file);
      double[] wanted = Parameters.values(model);
      assertThat(wanted[0]).isCloseTo(10, within(1e-9));
      wanted[12] = 0.25;
      Path out = elsewhere("arm.xml");
      RobotXml.write(file, false, model, wanted, out);
      assertThat(Parameters.values(RobotModel.load(out))).as(compiler).containsExactly(wanted, within(1e-12));
    }
  }

  @Test
  void meshesOfAUrdfFileAreFoundFromAnotherFolder() throws IOException {
    Path near = mesh("robot/parts/wedge.obj");
    Path packaged = mesh("arm_description/meshes/wedge.obj");
    for (String name : new String[] {"parts/wedge.obj", near.toString(), "file://" + near,
      "package://arm_description/meshes/wedge.obj"}) {
      Path file = Files.writeString(folder.resolve("robot/arm.urdf"), """
          <robot name="arm"><link name="base"/><link name="b"><inertial><mass value="1"/>
            <inertia ixx="0.01" ixy="0" ixz="0" iyy="0.02" iyz="0" izz="0.015"/></inertial>
            <visual><geometry><mesh filename="%s"/></geometry></visual></link>
          <joint name="j" type="continuous"><parent link="base"/><child link="b"/><axis xyz="0 0 1"/></joint>
          </robot>""".formatted(name));
      RobotModel model = RobotModel.load(file);
      double[] wanted = Parameters.values(model);
      wanted[12] = 0.25;
      Path out = elsewhere("arm.urdf");
      RobotXml.write(file, false, model, wanted, out);
      String written = Files.readString(out).replaceAll("(?s).*filename=\"([^\"]*)\".*", "$1");
      Path leads = written.startsWith("package://")
          ? folder.resolve(written.substring("package://".length()))
          : out.getParent().resolve(written.replace("file://", ""));
      assertThat(leads.normalize()).isEqualTo(name.startsWith("package") ? packaged : near);
    }
  }
}
