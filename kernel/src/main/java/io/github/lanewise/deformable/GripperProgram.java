package io.github.lanewise.deformable;

/**
 * What a gripper does: commands {@code (d_x, d_y, d_z, o)}, in each substep of which the gripper moves by d [m] and is
 * as open as o.
 */
public interface GripperProgram extends ToolProgram {
  /** Numbers of a command. */
  int COMMAND = 4;

  @Override
  default int commandSize() {
    return COMMAND;
  }
}
