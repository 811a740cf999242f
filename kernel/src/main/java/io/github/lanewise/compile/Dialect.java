package io.github.lanewise.compile;

import io.github.lanewise.trace.Op;
import java.lang.classfile.CodeBuilder;

/** How values are held, moved and computed in emitted code: as vectors or as plain numbers. */
interface Dialect {
  /** Pushes a constant. */
  void constant(CodeBuilder code, double value);

  /** Pops the value into a new local and returns its index. */
  int set(CodeBuilder code);

  /** Pushes the value of a local. */
  void get(CodeBuilder code, int local);

  /** Comes before an array and an index are pushed for {@link #load}. */
  void beginLoad(CodeBuilder code);

  /** Turns array and index into the value. */
  void load(CodeBuilder code);

  /** Comes before an array and an index are pushed for {@link #endStore}. */
  void beginStore(CodeBuilder code, int local);

  /** Stores the local at array and index. */
  void endStore(CodeBuilder code, int local);

  /** Turns the arguments on the stack, first one deepest, into the result. */
  void operation(CodeBuilder code, Op op);
}
