package io.github.lanewise.hardware.twin;

import io.github.lanewise.lanes.RandomStream;

/** What the servos measure at every time step, with noise and counts, and what they show of it after the delay. */
final class Sensors {
  private final Imperfections imperfections;
  private final int joints;
  private final int delay;
  private final double count;
  private final RandomStream random;
  private final double[][] position;
  private final double[][] velocity;
  private final double[][] torque;
  private int newest;

  Sensors(Imperfections imperfections, int joints, double timeStep) {
    this.imperfections = imperfections;
    this.joints = joints;
    delay = (int) Math.rint(imperfections.sensorDelay() / timeStep);
    count = imperfections.encoderCounts() == 0 ? 0 : 2 * Math.PI / imperfections.encoderCounts();
    random = RandomStream.of(imperfections.seed());
    position = new double[delay + 1][joints];
    velocity = new double[delay + 1][joints];
    torque = new double[delay + 1][joints];
  }

  /** The robot has been put somewhere, at rest: that is all there is to see. */
  void rest(double[] q) {
    for (int k = 0; k <= delay; k++) {
      for (int i = 0; i < joints; i++) {
        position[k][i] = counted(q[i]);
        velocity[k][i] = 0;
        torque[k][i] = 0;
      }
    }
  }

  /** Measures. */
  void sample(double[] q, double[] v, double[] tau) {
    newest = newest == delay ? 0 : newest + 1;
    for (int i = 0; i < joints; i++) {
      position[newest][i] = counted(q[i] + noise(imperfections.positionNoise()));
      velocity[newest][i] = v[i] + noise(imperfections.velocityNoise());
      torque[newest][i] = tau[i] + noise(imperfections.torqueNoise());
    }
  }

  private double noise(double deviation) {
    return deviation == 0 ? 0 : deviation * random.nextGaussian();
  }

  private double counted(double angle) {
    return count == 0 ? angle : Math.rint(angle / count) * count;
  }

  /** What the servo itself sees, without delay [rad]. */
  double presentPosition(int joint) {
    return position[newest][joint];
  }

  /** What it shows [rad]. */
  double position(int joint) {
    return position[shown()][joint];
  }

  /** What it shows [rad/s]. */
  double velocity(int joint) {
    return velocity[shown()][joint];
  }

  /** What it shows [N m]. */
  double torque(int joint) {
    return torque[shown()][joint];
  }

  private int shown() {
    return newest == delay ? 0 : newest + 1;
  }
}
