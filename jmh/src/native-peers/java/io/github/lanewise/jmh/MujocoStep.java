package io.github.lanewise.jmh;

import io.github.lanewise.dynamics.ControlLaw;
import io.github.lanewise.dynamics.GroundContact;
import io.github.lanewise.dynamics.Integrator;
import io.github.lanewise.dynamics.JointLimits;
import io.github.lanewise.dynamics.PenaltyContact;
import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.simulation.Simulation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Time steps by Euler's rule of a robot of an MJCF file that is dropped and lies down: {@value #EPISODE} steps from its
 * first pose without control, again and again. The score is of a step of a robot; MuJoCo runs one, this library
 * {@value Settings#BATCH}. Contacts differ: MuJoCo solves for forces of all pairs of shapes, here springs and dampers
 * act between fixed points of shapes and the ground. On one thread.
 */
@Fork(value = 2, jvmArgsAppend = OpenBlas.JVM_ARGUMENT)
public class MujocoStep extends Settings {
  private static final int EPISODE = 1000;

  /** A robot of a file. */
  @State(Scope.Thread)
  public abstract static class Dropped {
    /** MJCF file. */
    @Param({"../shared/robots/mjcf/gymnasium_ant.xml", "../shared/robots/mjcf/gymnasium_humanoid.xml"})
    public String robot;
  }

  /** In MuJoCo. */
  @State(Scope.Thread)
  public static class InMujoco extends Dropped {
    /** Shared library, by its path or where the system looks for it. */
    @Param("libmujoco.so.2.2.2")
    public String library;

    private Mujoco mujoco;

    /** Loads the library and the file, with Euler's rule in place of its own. */
    @Setup
    public void setup() throws IOException {
      Path euler = Files.createTempFile("euler", ".xml");
      try {
        Files.writeString(euler, Files.readString(Path.of(robot)).replace("integrator=\"RK4\"", ""));
        mujoco = Mujoco.load(library, euler);
      } finally {
        Files.delete(euler);
      }
    }

    /** Frees it. */
    @TearDown
    public void close() {
      mujoco.close();
    }
  }

  /** In this library. */
  @State(Scope.Thread)
  public static class InLanewise extends Dropped {
    /** Number type. */
    @Param({"FLOAT", "DOUBLE"})
    public ElementType type;

    private Simulation simulation;

    /** Compiles, and runs until it is fast. */
    @Setup
    public void setup() {
      RobotModel model = Robots.load(robot);
      simulation = Simulation.of(model).precision(type).robots(BATCH).threads(1).control(ControlLaw.of(model))
          .timeStep(model.timeStep().orElseThrow()).integrator(Integrator.EULER)
          .contact(GroundContact.of(model, new PenaltyContact(4e4, 1e4, 3e3, 0.75)))
          .limits(new JointLimits(1e3, 10, false)).build();
      Steady.reach(this::run);
      if (simulation.state().nonFinite() > 0) {
        throw new IllegalStateException(simulation.state().nonFinite() + " states of " + robot + " are not finite");
      }
    }

    private void run() {
      simulation.reset();
      simulation.step(EPISODE);
    }

    /** Ends the threads. */
    @TearDown
    public void close() {
      simulation.close();
    }
  }

  /** One robot. */
  @Benchmark
  @OperationsPerInvocation(EPISODE)
  public void mujoco(InMujoco robot) {
    robot.mujoco.run(EPISODE);
  }

  /** Many. */
  @Benchmark
  @OperationsPerInvocation(EPISODE * BATCH)
  public void lanewise(InLanewise robots) {
    robots.run();
  }
}
