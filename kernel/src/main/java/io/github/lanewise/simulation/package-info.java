/**
 * A batch of robots under control, compiled: time steps, control steps, roll-outs, and the derivatives of all of them.
 *
 * <p>Read {@link Simulation} first, then {@link Rollout}. A control step is several time steps under a held action;
 * {@link StepPullback}, {@link StepPushforward} and {@link StepJacobian} differentiate it. A roll-out is many control
 * steps, under given actions or a {@link Feedback}; {@link RolloutPullback} and {@link RolloutPushforward}
 * differentiate it, a traced {@link Reward} included; {@code ForwardPass} is what moves it. {@link RobotSamples} draws
 * states and actions, and what becomes of them, for learned models. States seen by a user have nq + nv rows, tangents
 * and cotangents 2 nv; both have those of a control law's own state, where it has one, behind them.
 *
 * <p>Of what moves in lanes a {@link LaneSimulation} says how many there are, where their numbers are and which threads
 * share them. A {@link Rollout} needs no more to run given actions and pull back, if the step of a block comes with it
 * as a {@link Surrogate}; the seam lies here and not lower, so that compiled steps of robots keep their histories,
 * seeds and parameters. Feedback, traced rewards and pushforwards are of robots.
 *
 * <p>It may use all that is below: {@code dynamics} for the graphs, {@code compile} and {@code lanes} to run them, and
 * {@code sobolev} for samples. It knows no tasks and no particular policies.
 */
package io.github.lanewise.simulation;
