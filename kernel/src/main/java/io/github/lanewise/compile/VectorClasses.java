package io.github.lanewise.compile;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;

/** The classes that vectors have, which cannot be named outside of the JDK: constants for emitted code to cast to. */
final class VectorClasses {
  static final Class<?> DOUBLE_128 = DoubleVector.SPECIES_128.vectorType();
  static final Class<?> DOUBLE_256 = DoubleVector.SPECIES_256.vectorType();
  static final Class<?> DOUBLE_512 = DoubleVector.SPECIES_512.vectorType();
  static final Class<?> FLOAT_128 = FloatVector.SPECIES_128.vectorType();
  static final Class<?> FLOAT_256 = FloatVector.SPECIES_256.vectorType();
  static final Class<?> FLOAT_512 = FloatVector.SPECIES_512.vectorType();

  static final Class<?> DOUBLE_128_MASK = DoubleVector.SPECIES_128.maskAll(true).getClass();
  static final Class<?> DOUBLE_256_MASK = DoubleVector.SPECIES_256.maskAll(true).getClass();
  static final Class<?> DOUBLE_512_MASK = DoubleVector.SPECIES_512.maskAll(true).getClass();
  static final Class<?> FLOAT_128_MASK = FloatVector.SPECIES_128.maskAll(true).getClass();
  static final Class<?> FLOAT_256_MASK = FloatVector.SPECIES_256.maskAll(true).getClass();
  static final Class<?> FLOAT_512_MASK = FloatVector.SPECIES_512.maskAll(true).getClass();

  private VectorClasses() {
  }
}
