package io.github.lanewise.app.watch;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.lanewise.app.report.JsonFile;
import io.github.lanewise.app.report.TextPage;
import io.github.lanewise.deformable.Cloth;
import io.github.lanewise.deformable.ClothSimulation;
import io.github.lanewise.deformable.HeldCommands;
import io.github.lanewise.deformable.PickAndPlace;
import io.github.lanewise.deformable.ToolProgram;
import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.lanes.Lanes;
import io.github.lanewise.lanes.RandomStream;
import io.github.lanewise.learning.GaussianPolicy;
import io.github.lanewise.learning.PolicyAgent;
import io.github.lanewise.simulation.LaneSimulation;
import io.github.lanewise.task.TaskRollout;
import io.github.lanewise.task.TaskRollout.End;
import io.github.lanewise.task.deformable.ClothTask;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Base64;

/**
 * An episode of a cloth, a frame for each command of its gripper: the points, the gripper and the goal.
 *
 * <p>Coordinates of a page have z up: (x, -z, y) of the cloth's, in single precision.
 */
final class ClothClip {
  private static final double GRIPPER_RADIUS = 0.01;

  private final ClothTask task;
  private final String source;
  private final Long seed;
  private final int steps;
  private final double episodeReturn;
  /** Points, then the gripper, frame after frame, as the cloth has them. */
  private final double[] frames;

  private ClothClip(ClothTask task, String source, Long seed, double[] start, double[][] actions,
      double episodeReturn) {
    this.task = task;
    this.source = source;
    this.seed = seed;
    this.episodeReturn = episodeReturn;
    steps = actions.length;
    frames = frames(task.cloth(), start, actions);
  }

  /**
   * Of a policy, which acts without noise, in double.
   *
   * @param source where it is from
   * @param seed of the start; null for the start without noise
   */
  static ClothClip of(String source, GaussianPolicy policy, ClothTask task, Long seed) {
    try (LaneSimulation simulation = task.simulation(Lanes.widest(ElementType.DOUBLE), 1, 1)) {
      TaskRollout rollout = rollout(task, simulation, seed);
      double[] start = rollout.rollout().initial().robot(0);
      rollout.run(new PolicyAgent(policy, task, simulation, rollout, false, 0));
      return of(source, task, seed, start, rollout);
    }
  }

  /** Of nobody: each step picks the cloth up at a random point and places it where another one was at the start. */
  static ClothClip ofRandomPicks(ClothTask task, Long seed) {
    try (LaneSimulation simulation = task.simulation(Lanes.widest(ElementType.DOUBLE), 1, 1)) {
      TaskRollout rollout = rollout(task, simulation, seed);
      double[] start = rollout.rollout().initial().robot(0);
      RandomStream random = RandomStream.of(seed == null ? 0 : seed);
      for (int t = 0; t < task.episodeLength(); t++) {
        for (int place = 0; place < 2; place++) {
          int point = random.nextInt(task.cloth().pointCount());
          for (int c = 0; c < 3; c++) {
            rollout.rollout().actions().set(6 * t + 3 * place + c, 0, start[3 * point + c]);
          }
        }
      }
      rollout.run();
      return of("random picks", task, seed, start, rollout);
    }
  }

  private static TaskRollout rollout(ClothTask task, LaneSimulation simulation, Long seed) {
    return new TaskRollout(task, simulation, task.episodeLength(), seed == null ? 0 : seed,
        (lane, random, x) -> task.start(seed == null ? null : random, x));
  }

  private static ClothClip of(String source, ClothTask task, Long seed, double[] start, TaskRollout rollout) {
    int count = 0;
    double sum = 0;
    while (count < task.episodeLength() && rollout.end(count, 0) != End.BLOWN_UP) {
      sum += rollout.rewards().get(count, 0);
      count++;
    }
    double[] all = rollout.rollout().actions().robot(0);
    double[][] actions = new double[count][];
    Arrays.setAll(actions, t -> Arrays.copyOfRange(all, 6 * t, 6 * t + 6));
    return new ClothClip(task, source, seed, start, actions, sum);
  }

