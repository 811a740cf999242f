/* One substep of a cloth as published, in plain scalar C: the peer of io.github.lanewise.deformable, which has the
 * equations. Coordinates lie one after the other, x before v, then the gripper; every link is computed once. */
#include <math.h>
#include <string.h>

typedef struct {
  int columns, rows;
  float spacing, dt, decay, gravity, stiffness, friction, mass;
} cloth;

static float clip(float a, float low, float high) { return a < low ? low : a > high ? high : a; }

static void cloth_substep(const cloth *c, float *s, const float *command, float *f) {
  const int n = c->columns * c->rows;
  float *x = s, *y = s + n, *z = s + 2 * n, *vx = s + 3 * n, *vy = s + 4 * n, *vz = s + 5 * n, *g = s + 6 * n;
  float *fx = f, *fy = f + n, *fz = f + 2 * n;
  static const int across[] = {1, 0, 1, -1}, along[] = {0, 1, 1, 1};
  memset(f, 0, 3 * n * sizeof(float));
  for (int d = 0; d < 4; d++) {
    const float rest = c->spacing * (across[d] != 0 && along[d] != 0 ? sqrtf(2) : 1);
    for (int j = 0; j < c->rows - along[d]; j++) {
      for (int i = across[d] < 0; i < c->columns - (across[d] > 0); i++) {
        const int p = i + c->columns * j, q = p + across[d] + c->columns * along[d];
        const float dx = x[q] - x[p], dy = y[q] - y[p], dz = z[q] - z[p];
        const float squared = dx * dx + dy * dy + dz * dz;
        const float length = sqrtf(squared > 1e-12f ? squared : 1e-12f);
        const float pull = c->stiffness * (length - rest) / (rest * length);
        fx[p] += pull * dx, fy[p] += pull * dy, fz[p] += pull * dz;
        fx[q] -= pull * dx, fy[q] -= pull * dy, fz[q] -= pull * dz;
      }
    }
  }
  const float open = command[3];
  for (int p = 0; p < n; p++) {
    const float up = fy[p] - c->gravity / 2 * c->mass;
    float r = 0;
    if (y[p] <= 1e-8f) {
      r = c->friction * (up < 0 ? -up : 0) / sqrtf(vx[p] * vx[p] + vz[p] * vz[p] + 1e-8f);
    }
    float u = (vx[p] + (fx[p] - r * vx[p]) * (c->dt / c->mass)) * c->decay;
    float v = (vy[p] - c->gravity / 2 * c->dt + up * (c->dt / c->mass)) * c->decay;
    float w = (vz[p] + (fz[p] - r * vz[p]) * (c->dt / c->mass)) * c->decay;
    const float dx = x[p] - g[0], dy = y[p] - g[1], dz = z[p] - g[2];
    float px = x[p], py = y[p], pz = z[p];
    if (dx * dx + dy * dy + dz * dz <= 1e-4f) {
      u *= open, v *= open, w *= open;
      px += command[0] * (1 - open), py += command[1] * (1 - open), pz += command[2] * (1 - open);
    }
    vx[p] = clip(u, -2, 2), vy[p] = clip(v, -2, 2), vz[p] = clip(w, -2, 2);
    x[p] = clip(px, 0, 1) + c->dt * vx[p];
    y[p] = clip(py, 0, 1) + c->dt * vy[p];
    z[p] = clip(pz, 0, 1) + c->dt * vz[p];
  }
  for (int k = 0; k < 3; k++) {
    g[k] = clip(g[k] + command[k], 0, 1);
  }
}

/* Commands of four numbers each, held for some substeps. */
void cloth_run(const cloth *c, float *s, const float *commands, int count, int held, float *f) {
  for (int k = 0; k < count; k++) {
    for (int j = 0; j < held; j++) {
      cloth_substep(c, s, commands + 4 * k, f);
    }
  }
}
