package io.github.lanewise.hardware.controller;

import io.github.lanewise.compile.Binding;
import io.github.lanewise.compile.Kernel;
import io.github.lanewise.hardware.loop.Controller;
import io.github.lanewise.hardware.loop.RecordedSignals;
import io.github.lanewise.hardware.loop.Safety;
import io.github.lanewise.hardware.recording.RecordedField;
import io.github.lanewise.hardware.servo.ServoCommand;
import io.github.lanewise.hardware.servo.ServoState;
import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.lanes.Lanes;
import io.github.lanewise.lanes.Workspace;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.policy.Policy;
import io.github.lanewise.trace.Graph;
import io.github.lanewise.trace.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * {@code u = pi(q, v, t; W)}: a policy of the kernel on servos that take torques, or positions, if those are what it
 * commands.
 *
 * <p>Compiled for one robot without vectors, so that it allocates nothing from the first tick on. Parameters are the
 * policy's nominal ones until others are set, between ticks. One thread at a time.
 */
public final class PolicyController implements Controller, RecordedSignals {
  private final int joints;
  private final List<RecordedField> fields = new ArrayList<>();
  private final Batch state;
  private final Batch parameters;
  private final Batch clock;
  private final Batch action;
  private final ServoCommand.Mode mode;
  private Safety range;
  private int held;
  private final Batch[] signals;
  private final Workspace workspace = new Workspace(ElementType.DOUBLE);
  private final Binding policy;

  /**
   * Traces and compiles the policy.
   *
   * @param model whose joints are the servos in their order
   * @param policy u = pi(q, v, t; W)
   * @throws IllegalArgumentException if a joint has more than one axis, or the policy has not one action for each
   */
  public PolicyController(RobotModel model, Policy policy) {
    model.requireOneAxisJoints("a servo turns one axis");
    joints = model.nv();
    mode = policy.commandsPositions() ? ServoCommand.Mode.POSITION : ServoCommand.Mode.TORQUE;
    Graph graph = new Graph("policy for " + model.name());
    Scalar[] q = graph.input("q", joints);
    Scalar[] v = graph.input("v", joints);
    Scalar[] w = graph.input("w", policy.parameters().size());
    Scalar time = graph.input("time", 1)[0];
    Scalar[] u = policy.act(q.clone(), v.clone(), time, w.clone());
    if (u.length != joints) {
      throw new IllegalArgumentException("the policy gives " + u.length + " actions for robot '" + model.name()
          + "', which has " + joints + " joints");
    }
    graph.output("u", u);
    for (Policy.Signal signal : policy.signals(q.clone(), v.clone(), time, w.clone())) {
      fields.add(new RecordedField(signal.name(), signal.rows().size(), String.join(", ", signal.rows())));
      graph.output(signal.name(), signal.values());
    }
    state = one(2 * joints);
    parameters = one(w.length);
    clock = one(1);
    action = one(joints);
    signals = fields.stream().map(field -> one(field.size())).toArray(Batch[]::new);
    Batch[] ports = Stream.concat(Stream.of(state.rows(0, joints), state.rows(joints, joints), parameters, clock,
        action), Stream.of(signals)).toArray(Batch[]::new);
    this.policy = Kernel.compile(graph, Lanes.scalar(ElementType.DOUBLE)).bind(ports);
    this.policy.prepare(workspace);
    parameters(policy.nominal());
    this.policy.run(workspace);
  }

  private static Batch one(int rows) {
    return new Batch(ElementType.DOUBLE, rows, 1);
  }

  /**
   * Positions that the policy commands beyond the ends of the joints' ranges are those ends, and are counted; torques
   * stay as they are.
   *
   * @param limits with the ranges
   * @return this
   */
  public PolicyController within(Safety limits) {
    range = mode == ServoCommand.Mode.POSITION ? limits : null;
    return this;
  }

  /** {@return how many of the last positions were held at the end of a range} */
  public int held() {
    return held;
  }

  /**
   * W from the next tick on; 0 B.
   *
   * @param values W, in the order of the policy's parameters
   * @throws IllegalArgumentException if it has not as many numbers as the policy has parameters
   */
  public void parameters(double... values) {
    if (values.length != parameters.rowCount()) {
      throw new IllegalArgumentException(values.length + " parameters for a policy that has " + parameters.rowCount());
    }
    for (int j = 0; j < values.length; j++) {
      parameters.set(j, 0, values[j]);
    }
  }

  @Override
  public RecordedSignals signals() {
    return this;
  }

  @Override
  public List<RecordedField> fields() {
    return List.copyOf(fields);
  }

  @Override
  public void copy(double[] numbers, int place) {
    int next = place;
    for (Batch signal : signals) {
      for (int row = 0; row < signal.rowCount(); row++) {
        numbers[next++] = signal.get(row, 0);
      }
    }
  }

  @Override
  public ServoCommand.Mode mode() {
    return mode;
  }

  @Override
  public void control(ServoState observation, ServoCommand command, double time) {
    for (int i = 0; i < joints; i++) {
      state.set(i, 0, observation.position[i]);
      state.set(joints + i, 0, observation.velocity[i]);
    }
    clock.set(0, 0, time);
    policy.run(workspace);
    held = 0;
    for (int i = 0; i < joints; i++) {
      double target = action.get(i, 0);
      command.target[i] = range == null ? target : range.nearest(i, target);
      held += command.target[i] == target ? 0 : 1;
    }
  }
}
