package io.github.lanewise.dynamics;

import io.github.lanewise.model.Shape;
import io.github.lanewise.spatial.Force;
import io.github.lanewise.spatial.Transform;
import io.github.lanewise.spatial.Vec3;
import io.github.lanewise.trace.Scalar;
import io.github.lanewise.trace.Subroutine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * {@code f_i = sum_k w_k (r_k x f, f), f = law(n . r_k + h_i - margin_k, v_i + w_i x r_k, n)}: what a plane does to the
 * points of each body, in the body's own frame ({@link PlaneView}).
 *
 * <p>Points that differ in numbers alone are calls of one {@link Subroutine}: a robot has dozens of them, and of one
 * substep with its pullback they were half the code.
 */
final class PlaneForces implements ForceTerm {
  /** Calls of a subroutine from which on it pays; fewer are written out, and simplified where they are. */
  private static final int FEWEST_CALLS = 4;

  private final List<ContactPoint> points;
  private final Surface.Tangent plane;
  /** By what their points have in common. */
  private final Map<Kind, Subroutine> subroutines = new HashMap<>();

  /**
   * What points may have in common.
   *
   * @param law of them
   * @param known which of the view is a constant, and what; null where it is not
   */
  private record Kind(ContactLaw law, List<Double> known) {}

  /** A number that a ball has: the place of its centre in the body's frame, and the rest. */
  private record Ball(Vec3 centre, double radius, double margin, double weight) {
    static final List<ToDoubleFunction<Ball>> NUMBERS = List.of(b -> b.centre.x().value(), b -> b.centre.y().value(),
        b -> b.centre.z().value(), Ball::radius, Ball::margin, Ball::weight);

    static Ball of(ContactPoint point, Mechanism robot) {
      return new Ball(robot.frame(point.joint()).inverse().times(point.centre()),
          ((Shape.Sphere) point.round()).radius(), point.margin(), point.weight());
    }

    double number(int k) {
      return NUMBERS.get(k).applyAsDouble(this);
    }
  }

  PlaneForces(List<ContactPoint> points, Surface.Tangent plane) {
    this.points = points;
    this.plane = plane;
  }

  @Override
  public void addTo(Forces forces, Kinematics state) {
    PlaneView[] views = PlaneView.of(state, plane);
    Map<Kind, List<ContactPoint>> kinds = new HashMap<>();
    for (ContactPoint point : points) {
      if (point.round() instanceof Shape.Sphere) {
        kinds.computeIfAbsent(kind(point, views), kind -> new ArrayList<>()).add(point);
      }
    }
    for (ContactPoint point : points) {
      PlaneView view = views[point.joint()];
      List<ContactPoint> alike = kinds.getOrDefault(kind(point, views), List.of());
      Force push = point.round() instanceof Shape.Sphere && alike.size() >= FEWEST_CALLS
          ? called(point, view, alike, state.robot()) : push(point, view, state.robot().frame(point.joint()).inverse());
      forces.addInFrame(point.joint(), push);
    }
  }

  private static Kind kind(ContactPoint point, PlaneView[] views) {
    return new Kind(point.law(), Arrays.stream(views[point.joint()].toArray())
        .map(s -> s.isConstant() ? (Double) s.value() : null).toList());
  }

  /** Written out. */
  private static Force push(ContactPoint point, PlaneView view, Transform frame) {
    Vec3 at = frame.translation().plus(point.arm(frame, view.normal()));
    return push(point.law(), view, at, Scalar.of(point.margin()), Scalar.of(point.weight()));
  }

  private static Force push(ContactLaw law, PlaneView view, Vec3 at, Scalar margin, Scalar weight) {
    Scalar height = at.dot(view.normal()).plus(view.height()).minus(margin);
    Vec3 velocity = view.motion().linear().plus(view.motion().angular().cross(at));
    Vec3 force = law.force(height, velocity, view.normal()).times(weight);
    return new Force(at.cross(force), force);
  }

  /** By the subroutine of points alike: numbers that all of them share are in it. */
  private Force called(ContactPoint point, PlaneView view, List<ContactPoint> alike, Mechanism robot) {
    Kind kind = new Kind(point.law(), Arrays.stream(view.toArray())
        .map(s -> s.isConstant() ? (Double) s.value() : null).toList());
    List<Ball> balls = alike.stream().map(other -> Ball.of(other, robot)).toList();
    Ball own = Ball.of(point, robot);
    int[] differing = java.util.stream.IntStream.range(0, Ball.NUMBERS.size())
        .filter(k -> balls.stream().anyMatch(ball -> ball.number(k) != own.number(k))).toArray();
    Scalar[] arguments = Arrays.stream(view.toArray()).filter(s -> !s.isConstant()).toArray(Scalar[]::new);
    Subroutine subroutine = subroutines.computeIfAbsent(kind, k -> new Subroutine("contact of a point",
        arguments.length, differing.length, (x, c) -> {
          Scalar[] numbers = new Scalar[Ball.NUMBERS.size()];
          Arrays.setAll(numbers, n -> Scalar.of(own.number(n)));
          for (int n = 0; n < differing.length; n++) {
            numbers[differing[n]] = c[n];
          }
          Scalar[] seen = new Scalar[PlaneView.COUNT];
          int next = 0;
          for (int n = 0; n < seen.length; n++) {
            seen[n] = kind.known().get(n) == null ? x[next++] : Scalar.of(kind.known().get(n));
          }
          PlaneView in = PlaneView.of(seen);
          Vec3 at = Vec3.of(numbers, 0).minus(in.normal().times(numbers[3]));
          return push(kind.law(), in, at, numbers[4], numbers[5]).toArray();
        }));
    Scalar[] force = subroutine.call(arguments, Arrays.stream(differing).mapToDouble(own::number).toArray());
    return Force.of(force, 0);
  }
}
