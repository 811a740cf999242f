package io.github.lanewise.deformable;

import io.github.lanewise.lanes.AlignedArrays;
import io.github.lanewise.lanes.ElementType;
import java.util.Arrays;

/**
 * {@code (x, v, C, F, g) <- f(x, v, C, F, g; d; E, nu, rho, mu_g, mu_t)}: one substep of one rope and its tool, with
 * exact derivatives (Hu and others, A moving least squares material point method, SIGGRAPH 2018).
 *
 * <p>{@code F <- clip((1 + dt C) F)}; particles give the nodes {@code w (m v + A (x_i - x))} and {@code w m}, with
 * {@code A = m C - 4 dt V/dx^2 P F^T}; {@link DoubleNodes} makes velocities of these; particles take {@code v = sum w
 * v_i}, {@code C = 4/dx^2 sum w v_i (x_i - x)^T}, and {@code x <- x + dt v}. {@link DoublePolar}, {@link
 * DoublePlasticity} and {@link DoubleParticles} have the equations of particles, {@link DoubleTransfer} the sums. The
 * pullback of each of the two transfers is the other one, and a slope.
 *
 * <p>Places are those of the window. A command is (jump, d), three numbers each, of which a substep sees d. A rope that
 * leaves the window is from then on no number. Has scratch: for one thread.
 */
@SuppressWarnings("cast") // To float, in the twin.
final class DoubleRopeSubstep extends DoubleRopeStates {
  /** Numbers of a command before d. */
  static final int JUMP = 3;
  private static final int MATRIX = DoubleMatrices.SIZE;
  /** Rows of scratch. */
  private static final int BASE = 0;
  private static final int PLACE = BASE + 3;
  private static final int WEIGHTS = PLACE + 3;
  private static final int SLOPES = WEIGHTS + MATRIX;
  private static final int GRADIENT = SLOPES + MATRIX;
  private static final int ROTATION = GRADIENT + MATRIX;
  private static final int STRETCH = ROTATION + MATRIX;
  private static final int STRAIN = STRETCH + MATRIX;
  private static final int COFACTORS = STRAIN + MATRIX;
  private static final int DETERMINANT = COFACTORS + MATRIX;
  private static final int FIELD = DETERMINANT + 1;
  private static final int MOMENTS = FIELD + DoubleTransfer.FIELD;
  private static final int BACK_FIELD = MOMENTS + DoubleTransfer.MOMENTS;
  private static final int SLOPE = BACK_FIELD + DoubleTransfer.FIELD;
  private static final int WORK = SLOPE + 6;
  private static final int SPIN = WORK + MATRIX;
  private static final int TRIAL = SPIN + MATRIX;
  private static final int PLACE_DOT = TRIAL + MATRIX;
  private static final int WEIGHT_DOTS = PLACE_DOT + 3;
  private static final int FIELD_DOT = WEIGHT_DOTS + MATRIX;
  private static final int MOMENT_DOTS = FIELD_DOT + DoubleTransfer.FIELD;
  private static final int MORE = MOMENT_DOTS + DoubleTransfer.MOMENTS;
  private static final int PRESSURE = MORE + DoubleTransfer.MOMENTS;
  private static final int ROWS = PRESSURE + 1;
  /** Sums over lanes, of which parameters' cotangents are made. */
  private static final int SUMS = 3;

  private final DoubleMatrices matrices;
  private final DoublePolar polar;
  private final DoublePlasticity plasticity;
  private final DoubleParticles particles;
  private final DoubleTransfer transfer;
  private final DoubleNodes nodes;
  private final int line;
  private final double dt;
  private final double spacing;
  private final double perSpacing;
  private final double volume;
  private final boolean plastic;
  private final double[] rows;
  private final int at;
  private final int[] first;
  private final double[] momenta;
  private final double[] velocities;
  private final double[] grid;
  /** Of the parameters at hand: 2 mu, lambda, m, and the factor of P F^T in A dx. */
  private double twiceMu;
  private double lambda;
  private double mass;
  private final double stressScale;

