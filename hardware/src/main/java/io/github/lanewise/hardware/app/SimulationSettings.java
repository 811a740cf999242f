package io.github.lanewise.hardware.app;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.lanewise.dynamics.Integrator;
import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.lanes.Lanes;
import io.github.lanewise.model.RobotModel;
import java.util.Locale;

/**
 * What {@code lanewise simulate} was asked to do.
 *
 * @param robot the robot as it was named on the command line
 * @param timeStep [s]
 * @param stiffness for all joints instead of the default gains [N m/rad or N/m], or null
 * @param damping for all joints instead of the default gains [N m s/rad or N s/m], or null
 */
record SimulationSettings(
    String robot,
    RobotModel model,
    boolean freeBase,
    int batch,
    int steps,
    ElementType precision,
    Integrator integrator,
    int threads,
    Derivatives derivatives,
    double timeStep,
    Double stiffness,
    Double damping,
    long seed) {

  /** Which derivatives of a step to time. */
  enum Derivatives {
    NONE, VJP, JACOBIAN;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Bytes that the batches of the run take together. */
  long bytes() {
    long x = model.nq() + model.nv();
    long tangent = 2L * model.nv();
    long u = HoldGains.heldJoints(model).size();
    long rows = 2 * x + u + switch (derivatives) {
      case NONE -> 0;
      case VJP -> x + 3 * tangent + u;
      case JACOBIAN -> x + tangent * (tangent + u);
    };
    long lanes = Lanes.blockSize(precision);
    return Math.ceilDiv(batch, lanes) * lanes * rows * precision.bytes();
  }

  /** The settings under their options' names, with units where they have one. */
  ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode()
        .put("robot", robot)
        .put("free_base", freeBase)
        .put("batch", batch)
        .put("steps", steps)
        .put("precision", precision.name().toLowerCase(Locale.ROOT))
        .put("integrator", integrator.name().toLowerCase(Locale.ROOT))
        .put("threads", threads)
        .put("derivatives", derivatives.toString())
        .put("time_step_seconds", timeStep)
        .put("seed", seed);
    json.put("stiffness_newton_metre_per_radian", stiffness);
    json.put("damping_newton_metre_second_per_radian", damping);
    return json;
  }
}
