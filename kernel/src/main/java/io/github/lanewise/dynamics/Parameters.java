package io.github.lanewise.dynamics;

import io.github.lanewise.spatial.Inertia;
import io.github.lanewise.trace.Scalar;

/** Placeholder. */
public interface Parameters {
  Inertia inertia(int i);
  Scalar armature(int i);
}