  DoubleRopeSubstep(Rope rope) {
    super(rope, new ParticleLayout(rope.particleCount(), ElementType.DOUBLE), SUMS);
    matrices = new DoubleMatrices(layout);
    polar = new DoublePolar(layout);
    plastic = rope.material().isPlastic();
    plasticity = new DoublePlasticity(layout, rope.material());
    particles = new DoubleParticles(layout);
    transfer = new DoubleTransfer(layout, rope.window().y(), rope.window().z());
    nodes = new DoubleNodes(rope, layout);
    line = layout.line;
    dt = (double) rope.timeStep();
    spacing = (double) (1.0 / rope.cells());
    perSpacing = rope.cells();
    volume = (double) Math.pow(rope.shape().spacing(), 3);
    stressScale = -4 * dt * volume * perSpacing;
    AlignedArrays.Piece piece = AlignedArrays.piece(ElementType.DOUBLE, ROWS * pitch);
    rows = (double[]) piece.array();
    at = piece.start();
    first = new int[layout.count];
    momenta = new double[nodes.length()];
    velocities = new double[nodes.length()];
    grid = new double[nodes.length()];
  }

  private int row(int row) {
    return at + row * pitch;
  }

  private int of(int at, int row) {
    return at + row * pitch;
  }

  @Override
  void forward(double[] s, int sAt, double[] p, int pAt, double[] u, int uAt, double[] next, int nextAt) {
    if (!reachVelocities(s, sAt, p, pAt, u, uAt)) {
      lose(next, nextAt);
      System.arraycopy(s, sAt + ParticleLayout.TOOL * pitch, next, nextAt + ParticleLayout.TOOL * pitch, 3);
      return;
    }
    transfer.gather(velocities, first, rows, row(WEIGHTS), row(WEIGHTS + 3), row(WEIGHTS + 6), row(MOMENTS));
    particles.centreMoments(rows, row(MOMENTS), row(PLACE), row(MOMENTS + 3));
    System.arraycopy(rows, row(MOMENTS), next, of(nextAt, ParticleLayout.V), 3 * pitch);
    matrices.scale(4 * perSpacing, rows, row(MOMENTS + 3), next, of(nextAt, ParticleLayout.C), MATRIX);
    if (next != s || nextAt != sAt) {
      System.arraycopy(s, sAt, next, nextAt, 3 * pitch);
    }
    matrices.add(dt, next, of(nextAt, ParticleLayout.V), next, nextAt, 3);
    System.arraycopy(rows, row(GRADIENT), next, of(nextAt, ParticleLayout.F), MATRIX * pitch);
    int tool = ParticleLayout.TOOL * pitch;
    for (int c = 0; c < 3; c++) {
      next[nextAt + tool + c] = s[sAt + tool + c] + u[uAt + JUMP + c];
    }
  }

  /** Makes all numbers of all particles none, and leaves those that fill the last vector. */
  private void lose(double[] s, int sAt) {
    for (int row = 0; row < ParticleLayout.TOOL; row++) {
      Arrays.fill(s, of(sAt, row), of(sAt, row) + layout.count, (double) Double.NaN);
    }
  }

