package io.github.lanewise.task.deformable;

import io.github.lanewise.deformable.Cloth;
import io.github.lanewise.lanes.ElementType;
import java.util.List;

/**
 * How a cloth is folded by hand from where it lies flat: which point goes where, one after the other, and then a step
 * for it to come to rest. The places were sought at random, to hundredths of a metre, for extents near those of the
 * published goals, on the physical and on the published floor at once.
 */
enum ClothGoal {
  /** The near edge goes over the far one: its left corner first, then its middle. */
  FOLDED_ONCE(new Move(0, 1, 0.34, 0.52), new Move(0.5, 1, 0.5, 0.66)),
  /** Once more each way: what was the middle of the far edge, then the right corner of the near one. */
  FOLDED_THRICE(new Move(0, 1, 0.34, 0.52), new Move(0.5, 1, 0.5, 0.66), new Move(0.5, 0, 0.41, 0.68),
      new Move(1, 1, 0.38, 0.67));

  /**
   * A pick and a place.
   *
   * @param across of the point that is picked where it is then, 0 for the left end of its row and 1 for the right one
   * @param along 0 for a point of the far edge, which has the greater z, and 1 for one of the near edge
   * @param x where it is placed [m]
   * @param z where it is placed [m]
   */
  private record Move(double across, double along, double x, double z) {}

  /** From any cloth, x and z [m]. */
  private static final double AWAY = 1;

  private final List<Move> moves;

  ClothGoal(Move... moves) {
    this.moves = List.of(moves);
  }

  /** Where the points are in the end [m], three numbers each. */
  double[] points(Cloth cloth) {
    Hands hands = new Hands(Body.of(cloth), ElementType.DOUBLE);
    hands.layAtRest();
    for (Move move : moves) {
      int i = (int) Math.round(move.across * (cloth.columns() - 1));
      int j = (int) Math.round(move.along * (cloth.rows() - 1));
      int point = i + cloth.columns() * j;
      hands.move(hands.row(3 * point), hands.row(3 * point + 2), move.x, move.z);
    }
    hands.move(AWAY, AWAY, AWAY, AWAY);
    return hands.points();
  }
}
