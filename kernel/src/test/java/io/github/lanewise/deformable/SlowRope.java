package io.github.lanewise.deformable;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.SingularValueDecomposition_F64;

/**
 * A substep of a rope as its equations stand, particle after particle and node after node, over the whole window, with
 * EJML's singular values, in plain doubles.
 */
final class SlowRope {
  final Rope rope;
  final double[] p;
  final double[][] x;
  final double[][] v;
  final DMatrixRMaj[] c;
  final DMatrixRMaj[] f;
  final double[] tool;

  SlowRope(Rope rope, double[] parameters, double[][] x, double[][] v, DMatrixRMaj[] c, DMatrixRMaj[] f,
      double[] tool) {
    this.rope = rope;
    p = parameters;
    this.x = x;
    this.v = v;
    this.c = c;
    this.f = f;
    this.tool = tool;
  }

  private static DMatrixRMaj times(DMatrixRMaj a, DMatrixRMaj b) {
    DMatrixRMaj product = new DMatrixRMaj(3, 3);
    CommonOps_DDRM.mult(a, b, product);
    return product;
  }

  private static DMatrixRMaj turned(DMatrixRMaj a) {
    DMatrixRMaj to = a.copy();
    CommonOps_DDRM.transpose(to);
    return to;
  }

  private static double weight(double distance) {
    double d = Math.abs(distance);
    return d < 0.5 ? 0.75 - d * d : d < 1.5 ? 0.5 * (1.5 - d) * (1.5 - d) : 0;
  }

  /** {@return the state after a substep in which the tool moves by d} */
  SlowRope step(double[] d) {
    int n = x.length;
    int nx = rope.window().x();
    int ny = rope.window().y();
    int nz = rope.window().z();
    double dx = 1.0 / rope.cells();
    double dt = rope.timeStep();
    double volume = Math.pow(rope.shape().spacing(), 3);
    double m = p[2] * volume;
    double mu = p[0] / (2 * (1 + p[1]));
    double lambda = p[0] * p[1] / ((1 + p[1]) * (1 - 2 * p[1]));
    DMatrixRMaj[] nextF = new DMatrixRMaj[n];
    double[][] momentum = new double[nx * ny * nz][3];
    double[] mass = new double[nx * ny * nz];
    for (int q = 0; q < n; q++) {
      DMatrixRMaj trial = f[q].copy();
      CommonOps_DDRM.addEquals(trial, dt, times(c[q], f[q]));
      SingularValueDecomposition_F64<DMatrixRMaj> svd = DecompositionFactory_DDRM.svd(3, 3, true, true, false);
      if (!svd.decompose(trial.copy())) {
        throw new IllegalStateException("no singular values");
      }
      DMatrixRMaj s = new DMatrixRMaj(3, 3);
      double volumeRatio = 1;
      for (int e = 0; e < 3; e++) {
        double value = Math.clamp(svd.getSingularValues()[e], rope.material().shortest(), rope.material().longest());
        s.set(e, e, value);
        volumeRatio *= value;
      }
      DMatrixRMaj u = svd.getU(null, false);
      DMatrixRMaj vt = svd.getV(null, true);
      nextF[q] = times(times(u, s), vt);
      DMatrixRMaj strain = nextF[q].copy();
      CommonOps_DDRM.subtractEquals(strain, times(u, vt));
      DMatrixRMaj affine = times(strain, turned(nextF[q]));
      CommonOps_DDRM.scale(2 * mu, affine);
      for (int e = 0; e < 3; e++) {
        affine.add(e, e, lambda * volumeRatio * (volumeRatio - 1));
      }
      CommonOps_DDRM.scale(-4 * dt * volume / (dx * dx), affine);
      CommonOps_DDRM.addEquals(affine, m, c[q]);
      for (int node = 0; node < mass.length; node++) {
        double[] offset = offset(node, x[q]);
        double w = weight(offset[0] / dx) * weight(offset[1] / dx) * weight(offset[2] / dx);
        mass[node] += w * m;
        for (int a = 0; a < 3; a++) {
          momentum[node][a] += w * (m * v[q][a] + affine.get(a, 0) * offset[0] + affine.get(a, 1) * offset[1]
              + affine.get(a, 2) * offset[2]);
        }
      }
    }
    double[] moved = {tool[0] + d[0], tool[1] + d[1], tool[2] + d[2]};
    for (int node = 0; node < mass.length; node++) {
      if (mass[node] > 0) {
        for (int a = 0; a < 3; a++) {
          momentum[node][a] /= mass[node];
        }
        momentum[node][1] -= dt * rope.gravity();
        touch(offset(node, tool), new double[] {d[0] / dt, d[1] / dt, d[2] / dt}, momentum[node]);
        bound(node, momentum[node]);
      }
    }
    double[][] nextX = new double[n][3];
    double[][] nextV = new double[n][3];
    DMatrixRMaj[] nextC = new DMatrixRMaj[n];
    for (int q = 0; q < n; q++) {
      nextC[q] = new DMatrixRMaj(3, 3);
      for (int node = 0; node < mass.length; node++) {
        double[] offset = offset(node, x[q]);
        double w = weight(offset[0] / dx) * weight(offset[1] / dx) * weight(offset[2] / dx);
        for (int a = 0; a < 3; a++) {
          nextV[q][a] += w * momentum[node][a];
          for (int b = 0; b < 3; b++) {
            nextC[q].add(a, b, 4 / (dx * dx) * w * momentum[node][a] * offset[b]);
          }
        }
      }
      for (int a = 0; a < 3; a++) {
        nextX[q][a] = x[q][a] + dt * nextV[q][a];
      }
    }
    return new SlowRope(rope, p, nextX, nextV, nextC, nextF, moved);
  }

