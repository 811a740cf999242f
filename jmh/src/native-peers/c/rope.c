/* One substep of a rope as published, in plain scalar C: the peer of io.github.lanewise.deformable, which has the
 * equations. Numbers of particles lie one after the other: x, v, C, F; then the tool. Only the box of nodes around the
 * particles is touched. */
#include <math.h>
#include <string.h>

typedef struct {
  int count, cells, nx, ny, nz, sticky;
  float dt, gravity, volume, mass, mu, lambda, shortest, longest, ground, friction, reach, half[3];
} rope;

static float least(float a, float b) { return a < b ? a : b; }
static float most(float a, float b) { return a > b ? a : b; }

/* The orthogonal factor of F: Newton's iteration. */
static void polar(const float *f, float *r) {
  memcpy(r, f, 9 * sizeof(float));
  for (int step = 0; step < 40; step++) {
    float c[9], squares = 0;
    for (int i = 0; i < 3; i++) {
      const float *a = r + (i + 1) % 3 * 3, *b = r + (i + 2) % 3 * 3;
      for (int j = 0; j < 3; j++) {
        c[3 * i + j] = a[(j + 1) % 3] * b[(j + 2) % 3] - a[(j + 2) % 3] * b[(j + 1) % 3];
      }
    }
    const float over = 0.5f / (r[0] * c[0] + r[1] * c[1] + r[2] * c[2]);
    for (int e = 0; e < 9; e++) {
      const float change = over * c[e] - 0.5f * r[e];
      squares += change * change;
      r[e] += change;
    }
    if (!(squares > 3e-8f)) {
      break;
    }
  }
}

static void turn(float *s, float *v, int i, int j) {
  if (s[3 * i + j] == 0) {
    return;
  }
  const float tau = (s[4 * j] - s[4 * i]) / (2 * s[3 * i + j]);
  const float t = (tau >= 0 ? 1 : -1) / (fabsf(tau) + sqrtf(1 + tau * tau));
  const float c = 1 / sqrtf(1 + t * t), d = t * c;
  for (int k = 0; k < 3; k++) {
    const float a = s[3 * k + i], b = s[3 * k + j];
    s[3 * k + i] = c * a - d * b, s[3 * k + j] = d * a + c * b;
  }
  for (int k = 0; k < 3; k++) {
    float a = s[3 * i + k], b = s[3 * j + k];
    s[3 * i + k] = c * a - d * b, s[3 * j + k] = d * a + c * b;
    a = v[3 * k + i], b = v[3 * k + j];
    v[3 * k + i] = c * a - d * b, v[3 * k + j] = d * a + c * b;
  }
}

/* Singular values of F within their limits; most particles are, which leading minors tell. */
static void flow(const rope *c, float *f, const float *r) {
  float s[9], v[9] = {1, 0, 0, 0, 1, 0, 0, 0, 1}, clipped[9];
  for (int i = 0; i < 3; i++) {
    for (int j = 0; j < 3; j++) {
      s[3 * i + j] = r[i] * f[j] + r[3 + i] * f[3 + j] + r[6 + i] * f[6 + j];
    }
  }
  int within = 1;
  for (int limit = 0; limit < 2; limit++) {
    const float sign = limit ? -1 : 1, at = limit ? c->longest : c->shortest;
    const float a = sign * (s[0] - at), e = sign * (s[4] - at), g = sign * (s[8] - at);
    const float b = sign * s[1], d = sign * s[2], h = sign * s[5];
    within = within && a > 0 && a * e - b * b > 0
        && a * e * g + 2 * b * d * h - a * h * h - e * d * d - g * b * b > 0;
  }
  if (within) {
    return;
  }
  for (int sweep = 0; sweep < 8; sweep++) {
    turn(s, v, 0, 1), turn(s, v, 0, 2), turn(s, v, 1, 2);
  }
  for (int i = 0; i < 3; i++) {
    for (int j = 0; j < 3; j++) {
      clipped[3 * i + j] = 0;
      for (int k = 0; k < 3; k++) {
        clipped[3 * i + j] += v[3 * i + k] * least(most(s[4 * k], c->shortest), c->longest) * v[3 * j + k];
      }
    }
  }
  for (int i = 0; i < 3; i++) {
    for (int j = 0; j < 3; j++) {
      f[3 * i + j] = r[3 * i] * clipped[j] + r[3 * i + 1] * clipped[3 + j] + r[3 * i + 2] * clipped[6 + j];
    }
  }
}

