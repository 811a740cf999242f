package io.github.lanewise.app.shake;

import io.github.lanewise.app.report.Chart;
import io.github.lanewise.app.report.Series;
import io.github.lanewise.app.report.Series.Style;
import io.github.lanewise.app.report.TextPage;
import io.github.lanewise.dynamics.Algorithms;
import io.github.lanewise.model.Frame;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.trace.Interpreter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.ejml.data.DMatrixRMaj;

/**
 * A robot as lines from joint to joint, by forward kinematics, at a few moments of its motions, and the paths of its
 * tip.
 *
 * <p>A body without a child ends at its last named frame, or at its joint if it has none; the tip is the end of the
 * last body. All is seen along the axis of the world along which the points travel least.
 */
final class StickFigure {
  /** More would hide each other. */
  private static final int MOST_MOMENTS = 5;
  /** Of axes with the same travel the first is seen: what is upright remains so. */
  private static final List<Integer> Z_X_Y = List.of(2, 0, 1);

  /**
   * A point of the robot.
   *
   * @param port of the forward kinematics: 0 for joints, 1 for frames
   * @param index in the port
   */
  private record Point(int port, int index) {}

  private final RobotModel model;
  private final double timeStep;
  private final double[] goal;
  /** The points that a pen goes through without leaving the paper, back to where bodies part. */
  private final List<Point> walk = new ArrayList<>();
  /** Of each motion, of each sample, of each point of the walk, 3 numbers [m]. */
  private final SequencedMap<String, double[][][]> motions = new LinkedHashMap<>();
  private int lengthAtEnd;
  private final int right;
  private final int up;

  /**
   * Computes where everything is.
   *
   * @param states of each motion, by its name, T (nq + nv) x 1, sample after sample; all of one length
   * @param timeStep between samples, the first of which is one step after the start [s]
   * @param goal of the tip [m], or null
   */
  StickFigure(RobotModel model, SequencedMap<String, DMatrixRMaj> states, double timeStep, double[] goal) {
    this.model = model;
    this.timeStep = timeStep;
    this.goal = goal;
    IntStream.range(0, model.joints().size()).filter(i -> model.joints().get(i).parent() < 0).forEach(this::visit);
    walk.subList(lengthAtEnd, walk.size()).clear();
    Interpreter kinematics = new Interpreter(Algorithms.forwardKinematics(model));
    states.forEach((name, motion) -> motions.put(name, positions(kinematics, motion)));
    int[] seen = Z_X_Y.stream().sorted(Comparator.comparingDouble(axis -> -travel(axis))).limit(2)
        .mapToInt(axis -> axis).sorted().toArray();
    right = seen[0];
    up = seen[1];
  }

  /** Appends a joint and all that it carries, and the way back to it. */
  private void visit(int joint) {
    walk.add(new Point(0, joint));
    int[] children = IntStream.range(0, model.joints().size())
        .filter(i -> model.joints().get(i).parent() == joint).toArray();
    for (int child : children) {
      visit(child);
      walk.add(new Point(0, joint));
    }
    if (children.length == 0) {
      Point end = end(joint);
      if (end.port() > 0) {
        walk.add(end);
      }
      lengthAtEnd = walk.size();
      if (end.port() > 0) {
        walk.add(new Point(0, joint));
      }
    }
  }

  private Point end(int joint) {
    List<Frame> frames = model.frames();
    return IntStream.range(0, frames.size()).filter(f -> frames.get(f).joint() == joint).mapToObj(f -> new Point(1, f))
        .reduce(new Point(0, joint), (a, b) -> b);
  }

  private double[][][] positions(Interpreter kinematics, DMatrixRMaj states) {
    int n = model.nq() + model.nv();
    double[][][] positions = new double[states.numRows / n][walk.size()][];
    for (int t = 0; t < positions.length; t++) {
      double[][] poses = kinematics.evaluate(Arrays.copyOfRange(states.data, t * n, t * n + model.nq()));
      Arrays.setAll(positions[t], k -> {
        int at = 12 * walk.get(k).index() + 9;
        return Arrays.copyOfRange(poses[walk.get(k).port()], at, at + 3);
      });
    }
    return positions;
  }

  /** How far the points of the walk come about along an axis, together, in all motions [m]. */
  private double travel(int axis) {
    return IntStream.range(0, walk.size()).mapToDouble(k -> {
      double[] all = motions.values().stream().flatMap(Stream::of).mapToDouble(points -> points[k][axis]).toArray();
      return Arrays.stream(all).max().orElseThrow() - Arrays.stream(all).min().orElseThrow();
    }).sum();
  }

  /** Lines and paths in m, a unit as long along both axes. */
  Chart chart() {
    List<Series> series = new ArrayList<>();
    motions.forEach((name, positions) -> series.add(sticks("robot, " + name, positions)));
    motions.forEach((name, positions) -> {
      int tip = walk.indexOf(end(model.joints().size() - 1));
      Style style = motions.size() > 1 && name.equals(motions.firstEntry().getKey()) ? Style.DASHED : Style.LINE;
      series.add(Series.of("path of its tip, " + name, style, along(right, tip, positions),
          along(up, tip, positions)));
    });
    if (goal != null) {
      series.add(Series.of("goal of its tip", Style.POINTS, new double[] {goal[right]}, new double[] {goal[up]}));
    }
    return new Chart("robot", model.name() + ", seen along " + axis(3 - right - up), axis(right) + " [m]",
        axis(up) + " [m]", series).inPlane();
  }

  /** What the chart shows, in words. */
  String caption() {
    return "The robot as lines from joint to joint and on to its tip, after "
        + Arrays.stream(moments()).mapToObj(t -> TextPage.number((t + 1) * timeStep)).collect(Collectors.joining(", "))
        + " s, the first the faintest, and the path of its tip. It is seen along " + axis(3 - right - up)
        + " of the world, along which it moves least; 1 m is as long along both axes.";
  }

  private int[] moments() {
    int last = motions.firstEntry().getValue().length - 1;
    return IntStream.range(0, MOST_MOMENTS).map(m -> m * last / (MOST_MOMENTS - 1)).distinct().toArray();
  }

  private Series sticks(String name, double[][][] positions) {
    int[] moments = moments();
    double[] x = new double[moments.length * (walk.size() + 1) - 1];
    double[] y = new double[x.length];
    Arrays.fill(x, Double.NaN);
    Arrays.fill(y, Double.NaN);
    for (int m = 0; m < moments.length; m++) {
      for (int k = 0; k < walk.size(); k++) {
        x[m * (walk.size() + 1) + k] = positions[moments[m]][k][right];
        y[m * (walk.size() + 1) + k] = positions[moments[m]][k][up];
      }
    }
    return Series.of(name, Style.TRAIL, x, y);
  }

  private static double[] along(int axis, int point, double[][][] positions) {
    return Arrays.stream(positions).mapToDouble(points -> points[point][axis]).toArray();
  }

  private static String axis(int axis) {
    return List.of("x", "y", "z").get(axis);
  }
}
