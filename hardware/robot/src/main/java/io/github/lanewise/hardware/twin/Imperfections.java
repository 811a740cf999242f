package io.github.lanewise.hardware.twin;

/**
 * What a robot with geared servos has and its equations of motion have not. Immutable.
 *
 * @param backlash play of every gear, from one flank to the other [rad]
 * @param friction dry friction in every joint, besides what the model has [N m]
 * @param encoderCounts counts in a turn of the position sensors; 0 is without end
 * @param commandDelay from the arrival of a command to the motor [s]
 * @param sensorDelay from the motion to the register that shows it [s]
 * @param positionNoise standard deviation of white noise on measured positions [rad]
 * @param velocityNoise standard deviation of white noise on measured velocities [rad/s]
 * @param torqueNoise standard deviation of white noise on measured currents, as torque [N m]
 * @param seed of the noise
 */
public record Imperfections(double backlash, double friction, int encoderCounts, double commandDelay,
    double sensorDelay, double positionNoise, double velocityNoise, double torqueNoise, long seed) {
  private static final double LONGEST_DELAY = 1;

  /** Refuses what is negative or not finite, and delays beyond a second. */
  public Imperfections {
    require(backlash, "backlash");
    require(friction, "friction");
    require(encoderCounts, "number of encoder counts");
    require(positionNoise, "noise on positions");
    require(velocityNoise, "noise on velocities");
    require(torqueNoise, "noise on torques");
    requireDelay(commandDelay, "delay of commands");
    requireDelay(sensorDelay, "delay of sensors");
  }

  /** {@return none: what is measured differs from the truth by the rounding of the registers alone} */
  public static Imperfections ideal() {
    return new Imperfections(0, 0, 0, 0, 0, 0, 0, 0, 0);
  }

  /**
   * Those of a good small servo: 0.25 degrees of play and 4,096 counts, as specified for the DYNAMIXEL XM430, 1 ms each
   * way, noise of half a count of position and one of velocity. Friction and noise of the current are guesses.
   *
   * @return those imperfections
   */
  public static Imperfections typical() {
    return new Imperfections(Math.toRadians(0.25), 0.01, 4096, 1e-3, 1e-3, Math.PI / 4096, 0.024, 0.005, 1);
  }

  /**
   * The same with other play.
   *
   * @param value [rad]
   * @return imperfections that differ from these in that alone
   */
  public Imperfections withBacklash(double value) {
    return new Imperfections(value, friction, encoderCounts, commandDelay, sensorDelay, positionNoise, velocityNoise,
        torqueNoise, seed);
  }

  /**
   * The same with other dry friction.
   *
   * @param value [N m]
   * @return imperfections that differ from these in that alone
   */
  public Imperfections withFriction(double value) {
    return new Imperfections(backlash, value, encoderCounts, commandDelay, sensorDelay, positionNoise, velocityNoise,
        torqueNoise, seed);
  }

  /**
   * The same with other position sensors.
   *
   * @param value counts of a turn
   * @return imperfections that differ from these in that alone
   */
  public Imperfections withEncoderCounts(int value) {
    return new Imperfections(backlash, friction, value, commandDelay, sensorDelay, positionNoise, velocityNoise,
        torqueNoise, seed);
  }

  /**
   * The same with other delays.
   *
   * @param command from the wire to the motor [s]
   * @param sensor from the joint to the wire [s]
   * @return imperfections that differ from these in that alone
   */
  public Imperfections withDelays(double command, double sensor) {
    return new Imperfections(backlash, friction, encoderCounts, command, sensor, positionNoise, velocityNoise,
        torqueNoise, seed);
  }

  /**
   * The same with other noise, standard deviations.
   *
   * @param position [rad]
   * @param velocity [rad/s]
   * @param torque [N m]
   * @return imperfections that differ from these in that alone
   */
  public Imperfections withNoise(double position, double velocity, double torque) {
    return new Imperfections(backlash, friction, encoderCounts, commandDelay, sensorDelay, position, velocity, torque,
        seed);
  }

  /**
   * The same with other random numbers.
   *
   * @param value the seed
   * @return imperfections that differ from these in that alone
   */
  public Imperfections withSeed(long value) {
    return new Imperfections(backlash, friction, encoderCounts, commandDelay, sensorDelay, positionNoise,
        velocityNoise, torqueNoise, value);
  }

  private static void require(double value, String what) {
    if (!(value >= 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException("a " + what + " of " + value + ": must be 0 or more and finite");
    }
  }

  private static void requireDelay(double value, String what) {
    if (!(value >= 0 && value <= LONGEST_DELAY)) {
      throw new IllegalArgumentException("a " + what + " of " + value + " s: must be 0 to " + LONGEST_DELAY + " s");
    }
  }
}