  /** From a place to a node. */
  private double[] offset(int node, double[] from) {
    int nz = rope.window().z();
    int ny = rope.window().y();
    double dx = 1.0 / rope.cells();
    return new double[] {node / nz / ny * dx - from[0], node / nz % ny * dx - from[1], node % nz * dx - from[2]};
  }

  private void touch(double[] away, double[] speed, double[] u) {
    BoxTool box = rope.tool();
    double[] half = {box.halfX(), box.halfY(), box.halfZ()};
    double[] outside = new double[3];
    int nearest = 0;
    for (int a = 0; a < 3; a++) {
      outside[a] = Math.copySign(Math.max(0, Math.abs(away[a]) - half[a]), away[a]);
      nearest = Math.abs(away[a]) - half[a] > Math.abs(away[nearest]) - half[nearest] ? a : nearest;
    }
    double distance = Math.sqrt(TestCloths.dot(outside, outside));
    if (box.law() == ToolLaw.STICKY) {
      if (distance < box.reach()) {
        System.arraycopy(speed, 0, u, 0, 3);
      }
      return;
    }
    if (distance == 0 && box.law() == ToolLaw.SOFT_OUTSIDE) {
      return;
    }
    double[] normal = new double[3];
    double[] relative = new double[3];
    for (int a = 0; a < 3; a++) {
      normal[a] = distance > 0 ? outside[a] / distance : a == nearest ? Math.signum(away[a]) : 0;
      relative[a] = u[a] - speed[a];
    }
    double in = TestCloths.dot(relative, normal);
    if (in < 0) {
      double w = Math.exp(-distance / box.reach());
      double[] along = new double[3];
      for (int a = 0; a < 3; a++) {
        along[a] = relative[a] - in * normal[a];
      }
      double slide = Math.sqrt(TestCloths.dot(along, along) + 1e-12);
      for (int a = 0; a < 3; a++) {
        u[a] = speed[a] + (1 - w) * relative[a] + w * Math.max(0, 1 + p[4] * in / slide) * along[a];
      }
    }
  }

  private void bound(int node, double[] u) {
    int nz = rope.window().z();
    int ny = rope.window().y();
    int[] index = {node / nz / ny, node / nz % ny, node % nz};
    if (index[1] < 3 && u[1] <= 0) {
      double factor = Math.max(0, 1 + p[3] * u[1] / Math.max(1e-12, Math.hypot(u[0], u[2])));
      u[0] *= factor;
      u[2] *= factor;
      u[1] = 0;
    }
    for (int a = 0; a < 3; a++) {
      if (index[a] < 3 && u[a] < 0 || index[a] > rope.cells() - 3 && u[a] > 0) {
        u[a] = 0;
      }
    }
  }
}
