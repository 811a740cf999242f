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
import java.util.stream.IntStream;

/**
 * {@code f_i = sum_k w_k (r_k x f, f), f = law(n . r_k + h_i - margin_k, v_i + w_i x r_k, n)}: what a plane does to the
 * points of each body, in the body's own frame ({@link PlaneView}).
 *
 * <p>Points that differ in numbers alone are calls of one {@link Subroutine}: a robot has dozens of them, and of one
 * substep with its pullback they were half the code.
 */
final class PlaneForces implements ForceTerm {
  /**
   * Points alike from which on calls pay. Fewer are written out, and simplified where they are: a hopper's 8 took the
   * step with its pullback 15 ns a robot so, and 22 when called; a humanoid's 36 took it 329 and 301.
   */
  static final int FEWEST = 20;

  private final List<ContactPoint> points;
  private final Surface.Tangent plane;
  private final Map<Kind, Subroutine> subroutines = new HashMap<>();

  /**
   * What balls have in common whose force is one function of numbers.
   *
   * @param law of them
   * @param known which of the {@link PlaneView} is a constant, and what; null where it is not
   */
  private record Kind(ContactLaw law, List<Double> known) {
    static Kind of(ContactPoint point, PlaneView[] views) {
      return new Kind(point.law(), Arrays.stream(views[point.joint()].toArray())
          .map(s -> s.isConstant() ? (Double) s.value() : null).toList());
    }

    /** The view whose numbers that are not known are x. */
    PlaneView complete(Scalar[] x) {
      Scalar[] all = new Scalar[known.size()];
      int next = 0;
      for (int n = 0; n < all.length; n++) {
        all[n] = known.get(n) == null ? x[next++] : Scalar.of(known.get(n));
      }
      return PlaneView.of(all);
    }
  }

  /** A ball on a body, its centre in the body's frame. */
  private record Ball(Vec3 centre, double radius, double margin, double weight) {
    static final List<ToDoubleFunction<Ball>> NUMBERS = List.of(b -> b.centre.x().value(), b -> b.centre.y().value(),
        b -> b.centre.z().value(), Ball::radius, Ball::margin, Ball::weight);

    static Ball of(ContactPoint point, Mechanism robot) {
      return new Ball(robot.frame(point.joint()).inverse().times(point.centre()),
          ((Shape.Sphere) point.round()).radius(), point.margin(), point.weight());
    }

    double number(int n) {
      return NUMBERS.get(n).applyAsDouble(this);
    }

    Scalar[] numbers() {
      return Scalar.of(NUMBERS.stream().mapToDouble(number -> number.applyAsDouble(this)).toArray());
    }
  }

  PlaneForces(List<ContactPoint> points, Surface.Tangent plane) {
    this.points = points;
    this.plane = plane;
  }

  @Override
  public void addTo(Forces forces, Kinematics state) {
    PlaneView[] views = PlaneView.of(state, plane);
    Map<Kind, List<Ball>> alike = new HashMap<>();
    for (ContactPoint point : points) {
      if (point.round() instanceof Shape.Sphere) {
        alike.computeIfAbsent(Kind.of(point, views), kind -> new ArrayList<>()).add(Ball.of(point, state.robot()));
      }
    }
    for (ContactPoint point : points) {
      PlaneView view = views[point.joint()];
      Kind kind = Kind.of(point, views);
      boolean calls = point.round() instanceof Shape.Sphere && alike.get(kind).size() >= FEWEST;
      forces.addInFrame(point.joint(), calls
          ? called(kind, alike.get(kind), Ball.of(point, state.robot()), view)
          : writtenOut(point, view, state.robot().frame(point.joint()).inverse()));
    }
  }

  private static Force writtenOut(ContactPoint point, PlaneView view, Transform frame) {
    Vec3 at = frame.translation().plus(point.arm(frame, view.normal()));
    return push(point.law(), view, at, Scalar.of(point.margin()), Scalar.of(point.weight()));
  }

  private static Force push(ContactLaw law, PlaneView view, Vec3 at, Scalar margin, Scalar weight) {
    Scalar height = at.dot(view.normal()).plus(view.height()).minus(margin);
    Vec3 velocity = view.motion().linear().plus(view.motion().angular().cross(at));
    Vec3 force = law.force(height, velocity, view.normal()).times(weight);
    return new Force(at.cross(force), force);
  }

  /** By the subroutine of its kind: numbers that all of them share are in it. */
  private Force called(Kind kind, List<Ball> alike, Ball ball, PlaneView view) {
    int[] differing = IntStream.range(0, Ball.NUMBERS.size())
        .filter(n -> alike.stream().anyMatch(other -> other.number(n) != ball.number(n))).toArray();
    Scalar[] arguments = Arrays.stream(view.toArray()).filter(s -> !s.isConstant()).toArray(Scalar[]::new);
    Subroutine subroutine = subroutines.computeIfAbsent(kind, k -> new Subroutine("contact of a ball",
        arguments.length, differing.length, (x, c) -> {
          Scalar[] numbers = ball.numbers();
          for (int n = 0; n < differing.length; n++) {
            numbers[differing[n]] = c[n];
          }
          PlaneView seen = kind.complete(x);
          Vec3 at = Vec3.of(numbers, 0).minus(seen.normal().times(numbers[3]));
          return push(kind.law(), seen, at, numbers[4], numbers[5]).toArray();
        }));
    return Force.of(subroutine.call(arguments, Arrays.stream(differing).mapToDouble(ball::number).toArray()), 0);
  }
}