static void touch(const rope *c, const float *place, const float *tool, const float *d, float *v) {
  float normal[3], squared = 0;
  for (int a = 0; a < 3; a++) {
    const float away = place[a] - tool[a], outside = most(fabsf(away) - c->half[a], 0);
    normal[a] = away < 0 ? -outside : outside;
    squared += outside * outside;
  }
  const float distance = sqrtf(squared);
  if (c->sticky) {
    for (int a = 0; a < 3 && distance < c->reach; a++) {
      v[a] = d[a] / c->dt;
    }
    return;
  }
  if (distance == 0 || distance > 16 * c->reach) {
    return;
  }
  float relative[3], along[3], in = 0, slide = 1e-12f;
  for (int a = 0; a < 3; a++) {
    normal[a] /= distance;
    relative[a] = v[a] - d[a] / c->dt;
    in += relative[a] * normal[a];
  }
  if (in >= 0) {
    return;
  }
  const float w = expf(-distance / c->reach);
  for (int a = 0; a < 3; a++) {
    along[a] = relative[a] - in * normal[a];
    slide += along[a] * along[a];
  }
  const float kept = most(0, 1 + c->friction * in / sqrtf(slide));
  for (int a = 0; a < 3; a++) {
    v[a] += w * (kept * along[a] - relative[a]);
  }
}

static float wall(const rope *c, int node, float v) {
  return (node < 3 && v < 0) || (node > c->cells - 3 && v > 0) ? 0 : v;
}