  /** Everything up to the velocities of nodes; false if a particle has left the window. */
  private boolean reachVelocities(double[] s, int sAt, double[] p, int pAt, double[] u, int uAt) {
    twiceMu = (double) (2 * RopeMaterial.mu(p[pAt], p[pAt + 1]));
    lambda = (double) RopeMaterial.lambda(p[pAt], p[pAt + 1]);
    mass = p[pAt + 2] * volume;
    particles.weigh(perSpacing, s, sAt, rows, row(BASE), row(PLACE), row(WEIGHTS), row(SLOPES));
    if (!nodes.locate(rows, row(BASE), first)) {
      return false;
    }
    strain(s, sAt);
    matrices.multiply(twiceMu * stressScale, rows, row(STRAIN), false, rows, row(GRADIENT), true, rows,
        row(FIELD + 3));
    particles.cofactors(rows, row(GRADIENT), row(COFACTORS), row(DETERMINANT));
    particles.press(lambda * stressScale, rows, row(DETERMINANT), row(FIELD + 3));
    matrices.add(mass * spacing, s, of(sAt, ParticleLayout.C), rows, row(FIELD + 3), MATRIX);
    particles.centre(mass, s, of(sAt, ParticleLayout.V), rows, row(FIELD + 3), row(PLACE), row(FIELD));
    nodes.clear(momenta);
    transfer.scatter(rows, row(FIELD), mass, row(WEIGHTS), row(WEIGHTS + 3), row(WEIGHTS + 6), first, momenta);
    nodes.begin(s, sAt + ParticleLayout.TOOL * pitch, u, uAt + JUMP, p[pAt + 4]);
    nodes.forward(momenta, p[pAt + 3], velocities);
    return true;
  }

  /** F after the flow, R, S and F - R. */
  private void strain(double[] s, int sAt) {
    int f = of(sAt, ParticleLayout.F);
    matrices.add(s, f, dt, s, of(sAt, ParticleLayout.C), false, s, f, false, rows, row(GRADIENT));
    polar.rotate(rows, row(GRADIENT), rows, row(ROTATION));
    matrices.multiply(1, rows, row(ROTATION), true, rows, row(GRADIENT), false, rows, row(STRETCH));
    if (plastic) {
      plasticity.clip(rows, row(GRADIENT), row(ROTATION), row(STRETCH));
    }
    matrices.subtract(rows, row(GRADIENT), rows, row(ROTATION), rows, row(STRAIN), MATRIX);
  }

  @Override
  void pullBack(double[] s, int sAt, double[] p, int pAt, double[] u, int uAt, double[] bar, int barAt, double[] pBar,
      int pBarAt, double[] uBar, int uBarAt) {
    if (!reachVelocities(s, sAt, p, pAt, u, uAt)) {
      lose(bar, barAt);
      Arrays.fill(pBar, pBarAt, pBarAt + Rope.PARAMETERS, (double) Double.NaN);
      Arrays.fill(uBar, uBarAt, uBarAt + 2 * JUMP, (double) Double.NaN);
      return;
    }
    Arrays.fill(sums, 0);
    pullGatherBack(bar, barAt);
    nodes.pullBack(momenta, p[pAt + 3], grid);
    double massBar = pullScatterBack(s, sAt, bar, barAt);
    pullStressBack(bar, of(barAt, ParticleLayout.F));
    pullTrialBack(s, sAt, bar, barAt);
    double muBar = sum(0);
    double lambdaBar = stressScale * sum(1);
    pBar[pBarAt] += (double) (muBar * RopeMaterial.mu(p[pAt], p[pAt + 1]) + lambdaBar * lambda) / p[pAt];
    pBar[pBarAt + 1] += (double) (muBar * RopeMaterial.muSlope(p[pAt], p[pAt + 1])
        + lambdaBar * RopeMaterial.lambdaSlope(p[pAt], p[pAt + 1]));
    pBar[pBarAt + 2] += massBar * volume;
    pBar[pBarAt + 3] += nodes.frictionBar();
    DoubleBoxContact tool = nodes.tool();
    pBar[pBarAt + 4] += tool.frictionBar;
    for (int c = 0; c < 3; c++) {
      int place = barAt + ParticleLayout.TOOL * pitch + c;
      uBar[uBarAt + c] = 0;
      uBar[uBarAt + JUMP + c] = bar[place] + tool.velocityBar[c] / dt;
      bar[place] += tool.centreBar[c];
    }
  }

