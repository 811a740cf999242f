package io.github.lanewise.task.deformable;

import io.github.lanewise.deformable.Cloth;
import io.github.lanewise.deformable.FloorContact;

/** Which of several cloths of one task is meant: returns of different ones do not compare. */
public enum ClothVariant {
  /**
   * On a floor that stops points and does not turn them round, and with a damping of 10 per second: exact derivatives
   * of a whole step can be followed.
   */
  PHYSICAL,
  /** As published; exact derivatives of a whole step are beyond all use. */
  AS_PUBLISHED,
  /** As published, and cotangents are {@linkplain io.github.lanewise.deformable.BodyPullback#tame rescaled}. */
  RESCALED;

  /**
   * {@return the cloth}
   *
   * @param friction mu, Coulomb's coefficient on the floor
   */
  Cloth cloth(double friction) {
    Cloth published = Cloth.published();
    Cloth cloth = published.withStuff(published.mass(), published.stiffness(), friction);
    return this == PHYSICAL ? cloth.withSurroundings(10, cloth.gravity(), FloorContact.PHYSICAL) : cloth;
  }
}
