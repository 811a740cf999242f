package io.github.lanewise.deformable;

import static jdk.incubator.vector.VectorOperators.ADD;
import static jdk.incubator.vector.VectorOperators.FMA;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LE;
import static jdk.incubator.vector.VectorOperators.LT;
import static jdk.incubator.vector.VectorOperators.MUL;
import static jdk.incubator.vector.VectorOperators.SUB;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/**
 * Where points go: those within the gripper's reach are carried along, {@code v <- o v, x <- x + (1 - o) d}, and all
 * move on in the unit cube, {@code v' = clip(v), x' = clip(x) + dt v'}.
 *
 * <p>d is how far the gripper moves and o how open it is, 1 for a gripper that holds nothing; velocities are clipped to
 * 2 m/s each way. With {@link FloorContact#PHYSICAL} {@code x'_y} is at least 0, and v'_y is 0 where it would have been
 * less. Coordinate after coordinate. Immutable.
 */
@SuppressWarnings("cast") // To float, in the twin.
final class DoublePosition {
  private static final double REACH_SQUARED = (double) (0.01 * 0.01);
  /** Per coordinate [m/s]. */
  static final double FASTEST = 2;
  private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  private final int run;
  private final int pitch;
  private final double dt;
  /** Below which there is nothing. */
  private final double floor;

  DoublePosition(GridLayout layout, Cloth cloth) {
    run = layout.run;
    pitch = layout.pitch;
    dt = (double) cloth.timeStep();
    floor = cloth.contact() == FloorContact.PHYSICAL ? 0 : Double.NEGATIVE_INFINITY;
  }

  /** 1 for points within reach of a gripper at three coordinates, otherwise 0. */
  void reach(double[] x, int at, double[] gripper, int gripperAt, double[] members, int membersAt) {
    int end = run;
    int y = at + pitch;
    int z = y + pitch;
    DoubleVector gx = DoubleVector.broadcast(SPECIES, gripper[gripperAt]);
    DoubleVector gy = DoubleVector.broadcast(SPECIES, gripper[gripperAt + 1]);
    DoubleVector gz = DoubleVector.broadcast(SPECIES, gripper[gripperAt + 2]);
    DoubleVector reach = DoubleVector.broadcast(SPECIES, REACH_SQUARED);
    DoubleVector zero = DoubleVector.zero(SPECIES);
    DoubleVector one = DoubleVector.broadcast(SPECIES, 1);
    for (int p = 0; p < end; p += LANES) {
      DoubleVector dx = DoubleVector.fromArray(SPECIES, x, at + p).lanewise(SUB, gx);
      DoubleVector dy = DoubleVector.fromArray(SPECIES, x, y + p).lanewise(SUB, gy);
      DoubleVector dz = DoubleVector.fromArray(SPECIES, x, z + p).lanewise(SUB, gz);
      DoubleVector squared = dz.lanewise(FMA, dz, dy.lanewise(FMA, dy, dx.lanewise(MUL, dx)));
      zero.blend(one, squared.compare(LE, reach)).intoArray(members, membersAt + p);
    }
  }

  /** Below which coordinate c is not. */
  private double least(int c) {
    return c == 1 ? floor : Double.NEGATIVE_INFINITY;
  }

