package io.github.lanewise.task.deformable;

import io.github.lanewise.deformable.Cloth;
import io.github.lanewise.deformable.ClothSimulation;
import io.github.lanewise.deformable.EnvironmentStep;
import io.github.lanewise.deformable.PickAndPlace;
import io.github.lanewise.deformable.Rope;
import io.github.lanewise.deformable.RopeSimulation;
import io.github.lanewise.deformable.ToolProgram;
import io.github.lanewise.lanes.ElementType;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * What a task moves, cloth or rope, and with what tool: all that roll-outs, starts and goals need to know of it.
 *
 * <p>A state begins with the positions of the points, three numbers each, then come their velocities, and at the end is
 * the tool's place.
 *
 * @param kind one word
 * @param points how many
 * @param names of the rows of a state
 * @param start a state flat or straight and at rest; not to be modified
 * @param parameters the same of all
 * @param timeStep length of a substep [s]
 * @param program of the tool
 * @param steps makes a step in numbers of a type
 */
record Body(String kind, int points, List<String> names, double[] start, double[] parameters, double timeStep,
    ToolProgram program, Function<ElementType, EnvironmentStep> steps) {
  static Body of(Cloth cloth) {
    ToolProgram program = new PickAndPlace();
    return new Body("cloth", cloth.pointCount(), ClothSimulation.stateNames(cloth), ClothSimulation.flat(cloth),
        new double[] {cloth.stiffness(), cloth.friction(), cloth.mass()}, cloth.timeStep(), program,
        type -> new EnvironmentStep(cloth, program, type));
  }

  static Body of(Rope rope, ToolProgram program) {
    return new Body("rope", rope.particleCount(), RopeSimulation.stateNames(rope), RopeSimulation.straight(rope),
        new double[] {rope.material().young(), rope.material().poisson(), rope.material().density(),
          rope.groundFriction(), rope.tool().friction()}, rope.timeStep(), program,
        type -> new EnvironmentStep(rope, program, type));
  }

  /** Rows of a state. */
  int stateCount() {
    return start.length;
  }

  /** Row at which the tool's place begins. */
  int tool() {
    return start.length - 3;
  }

  /** Rows of places and deformations, which are reported first, then those of velocities. */
  int[] reported() {
    int tool = tool();
    IntStream places = IntStream.concat(IntStream.range(0, 3 * points), IntStream.range(tool, tool + 3));
    IntStream deformations = IntStream.range(15 * points, Math.max(15 * points, tool));
    IntStream velocities = IntStream.range(3 * points, Math.min(15 * points, tool));
    return IntStream.concat(IntStream.concat(places, deformations), velocities).toArray();
  }

  /** How many of {@link #reported} are no velocities. */
  int positionCount() {
    return 3 * points + 3 + Math.max(0, tool() - 15 * points);
  }
}
