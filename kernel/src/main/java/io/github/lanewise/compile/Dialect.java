package io.github.lanewise.compile;

import io.github.lanewise.lanes.Lanes;
import io.github.lanewise.trace.Op;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;

/** How values are held, moved and computed in emitted code: as vectors or as plain numbers. */
interface Dialect {
  /** The quickest for these lanes in this JVM. */
  static Dialect of(Lanes lanes) {
    if (lanes.isScalar()) {
      return new ScalarDialect(lanes.type());
    }
    return IntrinsicDialect.isAvailable() ? new IntrinsicDialect(lanes) : new VectorDialect(lanes);
  }

  /** What a local that holds a value holds. */
  TypeKind kind();

  /** Pushes a constant. */
  void constant(CodeBuilder code, double value);

  /** Pushes the number in a local, for all lanes. */
  void broadcast(CodeBuilder code, int local);

  /** Pushes what lies there. */
  void load(CodeBuilder code, Address from);

  /** Stores a local there. */
  void store(CodeBuilder code, int local, Address to);

  /** Pushes the result of an operation on locals. */
  void operation(CodeBuilder code, Op op, int... arguments);
}
