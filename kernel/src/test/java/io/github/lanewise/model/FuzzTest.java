package io.github.lanewise.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Ten thousand broken robot files: each either loads, as a model that holds together, or is refused with a message that
 * names the file, in bounded time and memory. Another seed: {@code -Dlanewise.seed=...} in the tests' JVM.
 */
class FuzzTest {
  private static final int MUTATIONS = 10_000;
  private static final long SEED = Long.getLong("lanewise.seed", 7004);
  private static final double MOST_SECONDS = 5;
  private static final long MOST_BYTES = 64L << 20;

  private static final List<String> FILES = List.of("double_pendulum.urdf", "finger.urdf", "arm7.urdf", "hopper.xml",
      "quadruped.urdf", "humanoid.xml", "odd.xml");

  /** What the robots of the library do not use. */
  private static final String ODD = """
      <mujoco model="odd">
        <compiler angle="radian" eulerseq="zXy" settotalmass="9" inertiagrouprange="0 3"/>
        <option gravity="0.1 0 -9.7"/>
        <asset>
          <mesh name="shell" file="shell.stl" scale="1 -1 1"/>
          <hfield name="hills" nrow="2" ncol="2" size="1 2 .1 .2"/>
        </asset>
        <default><joint armature=".01"/><default class="a"><geom type="box" size=".1 .2 .3"/></default></default>
        <worldbody>
          <body name="a" pos="1 2 3" axisangle="1 1 0 .4" childclass="a">
            <joint name="h" pos=".1 .05 -.2" ref=".7" range="-1 2" springref=".2" stiffness="3"/>
            <joint name="s" type="slide" ref="-.3" frictionloss=".2" springdamper=".4 1"/>
            <joint name="b" type="ball" pos=".03 .02 .01"/>
            <geom name="hull" pos=".1 .1 0" euler=".3 -.4 .5" friction=".7 .01" solimp=".8 .9" condim="4"/>
            <geom type="ellipsoid" fromto="0 0 0 .1 .2 -.3" size=".07" density="800"/>
            <body pos="0 .4 0" xyaxes="0 1 .2 1 0 0">
              <joint/>
              <inertial pos=".1 0 0" mass="1.5" fullinertia=".03 .04 .05 .001 -.002 .003"/>
              <site name="tip" pos=".1 .2 .3" quat="1 .2 .3 -.4"/>
              <geom type="mesh" mesh="shell" contype="0" conaffinity="0" density="0"/>
            </body>
          </body>
          <body name="ball" gravcomp=".5"><freejoint/><geom size=".1"/></body>
          <geom type="plane" size="1 1 .1"/>
          <geom type="hfield" hfield="hills"/>
        </worldbody>
        <actuator>
          <general joint="h" gear="2" gainprm="5" ctrlrange="-1 4" forcerange="-3 3"/>
          <position joint="s" kp="10" dampratio=".7" forcerange="-9 9"/>
          <velocity tendon="t" kv="3" gear="2"/>
        </actuator>
        <tendon>
          <fixed name="t" stiffness="3 1" damping="2" armature=".1" springlength="-.2 .3"><joint joint="h" coef="2"/>
            <joint joint="s" coef="-1"/></fixed>
        </tendon>
        <keyframe>
          <key name="k" qpos=".1 .2 1 .1 .2 .3 .4 1 2 3 0 0 1 1" qvel="1 2 3 4 5 6 7 8 9 10 11 12" ctrl="3 .2 1"
              time="2"/>
          <key/>
        </keyframe>
      </mujoco>
      """;

  @Test
  @Timeout(value = 5, unit = TimeUnit.MINUTES)
  void everyBrokenFileLoadsOrIsRefused() throws IOException {
    System.out.println("FuzzTest: seed " + SEED);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    int loaded = 0;
    for (int trial = 0; trial < MUTATIONS; trial++) {
      String file = FILES.get(trial % FILES.size());
      Mutator mutator = new Mutator(new Random(SEED * MUTATIONS + trial));
      byte[] bytes = mutator.mutate(original(file));
      long allocated = threads.getCurrentThreadAllocatedBytes();
      long start = System.nanoTime();
      boolean loads = loads(file, bytes, trial);
      double seconds = (System.nanoTime() - start) * 1e-9;
      allocated = threads.getCurrentThreadAllocatedBytes() - allocated;
      assertThat(seconds).as(what(file, trial)).isLessThan(MOST_SECONDS);
      assertThat(allocated).as(what(file, trial)).isLessThan(MOST_BYTES);
      loaded += loads ? 1 : 0;
    }
    assertThat(loaded).as("some load and some do not, or the mutations are no test")
        .isBetween(MUTATIONS / 10, MUTATIONS * 9 / 10);
    System.out.println("FuzzTest: " + loaded + " loaded, " + (MUTATIONS - loaded) + " refused");
  }

