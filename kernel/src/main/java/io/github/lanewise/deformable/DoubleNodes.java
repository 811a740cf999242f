package io.github.lanewise.deformable;

import java.util.Arrays;

/**
 * What happens at the nodes of the grid: {@code v = p/m - g dt}, then the tool, then the ground, then the walls.
 *
 * <p>Ground: at nodes 0 to 2 of y a velocity downwards ends, and of the tangential velocity u there remains {@code
 * max(0, 1 + mu v_y/|u|) u}. A node has four numbers: momentum and mass, velocity and nothing. Only the box around the
 * particles is touched. Has scratch: for one thread.
 */
@SuppressWarnings("cast") // To float, in the twin.
final class DoubleNodes {
  /** Nodes of ground and walls. */
  private static final int SOLID = 3;
  private static final double SLOWEST_SQUARED = (double) 1e-24;
  private static final int NODE = DoubleTransfer.NODE;

  private final int count;
  private final int pitch;
  private final int nodesX;
  private final int nodesY;
  private final int nodesZ;
  /** The last node that is no wall for what moves towards higher ones. */
  private final int lastFree;
  private final double spacing;
  private final double fall;
  private final double dt;
  private final DoubleBoxContact tool;
  private int lowX;
  private int lowY;
  private int lowZ;
  private int highX;
  private int highY;
  private int highZ;
  private int toolLowX;
  private int toolLowY;
  private int toolLowZ;
  private int toolHighX;
  private int toolHighY;
  private int toolHighZ;
  private final double[] v = new double[3];
  private final double[] change = new double[3];
  private double frictionBar;

  DoubleNodes(Rope rope, ParticleLayout layout) {
    count = layout.count;
    pitch = layout.pitch;
    nodesX = rope.window().x();
    nodesY = rope.window().y();
    nodesZ = rope.window().z();
    lastFree = rope.cells() - SOLID;
    spacing = (double) (1.0 / rope.cells());
    dt = (double) rope.timeStep();
    fall = (double) (rope.gravity() * rope.timeStep());
    tool = new DoubleBoxContact(rope.tool());
  }

  /** Room for a grid. */
  int length() {
    return NODE * nodesX * nodesY * nodesZ;
  }

  DoubleBoxContact tool() {
    return tool;
  }

  /**
   * Where the particles are.
   *
   * @param r rows: each particle's first node, three of them at {@code base}
   * @param first its index (overwritten)
   * @return whether all nodes of all particles are in the window
   */
  boolean locate(double[] r, int base, int[] first) {
    lowX = lowY = lowZ = Integer.MAX_VALUE;
    highX = highY = highZ = -1;
    for (int p = 0; p < count; p++) {
      double x = r[base + p];
      double y = r[base + pitch + p];
      double z = r[base + 2 * pitch + p];
      if (!(x >= 0 && y >= 0 && z >= 0 && x <= nodesX - 3 && y <= nodesY - 3 && z <= nodesZ - 3)) {
        return false;
      }
      int i = (int) x;
      int j = (int) y;
      int k = (int) z;
      first[p] = (i * nodesY + j) * nodesZ + k;
      lowX = Math.min(lowX, i);
      lowY = Math.min(lowY, j);
      lowZ = Math.min(lowZ, k);
      highX = Math.max(highX, i);
      highY = Math.max(highY, j);
      highZ = Math.max(highZ, k);
    }
    highX += 2;
    highY += 2;
    highZ += 2;
    return true;
  }

  /** The tool and how it moves, for the substep to come. */
  void begin(double[] place, int at, double[] move, int moveAt, double toolFriction) {
    tool.begin(place, at, move, moveAt, dt, toolFriction);
    toolLowX = node(tool.low(0));
    toolLowY = node(tool.low(1));
    toolLowZ = node(tool.low(2));
    toolHighX = node(tool.high(0)) + 1;
    toolHighY = node(tool.high(1)) + 1;
    toolHighZ = node(tool.high(2)) + 1;
  }

