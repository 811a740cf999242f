package io.github.lanewise.dynamics;

import io.github.lanewise.model.Actuator;
import io.github.lanewise.model.ActuatorDynamics;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.trace.Scalar;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code w' = f(w, u)}: how the states of actuators ({@link ActuatorDynamics}) go on over a step under held controls.
 *
 * @param actuators those with a state, in their order; none for a law without state
 * @param controls u of these, in their ranges
 * @param timeStep h [s]
 */
record Activations(List<Actuator> actuators, Scalar[] controls, double timeStep) implements LawState {
  /** Of a law without state. */
  static final Activations NONE = new Activations(List.of(), new Scalar[0], 0);

  /** Of the actuators of a model, each of which has a control. */
  static Activations of(RobotModel model, Scalar[] controls, double timeStep) {
    List<Actuator> stateful = new ArrayList<>();
    List<Scalar> limited = new ArrayList<>();
    for (int k = 0; k < controls.length; k++) {
      Actuator actuator = model.actuators().get(k);
      if (actuator.hasState()) {
        stateful.add(actuator);
        limited.add(ActuatorForces.limited(controls[k], actuator.lower(), actuator.upper()));
      }
    }
    return new Activations(stateful, limited.toArray(Scalar[]::new), timeStep);
  }

  @Override
  public Scalar[] rates(Scalar[] w) {
    Scalar[] rates = new Scalar[w.length];
    for (int i = 0; i < w.length; i++) {
      ActuatorDynamics dynamics = actuators.get(i).dynamics();
      rates[i] = dynamics.kind() == ActuatorDynamics.Kind.INTEGRATOR ? controls[i]
          : controls[i].minus(w[i]).times(1 / dynamics.timeConstant());
    }
    return rates;
  }

  @Override
  public Scalar[] next(Scalar[] w, Scalar[] rates) {
    Scalar[] next = new Scalar[w.length];
    for (int i = 0; i < w.length; i++) {
      ActuatorDynamics dynamics = actuators.get(i).dynamics();
      double time = dynamics.kind() == ActuatorDynamics.Kind.EXACT_FILTER
          ? -dynamics.timeConstant() * Math.expm1(-timeStep / dynamics.timeConstant()) : timeStep;
      next[i] = ActuatorForces.limited(w[i].plus(rates[i].times(time)), dynamics.lowest(), dynamics.highest());
    }
    return next;
  }

  /** What drives the forces at w: that of the moment or, of early ones, of the end of a step from here. */
  Scalar[] driving(Scalar[] w) {
    Scalar[] next = next(w, rates(w));
    Scalar[] driving = w.clone();
    for (int i = 0; i < w.length; i++) {
      if (actuators.get(i).dynamics().early()) {
        driving[i] = next[i];
      }
    }
    return driving;
  }
}
