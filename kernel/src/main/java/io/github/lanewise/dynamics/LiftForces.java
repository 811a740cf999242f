package io.github.lanewise.dynamics;

import io.github.lanewise.model.Lift;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.spatial.Force;
import io.github.lanewise.spatial.Vec3;
import io.github.lanewise.trace.Scalar;

/**
 * {@code f = -m g}: what carries the weight of bodies, a force of its own on each. The masses are the model's, so that
 * a lane whose bodies are heavier is not carried altogether.
 *
 * @param model the robot
 */
record LiftForces(RobotModel model) implements ForceTerm {
  @Override
  public void addTo(Forces forces, Kinematics state) {
    for (int i = 0; i < model.joints().size(); i++) {
      Lift lift = model.joints().get(i).lift();
      if (!lift.isNone()) {
        Vec3 up = state.joint(i).rotation().transposeTimes(model.gravity()).negate();
        forces.addOnBody(i, new Force(lift.moment().cross(up), up.times(Scalar.of(lift.mass()))));
      }
    }
  }
}
