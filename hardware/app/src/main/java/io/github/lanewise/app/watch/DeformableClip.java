package io.github.lanewise.app.watch;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.lanewise.app.report.JsonFile;
import io.github.lanewise.app.report.TextPage;
import io.github.lanewise.deformable.BoxTool;
import io.github.lanewise.deformable.EnvironmentStep;
import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.lanes.Lanes;
import io.github.lanewise.lanes.RandomStream;
import io.github.lanewise.learning.GaussianPolicy;
import io.github.lanewise.learning.PolicyAgent;
import io.github.lanewise.simulation.LaneSimulation;
import io.github.lanewise.task.ActionRange;
import io.github.lanewise.task.TaskRollout;
import io.github.lanewise.task.TaskRollout.End;
import io.github.lanewise.task.deformable.ClothTask;
import io.github.lanewise.task.deformable.DeformableTask;
import io.github.lanewise.task.deformable.RopeTask;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Base64;

/**
 * An episode of a cloth or a rope, a frame for each command of its tool: the points, the tool and the goal.
 *
 * <p>Coordinates of a page have z up: (x, -z, y) of the task's, in single precision. A rope is a tube along the means
 * of its cross-sections.
 */
final class DeformableClip {
  private static final double GRIPPER_RADIUS = 0.01;

  private final DeformableTask task;
  private final String source;
  private final Long seed;
  private final int steps;
  private final double episodeReturn;
  /** Points, then the tool, frame after frame, as the task has them. */
  private final double[] frames;

  private DeformableClip(DeformableTask task, String source, Long seed, double[] start, double[][] actions,
      double episodeReturn) {
    this.task = task;
    this.source = source;
    this.seed = seed;
    this.episodeReturn = episodeReturn;
    steps = actions.length;
    frames = frames(task, start, actions);
  }

  /**
   * Of a policy, which acts without noise, in double.
   *
   * @param source where it is from
   * @param seed of the start; null for the start without noise
   */
  static DeformableClip of(String source, GaussianPolicy policy, DeformableTask task, Long seed) {
    try (LaneSimulation simulation = task.simulation(Lanes.widest(ElementType.DOUBLE), 1, 1)) {
      TaskRollout rollout = rollout(task, simulation, seed);
      double[] start = rollout.rollout().initial().robot(0);
      rollout.run(new PolicyAgent(policy, task, simulation, rollout, false, 0));
      return of(source, task, seed, start, rollout);
    }
  }

  /** Of nobody: picks and places, or pushes, at random points of the start, or random swings. */
  static DeformableClip ofRandomActions(DeformableTask task, Long seed) {
    try (LaneSimulation simulation = task.simulation(Lanes.widest(ElementType.DOUBLE), 1, 1)) {
      TaskRollout rollout = rollout(task, simulation, seed);
      double[] start = rollout.rollout().initial().robot(0);
      RandomStream random = RandomStream.of(seed == null ? 0 : seed);
      int size = task.actions().size();
      boolean placed = task.actions().getFirst().low() == 0; // places in the cube
      for (int row = 0; row < size * task.episodeLength(); row++) {
        if (row % 3 == 0 && placed) {
          int point = random.nextInt(task.pointCount());
          for (int c = 0; c < 3; c++) {
            rollout.rollout().actions().set(row + c, 0, start[3 * point + c]);
          }
        } else if (!placed) {
          ActionRange range = task.actions().get(row % size);
          rollout.rollout().actions().set(row, 0, random.nextDouble(range.low(), range.high()));
        }
      }
      rollout.run();
      return of("random actions", task, seed, start, rollout);
    }
  }

  private static TaskRollout rollout(DeformableTask task, LaneSimulation simulation, Long seed) {
    return new TaskRollout(task, simulation, task.episodeLength(), seed == null ? 0 : seed,
        (lane, random, x) -> task.start(seed == null ? null : random, x));
  }

  private static DeformableClip of(String source, DeformableTask task, Long seed, double[] start, TaskRollout rollout) {
    int count = 0;
    double sum = 0;
    while (count < task.episodeLength() && rollout.end(count, 0) != End.BLOWN_UP) {
      sum += rollout.rewards().get(count, 0);
      count++;
    }
    double[] all = rollout.rollout().actions().robot(0);
    double[][] actions = new double[count][];
    int size = task.actions().size();
    Arrays.setAll(actions, t -> Arrays.copyOfRange(all, size * t, size * (t + 1)));
    return new DeformableClip(task, source, seed, start, actions, sum);
  }