  /**
   * x' and v' of coordinate c.
   *
   * @param d how far the gripper moves along it
   * @param open o
   * @param x position, from the first point on
   * @param v velocity
   * @param to x' (overwritten; may be x), and v' three coordinates behind (overwritten; may be v)
   */
  void forward(int c, double d, double open, double[] members, int membersAt, double[] x, int xAt, double[] v,
      int vAt, double[] to, int toAt) {
    int end = run;
    int vTo = toAt + 3 * pitch;
    DoubleVector move = DoubleVector.broadcast(SPECIES, d);
    DoubleVector closed = DoubleVector.broadcast(SPECIES, 1 - open);
    DoubleVector fastest = DoubleVector.broadcast(SPECIES, FASTEST);
    DoubleVector slowest = DoubleVector.broadcast(SPECIES, -FASTEST);
    DoubleVector step = DoubleVector.broadcast(SPECIES, dt);
    DoubleVector least = DoubleVector.broadcast(SPECIES, least(c));
    DoubleVector zero = DoubleVector.zero(SPECIES);
    DoubleVector one = DoubleVector.broadcast(SPECIES, 1);
    for (int p = 0; p < end; p += LANES) {
      DoubleVector held = DoubleVector.fromArray(SPECIES, members, membersAt + p).lanewise(MUL, closed);
      DoubleVector speed = DoubleVector.fromArray(SPECIES, v, vAt + p).lanewise(MUL, one.lanewise(SUB, held));
      speed = speed.blend(fastest, speed.compare(GT, fastest)).blend(slowest, speed.compare(LT, slowest));
      DoubleVector place = held.lanewise(FMA, move, DoubleVector.fromArray(SPECIES, x, xAt + p));
      place = place.blend(one, place.compare(GT, one)).blend(zero, place.compare(LT, zero));
      DoubleVector next = speed.lanewise(FMA, step, place);
      VectorMask<Double> stopped = next.compare(LT, least);
      next.blend(least, stopped).intoArray(to, toAt + p);
      speed.blend(zero, stopped).intoArray(to, vTo + p);
    }
  }

  /**
   * From the cotangents of x' and v' of coordinate c, which are those of x and v afterwards, those of d and o, sums for
   * each lane.
   *
   * @param v before it was held
   * @param bar cotangent of x' and, three coordinates behind, of v' (modified)
   * @param sums a vector of d_bar (overwritten), and one of o_bar (added to)
   */
  void pullBack(int c, double d, double open, double[] members, int membersAt, double[] x, int xAt, double[] v,
      int vAt, double[] bar, int barAt, double[] sums, int moveAt, int openAt) {
    int end = run;
    int vBar = barAt + 3 * pitch;
    DoubleVector move = DoubleVector.broadcast(SPECIES, d);
    DoubleVector closed = DoubleVector.broadcast(SPECIES, 1 - open);
    DoubleVector fastest = DoubleVector.broadcast(SPECIES, FASTEST);
    DoubleVector slowest = DoubleVector.broadcast(SPECIES, -FASTEST);
    DoubleVector step = DoubleVector.broadcast(SPECIES, dt);
    DoubleVector least = DoubleVector.broadcast(SPECIES, least(c));
    DoubleVector zero = DoubleVector.zero(SPECIES);
    DoubleVector one = DoubleVector.broadcast(SPECIES, 1);
    DoubleVector moveSum = zero.lanewise(ADD, zero);
    DoubleVector openSum = zero.lanewise(ADD, zero);
    for (int p = 0; p < end; p += LANES) {
      DoubleVector member = DoubleVector.fromArray(SPECIES, members, membersAt + p);
      DoubleVector held = member.lanewise(MUL, closed);
      DoubleVector pass = one.lanewise(SUB, held);
      DoubleVector before = DoubleVector.fromArray(SPECIES, v, vAt + p);
      DoubleVector loose = before.lanewise(MUL, pass);
      VectorMask<Double> fast = loose.compare(GT, fastest);
      VectorMask<Double> slow = loose.compare(LT, slowest);
      DoubleVector speed = loose.blend(fastest, fast).blend(slowest, slow);
      DoubleVector carried = held.lanewise(FMA, move, DoubleVector.fromArray(SPECIES, x, xAt + p));
      VectorMask<Double> beyond = carried.compare(GT, one);
      VectorMask<Double> below = carried.compare(LT, zero);
      DoubleVector place = carried.blend(one, beyond).blend(zero, below);
      VectorMask<Double> stopped = speed.lanewise(FMA, step, place).compare(LT, least);
      DoubleVector placeBar = DoubleVector.fromArray(SPECIES, bar, barAt + p).blend(zero, stopped);
      DoubleVector speedBar = DoubleVector.fromArray(SPECIES, bar, vBar + p).blend(zero, stopped);
      speedBar = placeBar.lanewise(FMA, step, speedBar);
      placeBar = placeBar.blend(zero, beyond.or(below));
      speedBar = speedBar.blend(zero, fast.or(slow));
      moveSum = held.lanewise(FMA, placeBar, moveSum);
      openSum = speedBar.lanewise(MUL, before).lanewise(SUB, placeBar.lanewise(MUL, move))
          .lanewise(FMA, member, openSum);
      placeBar.intoArray(bar, barAt + p);
      speedBar.lanewise(MUL, pass).intoArray(bar, vBar + p);
    }
    moveSum.intoArray(sums, moveAt);
    openSum.lanewise(ADD, DoubleVector.fromArray(SPECIES, sums, openAt)).intoArray(sums, openAt);
  }

