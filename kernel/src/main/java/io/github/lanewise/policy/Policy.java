package io.github.lanewise.policy;

import io.github.lanewise.trace.Scalar;
import java.util.List;

/**
 * {@code u = pi(q, v, t; W)}: actions of a robot under a policy with parameters W; unless a control law makes something
 * else of them, they are joint forces.
 *
 * <p>Traced, so a policy of your own is compiled and differentiated like those that come with the library:
 *
 * <pre>{@code
 * record Spring(List<PolicyParameter> parameters) implements Policy {
 *   public Scalar[] act(Scalar[] q, Scalar[] v, Scalar time, Scalar[] w) {
 *     return new Scalar[] {w[0].times(q[0]).negate()};
 *   }
 * }
 * }</pre>
 */
public interface Policy {
  /** {@return the parameters W, in their order} */
  List<PolicyParameter> parameters();

  /**
   * Actions as expressions; called anew for every kernel, and builds the same expressions each time.
   *
   * @param q configuration, nq rows [rad or m]
   * @param v velocity, nv rows [rad/s or m/s]
   * @param time since the start of the roll-out [s]
   * @param w the parameters
   * @return one expression an action; of joint forces one per velocity row [N m or N]
   */
  Scalar[] act(Scalar[] q, Scalar[] v, Scalar time, Scalar[] w);

  /**
   * Numbers on a policy's way from state to actions, which recordings keep.
   *
   * @param name what they are, lower-case letters
   * @param rows what each of them is
   * @param values one expression a row
   */
  record Signal(String name, List<String> rows, Scalar[] values) {}

  /**
   * {@return what recordings keep beside states and actions; by default nothing}
   *
   * @param q as of {@link #act}
   * @param v as of {@link #act}
   * @param time as of {@link #act}
   * @param w as of {@link #act}
   */
  default List<Signal> signals(Scalar[] q, Scalar[] v, Scalar time, Scalar[] w) {
    return List.of();
  }

  /**
   * {@return whether actions are positions to which servos go by themselves [rad or m], one per velocity row, and not
   * forces}
   */
  default boolean commandsPositions() {
    return false;
  }

  /** {@return nominal values of the parameters, a new array} */
  default double[] nominal() {
    return parameters().stream().mapToDouble(PolicyParameter::nominal).toArray();
  }

  /** {@return scales of the parameters, a new array} */
  default double[] scales() {
    return parameters().stream().mapToDouble(PolicyParameter::scale).toArray();
  }
}
