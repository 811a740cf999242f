package io.github.lanewise.compile;

import java.lang.classfile.CodeBuilder;

/**
 * Where a row of a port or of the workspace lies for the lane group at hand.
 *
 * @param array local of the array
 * @param variables locals of ints that the index is the sum of
 * @param constant what it has besides
 */
record Address(int array, int[] variables, int constant) {
  /** Pushes array and index. */
  void push(CodeBuilder code) {
    code.aload(array);
    if (variables.length == 0) {
      code.loadConstant(constant);
      return;
    }
    sum(code);
    code.loadConstant(constant).iadd();
  }

  /** Pushes the distance of the element from the start of the array object [bytes], a long. */
  void pushOffset(CodeBuilder code, int elementShift, int arrayBase) {
    long bytes = ((long) constant << elementShift) + arrayBase;
    if (variables.length == 0) {
      code.loadConstant(bytes);
      return;
    }
    sum(code);
    code.i2l().loadConstant(elementShift).lshl().loadConstant(bytes).ladd();
  }

  private void sum(CodeBuilder code) {
    code.iload(variables[0]);
    for (int k = 1; k < variables.length; k++) {
      code.iload(variables[k]).iadd();
    }
  }
}