  /** The same steps, command by command. */
  private static double[] frames(DeformableTask task, double[] start, double[][] actions) {
    int commands = task.program().commandCount();
    int width = 3 * task.pointCount() + 3;
    int rows = task.stateNames().size();
    double[] parameters = task.parameters();
    Batch state = new Batch(ElementType.DOUBLE, rows, 1);
    Batch action = new Batch(ElementType.DOUBLE, task.actions().size(), 1);
    Batch shared = new Batch(ElementType.DOUBLE, parameters.length, 1);
    Batch trail = new Batch(ElementType.DOUBLE, rows, commands);
    state.setRobot(0, Arrays.copyOf(start, rows));
    shared.setRobot(0, parameters);
    EnvironmentStep step = task.environmentStep(ElementType.DOUBLE);
    double[] frames = new double[(1 + actions.length * commands) * width];
    copy(state, 0, frames, 0, width);
    for (int t = 0; t < actions.length; t++) {
      action.setRobot(0, actions[t]);
      step.step(state, action, shared, 0, trail);
      for (int k = 0; k < commands; k++) {
        copy(trail, k, frames, 1 + t * commands + k, width);
      }
    }
    return frames;
  }

  private static void copy(Batch states, int lane, double[] frames, int frame, int width) {
    for (int row = 0; row < width; row++) {
      boolean ofTool = row >= width - 3;
      frames[frame * width + row] = states.get(ofTool ? states.rowCount() - width + row : row, lane);
    }
  }

  /** Frames, the start included. */
  int frames() {
    return 1 + steps * task.program().commandCount();
  }

  /** Between frames [s]. */
  double frameStep() {
    return task.program().heldFor() * task.timeStep();
  }

  /** The points of a frame, as the task has them. */
  double[] points(int frame) {
    int width = 3 * task.pointCount() + 3;
    return Arrays.copyOfRange(frames, frame * width, (frame + 1) * width - 3);
  }

  /** What is shown. */
  DeformableTask task() {
    return task;
  }

  /** Sum of the rewards. */
  double episodeReturn() {
    return episodeReturn;
  }

  /** Distance to the goal in the end, as in the reward [m]. */
  double distance() {
    return task.distance(points(frames() - 1));
  }

  /** What the page shows, as of {@link Clip#toJson}. */
  ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("robot", task.name()).put("source", source)
        .put("frames", frames()).put("frame_step_s", frameStep()).put("bodies", 1).put("follow", false)
        .put("ground_m", 0).put("lane_spacing_m", 0);
    if (seed != null) {
      json.put("seed", seed);
    }
    json.putArray("lanes").add(0);
    ObjectNode tool = json.putArray("shapes").addObject().put("name", "tool").put("joint", 0);
    tool.set("pose", JsonFile.numbers(new double[] {0, 0, 0, 0, 0, 0, 1}));
    int points = task.pointCount();
    json.put("positions_float32", turned(frames, points + 1, points, points + 1)).put("quaternions_int16", upright());
    switch (task) {
      case ClothTask cloth -> {
        tool.put("kind", "sphere").set("sizes", JsonFile.numbers(new double[] {GRIPPER_RADIUS}));
        json.putObject("sheet").put("columns", cloth.cloth().columns()).put("rows", cloth.cloth().rows())
            .put("points_float32", turned(frames, points + 1, 0, points))
            .put("goal_float32", turned(task.goal(), points, 0, points));
      }
      case RopeTask rope -> {
        BoxTool box = rope.rope().tool();
        tool.put("kind", "box").put("transparent", true)
            .set("sizes", JsonFile.numbers(new double[] {box.halfX(), box.halfZ(), box.halfY()}));
        CrossSections sections = new CrossSections(rope.rope().shape());
        json.putObject("tube").put("points", sections.count()).put("radius_m", sections.radius())
            .put("points_float32", turned(sections.means(frames, points + 1), sections.count(), 0, sections.count()))
            .put("goal_float32", turned(sections.means(task.goal(), points), sections.count(), 0, sections.count()));
      }
    }
    json.putArray("notes").add(TextPage.format("The episode has %d steps of %.3g s and a return of %s.", steps,
        task.program().commandCount() * frameStep(), TextPage.number(episodeReturn)))
        .add(TextPage.format("The %s to the goal, shown in grey, is %s m in the end.", task.distanceWords(),
            TextPage.number(distance())));
    return json;
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
