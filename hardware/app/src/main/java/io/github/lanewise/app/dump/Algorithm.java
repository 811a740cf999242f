package io.github.lanewise.app.dump;

import io.github.lanewise.dynamics.Algorithms;
import io.github.lanewise.dynamics.ControlLaw;
import io.github.lanewise.dynamics.Integrator;
import io.github.lanewise.dynamics.StepFunction;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.trace.Graph;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The algorithms of a robot, by the names that people use. */
enum Algorithm {
  RNEA, BIAS, GRAVITY, CRBA, ABA, FORWARD_DYNAMICS, KINEMATICS, FRAME_JACOBIAN, ENERGY, STEP;

  private static final double TIME_STEP = 1e-3;

  /**
   * The algorithm or its derivative as a graph: by the library's own formulas where it has any, else differentiated row
   * by row.
   *
   * @throws IllegalArgumentException if it needs a frame, and the robot has none
   */
  Graph graph(RobotModel model, Derivative derivative) {
    if (this == STEP) {
      return step(model, derivative);
    }
    if (derivative == Derivative.JACOBIAN && this == ABA) {
      return Algorithms.forwardDynamicsDerivatives(model);
    }
    if (derivative == Derivative.JACOBIAN && this == RNEA) {
      return Algorithms.inverseDynamicsDerivatives(model);
    }
    return derivative.of(graph(model));
  }

  private Graph graph(RobotModel model) {
    return switch (this) {
      case RNEA -> Algorithms.inverseDynamics(model);
      case BIAS -> Algorithms.biasForces(model);
      case GRAVITY -> Algorithms.gravityForces(model);
      case CRBA -> Algorithms.massMatrix(model);
      case ABA -> Algorithms.articulatedBody(model);
      case FORWARD_DYNAMICS -> Algorithms.forwardDynamics(model);
      case KINEMATICS -> Algorithms.forwardKinematics(model);
      case FRAME_JACOBIAN -> Algorithms.geometricJacobian(model, lastFrame(model));
      case ENERGY -> Algorithms.energy(model);
      case STEP -> step(model, Derivative.NONE);
    };
  }

  private static Graph step(RobotModel model, Derivative derivative) {
    StepFunction function =
        new StepFunction(model, Integrator.EULER, TIME_STEP, ControlLaw.torque(model), false);
    return switch (derivative) {
      case NONE -> function.step();
      case VJP -> function.vjp();
      case JVP -> function.jvp();
      case JACOBIAN -> function.jacobian();
    };
  }

  private static String lastFrame(RobotModel model) {
    if (model.frames().isEmpty()) {
      throw new IllegalArgumentException("robot '" + model.name() + "' has no frames, so there is no Jacobian of one");
    }
    return model.frames().getLast().name();
  }

  /** From the name as it is typed. */
  static final class Converter implements ITypeConverter<Algorithm> {
    @Override
    public Algorithm convert(String name) {
      return Arrays.stream(values()).filter(algorithm -> algorithm.toString().equalsIgnoreCase(name)).findFirst()
          .orElseThrow(() -> new TypeConversionException("there is no algorithm '" + name + "'; there are "
              + Arrays.stream(values()).map(Algorithm::toString).collect(Collectors.joining(", "))
              + ", and --derivatives differentiates them"));
    }
  }

  /** The name as it is typed. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
