package io.github.lanewise.task.deformable;

import io.github.lanewise.deformable.BoxTool;
import io.github.lanewise.deformable.Rope;
import io.github.lanewise.deformable.ToolLaw;

/** Which of several ropes of one task is meant: returns of different ones of push do not compare. */
public enum RopeVariant {
  /** The box that pushes stops what has come into it, too. The box of whip holds, and is the same in all variants. */
  PHYSICAL,
  /** As published: the box that pushes lets through what has come into it. */
  AS_PUBLISHED,
  /**
   * As published, and cotangents are {@linkplain io.github.lanewise.deformable.BodyPullback#tame shortened} after each
   * command.
   */
  CLIPPED;

  /** {@return the rope} */
  Rope rope(Rope published) {
    BoxTool tool = published.tool();
    return this == PHYSICAL && tool.law() == ToolLaw.SOFT_OUTSIDE
        ? published.withSurroundings(published.groundFriction(), published.gravity(), new BoxTool(tool.halfX(),
            tool.halfY(), tool.halfZ(), ToolLaw.SOFT, tool.reach(), tool.friction()))
        : published;
  }
}