static void rope_substep(const rope *c, float *s, const float *d, float *grid, int *first, float *weights) {
  const int n = c->count;
  float *x = s, *v = s + 3 * n, *cc = s + 6 * n, *ff = s + 15 * n, *tool = s + 24 * n;
  const float per = c->cells, dx = 1 / per, scale = -4 * c->dt * c->volume * per * per;
  int low[3] = {1 << 30, 1 << 30, 1 << 30}, high[3] = {-1, -1, -1};
  for (int p = 0; p < n; p++) {
    int at[3];
    for (int a = 0; a < 3; a++) {
      const float y = x[3 * p + a] * per;
      at[a] = (int) (y - 0.5f);
      const float f = y - at[a];
      float *w = weights + 12 * p + 3 * a;
      w[0] = 0.5f * (1.5f - f) * (1.5f - f), w[1] = 0.75f - (f - 1) * (f - 1), w[2] = 0.5f * (f - 0.5f) * (f - 0.5f);
      weights[12 * p + 9 + a] = f;
      low[a] = at[a] < low[a] ? at[a] : low[a];
      high[a] = at[a] + 2 > high[a] ? at[a] + 2 : high[a];
    }
    first[p] = (at[0] * c->ny + at[1]) * c->nz + at[2];
  }
  for (int i = low[0]; i <= high[0]; i++) {
    for (int j = low[1]; j <= high[1]; j++) {
      memset(grid + 4 * ((i * c->ny + j) * c->nz + low[2]), 0, 4 * (high[2] - low[2] + 1) * sizeof(float));
    }
  }
  for (int p = 0; p < n; p++) {
    float *f = ff + 9 * p, *b = cc + 9 * p, moved[9], r[9], q[9];
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        moved[3 * i + j] = f[3 * i + j] + c->dt * (b[3 * i] * f[j] + b[3 * i + 1] * f[3 + j] + b[3 * i + 2] * f[6 + j]);
      }
    }
    memcpy(f, moved, sizeof moved);
    polar(f, r);
    if (c->shortest > 0) {
      flow(c, f, r);
    }
    const float volume = fabsf(f[0] * (f[4] * f[8] - f[5] * f[7]) - f[1] * (f[3] * f[8] - f[5] * f[6])
        + f[2] * (f[3] * f[7] - f[4] * f[6]));
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        float sum = 0;
        for (int k = 0; k < 3; k++) {
          sum += (f[3 * i + k] - r[3 * i + k]) * f[3 * j + k];
        }
        sum = 2 * c->mu * sum + (i == j ? c->lambda * volume * (volume - 1) : 0);
        q[3 * i + j] = scale * sum + c->mass * b[3 * i + j];
      }
    }
    const float *w = weights + 12 * p, *u = v + 3 * p;
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        float *node = grid + 4 * (first[p] + (i * c->ny + j) * c->nz);
        const float ax = (i - w[9]) * dx, ay = (j - w[10]) * dx, row = w[i] * w[3 + j];
        for (int k = 0; k < 3; k++, node += 4) {
          const float az = (k - w[11]) * dx, weight = row * w[6 + k];
          node[0] += weight * (c->mass * u[0] + q[0] * ax + q[1] * ay + q[2] * az);
          node[1] += weight * (c->mass * u[1] + q[3] * ax + q[4] * ay + q[5] * az);
          node[2] += weight * (c->mass * u[2] + q[6] * ax + q[7] * ay + q[8] * az);
          node[3] += weight * c->mass;
        }
      }
    }
  }
  float near[3], far[3];
  for (int a = 0; a < 3; a++) {
    const float margin = c->half[a] + (c->sticky ? 1 : 16) * c->reach;
    near[a] = tool[a] - margin, far[a] = tool[a] + margin;
  }
  for (int i = low[0]; i <= high[0]; i++) {
    for (int j = low[1]; j <= high[1]; j++) {
      for (int k = low[2]; k <= high[2]; k++) {
        float *node = grid + 4 * ((i * c->ny + j) * c->nz + k);
        if (node[3] > 0) {
          const float over = 1 / node[3], place[3] = {i * dx, j * dx, k * dx};
          float u[3] = {node[0] * over, node[1] * over - c->dt * c->gravity, node[2] * over};
          if (place[0] >= near[0] && place[0] <= far[0] && place[1] >= near[1] && place[1] <= far[1]
              && place[2] >= near[2] && place[2] <= far[2]) {
            touch(c, place, tool, d, u);
          }
          if (j < 3 && u[1] <= 0) {
            const float left = most(0, 1 + c->ground * u[1] / sqrtf(u[0] * u[0] + u[2] * u[2] + 1e-24f));
            u[0] *= left, u[1] = 0, u[2] *= left;
          }
          node[0] = wall(c, i, u[0]), node[1] = wall(c, j, u[1]), node[2] = wall(c, k, u[2]);
        }
      }
    }
  }
  for (int p = 0; p < n; p++) {
    const float *w = weights + 12 * p;
    float u[3] = {0}, b[9] = {0};
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        const float *node = grid + 4 * (first[p] + (i * c->ny + j) * c->nz);
        const float ax = i - w[9], ay = j - w[10], row = w[i] * w[3 + j];
        for (int k = 0; k < 3; k++, node += 4) {
          const float az = k - w[11], weight = row * w[6 + k];
          for (int a = 0; a < 3; a++) {
            const float part = weight * node[a];
            u[a] += part;
            b[3 * a] += part * ax, b[3 * a + 1] += part * ay, b[3 * a + 2] += part * az;
          }
        }
      }
    }
    for (int a = 0; a < 3; a++) {
      v[3 * p + a] = u[a];
      x[3 * p + a] += c->dt * u[a];
    }
    for (int e = 0; e < 9; e++) {
      cc[9 * p + e] = 4 * per * b[e];
    }
  }
  for (int a = 0; a < 3; a++) {
    tool[a] += d[a];
  }
}

/* Commands of six numbers each, held for some substeps. */
void rope_run(const rope *c, float *s, const float *commands, int count, int held, float *grid, int *first,
    float *weights) {
  for (int k = 0; k < count; k++) {
    for (int a = 0; a < 3; a++) {
      s[24 * c->count + a] += commands[6 * k + a];
    }
    for (int j = 0; j < held; j++) {
      rope_substep(c, s, commands + 6 * k + 3, grid, first, weights);
    }
  }
}