  /** The same steps, command by command. */
  private static double[] frames(Cloth cloth, double[] start, double[][] actions) {
    PickAndPlace program = new PickAndPlace();
    int commands = program.commandCount();
    int numbers = 3 * cloth.pointCount();
    double[] frames = new double[(1 + actions.length * commands) * (numbers + 3)];
    try (ClothSimulation simulation =
        new ClothSimulation(cloth, new HeldCommands(ToolProgram.GRIPPER, 1, program.heldFor()), ElementType.DOUBLE, 1,
            1)) {
      simulation.state().setRobot(0, Arrays.copyOf(start, ClothSimulation.stateCount(cloth)));
      double[] values = new double[commands * ToolProgram.GRIPPER];
      int frame = 0;
      copy(simulation, frames, frame++);
      for (double[] action : actions) {
        double[] x = simulation.state().robot(0);
        program.commands(action, Arrays.copyOfRange(x, 2 * numbers, 2 * numbers + 3), values);
        for (int k = 0; k < commands; k++) {
          simulation.action().setRobot(0, Arrays.copyOfRange(values, ToolProgram.GRIPPER * k,
              ToolProgram.GRIPPER * (k + 1)));
          simulation.step();
          copy(simulation, frames, frame++);
        }
      }
    }
    return frames;
  }

  private static void copy(ClothSimulation simulation, double[] frames, int frame) {
    double[] x = simulation.state().robot(0);
    int numbers = 3 * simulation.cloth().pointCount();
    System.arraycopy(x, 0, frames, frame * (numbers + 3), numbers);
    System.arraycopy(x, 2 * numbers, frames, frame * (numbers + 3) + numbers, 3);
  }

  /** Frames, the start included. */
  int frames() {
    return 1 + steps * new PickAndPlace().commandCount();
  }

  /** Between frames [s]. */
  double frameStep() {
    return new PickAndPlace().heldFor() * task.cloth().timeStep();
  }

  /** The points of a frame, as the cloth has them. */
  double[] points(int frame) {
    int width = 3 * task.cloth().pointCount() + 3;
    return Arrays.copyOfRange(frames, frame * width, (frame + 1) * width - 3);
  }

  /** Sum of the rewards. */
  double episodeReturn() {
    return episodeReturn;
  }

  /** Chamfer distance to the goal in the end. */
  double distance() {
    return task.distance(points(frames() - 1));
  }

  /** What the page shows, as of {@link Clip#toJson}. */
  ObjectNode toJson() {
    Cloth cloth = task.cloth();
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("robot", task.name()).put("source", source)
        .put("frames", frames()).put("frame_step_s", frameStep()).put("bodies", 1).put("follow", false)
        .put("ground_m", 0).put("lane_spacing_m", 0);
    if (seed != null) {
      json.put("seed", seed);
    }
    json.putArray("lanes").add(0);
    ObjectNode gripper = json.putArray("shapes").addObject().put("name", "gripper").put("joint", 0)
        .put("kind", "sphere");
    gripper.set("sizes", JsonFile.numbers(new double[] {GRIPPER_RADIUS}));
    gripper.set("pose", JsonFile.numbers(new double[] {0, 0, 0, 0, 0, 0, 1}));
    int points = cloth.pointCount();
    json.put("positions_float32", turned(points, points + 1)).put("quaternions_int16", upright());
    json.putObject("sheet").put("columns", cloth.columns()).put("rows", cloth.rows())
        .put("points_float32", turned(0, points)).put("goal_float32", turned(task.goal(), points, 0, points));
    json.putArray("notes").add(TextPage.format("The episode has %d steps of %.3g s and a return of %s.", steps,
        new PickAndPlace().commandCount() * frameStep(), TextPage.number(episodeReturn)))
        .add(TextPage.format("The chamfer distance to the goal, shown as a grey net, is %s in the end.",
            TextPage.number(distance())));
    return json;
  }

  private String turned(int firstPoint, int endPoint) {
    return turned(frames, task.cloth().pointCount() + 1, firstPoint, endPoint);
  }

  /** Some points of each frame, z up. */
  private static String turned(double[] from, int width, int firstPoint, int endPoint) {
    int count = from.length / 3 / width;
    ByteBuffer bytes = ByteBuffer.allocate(count * (endPoint - firstPoint) * 3 * Float.BYTES)
        .order(ByteOrder.LITTLE_ENDIAN);
    for (int frame = 0; frame < count; frame++) {
      for (int p = firstPoint; p < endPoint; p++) {
        int at = 3 * (frame * width + p);
        bytes.putFloat((float) from[at]).putFloat((float) -from[at + 2]).putFloat((float) from[at + 1]);
      }
    }
    return Base64.getEncoder().encodeToString(bytes.array());
  }

  private String upright() {
    ByteBuffer bytes = ByteBuffer.allocate(frames() * 4 * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int frame = 0; frame < frames(); frame++) {
      bytes.putShort((short) 0).putShort((short) 0).putShort((short) 0).putShort(Short.MAX_VALUE);
    }
    return Base64.getEncoder().encodeToString(bytes.array());
  }
}