  private int node(double place) {
    return (int) Math.floor(place / spacing);
  }

  private boolean isNearTool(int i, int j, int k) {
    return i >= toolLowX && i <= toolHighX && j >= toolLowY && j <= toolHighY && k >= toolLowZ && k <= toolHighZ;
  }

  /** Zeros where particles are. */
  void clear(double[] grid) {
    for (int i = lowX; i <= highX; i++) {
      for (int j = lowY; j <= highY; j++) {
        int row = (i * nodesY + j) * nodesZ;
        Arrays.fill(grid, NODE * (row + lowZ), NODE * (row + highZ + 1), 0);
      }
    }
  }

  /**
   * Velocities.
   *
   * @param grid momentum and mass
   * @param mu friction of the ground
   * @param to velocities, 0 where there is no mass (overwritten)
   */
  void forward(double[] grid, double mu, double[] to) {
    for (int i = lowX; i <= highX; i++) {
      for (int j = lowY; j <= highY; j++) {
        boolean near = i >= toolLowX && i <= toolHighX && j >= toolLowY && j <= toolHighY;
        forward(i, j, near ? toolLowZ : Integer.MAX_VALUE, grid, mu, to);
      }
    }
  }

  /** A row of nodes, of which those from {@code nearFrom} to the tool's last one may be in its reach. */
  private void forward(int i, int j, int nearFrom, double[] grid, double mu, double[] to) {
    int row = (i * nodesY + j) * nodesZ;
    boolean isGround = j < SOLID;
    for (int k = lowZ; k <= highZ; k++) {
      int at = NODE * (row + k);
      double mass = grid[at + 3];
      double x = 0;
      double y = 0;
      double z = 0;
      if (mass > 0) {
        double over = 1 / mass;
        x = grid[at] * over;
        y = grid[at + 1] * over - fall;
        z = grid[at + 2] * over;
        if (k >= nearFrom && k <= toolHighZ) {
          v[0] = x;
          v[1] = y;
          v[2] = z;
          tool.forward(i * spacing, j * spacing, k * spacing, v);
          x = v[0];
          y = v[1];
          z = v[2];
        }
        if (isGround && y <= 0) {
          double left = Math.max(0, 1 + mu * y / (double) Math.sqrt(x * x + z * z + SLOWEST_SQUARED));
          x *= left;
          y = 0;
          z *= left;
        }
        x = isWall(i, x) ? 0 : x;
        y = isWall(j, y) ? 0 : y;
        z = isWall(k, z) ? 0 : z;
      }
      to[at] = x;
      to[at + 1] = y;
      to[at + 2] = z;
      to[at + 3] = 0;
    }
  }

  private boolean isWall(int node, double velocity) {
    return node < SOLID && velocity < 0 || node > lastFree && velocity > 0;
  }

  /**
   * The pullback.
   *
   * @param grid momentum and mass
   * @param mu friction of the ground
   * @param bar cotangents of velocities (modified: of momentum and mass)
   */
  void pullBack(double[] grid, double mu, double[] bar) {
    frictionBar = 0;
    for (int i = lowX; i <= highX; i++) {
      for (int j = lowY; j <= highY; j++) {
        int row = (i * nodesY + j) * nodesZ;
        for (int k = lowZ; k <= highZ; k++) {
          pullBack(i, j, k, grid, NODE * (row + k), mu, bar);
        }
      }
    }
  }