  /** From v', C' and x' to the nodes' velocities, and to the particles' places by their weights. */
  private void pullGatherBack(double[] bar, int barAt) {
    transfer.gather(velocities, first, rows, row(WEIGHTS), row(WEIGHTS + 3), row(WEIGHTS + 6), row(MOMENTS));
    matrices.add(dt, bar, barAt, bar, of(barAt, ParticleLayout.V), 3);
    matrices.scale(4 * perSpacing, bar, of(barAt, ParticleLayout.C), rows, row(BACK_FIELD + 3), MATRIX);
    particles.centre(1, bar, of(barAt, ParticleLayout.V), rows, row(BACK_FIELD + 3), row(PLACE), row(BACK_FIELD));
    transfer.slope(velocities, first, rows, row(BACK_FIELD), 0, row(WEIGHTS), row(SLOPES), row(SLOPE));
    particles.subtractTurned(rows, row(BACK_FIELD + 3), row(MOMENTS), row(SLOPE));
    matrices.add(perSpacing, rows, row(SLOPE), bar, barAt, 3);
    nodes.clear(grid);
    transfer.scatter(rows, row(BACK_FIELD), 0, row(WEIGHTS), row(WEIGHTS + 3), row(WEIGHTS + 6), first, grid);
  }

  /** From momenta and masses of nodes to v, C, and the rest of x; the cotangent of A dx stays in MOMENTS. */
  private double pullScatterBack(double[] s, int sAt, double[] bar, int barAt) {
    transfer.gather(grid, first, rows, row(WEIGHTS), row(WEIGHTS + 3), row(WEIGHTS + 6), row(MOMENTS));
    transfer.slope(grid, first, rows, row(FIELD), mass, row(WEIGHTS), row(SLOPES), row(SLOPE));
    particles.subtractTurned(rows, row(FIELD + 3), row(MOMENTS), row(SLOPE));
    matrices.add(perSpacing, rows, row(SLOPE), bar, barAt, 3);
    particles.centreMoments(rows, row(MOMENTS), row(PLACE), row(MOMENTS + 3));
    matrices.scale(mass, rows, row(MOMENTS), bar, of(barAt, ParticleLayout.V), 3);
    matrices.scale(mass * spacing, rows, row(MOMENTS + 3), bar, of(barAt, ParticleLayout.C), MATRIX);
    Arrays.fill(sums, 2 * line, 3 * line, 0);
    matrices.addDot(s, of(sAt, ParticleLayout.C), rows, row(MOMENTS + 3), MATRIX, sums, 2 * line);
    double massBar = spacing * sum(2);
    Arrays.fill(sums, 2 * line, 3 * line, 0);
    matrices.addDot(s, of(sAt, ParticleLayout.V), rows, row(MOMENTS), 3, sums, 2 * line);
    massBar += sum(2);
    for (int e = row(MOMENTS + DoubleTransfer.FIELD); e < row(MOMENTS + DoubleTransfer.FIELD) + layout.count; e++) {
      massBar += rows[e];
    }
    return massBar;
  }

  /** From A dx to F after the flow: {@code G = A_bar}, the terms of {@code 2 mu (F - R) F^T} and of the pressure. */
  private void pullStressBack(double[] bar, int f) {
    int g = row(MOMENTS + 3);
    matrices.multiply(stressScale, rows, g, false, rows, row(GRADIENT), false, rows, row(WORK));
    matrices.addDot(rows, row(STRAIN), rows, row(WORK), MATRIX, sums, 0);
    for (int l = 0; l < line; l++) {
      sums[l] *= 2;
    }
    matrices.add(twiceMu, rows, row(WORK), bar, f, MATRIX);
    matrices.add(bar, f, twiceMu * stressScale, rows, g, true, rows, row(STRAIN), false, bar, f);
    matrices.multiply(-twiceMu, rows, row(ROTATION), true, rows, row(WORK), false, rows, row(TRIAL));
    polar.spin(rows, row(TRIAL), rows, row(STRETCH), rows, row(SPIN));
    matrices.add(bar, f, 1, rows, row(ROTATION), false, rows, row(SPIN), false, bar, f);
    particles.pullPressBack(lambda * stressScale, rows, row(DETERMINANT), g, row(PRESSURE), sums, line);
    particles.addScaled(rows, row(PRESSURE), row(COFACTORS), bar, f);
  }

