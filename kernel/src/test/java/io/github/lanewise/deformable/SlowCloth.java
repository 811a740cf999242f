package io.github.lanewise.deformable;

/**
 * A substep as its equations stand, point after point and neighbour after neighbour, in plain doubles; its state is x,
 * v (point after point) and the gripper.
 */
final class SlowCloth {
  final Cloth cloth;
  final double k;
  final double mu;
  final double m;
  final double[][] x;
  final double[][] v;
  final double[] gripper;

  SlowCloth(Cloth cloth, double[] parameters, double[][] x, double[][] v, double[] gripper) {
    this.cloth = cloth;
    k = parameters[0];
    mu = parameters[1];
    m = parameters[2];
    this.x = x;
    this.v = v;
    this.gripper = gripper;
  }

  private double[] springs(int p) {
    double[] force = new double[3];
    int i = p % cloth.columns();
    int j = p / cloth.columns();
    for (int di = -1; di <= 1; di++) {
      for (int dj = -1; dj <= 1; dj++) {
        boolean there = i + di >= 0 && i + di < cloth.columns() && j + dj >= 0 && j + dj < cloth.rows();
        if (there && (di != 0 || dj != 0)) {
          double[] q = x[p + di + cloth.columns() * dj];
          double[] d = {q[0] - x[p][0], q[1] - x[p][1], q[2] - x[p][2]};
          double length = Math.sqrt(Math.max(1e-12, d[0] * d[0] + d[1] * d[1] + d[2] * d[2]));
          double rest = cloth.spacing() * Math.hypot(di, dj);
          for (int c = 0; c < 3; c++) {
            force[c] += k * d[c] / length * (length - rest) / rest;
          }
        }
      }
    }
    return force;
  }

  /** {@return the state after a substep} */
  SlowCloth step(double[] u) {
    boolean physical = cloth.contact() == FloorContact.PHYSICAL;
    double dt = cloth.timeStep();
    double g = cloth.gravity();
    double[][] nextX = new double[x.length][3];
    double[][] nextV = new double[x.length][3];
    for (int p = 0; p < x.length; p++) {
      double[] w = v[p].clone();
      w[1] -= physical ? 0 : g / 2 * dt;
      double[] force = springs(p);
      force[1] -= physical ? g * m : g / 2 * m;
      if (x[p][1] <= 1e-8) {
        double normal = Math.max(0, -force[1]);
        double speed = Math.sqrt(w[0] * w[0] + w[2] * w[2] + 1e-8);
        double resistance = mu * normal / speed;
        if (physical) {
          resistance = Math.min(resistance, m / dt);
        }
        force[0] -= resistance * w[0];
        force[2] -= resistance * w[2];
      }
      double distance = 0;
      for (int c = 0; c < 3; c++) {
        w[c] = (w[c] + force[c] / m * dt) * Math.exp(-cloth.damping() * dt);
        distance += (x[p][c] - gripper[c]) * (x[p][c] - gripper[c]);
      }
      for (int c = 0; c < 3; c++) {
        boolean held = distance <= 0.01 * 0.01;
        double place = x[p][c] + (held ? u[c] * (1 - u[3]) : 0);
        nextV[p][c] = Math.clamp(held ? w[c] * u[3] : w[c], -2, 2);
        nextX[p][c] = Math.clamp(place, 0, 1) + dt * nextV[p][c];
      }
      if (physical && nextX[p][1] < 0) {
        nextX[p][1] = 0;
        nextV[p][1] = 0;
      }
    }
    double[] moved = new double[3];
    for (int c = 0; c < 3; c++) {
      moved[c] = Math.clamp(gripper[c] + u[c], 0, 1);
    }
    return new SlowCloth(cloth, new double[] {k, mu, m}, nextX, nextV, moved);
  }
}