  private static boolean loads(String file, byte[] bytes, int trial) throws IOException {
    RobotModel model;
    try {
      model = RobotModel.read(file, new ByteArrayInputStream(bytes));
    } catch (RobotFormatException e) {
      assertThat(e.getMessage()).as(what(file, trial)).startsWith(file + ":").hasSizeBetween(file.length() + 10, 1000);
      return false;
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      return fail(what(file, trial) + "\n" + new String(bytes, StandardCharsets.ISO_8859_1), e);
    }
    holdsTogether(model, what(file, trial));
    return true;
  }

  private static String what(String file, int trial) {
    return "mutation " + trial + " of " + file + ", seed " + SEED;
  }

  private static void holdsTogether(RobotModel model, String what) {
    int nq = 0;
    int nv = 0;
    for (int i = 0; i < model.joints().size(); i++) {
      Joint joint = model.joints().get(i);
      assertThat(joint.parent()).as(what).isBetween(-1, i - 1);
      assertThat(joint.idxQ()).as(what).isEqualTo(nq);
      assertThat(joint.idxV()).as(what).isEqualTo(nv);
      assertThat(Doubles.of(joint.placement())).as(what).doesNotContain(Double.NaN);
      for (double number : Doubles.of(joint.body())) {
        assertThat(number).as(what).isFinite();
      }
      assertThat(joint.lower()).as(what).isLessThanOrEqualTo(joint.upper());
      assertThat(joint.axis().squaredNorm().value()).as(what).isBetween(1 - 1e-14, 1 + 1e-14);
      nq += joint.kind().nq();
      nv += joint.kind().nv();
    }
    assertThat(model.nq()).as(what).isEqualTo(nq);
    assertThat(model.nv()).as(what).isEqualTo(nv);
    assertThat(model.frames()).as(what).extracting(Frame::name).doesNotHaveDuplicates();
    assertThat(model.frames()).as(what).allMatch(frame -> frame.joint() < model.joints().size());
    for (Geometry geometry : model.geometries()) {
      assertThat(Doubles.of(geometry.placement())).as(what).doesNotContain(Double.NaN);
      assertThat(geometry.joint()).as(what).isLessThan(model.joints().size());
      assertThat(geometry.link().isEmpty() || model.frame(geometry.link()).joint() == geometry.joint())
          .as(what).isTrue();
    }
    for (Keyframe key : model.keyframes()) {
      assertThat(key.q()).as(what).hasSize(nq).doesNotContain(Double.NaN);
      assertThat(key.v()).as(what).hasSize(nv).doesNotContain(Double.NaN);
      assertThat(key.control()).as(what).hasSameSizeAs(model.actuators());
      assertThat(key.activation()).as(what).hasSize(model.activationCount()).doesNotContain(Double.NaN);
    }
    assertThat(model.actuators()).as(what)
        .allMatch(actuator -> actuator.drivesTendon() ? actuator.tendon() < model.tendons().size()
            : actuator.row() < model.joints().get(actuator.joint()).kind().nv());
    assertThat(model.tendons()).as(what).allMatch(tendon -> tendon.pulls().stream()
        .allMatch(pull -> model.joints().get(pull.joint()).kind().nv() == 1));
  }

  private static byte[] original(String file) throws IOException {
    if (file.equals("odd.xml")) {
      return ODD.getBytes(StandardCharsets.UTF_8);
    }
    try (InputStream in = RobotModel.class.getResourceAsStream("/io/github/lanewise/robots/" + file)) {
      return in.readAllBytes();
    }
  }
}
