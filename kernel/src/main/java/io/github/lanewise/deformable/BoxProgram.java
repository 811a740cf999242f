package io.github.lanewise.deformable;

/**
 * What a {@link BoxTool} does: commands {@code (j_x, j_y, j_z, d_x, d_y, d_z)}, before the first substep of which the
 * box is put elsewhere by j [m], touching nothing on the way, and in each of which it moves by d [m].
 */
public interface BoxProgram extends ToolProgram {
  /** Numbers of a command. */
  int COMMAND = 6;

  @Override
  default int commandSize() {
    return COMMAND;
  }
}