  /** From F after the flow to F and C before: {@code (1 + dt C) F}, clipped. */
  private void pullTrialBack(double[] s, int sAt, double[] bar, int barAt) {
    int f = of(barAt, ParticleLayout.F);
    differentiateFlow(s, sAt, bar, f);
    int c = of(barAt, ParticleLayout.C);
    matrices.add(bar, c, dt, bar, f, false, s, of(sAt, ParticleLayout.F), true, bar, c);
    matrices.add(bar, f, dt, s, of(sAt, ParticleLayout.C), true, bar, f, false, rows, row(WORK));
    System.arraycopy(rows, row(WORK), bar, f, MATRIX * pitch);
  }

  private void differentiateFlow(double[] s, int sAt, double[] dot, int dotAt) {
    if (plastic) {
      int f = of(sAt, ParticleLayout.F);
      matrices.add(s, f, dt, s, of(sAt, ParticleLayout.C), false, s, f, false, rows, row(TRIAL));
      plasticity.differentiate(rows, row(TRIAL), rows, row(ROTATION), dot, dotAt);
    }
  }

  @Override
  void pushForward(double[] s, int sAt, double[] p, int pAt, double[] u, int uAt, double[] dot, int dotAt,
      double[] pDot, int pDotAt, double[] uDot, int uDotAt) {
    if (!reachVelocities(s, sAt, p, pAt, u, uAt)) {
      lose(dot, dotAt);
      return;
    }
    int tool = dotAt + ParticleLayout.TOOL * pitch;
    nodes.tool().beginTangent(dot, tool, uDot, uDotAt + JUMP, dt, pDot[pDotAt + 4]);
    matrices.scale(perSpacing, dot, dotAt, rows, row(PLACE_DOT), 3);
    particles.weightTangents(rows, row(SLOPES), row(PLACE_DOT), row(WEIGHT_DOTS));
    double massDot = pDot[pDotAt + 2] * volume;
    pushStrainForward(s, sAt, dot, dotAt);
    pushStressForward(p, pAt, dot, of(dotAt, ParticleLayout.F), pDot, pDotAt);
    pushFieldForward(s, sAt, dot, dotAt, massDot);
    nodes.clear(grid);
    transfer.scatter(rows, row(FIELD_DOT), massDot, row(WEIGHTS), row(WEIGHTS + 3), row(WEIGHTS + 6), first, grid);
    for (int axis = 0; axis < 3; axis++) {
      transfer.scatter(rows, row(FIELD), mass, weights(0, axis), weights(1, axis), weights(2, axis), first, grid);
    }
    nodes.pushForward(momenta, p[pAt + 3], pDot[pDotAt + 3], grid);
    pushMomentsForward();
    System.arraycopy(rows, row(MOMENT_DOTS), dot, of(dotAt, ParticleLayout.V), 3 * pitch);
    matrices.scale(4 * perSpacing, rows, row(MOMENT_DOTS + 3), dot, of(dotAt, ParticleLayout.C), MATRIX);
    matrices.add(dt, dot, of(dotAt, ParticleLayout.V), dot, dotAt, 3);
    for (int c = 0; c < 3; c++) {
      dot[tool + c] += uDot[uDotAt + JUMP + c];
    }
  }

  /** Weights along an axis, or their tangents where it is the one. */
  private int weights(int axis, int changing) {
    return row((axis == changing ? WEIGHT_DOTS : WEIGHTS) + 3 * axis);
  }

