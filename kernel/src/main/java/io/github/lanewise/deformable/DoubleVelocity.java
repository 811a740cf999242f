package io.github.lanewise.deformable;

import static jdk.incubator.vector.VectorOperators.ADD;
import static jdk.incubator.vector.VectorOperators.DIV;
import static jdk.incubator.vector.VectorOperators.FMA;
import static jdk.incubator.vector.VectorOperators.LE;
import static jdk.incubator.vector.VectorOperators.LT;
import static jdk.incubator.vector.VectorOperators.MUL;
import static jdk.incubator.vector.VectorOperators.NEG;
import static jdk.incubator.vector.VectorOperators.SQRT;
import static jdk.incubator.vector.VectorOperators.SUB;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@code v' = (v + a dt + (F + G - r v_t) dt/m) exp(-c dt)}: what the springs' net force F, gravity and friction on the
 * floor do to velocities.
 *
 * <p>Friction is {@code r = min(mu N/s, R)}, {@code s = sqrt(v_x^2 + v_z^2 + 1e-8)}, of points at {@code y <= 1e-8},
 * under the load {@code N = max(0, -(F + G)_y)}; v_t are the components along the floor. With {@link
 * FloorContact#AS_PUBLISHED} a and G are half of gravity each, and R is infinite; with {@link FloorContact#PHYSICAL} a
 * is 0, G all of gravity, and {@code R = m/dt}.
 *
 * <p>States are six coordinates of a layout, x before v; forces and velocities three. Immutable.
 */
@SuppressWarnings("cast") // To float, in the twin.
final class DoubleVelocity {
  private static final double FLOOR = (double) 1e-8;
  private static final double SLOWEST_SQUARED = (double) 1e-8;
  private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  private final int run;
  private final int pitch;
  private final double dt;
  private final double decay;
  /** -a dt. */
  private final double kick;
  /** -G/m. */
  private final double weight;
  private final boolean stops;

  DoubleVelocity(GridLayout layout, Cloth cloth) {
    run = layout.run;
    pitch = layout.pitch;
    dt = (double) cloth.timeStep();
    decay = (double) Math.exp(-cloth.damping() * cloth.timeStep());
    stops = cloth.contact() == FloorContact.PHYSICAL;
    kick = stops ? 0 : (double) (cloth.gravity() / 2 * cloth.timeStep());
    weight = (double) (stops ? cloth.gravity() : cloth.gravity() / 2);
  }

  /** R. */
  private double largest(double mass) {
    return stops ? mass / dt : Double.POSITIVE_INFINITY;
  }

  /** v' of a state under net forces. */
  void forward(double mu, double m, double[] s, int at, double[] net, int netAt, double[] to, int toAt) {
    int end = run;
    int y = at + pitch;
    int vx = at + 3 * pitch;
    int vy = vx + pitch;
    int vz = vy + pitch;
    int fy = netAt + pitch;
    int fz = fy + pitch;
    int ty = toAt + pitch;
    int tz = ty + pitch;
    DoubleVector friction = DoubleVector.broadcast(SPECIES, mu);
    DoubleVector minusMost = DoubleVector.broadcast(SPECIES, -largest(m));
    DoubleVector load = DoubleVector.broadcast(SPECIES, weight * m);
    DoubleVector h = DoubleVector.broadcast(SPECIES, dt / m);
    DoubleVector shrink = DoubleVector.broadcast(SPECIES, decay);
    DoubleVector drop = DoubleVector.broadcast(SPECIES, kick);
    DoubleVector floor = DoubleVector.broadcast(SPECIES, FLOOR);
    DoubleVector slowest = DoubleVector.broadcast(SPECIES, SLOWEST_SQUARED);
    DoubleVector zero = DoubleVector.zero(SPECIES);
    for (int p = 0; p < end; p += LANES) {
      DoubleVector u = DoubleVector.fromArray(SPECIES, s, vx + p);
      DoubleVector w = DoubleVector.fromArray(SPECIES, s, vz + p);
      DoubleVector up = DoubleVector.fromArray(SPECIES, net, fy + p).lanewise(SUB, load);
      DoubleVector speed = w.lanewise(FMA, w, u.lanewise(FMA, u, slowest)).lanewise(SQRT);
      DoubleVector r = friction.lanewise(MUL, up).lanewise(DIV, speed); // minus that of the law
      r = r.blend(minusMost, r.compare(LT, minusMost));
      r = zero.blend(r, DoubleVector.fromArray(SPECIES, s, y + p).compare(LE, floor).and(up.compare(LT, zero)));
      r.lanewise(FMA, u, DoubleVector.fromArray(SPECIES, net, netAt + p)).lanewise(FMA, h, u)
          .lanewise(MUL, shrink).intoArray(to, toAt + p);
      up.lanewise(FMA, h, DoubleVector.fromArray(SPECIES, s, vy + p).lanewise(SUB, drop))
          .lanewise(MUL, shrink).intoArray(to, ty + p);
      r.lanewise(FMA, w, DoubleVector.fromArray(SPECIES, net, fz + p)).lanewise(FMA, h, w)
          .lanewise(MUL, shrink).intoArray(to, tz + p);
    }
  }

  /**
   * From the cotangent of v', which is that of v afterwards, those of F (overwritten), and of mu and m, a sum for each
   * lane: {@code F . F_bar / k} is that of k.
   *
   * @param bar cotangent of v' (modified)
   * @param netBar of F (overwritten)
   * @param sums of {@code k k_bar, mu_bar, m_bar}, vectors one cache line apart (overwritten)
   */
  void pullBack(double mu, double m, double[] s, int at, double[] net, int netAt, double[] bar, int barAt,
      double[] netBar, int netBarAt, double[] sums, int sumsAt, int line) {
    int end = run;
    int y = at + pitch;
    int vx = at + 3 * pitch;
    int vz = vx + 2 * pitch;
    int fy = netAt + pitch;
    int fz = fy + pitch;
    int by = barAt + pitch;
    int bz = by + pitch;
    int gy = netBarAt + pitch;
    int gz = gy + pitch;
    DoubleVector friction = DoubleVector.broadcast(SPECIES, mu);
    DoubleVector most = DoubleVector.broadcast(SPECIES, largest(m));
    DoubleVector load = DoubleVector.broadcast(SPECIES, weight * m);
    DoubleVector h = DoubleVector.broadcast(SPECIES, dt / m);
    DoubleVector shrink = DoubleVector.broadcast(SPECIES, decay);
    DoubleVector floor = DoubleVector.broadcast(SPECIES, FLOOR);
    DoubleVector slowest = DoubleVector.broadcast(SPECIES, SLOWEST_SQUARED);
    DoubleVector zero = DoubleVector.zero(SPECIES);
    DoubleVector one = DoubleVector.broadcast(SPECIES, 1);
    DoubleVector minusWeight = DoubleVector.broadcast(SPECIES, -weight);
    DoubleVector mostByMass = DoubleVector.broadcast(SPECIES, largest(m) / m);
    DoubleVector minusOverMass = DoubleVector.broadcast(SPECIES, -1 / m);
    DoubleVector stretchSum = zero.lanewise(ADD, zero);
    DoubleVector frictionSum = zero.lanewise(ADD, zero);
    DoubleVector massSum = zero.lanewise(ADD, zero);
    for (int p = 0; p < end; p += LANES) {
      DoubleVector u = DoubleVector.fromArray(SPECIES, s, vx + p);
      DoubleVector w = DoubleVector.fromArray(SPECIES, s, vz + p);
      DoubleVector netX = DoubleVector.fromArray(SPECIES, net, netAt + p);
      DoubleVector netY = DoubleVector.fromArray(SPECIES, net, fy + p);
      DoubleVector netZ = DoubleVector.fromArray(SPECIES, net, fz + p);
      DoubleVector up = netY.lanewise(SUB, load);
      DoubleVector over = one.lanewise(DIV, w.lanewise(FMA, w, u.lanewise(FMA, u, slowest)).lanewise(SQRT));
      VectorMask<Double> rubs =
          DoubleVector.fromArray(SPECIES, s, y + p).compare(LE, floor).and(up.compare(LT, zero));
      DoubleVector normal = up.lanewise(NEG);
      DoubleVector free = friction.lanewise(MUL, normal).lanewise(MUL, over);
      VectorMask<Double> slides = rubs.and(free.compare(LE, most));
      DoubleVector r = zero.blend(most.blend(free, slides), rubs);
      DoubleVector barX = DoubleVector.fromArray(SPECIES, bar, barAt + p).lanewise(MUL, shrink);
      DoubleVector barY = DoubleVector.fromArray(SPECIES, bar, by + p).lanewise(MUL, shrink);
      DoubleVector barZ = DoubleVector.fromArray(SPECIES, bar, bz + p).lanewise(MUL, shrink);
      DoubleVector forceX = barX.lanewise(MUL, h);
      DoubleVector forceY = barY.lanewise(MUL, h);
      DoubleVector forceZ = barZ.lanewise(MUL, h);
      DoubleVector rBar = forceX.lanewise(FMA, u, forceZ.lanewise(MUL, w)).lanewise(NEG);
      DoubleVector slideBar = zero.blend(rBar, slides).lanewise(MUL, over);
      frictionSum = slideBar.lanewise(FMA, normal, frictionSum);
      DoubleVector turn = slideBar.lanewise(MUL, r).lanewise(MUL, over).lanewise(NEG);
      DoubleVector pushY = forceY.lanewise(SUB, slideBar.lanewise(MUL, friction));
      DoubleVector backX = r.lanewise(NEG).lanewise(FMA, forceX, turn.lanewise(FMA, u, barX));
      DoubleVector backZ = r.lanewise(NEG).lanewise(FMA, forceZ, turn.lanewise(FMA, w, barZ));
      DoubleVector work = netX.lanewise(MUL, forceX);
      work = netZ.lanewise(FMA, forceZ, work);
      stretchSum = stretchSum.lanewise(ADD, netY.lanewise(FMA, pushY, work));
      DoubleVector resisted = r.lanewise(FMA, rBar, up.lanewise(FMA, forceY, work)); // the whole force times its bar
      massSum = resisted.lanewise(FMA, minusOverMass, massSum);
      massSum = pushY.lanewise(FMA, minusWeight, massSum);
      massSum = massSum.lanewise(ADD, zero.blend(rBar.lanewise(MUL, mostByMass), rubs.andNot(slides)));
      backX.intoArray(bar, barAt + p);
      barY.intoArray(bar, by + p);
      backZ.intoArray(bar, bz + p);
      forceX.intoArray(netBar, netBarAt + p);
      pushY.intoArray(netBar, gy + p);
      forceZ.intoArray(netBar, gz + p);
    }
    stretchSum.intoArray(sums, sumsAt);
    frictionSum.intoArray(sums, sumsAt + line);
    massSum.intoArray(sums, sumsAt + 2 * line);
  }

  /**
   * The tangent of v'.
   *
   * @param muDot of mu
   * @param mDot of m
   * @param dot of the state
   * @param netDot of F
   * @param to tangent of v' (overwritten; may be that of v)
   */
  void pushForward(double mu, double muDot, double m, double mDot, double[] s, int at, double[] net, int netAt,
      double[] dot, int dotAt, double[] netDot, int netDotAt, double[] to, int toAt) {
    int end = run;
    int vx = 3 * pitch;
    int vy = 4 * pitch;
    int vz = 5 * pitch;
    DoubleVector friction = DoubleVector.broadcast(SPECIES, mu);
    DoubleVector minusMost = DoubleVector.broadcast(SPECIES, -largest(m));
    DoubleVector minusMostDot = DoubleVector.broadcast(SPECIES, stops ? -mDot / dt : 0);
    DoubleVector load = DoubleVector.broadcast(SPECIES, weight * m);
    DoubleVector loadDot = DoubleVector.broadcast(SPECIES, weight * mDot);
    DoubleVector h = DoubleVector.broadcast(SPECIES, dt / m);
    DoubleVector hDot = DoubleVector.broadcast(SPECIES, -dt / m / m * mDot);
    DoubleVector shrink = DoubleVector.broadcast(SPECIES, decay);
    DoubleVector floor = DoubleVector.broadcast(SPECIES, FLOOR);
    DoubleVector slowest = DoubleVector.broadcast(SPECIES, SLOWEST_SQUARED);
    DoubleVector zero = DoubleVector.zero(SPECIES);
    for (int p = 0; p < end; p += LANES) {
      DoubleVector u = DoubleVector.fromArray(SPECIES, s, at + vx + p);
      DoubleVector w = DoubleVector.fromArray(SPECIES, s, at + vz + p);
      DoubleVector uDot = DoubleVector.fromArray(SPECIES, dot, dotAt + vx + p);
      DoubleVector wDot = DoubleVector.fromArray(SPECIES, dot, dotAt + vz + p);
      DoubleVector up = DoubleVector.fromArray(SPECIES, net, netAt + pitch + p).lanewise(SUB, load);
      DoubleVector upDot = DoubleVector.fromArray(SPECIES, netDot, netDotAt + pitch + p).lanewise(SUB, loadDot);
      DoubleVector speed = w.lanewise(FMA, w, u.lanewise(FMA, u, slowest)).lanewise(SQRT);
      DoubleVector speedDot = w.lanewise(FMA, wDot, u.lanewise(MUL, uDot)).lanewise(DIV, speed);
      DoubleVector r = friction.lanewise(MUL, up).lanewise(DIV, speed); // minus that of the law, and so its tangent
      DoubleVector rDot = up.lanewise(MUL, muDot).lanewise(ADD, friction.lanewise(MUL, upDot))
          .lanewise(SUB, r.lanewise(MUL, speedDot)).lanewise(DIV, speed);
      VectorMask<Double> stuck = r.compare(LT, minusMost);
      VectorMask<Double> rubs =
          DoubleVector.fromArray(SPECIES, s, at + pitch + p).compare(LE, floor).and(up.compare(LT, zero));
      r = zero.blend(r.blend(minusMost, stuck), rubs);
      rDot = zero.blend(rDot.blend(minusMostDot, stuck), rubs);
      DoubleVector fx = r.lanewise(FMA, u, DoubleVector.fromArray(SPECIES, net, netAt + p));
      DoubleVector fz = r.lanewise(FMA, w, DoubleVector.fromArray(SPECIES, net, netAt + 2 * pitch + p));
      DoubleVector fxDot = r.lanewise(FMA, uDot,
          rDot.lanewise(FMA, u, DoubleVector.fromArray(SPECIES, netDot, netDotAt + p)));
      DoubleVector fzDot = r.lanewise(FMA, wDot,
          rDot.lanewise(FMA, w, DoubleVector.fromArray(SPECIES, netDot, netDotAt + 2 * pitch + p)));
      fxDot.lanewise(FMA, h, fx.lanewise(FMA, hDot, uDot)).lanewise(MUL, shrink).intoArray(to, toAt + p);
      upDot.lanewise(FMA, h, up.lanewise(FMA, hDot, DoubleVector.fromArray(SPECIES, dot, dotAt + vy + p)))
          .lanewise(MUL, shrink).intoArray(to, toAt + pitch + p);
      fzDot.lanewise(FMA, h, fz.lanewise(FMA, hDot, wDot)).lanewise(MUL, shrink)
          .intoArray(to, toAt + 2 * pitch + p);
    }
  }
}