  /**
   * The tangents of x' and v' of coordinate c.
   *
   * @param v before it was held
   * @param dDot of d
   * @param openDot of o
   * @param dot of x and, three coordinates behind, of v (modified: of x' and v')
   */
  void pushForward(int c, double d, double dDot, double open, double openDot, double[] members, int membersAt,
      double[] x, int xAt, double[] v, int vAt, double[] dot, int dotAt) {
    int end = run;
    int vDot = dotAt + 3 * pitch;
    DoubleVector move = DoubleVector.broadcast(SPECIES, d);
    DoubleVector closed = DoubleVector.broadcast(SPECIES, 1 - open);
    DoubleVector openRate = DoubleVector.broadcast(SPECIES, openDot);
    DoubleVector moveRate = DoubleVector.broadcast(SPECIES, (1 - open) * dDot - openDot * d);
    DoubleVector fastest = DoubleVector.broadcast(SPECIES, FASTEST);
    DoubleVector slowest = DoubleVector.broadcast(SPECIES, -FASTEST);
    DoubleVector step = DoubleVector.broadcast(SPECIES, dt);
    DoubleVector least = DoubleVector.broadcast(SPECIES, least(c));
    DoubleVector zero = DoubleVector.zero(SPECIES);
    DoubleVector one = DoubleVector.broadcast(SPECIES, 1);
    for (int p = 0; p < end; p += LANES) {
      DoubleVector member = DoubleVector.fromArray(SPECIES, members, membersAt + p);
      DoubleVector held = member.lanewise(MUL, closed);
      DoubleVector pass = one.lanewise(SUB, held);
      DoubleVector before = DoubleVector.fromArray(SPECIES, v, vAt + p);
      DoubleVector loose = before.lanewise(MUL, pass);
      VectorMask<Double> fast = loose.compare(GT, fastest);
      VectorMask<Double> slow = loose.compare(LT, slowest);
      DoubleVector speed = loose.blend(fastest, fast).blend(slowest, slow);
      DoubleVector carried = held.lanewise(FMA, move, DoubleVector.fromArray(SPECIES, x, xAt + p));
      VectorMask<Double> beyond = carried.compare(GT, one);
      VectorMask<Double> below = carried.compare(LT, zero);
      DoubleVector place = carried.blend(one, beyond).blend(zero, below);
      VectorMask<Double> stopped = speed.lanewise(FMA, step, place).compare(LT, least);
      DoubleVector speedDot = pass.lanewise(MUL, DoubleVector.fromArray(SPECIES, dot, vDot + p));
      speedDot = member.lanewise(MUL, openRate).lanewise(FMA, before, speedDot);
      speedDot = speedDot.blend(zero, fast.or(slow));
      DoubleVector placeDot =
          member.lanewise(FMA, moveRate, DoubleVector.fromArray(SPECIES, dot, dotAt + p));
      placeDot = placeDot.blend(zero, beyond.or(below));
      speedDot.lanewise(FMA, step, placeDot).blend(zero, stopped).intoArray(dot, dotAt + p);
      speedDot.blend(zero, stopped).intoArray(dot, vDot + p);
    }
  }
}
