package io.github.lanewise.dynamics;

import io.github.lanewise.model.Joint;
import io.github.lanewise.model.JointKind;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.spatial.Force;
import io.github.lanewise.spatial.Mat3;
import io.github.lanewise.spatial.Motion;
import io.github.lanewise.spatial.Transform;
import io.github.lanewise.spatial.Vec3;
import io.github.lanewise.trace.Graph;
import io.github.lanewise.trace.Scalar;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * {@code a = M0^-1 r}: accelerations by the mass matrix of an earlier state, {@code M0 = L' D L} as rows of numbers.
 *
 * <p>The rows are the entries of L below its diagonal and of 1 / D that are not zero whatever q is, then the rows of q
 * of free and spherical joints. These tell where their bodies were: M0 belongs to axes that stay where they were then,
 * so what acts in such a joint is brought there, and its acceleration back. The cotangents and tangents of the rows are
 * those of M0 itself, one for both of (i, j) and (j, i), and of those rows of q.
 */
final class HeldMass {
  /** Rows and columns, row >= column. */
  private final List<int[]> places = new ArrayList<>();
  private final List<Joint> turning;
  private final int nv;

  private HeldMass(RobotModel model, boolean laneParameters) {
    nv = model.nv();
    turning = model.joints().stream()
        .filter(joint -> joint.kind() == JointKind.FREE || joint.kind() == JointKind.SPHERICAL).toList();
    Graph pattern = new Graph("pattern");
    Scalar[] q = pattern.input("q", model.nq());
    Mechanism robot = !laneParameters ? Mechanism.of(model)
        : Mechanism.of(model, new Parameters(model, pattern.input("p", Parameters.count(model))));
    SymmetricSolve factors = SymmetricSolve.factor(Crba.massMatrix(robot, q));
    for (int i = 0; i < nv; i++) {
      for (int j = 0; j <= i; j++) {
        if (!factors.factor(i, j).is(0)) {
          places.add(new int[] {i, j});
        }
      }
    }
  }

  /**
   * The rows of a robot.
   *
   * @param laneParameters whether lanes set inertias, which may make entries that the model's own leave zero
   */
  static HeldMass of(RobotModel model, boolean laneParameters) {
    return new HeldMass(model, laneParameters);
  }

  int rowCount() {
    return places.size() + turning.stream().mapToInt(joint -> joint.kind().nq()).sum();
  }

  /** The rows of a state of which the mass matrix is factored now. */
  Scalar[] rows(Scalar[][] m, Scalar[] q) {
    SymmetricSolve factors = SymmetricSolve.factor(m);
    return withPoses(places.stream().map(at -> factors.factor(at[0], at[1])), q);
  }

  /** What the cotangents and tangents of the rows belong to. */
  Scalar[] differentiated(Scalar[][] m, Scalar[] q) {
    return withPoses(places.stream().map(at -> m[at[0]][at[1]]), q);
  }

  private Scalar[] withPoses(Stream<Scalar> entries, Scalar[] q) {
    return Stream.concat(entries, turning.stream()
        .flatMap(joint -> Arrays.stream(q, joint.idxQ(), joint.idxQ() + joint.kind().nq()))).toArray(Scalar[]::new);
  }

  /**
   * {@code M0^-1 r}.
   *
   * @param graph of the other arguments
   * @param rows as {@link #rows} made them
   * @param q configuration now, nq rows
   * @param r forces that accelerate, nv rows
   * @return accelerations, nv rows
   */
  Scalar[] accelerations(Graph graph, Scalar[] rows, Scalar[] q, Scalar[] r) {
    Scalar[] right = r.clone();
    List<Transform> moves = new ArrayList<>();
    int row = places.size();
    for (Joint joint : turning) {
      Transform move = pose(joint, rows, row).inverse().times(pose(joint, q, joint.idxQ()));
      moves.add(move);
      row += joint.kind().nq();
      put(joint, right, move.toParent(force(joint, r)).toArray());
    }
    Scalar[] factors = Arrays.copyOf(rows, places.size());
    SymmetricSolve solver = solver(factors);
    Scalar[] arguments = Stream.concat(Stream.of(right), Stream.of(factors)).toArray(Scalar[]::new);
    Scalar[][] values = new Scalar[1][];
    values[0] = graph.withDerivative(arguments, solver.solve(right), bar -> {
      Scalar[] lambda = solver.solve(bar);
      return Stream.concat(Stream.of(lambda), Stream.of(outer(lambda, values[0])).map(Scalar::negate))
          .toArray(Scalar[]::new);
    }, dot -> {
      Scalar[] changed = times(Arrays.copyOfRange(dot, nv, dot.length), values[0]);
      return solver.solve(Integrator.add(Arrays.copyOf(dot, nv), changed, -1));
    });
    Scalar[] a = values[0].clone();
    for (int k = 0; k < moves.size(); k++) {
      put(turning.get(k), a, moves.get(k).toChild(motion(turning.get(k), values[0])).toArray());
    }
    return a;
  }

  private static Transform pose(Joint joint, Scalar[] q, int i) {
    boolean free = joint.kind() == JointKind.FREE;
    Mat3 rotation = Configuration.rotation(q, free ? i + 3 : i);
    return new Transform(rotation, free ? Vec3.of(q, i) : Vec3.ZERO);
  }

  private static Force force(Joint joint, Scalar[] r) {
    return joint.kind() == JointKind.FREE ? Force.of(r, joint.idxV())
        : new Force(Vec3.of(r, joint.idxV()), Vec3.ZERO);
  }

  private static Motion motion(Joint joint, Scalar[] a) {
    return joint.kind() == JointKind.FREE ? Motion.of(a, joint.idxV())
        : new Motion(Vec3.of(a, joint.idxV()), Vec3.ZERO);
  }

  /** The last of the six are the angular ones, which are all of a spherical joint's. */
  private static void put(Joint joint, Scalar[] target, Scalar[] six) {
    System.arraycopy(six, 6 - joint.kind().nv(), target, joint.idxV(), joint.kind().nv());
  }

  private SymmetricSolve solver(Scalar[] factors) {
    Scalar[][] l = new Scalar[nv][];
    for (int i = 0; i < nv; i++) {
      l[i] = Scalar.zeros(i + 1);
    }
    Scalar[] inverseD = new Scalar[nv];
    for (int k = 0; k < factors.length; k++) {
      int i = places.get(k)[0];
      int j = places.get(k)[1];
      if (i == j) {
        inverseD[i] = factors[k];
      } else {
        l[i][j] = factors[k];
      }
    }
    return SymmetricSolve.of(l, inverseD);
  }

  /** {@code a b' + b a'} below the diagonal, {@code a b'} on it: the cotangent of a symmetric M in {@code a' M b}. */
  private Scalar[] outer(Scalar[] a, Scalar[] b) {
    return places.stream().map(at -> {
      Scalar product = a[at[0]].times(b[at[1]]);
      return at[0] == at[1] ? product : product.plus(a[at[1]].times(b[at[0]]));
    }).toArray(Scalar[]::new);
  }

  /** {@code M x} of the entries of a symmetric M. */
  private Scalar[] times(Scalar[] entries, Scalar[] x) {
    Scalar[] product = Scalar.zeros(nv);
    for (int k = 0; k < entries.length; k++) {
      int i = places.get(k)[0];
      int j = places.get(k)[1];
      product[i] = product[i].plus(entries[k].times(x[j]));
      if (i != j) {
        product[j] = product[j].plus(entries[k].times(x[i]));
      }
    }
    return product;
  }
}
