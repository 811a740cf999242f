/** Rigid-body dynamics and its derivatives on batches of robots, compiled to SIMD kernels when a robot is loaded. */
@SuppressWarnings({
    "requires-automatic", "requires-transitive-automatic", // EJML has no module descriptors
    "module"}) // lanewise.app, which is compiled later
module lanewise.kernel {
  requires java.xml;
  requires jdk.incubator.vector;
  requires transitive ejml.core;

  exports io.github.lanewise.compile;
  exports io.github.lanewise.data;
  exports io.github.lanewise.deformable;
  exports io.github.lanewise.dense;
  exports io.github.lanewise.dynamics;
  exports io.github.lanewise.identification;
  exports io.github.lanewise.lanes;
  exports io.github.lanewise.learning;
  exports io.github.lanewise.measure to lanewise.app;
  exports io.github.lanewise.model;
  exports io.github.lanewise.network;
  exports io.github.lanewise.policy;
  exports io.github.lanewise.sensitivity;
  exports io.github.lanewise.sensitivity.planning;
  exports io.github.lanewise.sensitivity.shaking;
  exports io.github.lanewise.simulation;
  exports io.github.lanewise.sobolev;
  exports io.github.lanewise.sobolev.fitting;
  exports io.github.lanewise.spatial;
  exports io.github.lanewise.task;
  exports io.github.lanewise.task.deformable;
  exports io.github.lanewise.trace;
}
