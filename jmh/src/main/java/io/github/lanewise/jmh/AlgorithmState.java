package io.github.lanewise.jmh;

import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The kernel of an algorithm for one robot. */
@State(Scope.Thread)
public abstract class AlgorithmState extends KernelState {
  /** As {@link #robot()} says. */
  @Param("arm7")
  public String robot;

  @Override
  protected String robot() {
    return robot;
  }
}