  private void pullBack(int i, int j, int k, double[] grid, int at, double mu, double[] bar) {
    double mass = grid[at + 3];
    if (!(mass > 0)) {
      Arrays.fill(bar, at, at + NODE, 0);
      return;
    }
    double over = 1 / mass;
    v[0] = grid[at] * over;
    v[1] = grid[at + 1] * over - fall;
    v[2] = grid[at + 2] * over;
    boolean near = isNearTool(i, j, k);
    if (near) {
      tool.forward(i * spacing, j * spacing, k * spacing, v);
    }
    double x = v[0];
    double y = v[1];
    double z = v[2];
    boolean lands = j < SOLID && y <= 0;
    double slowest = (double) Math.sqrt(x * x + z * z + SLOWEST_SQUARED);
    double left = lands ? Math.max(0, 1 + mu * y / slowest) : 1;
    double barX = isWall(i, left * x) ? 0 : bar[at];
    double barY = lands || isWall(j, y) ? 0 : bar[at + 1];
    double barZ = isWall(k, left * z) ? 0 : bar[at + 2];
    change[0] = left * barX;
    change[1] = barY;
    change[2] = left * barZ;
    if (lands && left > 0) {
      double leftBar = (barX * x + barZ * z) / slowest;
      frictionBar += leftBar * y;
      change[1] = mu * leftBar;
      double turn = mu * leftBar * y / (slowest * slowest);
      change[0] -= turn * x;
      change[2] -= turn * z;
    }
    if (near) {
      v[0] = grid[at] * over;
      v[1] = grid[at + 1] * over - fall;
      v[2] = grid[at + 2] * over;
      tool.pullBack(i * spacing, j * spacing, k * spacing, v, change);
    }
    double massBar = 0;
    for (int c = 0; c < 3; c++) {
      massBar -= change[c] * grid[at + c];
      bar[at + c] = change[c] * over;
    }
    bar[at + 3] = massBar * over * over;
  }

  /** Cotangent of mu, of the last {@link #pullBack}. */
  double frictionBar() {
    return frictionBar;
  }

  /**
   * The pushforward.
   *
   * @param grid momentum and mass
   * @param mu friction of the ground
   * @param muDot its tangent
   * @param dot tangents of momentum and mass (modified: of velocities)
   */
  void pushForward(double[] grid, double mu, double muDot, double[] dot) {
    for (int i = lowX; i <= highX; i++) {
      for (int j = lowY; j <= highY; j++) {
        int row = (i * nodesY + j) * nodesZ;
        for (int k = lowZ; k <= highZ; k++) {
          pushForward(i, j, k, grid, NODE * (row + k), mu, muDot, dot);
        }
      }
    }
  }

  private void pushForward(int i, int j, int k, double[] grid, int at, double mu, double muDot, double[] dot) {
    double mass = grid[at + 3];
    if (!(mass > 0)) {
      Arrays.fill(dot, at, at + NODE, 0);
      return;
    }
    double over = 1 / mass;
    for (int c = 0; c < 3; c++) {
      v[c] = grid[at + c] * over;
      change[c] = (dot[at + c] - v[c] * dot[at + 3]) * over;
    }
    v[1] -= fall;
    if (isNearTool(i, j, k)) {
      tool.pushForward(i * spacing, j * spacing, k * spacing, v, change);
    }
    if (j < SOLID && v[1] <= 0) {
      double slowest = (double) Math.sqrt(v[0] * v[0] + v[2] * v[2] + SLOWEST_SQUARED);
      double left = Math.max(0, 1 + mu * v[1] / slowest);
      double speedDot = (v[0] * change[0] + v[2] * change[2]) / slowest;
      double leftDot = left > 0 ? (muDot * v[1] + mu * change[1] - mu * v[1] * speedDot / slowest) / slowest : 0;
      change[0] = left * change[0] + leftDot * v[0];
      change[1] = 0;
      change[2] = left * change[2] + leftDot * v[2];
      v[0] *= left;
      v[1] = 0;
      v[2] *= left;
    }
    dot[at] = isWall(i, v[0]) ? 0 : change[0];
    dot[at + 1] = isWall(j, v[1]) ? 0 : change[1];
    dot[at + 2] = isWall(k, v[2]) ? 0 : change[2];
    dot[at + 3] = 0;
  }
}
