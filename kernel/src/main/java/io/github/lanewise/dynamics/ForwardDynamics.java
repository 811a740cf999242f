package io.github.lanewise.dynamics;

import static io.github.lanewise.trace.Scalar.concat;

import io.github.lanewise.spatial.Force;
import io.github.lanewise.trace.Forward;
import io.github.lanewise.trace.Graph;
import io.github.lanewise.trace.Reverse;
import io.github.lanewise.trace.Scalar;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * {@code (M(q) + W) a = tau - h(q, v) - M b + G' f, G a = g}: forward dynamics, with the derivative that implicit
 * differentiation gives. What stands on the right is a {@link Drive}.
 *
 * <p>M from the composite-rigid-body algorithm, h + M b from recursive Newton-Euler, solved by the factors L' D L and,
 * where there are constraints, by those of {@code S = G (M + W)^-1 G'}. Since {@code tau + G' f = ID(q, v, a + b) + W
 * a} holds identically, a cotangent a_bar pulls back by the same solve, {@code (M + W) lambda + G' mu = a_bar, G
 * lambda = 0}, and the adjoint of inverse dynamics at lambda and the a just found. Nothing is differentiated through
 * the factorisations.
 */
final class ForwardDynamics {
  private final Graph graph;
  private final Mechanism robot;
  private final Scalar[] q;
  private final Scalar[] v;
  private final Scalar[] numbers;
  private final Force[] external;

  /**
   * The dynamics of a robot in one state.
   *
   * @param graph the graph of the other arguments
   * @param numbers the inertial numbers of the robot that are not constants, to be differentiated by; may be empty
   * @param external force on each body in its joint frame, or null; differentiated through
   */
  ForwardDynamics(Graph graph, Mechanism robot, Scalar[] q, Scalar[] v, Scalar[] numbers, Force[] external) {
    robot.model().requireInertia();
    this.graph = graph;
    this.robot = robot;
    this.q = q;
    this.v = v;
    this.numbers = numbers;
    this.external = external == null ? null
        : Stream.of(external).map(f -> Force.of(independent(f.toArray()), 0)).toArray(Force[]::new);
  }

  /**
   * The accelerations besides b, as values with a derivative of their own.
   *
   * @param drive what acts
   * @return nv rows
   */
  Scalar[] accelerations(Drive drive) {
    return new Solution(drive).values;
  }

  /** {@code M(q)}, nv x nv. */
  Scalar[][] massMatrix() {
    return Crba.massMatrix(robot, q);
  }

  /** The accelerations for one drive. */
  private final class Solution {
    private final Drive drive;
    /** The entries of W and G that are not constants, row by row. */
    private final List<Place> implicit;
    private final List<Place> constrained;
    private final SymmetricSolve mass;
    /** (M + W)^-1 G', one row for each constraint, and the factors of S. */
    private final Scalar[][] response;
    private final SymmetricSolve coupling;
    /** f. */
    private final Scalar[] multipliers;
    private final Scalar[] values;
    /** a + b, to differentiate by. */
    private final Scalar[] total;

    Solution(Drive drive) {
      this.drive = drive;
      implicit = Place.variables(drive.implicit());
      constrained = Place.variables(drive.constraints());
      mass = SymmetricSolve.factor(withImplicit(massMatrix()));
      response = Stream.of(drive.constraints()).map(mass::solve).toArray(Scalar[][]::new);
      coupling = SymmetricSolve.factor(Stream.of(response).map(this::alongConstraints).toArray(Scalar[][]::new));
      Scalar[] free = mass.solve(minus(drive.tau(), Rnea.inverseDynamics(robot, q, v, drive.given(), external)));
      multipliers = coupling.solve(minus(drive.rates(), alongConstraints(free)));
      Scalar[] arguments = concat(q, v, numbers, forces(), drive.given(), Place.scalars(implicit, drive.implicit()),
          Place.scalars(constrained, drive.constraints()), drive.rates(), drive.tau());
      values = graph.withDerivative(arguments, pushed(free, multipliers), this::pullBack, this::pushForward);
      total = values.clone();
      for (int i = 0; i < total.length; i++) {
        Scalar given = drive.given()[i];
        total[i] = given.is(0) ? total[i] : independent(new Scalar[] {total[i].plus(given)})[0];
      }
    }

    private Scalar[][] withImplicit(Scalar[][] m) {
      for (int i = 0; i < drive.implicit().length; i++) {
        m[i] = plus(m[i], drive.implicit()[i]);
      }
      return m;
    }

    /** {@code G x}. */
    private Scalar[] alongConstraints(Scalar[] x) {
      return Stream.of(drive.constraints()).map(row -> dot(row, x)).toArray(Scalar[]::new);
    }

    /** {@code x + (M + W)^-1 G' f}. */
    private Scalar[] pushed(Scalar[] x, Scalar[] f) {
      Scalar[] sum = x;
      for (int k = 0; k < f.length; k++) {
        sum = plus(sum, times(response[k], f[k]));
      }
      return sum;
    }

    /** Inverse dynamics at the accelerations found, which are taken as given. */
    private Scalar[] inverse() {
      return Rnea.inverseDynamics(robot, q, v, total, external);
    }

    private Scalar[] independents() {
      return concat(q, v, numbers, forces(), total);
    }

    private Scalar[] pullBack(Scalar[] bar) {
      Scalar[] free = mass.solve(bar);
      Scalar[] rateBar = coupling.solve(alongConstraints(free));
      Scalar[] lambda = pushed(free, Stream.of(rateBar).map(Scalar::negate).toArray(Scalar[]::new));
      Scalar[] minus = Stream.of(lambda).map(Scalar::negate).toArray(Scalar[]::new);
      Scalar[] through = Reverse.vjp(inverse(), minus, independents());
      Scalar[] implicitBar = implicit.stream().map(at -> minus[at.row].times(values[at.column])).toArray(Scalar[]::new);
      Scalar[] constraintBar = constrained.stream()
          .map(at -> multipliers[at.row].times(lambda[at.column]).minus(rateBar[at.row].times(values[at.column])))
          .toArray(Scalar[]::new);
      return concat(through, implicitBar, constraintBar, rateBar, lambda);
    }

    private Scalar[] pushForward(Scalar[] dot) {
      int[] at = {dot.length - v.length - drive.rates().length - constrained.size() - implicit.size()};
      Scalar[] right = times(Forward.jvp(inverse(), independents(), Arrays.copyOf(dot, at[0])), Scalar.of(-1));
      for (Place place : implicit) {
        right[place.row] = right[place.row].minus(dot[at[0]++].times(values[place.column]));
      }
      Scalar[] rateDot = Scalar.zeros(drive.rates().length);
      for (Place place : constrained) {
        Scalar entry = dot[at[0]++];
        right[place.column] = right[place.column].plus(entry.times(multipliers[place.row]));
        rateDot[place.row] = rateDot[place.row].minus(entry.times(values[place.column]));
      }
      rateDot = plus(rateDot, Arrays.copyOfRange(dot, at[0], at[0] + rateDot.length));
      Scalar[] free = mass.solve(plus(right, Arrays.copyOfRange(dot, at[0] + rateDot.length, dot.length)));
      return pushed(free, coupling.solve(minus(rateDot, alongConstraints(free))));
    }
  }

  /** An entry of a matrix. */
  private record Place(int row, int column) {
    static List<Place> variables(Scalar[][] matrix) {
      List<Place> places = new ArrayList<>();
      for (int i = 0; i < matrix.length; i++) {
        for (int j = 0; j < matrix[i].length; j++) {
          if (!matrix[i][j].isConstant()) {
            places.add(new Place(i, j));
          }
        }
      }
      return places;
    }

    static Scalar[] scalars(List<Place> places, Scalar[][] matrix) {
      return places.stream().map(at -> matrix[at.row][at.column]).toArray(Scalar[]::new);
    }
  }

  /** The rows of all external forces. */
  private Scalar[] forces() {
    return external == null ? new Scalar[0]
        : Stream.of(external).flatMap(f -> Stream.of(f.toArray())).toArray(Scalar[]::new);
  }

  /**
   * The same as scalars to differentiate by: a negation would dissolve in the sums that use it, and a scalar that acts
   * in two places could not be told apart from itself.
   */
  private Scalar[] independent(Scalar[] rows) {
    Scalar[] result = rows.clone();
    for (int i = 0; i < rows.length; i++) {
      if (!rows[i].isConstant()) {
        Scalar[] row = {rows[i]};
        result[i] = graph.withDerivative(row, row, bar -> bar, dot -> dot)[0];
      }
    }
    return result;
  }

  private static Scalar[] plus(Scalar[] a, Scalar[] b) {
    return IntStream.range(0, a.length).mapToObj(i -> a[i].plus(b[i])).toArray(Scalar[]::new);
  }

  private static Scalar[] minus(Scalar[] a, Scalar[] b) {
    return IntStream.range(0, a.length).mapToObj(i -> a[i].minus(b[i])).toArray(Scalar[]::new);
  }

  private static Scalar[] times(Scalar[] a, Scalar factor) {
    return Stream.of(a).map(x -> x.times(factor)).toArray(Scalar[]::new);
  }

  private static Scalar dot(Scalar[] a, Scalar[] b) {
    return IntStream.range(0, a.length).mapToObj(i -> a[i].times(b[i])).reduce(Scalar.ZERO, Scalar::plus);
  }
}
