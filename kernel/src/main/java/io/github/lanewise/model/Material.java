package io.github.lanewise.model;

import java.util.List;
import java.util.stream.IntStream;

/**
 * How a surface behaves in contact, in MuJoCo's terms (mujoco.readthedocs.io, XML reference, geom; Modeling, contact
 * parameters).
 *
 * @param sliding friction against sliding: force per normal force
 * @param torsional friction against turning about the normal: moment per normal force [m]
 * @param rolling friction against rolling: moment per normal force [m]
 * @param condim which of these act: 1 none, 3 sliding, 4 torsional too, 6 rolling too
 * @param priority of two surfaces the one with the higher priority decides alone
 * @param solmix weight of this surface in the mean of two solref and solimp
 * @param solref how stiff it is, 2 numbers: time constant [s] and damping ratio; or, both negative, minus the stiffness
 *     [1/s^2] and minus the damping [1/s]
 * @param solimp how hard it is, 5 numbers: impedance at no and at full penetration, the penetration that counts as full
 *     [m], the midpoint of the curve between and its power
 * @param margin distance at which contact begins [m]
 * @param gap the part of the margin in which contact has no force yet [m]
 * @param contype two shapes may touch if the contype of one and the conaffinity of the other have a bit in common
 * @param conaffinity see contype
 */
public record Material(
    double sliding,
    double torsional,
    double rolling,
    int condim,
    int priority,
    double solmix,
    List<Double> solref,
    List<Double> solimp,
    double margin,
    double gap,
    int contype,
    int conaffinity) {
  /** What MuJoCo takes where a file says nothing. */
  public static final Material DEFAULT = new Material(
      1, 0.005, 0.0001, 3, 0, 1, List.of(0.02, 1.0), List.of(0.9, 0.95, 0.001, 0.5, 2.0), 0, 0, 1, 1);

  /**
   * Checks what a contact could not be computed with.
   *
   * @throws IllegalArgumentException if a friction is negative or not a number, condim is none of 1, 3, 4 and 6, or
   *     solref or solimp have another count of numbers
   */
  public Material {
    if (!(sliding >= 0) || !(torsional >= 0) || !(rolling >= 0)) {
      throw new IllegalArgumentException(
          "friction " + sliding + " " + torsional + " " + rolling + "; it takes 0 or more");
    }
    if (!List.of(1, 3, 4, 6).contains(condim)) {
      throw new IllegalArgumentException("condim " + condim + "; it takes 1, 3, 4 or 6");
    }
    if (solref.size() != 2 || solimp.size() != 5) {
      throw new IllegalArgumentException(
          solref.size() + " numbers in solref and " + solimp.size() + " in solimp; they take 2 and 5");
    }
    solref = List.copyOf(solref);
    solimp = List.copyOf(solimp);
  }

  /**
   * {@return whether the bits of two surfaces let them touch}
   *
   * @param other of the other shape
   */
  public boolean touches(Material other) {
    return (contype & other.conaffinity | other.contype & conaffinity) != 0;
  }

  /** {@return mu, the friction against sliding, 0 where condim says that none acts} */
  public double coefficient() {
    return condim == 1 ? 0 : sliding;
  }

  /**
   * The material of the contact of two surfaces, by MuJoCo's rules: that of the higher priority; else the largest
   * frictions and condim, and the mean of solref and solimp weighted by solmix, of solref the smaller where one is
   * negative. Margins and gaps add up in either case.
   *
   * @param other of the other shape
   * @return the mixture, with the bits and the priority of this one
   */
  public Material with(Material other) {
    if (priority != other.priority) {
      Material decides = priority > other.priority ? this : other;
      return new Material(decides.sliding, decides.torsional, decides.rolling, decides.condim, priority, decides.solmix,
          decides.solref, decides.solimp, margin + other.margin, gap + other.gap, contype, conaffinity);
    }
    double sum = solmix + other.solmix;
    double share = sum > 0 ? solmix / sum : 0.5;
    boolean meaningful = solref.getFirst() > 0 && other.solref.getFirst() > 0;
    return new Material(Math.max(sliding, other.sliding), Math.max(torsional, other.torsional),
        Math.max(rolling, other.rolling), Math.max(condim, other.condim), priority, solmix,
        mean(solref, other.solref, meaningful ? share : Double.NaN), mean(solimp, other.solimp, share),
        margin + other.margin, gap + other.gap, contype, conaffinity);
  }

  /** The weighted mean of two lists, their minimum where the weight is NaN. */
  private static List<Double> mean(List<Double> a, List<Double> b, double share) {
    return IntStream.range(0, a.size()).mapToObj(i -> Double.isNaN(share) ? Math.min(a.get(i), b.get(i))
        : share * a.get(i) + (1 - share) * b.get(i)).toList();
  }

  /**
   * This material with other coefficients of friction.
   *
   * @param newSliding force per normal force
   * @param newTorsional moment per normal force [m]
   * @param newRolling moment per normal force [m]
   * @return the same in all else
   */
  public Material withFriction(double newSliding, double newTorsional, double newRolling) {
    return new Material(newSliding, newTorsional, newRolling, condim, priority, solmix, solref, solimp, margin, gap,
        contype, conaffinity);
  }
}