  /** F after the flow in place of that before, and that of F - R in WORK. */
  private void pushStrainForward(double[] s, int sAt, double[] dot, int dotAt) {
    int f = of(dotAt, ParticleLayout.F);
    matrices.add(dot, f, dt, dot, of(dotAt, ParticleLayout.C), false, s, of(sAt, ParticleLayout.F), false, rows,
        row(WORK));
    matrices.add(rows, row(WORK), dt, s, of(sAt, ParticleLayout.C), false, dot, f, false, rows, row(SPIN));
    System.arraycopy(rows, row(SPIN), dot, f, MATRIX * pitch);
    differentiateFlow(s, sAt, dot, f);
    matrices.multiply(1, rows, row(ROTATION), true, dot, f, false, rows, row(TRIAL));
    polar.spin(rows, row(TRIAL), rows, row(STRETCH), rows, row(SPIN));
    matrices.add(dot, f, -1, rows, row(ROTATION), false, rows, row(SPIN), false, rows, row(WORK));
  }

  private void pushStressForward(double[] p, int pAt, double[] dot, int f, double[] pDot, int pDotAt) {
    double young = pDot[pDotAt] / p[pAt];
    double muDot = (double) (young * RopeMaterial.mu(p[pAt], p[pAt + 1])
        + pDot[pDotAt + 1] * RopeMaterial.muSlope(p[pAt], p[pAt + 1]));
    double lambdaDot = (double) (young * lambda
        + pDot[pDotAt + 1] * RopeMaterial.lambdaSlope(p[pAt], p[pAt + 1]));
    int to = row(FIELD_DOT + 3);
    matrices.multiply(2 * muDot * stressScale, rows, row(STRAIN), false, rows, row(GRADIENT), true, rows, to);
    matrices.add(rows, to, twiceMu * stressScale, rows, row(WORK), false, rows, row(GRADIENT), true, rows, to);
    matrices.add(rows, to, twiceMu * stressScale, rows, row(STRAIN), false, dot, f, true, rows, to);
    System.arraycopy(dot, f, rows, row(WORK), MATRIX * pitch);
    particles.dot(rows, row(COFACTORS), row(WORK), row(PRESSURE));
    particles.pushPressForward(lambda * stressScale, lambdaDot * stressScale, rows, row(DETERMINANT), row(PRESSURE),
        to);
  }

  private void pushFieldForward(double[] s, int sAt, double[] dot, int dotAt, double massDot) {
    int to = row(FIELD_DOT + 3);
    matrices.add(mass * spacing, dot, of(dotAt, ParticleLayout.C), rows, to, MATRIX);
    matrices.add(massDot * spacing, s, of(sAt, ParticleLayout.C), rows, to, MATRIX);
    particles.centre(mass, dot, of(dotAt, ParticleLayout.V), rows, to, row(PLACE), row(FIELD_DOT));
    particles.centre(massDot, s, of(sAt, ParticleLayout.V), rows, row(FIELD + 3), row(PLACE_DOT), row(SLOPE));
    matrices.add(1, rows, row(SLOPE), rows, row(FIELD_DOT), 3);
  }

  /** Of {@code sum w v_i}, and of the centred matrix. */
  private void pushMomentsForward() {
    transfer.gather(velocities, first, rows, row(WEIGHTS), row(WEIGHTS + 3), row(WEIGHTS + 6), row(MOMENTS));
    transfer.gather(grid, first, rows, row(WEIGHTS), row(WEIGHTS + 3), row(WEIGHTS + 6), row(MOMENT_DOTS));
    for (int axis = 0; axis < 3; axis++) {
      transfer.gather(velocities, first, rows, weights(0, axis), weights(1, axis), weights(2, axis), row(MORE));
      matrices.add(1, rows, row(MORE), rows, row(MOMENT_DOTS), DoubleTransfer.FIELD);
    }
    particles.centreMoments(rows, row(MOMENT_DOTS), row(PLACE), row(MOMENT_DOTS + 3));
    particles.centreMoments(rows, row(MOMENTS), row(PLACE_DOT), row(MOMENT_DOTS + 3));
  }
}
